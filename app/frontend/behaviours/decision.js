/**
 * The decision dialog: the button that opened it has chosen the outcome (`data-outcome`), and the outcome
 * says whether a comment is needed (`data-comment-required` on its radio button). The server asks again.
 *
 * While the dialog is closed its fields are disabled, so no Enter elsewhere in the form can send a decision.
 */
export function watchDecisions() {
  document.addEventListener('dialog:opening', (event) => {
    const dialog = event.target
    if (!dialog.matches('[data-decision]')) return
    const outcome = event.detail.opener?.dataset.outcome
    const radio = [...dialog.querySelectorAll('[data-outcome-choice]')].find((one) => one.value === outcome)
    if (radio) radio.checked = true
    fieldsOf(dialog).disabled = false
    refresh(dialog)
  })
  // `close` does not bubble.
  document.addEventListener('close', ({ target }) => target.matches('[data-decision]') && disarm(target), true)
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-outcome-choice]')) refresh(event.target.closest('[data-decision]'))
  })
  document.querySelectorAll('[data-decision]').forEach(disarm)
}

const fieldsOf = (dialog) => dialog.querySelector('[data-decision-fields]')

function disarm(dialog) {
  if (!dialog.open) fieldsOf(dialog).disabled = true
}

function refresh(dialog) {
  // A single outcome is a hidden field: there is nothing to choose.
  const chosen = dialog.querySelector('[data-outcome-choice]:checked, [data-outcome-choice][type=hidden]')
  const needed = Boolean(chosen && 'commentRequired' in chosen.dataset)
  dialog.querySelector('[data-comment]').required = needed
  dialog.querySelector('[data-comment-mark]').hidden = !needed
  dialog.querySelector('[data-comment-optional]').hidden = needed
  if (!chosen) return
  const confirm = dialog.querySelector('[data-confirm]')
  confirm.textContent = `确认${chosen.dataset.label}`
  confirm.className = `btn btn-${chosen.dataset.tone}`
}
