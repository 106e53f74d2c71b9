/**
 * Select rows of a list and say how many are selected.
 *
 * In `form[data-bulk]`: `[data-select-all]` selects the page, `[data-select-row]` a row, every
 * `[data-selected-count]` shows the number, every `[data-needs-selection]` is disabled while it is 0.
 * `[data-scope-switch]` sets the hidden `[data-scope]` to `filter` (all that the filter matches) or `page`.
 */
const isRow = '[data-select-row]'

export function watchBulkLists() {
  document.addEventListener('change', (event) => {
    const form = event.target.closest('form[data-bulk]')
    if (!form || !event.target.matches(`${isRow}, [data-select-all]`)) return
    if (event.target.matches('[data-select-all]')) rowsOf(form).forEach((row) => (row.checked = event.target.checked))
    setScope(form, 'page')
  })
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-scope-switch]')
    if (!button) return
    const form = button.closest('form[data-bulk]')
    const scope = scopeOf(form) === 'filter' ? 'page' : 'filter'
    rowsOf(form).forEach((row) => (row.checked = true))
    setScope(form, scope)
  })
  // Enter on a checkbox would press the form's first button.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches(`${isRow}, [data-select-all]`)) event.preventDefault()
  })
  const refreshAll = () => document.querySelectorAll('form[data-bulk]').forEach(refresh)
  // The browser restores ticks after going back; pageshow comes later than that.
  window.addEventListener('pageshow', refreshAll)
  document.addEventListener('htmx:after:swap', refreshAll)
  refreshAll()
}

/** Tick or untick one row as a person would, so that everything that listens hears of it. */
export function toggleRow(box) {
  box.checked = !box.checked
  box.dispatchEvent(new Event('change', { bubbles: true }))
}

const rowsOf = (form) => [...form.querySelectorAll(isRow)].filter((row) => !row.disabled)
const scopeOf = (form) => form.querySelector('[data-scope]')?.value ?? 'page'

function setScope(form, scope) {
  const field = form.querySelector('[data-scope]')
  if (field) field.value = scope
  refresh(form)
}

function refresh(form) {
  const rows = rowsOf(form)
  const ticked = rows.filter((row) => row.checked).length
  const whole = rows.length > 0 && ticked === rows.length
  const filtered = scopeOf(form) === 'filter'
  const count = filtered ? Number(form.dataset.total) : ticked

  rows.forEach((row) => row.closest('tr')?.classList.toggle('is-selected', row.checked))
  const all = form.querySelector('[data-select-all]')
  if (all) {
    all.checked = whole
    all.indeterminate = ticked > 0 && !whole
    all.disabled = rows.length === 0
  }
  form.querySelectorAll('[data-selected-count]').forEach((place) => (place.textContent = filtered ? totalOf(form) : count.toLocaleString('zh-CN')))
  form.querySelectorAll('[data-needs-selection]').forEach((button) => (button.disabled = count === 0))
  refreshSwitch(form, whole, filtered)
}

function refreshSwitch(form, whole, filtered) {
  const place = form.querySelector('.bulk-scope')
  if (!place) return
  place.hidden = !(whole || filtered)
  place.querySelector('[data-scope-text]').textContent = filtered ? '已选中全部筛选结果。' : '已选中本页。'
  place.querySelector('[data-scope-switch]').textContent = filtered ? '只选本页' : `选中全部筛选结果（${totalOf(form)} 项）`
}

// The server stops counting somewhere, and then says that there are more.
function totalOf(form) {
  return Number(form.dataset.total).toLocaleString('zh-CN') + ('totalMore' in form.dataset ? '+' : '')
}
