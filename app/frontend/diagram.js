// Diagrams to look at: the path taken and where the item is now. A chunk of its own, for bpmn-js is large.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { getDi } from 'bpmn-js/lib/util/ModelUtil'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import './styles/diagram.css'

const taken = '#17693f'
const smallestReadable = 0.6
const arrows = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }

/**
 * Draw every `[data-diagram-url]` below root that is not drawn yet.
 * The address answers {xml, taken_nodes, taken_flows, open_nodes, badges: {node id: text}, marks: {id: tone}}.
 */
export function showDiagrams(root) {
  root.querySelectorAll('[data-diagram-url]:not([data-shown])').forEach((canvas) => {
    canvas.dataset.shown = ''
    show(canvas).catch((reason) => {
      console.error(reason)
      const note = canvas.querySelector('.figure-note')
      note.textContent = '流程图未能显示，请刷新页面重试；办理过程以文字记录为准。'
      note.classList.add('is-wrong')
    })
  })
}

async function show(container) {
  const answer = await fetch(container.dataset.diagramUrl, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`diagram: ${answer.status}`)
  const picture = await answer.json()
  const viewer = new NavigatedViewer({ container })
  await viewer.importXML(picture.xml)
  container.querySelector('.figure-note').remove()
  const canvas = viewer.get('canvas')
  const fit = () => fitWithMargin(canvas)
  paint(viewer, picture)
  shapeFrame(container, canvas)
  fit()
  if (canvas.zoom() < smallestReadable) showPresent(viewer, picture)
  // The wheel belongs to the page until the reader has taken hold of the diagram.
  const wheel = viewer.get('zoomScroll')
  wheel.toggle(false)
  container.addEventListener('pointerdown', () => wheel.toggle(true))
  container.addEventListener('pointerleave', () => wheel.toggle(false))
  watchKeys(container, viewer, fit)
  watchButtons(container.closest('.diagram'), viewer, fit)
}

function paint(viewer, { taken_nodes = [], taken_flows = [], open_nodes = [], badges = {}, marks = {} }) {
  const canvas = viewer.get('canvas')
  const drawn = viewer.get('elementRegistry')
  const mark = (ids, name) => ids.forEach((id) => drawn.get(id) && canvas.addMarker(id, name))
  mark(taken_nodes, 'is-taken')
  taken_flows.forEach((id) => drawn.get(id) && colourFlow(viewer, drawn.get(id)))
  mark(open_nodes, 'is-open')
  Object.entries(marks).forEach(([id, tone]) => mark([id], `is-marked-${tone}`))
  for (const [id, text] of Object.entries(badges)) {
    if (!drawn.get(id)) continue
    const badge = document.createElement('div')
    badge.className = 'diagram-badge'
    badge.textContent = text
    viewer.get('overlays').add(id, { position: { top: -26, left: 0 }, html: badge })
  }
}

/** The arrow head is drawn in the flow's own colour, which a style sheet cannot reach. */
function colourFlow(viewer, flow) {
  getDi(flow).set('bioc:stroke', taken)
  viewer.get('graphicsFactory').update('connection', flow, viewer.get('elementRegistry').getGraphics(flow))
  viewer.get('canvas').addMarker(flow, 'is-taken')
}

/** A flat diagram needs no tall frame. */
function shapeFrame(container, canvas) {
  const { inner } = canvas.viewbox()
  const scale = Math.min(1.25, container.clientWidth / (inner.width + 60))
  const room = Math.min(container.clientHeight, Math.max(260, (inner.height + 110) * scale))
  container.style.height = `${Math.round(room)}px`
  canvas.resized()
}

/** All of it, in the middle, a little higher than that: the logo keeps the lower corner. */
function fitWithMargin(canvas) {
  canvas.zoom('fit-viewport', 'auto')
  canvas.zoom(Math.min(1.25, canvas.zoom() * 0.92), 'auto')
  const { inner, outer, scale } = canvas.viewbox()
  canvas.viewbox({
    x: inner.x + inner.width / 2 - outer.width / scale / 2,
    y: inner.y + inner.height / 2 - (outer.height / 2 - 12) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  })
}

/** On a narrow screen: large enough to read, at the place where the item is. */
function showPresent(viewer, { open_nodes = [], taken_nodes = [], badges = {} }) {
  const canvas = viewer.get('canvas')
  const place = viewer.get('elementRegistry').get(open_nodes[0] ?? taken_nodes[taken_nodes.length - 1] ?? Object.keys(badges)[0])
  canvas.zoom(1, 'auto')
  if (!place) return
  const { outer, scale } = canvas.viewbox()
  const [width, height] = [outer.width / scale, outer.height / scale]
  canvas.viewbox({ x: place.x + place.width / 2 - width / 2, y: place.y + place.height / 2 - height / 2, width, height })
}

function zoomBy(viewer, factor) {
  const canvas = viewer.get('canvas')
  canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * factor)), 'auto')
}

function watchKeys(container, viewer, fit) {
  container.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== container) return
    if (arrows[event.key]) {
      const [dx, dy] = arrows[event.key]
      viewer.get('canvas').scroll({ dx, dy })
    } else if (event.key === '+' || event.key === '=') zoomBy(viewer, 1.25)
    else if (event.key === '-') zoomBy(viewer, 0.8)
    else if (event.key === '0') fit()
    else return
    event.preventDefault()
  })
}

function watchButtons(frame, viewer, fit) {
  const actions = { in: () => zoomBy(viewer, 1.25), out: () => zoomBy(viewer, 0.8), fit }
  frame.querySelectorAll('[data-diagram-zoom]').forEach((button) => {
    button.disabled = false
    button.addEventListener('click', actions[button.dataset.diagramZoom])
  })
}
