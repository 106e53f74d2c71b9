// Bar charts. A chunk of its own with only the parts of ECharts that are drawn.
import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

const font = getComputedStyle(document.body).fontFamily
const colours = ['#1b4f9b', '#7aa7dc', '#17693f', '#b26200', '#6b7785', '#a3211a']

/**
 * Draw every `[data-chart]` below root that is not drawn yet: the attribute holds the data or, when it
 * starts with a slash, the address of it: {categories, series: [{name, values}], unit, minimum, stacked, links}.
 * A bar leads to the address that `links` has for its category.
 */
export function showCharts(root) {
  root.querySelectorAll('[data-chart]:not([data-shown])').forEach((place) => {
    place.dataset.shown = ''
    show(place).catch((reason) => {
      console.error(reason)
      place.textContent = '图表未能显示，请查看下方数据或刷新页面重试。'
    })
  })
}

async function show(place) {
  const source = place.dataset.chart
  const data = source.startsWith('/') ? await load(source) : JSON.parse(source)
  const chart = init(place, null, { renderer: 'svg' })
  chart.setOption(optionOf(data))
  if (data.links) chart.on('click', ({ dataIndex }) => data.links[dataIndex] && location.assign(data.links[dataIndex]))
  new ResizeObserver(() => chart.resize()).observe(place)
}

async function load(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`chart: ${answer.status}`)
  return answer.json()
}

function optionOf({ categories, series, unit = '', minimum = null, stacked = false, links = [] }) {
  const bars = series.map(({ name, values }) => ({
    name, type: 'bar', data: values, barMaxWidth: 36, cursor: links.some(Boolean) ? 'pointer' : 'default', stack: stacked ? 'all' : undefined,
    itemStyle: stacked ? { borderColor: '#fff', borderWidth: 1 } : undefined,
  }))
  if (minimum !== null && bars.length) bars[bars.length - 1].markLine = lineAt(minimum, unit)
  const highest = minimum === null ? undefined : ({ max }) => Math.ceil(Math.max(max, minimum * 1.15))
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    color: colours,
    textStyle: { fontFamily: font, fontSize: 13 },
    aria: { enabled: false },
    grid: { left: 12, right: 16, top: 60, bottom: 8, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 10 },
    tooltip: { trigger: 'axis', renderMode: 'richText', valueFormatter: (value) => `${value} ${unit}` },
    xAxis: { type: 'category', data: categories, axisTick: { show: false } },
    yAxis: { type: 'value', name: unit, max: highest, nameTextStyle: { align: 'right', padding: [0, 6, 0, 0] }, splitLine: { lineStyle: { color: '#e3e8ef' } } },
    series: bars,
  }
}

function lineAt(minimum, unit) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: '#a3211a', width: 2, type: 'dashed' },
    label: { formatter: `最低 ${minimum} ${unit}`, color: '#a3211a', fontWeight: 600, position: 'insideEndTop' },
    data: [{ yAxis: minimum }],
  }
}
