/**
 * Work by keyboard: in a list j next row, k previous row, x select it, Enter open it; anywhere a approve,
 * r return, n next (`[data-key]`), ? the list of keys. Keys typed into a field, or with a modifier, or while a
 * dialog is open, are left alone; `body[data-no-keys]` turns them all off.
 */
import { toggleRow } from './bulk-list.js'
import { openDialog } from './dialog.js'

const steps = { j: 1, k: -1 }
const presses = ['a', 'r', 'n']

export function watchListKeys() {
  if ('noKeys' in document.body.dataset) return
  document.addEventListener('keydown', (event) => {
    if (!isElsewhere(event) && (listKey(event) || press(event.key) || help(event.key))) event.preventDefault()
  })
}

function isElsewhere(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  if (document.querySelector('dialog[open]')) return true
  const field = event.target.closest('input, select, textarea, [contenteditable], [data-diagram-url]')
  return Boolean(field && field.type !== 'checkbox')
}

/** Whether the key meant something in the list. */
function listKey(event) {
  const table = document.querySelector('table[data-list-keys]')
  if (!table) return false
  const row = table.querySelector('tr.is-current')
  if (event.key in steps) return move(table, row, steps[event.key])
  if (event.key === 'x' && row) return toggle(row)
  return event.key === 'Enter' && Boolean(row) && document.activeElement === row && open(row)
}

function move(table, current, step) {
  const rows = [...table.tBodies[0].rows]
  const at = rows.indexOf(current)
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]
  if (!next) return true
  current?.classList.remove('is-current')
  next.classList.add('is-current')
  next.tabIndex = -1
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
  return true
}

function toggle(row) {
  const box = row.querySelector('[data-select-row]')
  if (box && !box.disabled) toggleRow(box)
  return true
}

function open(row) {
  ;(row.querySelector('a[data-open]') ?? row.querySelector('a[href]'))?.click()
  return true
}

/** Press what bears the key. What waits for a selection takes the current row where nothing is selected. */
function press(key) {
  if (!presses.includes(key)) return false
  const target = [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent !== null)
  if (!target) return false
  const row = document.querySelector('table[data-list-keys] tr.is-current')
  if (target.disabled && row) toggle(row)
  target.click()
  return true
}

function help(key) {
  const dialog = key === '?' && document.getElementById('keys')
  if (dialog) openDialog(dialog, null)
  return Boolean(dialog)
}
