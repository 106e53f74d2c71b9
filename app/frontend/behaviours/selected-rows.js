/**
 * Where a tick stands for many rows (`[data-select-row][data-rows]`), say how many rows are meant:
 * every `[data-selected-rows]` of the form shows their sum.
 */
export function watchSelectedRows() {
  document.addEventListener('change', (event) => refresh(event.target.closest('form[data-bulk]')))
  document.addEventListener('dialog:opening', (event) => refresh(event.target.closest('form[data-bulk]')))
}

function refresh(form) {
  if (!form) return
  const ticked = [...form.querySelectorAll('[data-select-row][data-rows]:checked')]
  const sum = ticked.reduce((rows, box) => rows + Number(box.dataset.rows), 0)
  form.querySelectorAll('[data-selected-rows]').forEach((place) => (place.textContent = sum.toLocaleString('zh-CN')))
}
