/**
 * Work through a list by keyboard: j next row, k previous row, x select it, Enter open it.
 * Keys typed into a field, or with a modifier, or while a dialog is open, are left alone.
 */
import { toggleRow } from './bulk-list.js'

const steps = { j: 1, k: -1 }

export function watchListKeys() {
  document.addEventListener('keydown', (event) => {
    const table = document.querySelector('table[data-list-keys]')
    if (!table || isElsewhere(event)) return
    const row = table.querySelector('tr.is-current')
    if (event.key in steps) move(table, row, steps[event.key])
    else if (event.key === 'x' && row) toggle(row)
    else if (event.key === 'Enter' && row && document.activeElement === row) open(row)
    else return
    event.preventDefault()
  })
}

function isElsewhere(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  if (document.querySelector('dialog[open]')) return true
  const field = event.target.closest('input, select, textarea, [contenteditable], [data-diagram-url]')
  return Boolean(field && field.type !== 'checkbox')
}

function move(table, current, step) {
  const rows = [...table.tBodies[0].rows]
  const at = rows.indexOf(current)
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]
  if (!next) return
  current?.classList.remove('is-current')
  next.classList.add('is-current')
  next.tabIndex = -1
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}

function toggle(row) {
  const box = row.querySelector('[data-select-row]')
  if (box && !box.disabled) toggleRow(box)
}

function open(row) {
  ;(row.querySelector('a[data-open]') ?? row.querySelector('a[href]'))?.click()
}
