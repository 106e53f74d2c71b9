/**
 * Open and close native dialogs: `[data-dialog-open="id"]` opens, `[data-dialog-close]` closes the one
 * it is in, a press beside the dialog closes it too. Focus goes back to what opened it by itself.
 */
export function watchDialogs() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-dialog-open]')
    if (opener) return openDialog(document.getElementById(opener.dataset.dialogOpen), opener)
    const closer = event.target.closest('[data-dialog-close]')
    if (closer) return closer.closest('dialog').close()
    if (event.target.matches('dialog[data-light-close]') && isBeside(event)) event.target.close()
  })
  document.querySelectorAll('dialog[data-open-at-once]').forEach((dialog) => openDialog(dialog, null))
}

/** Open a dialog as its opener would; `opener` may be null. */
export function openDialog(dialog, opener) {
  if (!dialog || dialog.open) return
  dialog.dispatchEvent(new CustomEvent('dialog:opening', { bubbles: true, detail: { opener } }))
  dialog.showModal()
  dialog.querySelector('[data-autofocus]')?.focus()
}

function isBeside(event) {
  const box = event.target.getBoundingClientRect()
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
}
