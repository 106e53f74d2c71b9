/**
 * Let a list become cards on a telephone: each cell gets its column's name to show before it.
 * The roles are written out because a table that is laid out as blocks loses them.
 */
export function labelCells(root) {
  for (const table of root.querySelectorAll('table.list:not(.is-plain)')) {
    const labels = [...table.querySelectorAll(':scope > thead th')].map((head) =>
      head.classList.contains('select') ? '' : head.textContent.trim(),
    )
    table.setAttribute('role', 'table')
    for (const group of [table.tHead, ...table.tBodies]) group?.setAttribute('role', 'rowgroup')
    for (const row of table.rows) labelRow(row, labels)
    table.classList.add('is-cards')
  }
}

function labelRow(row, labels) {
  row.setAttribute('role', 'row')
  ;[...row.cells].forEach((cell, index) => {
    const isHead = cell.tagName === 'TH'
    cell.setAttribute('role', !isHead ? 'cell' : cell.scope === 'row' ? 'rowheader' : 'columnheader')
    const nameless = row.parentElement.tagName !== 'TBODY' || cell.colSpan > 1 || cell.classList.contains('actions')
    if (!nameless && labels[index]) cell.dataset.label ||= labels[index]
  })
}
