/**
 * The decision dialog: the button that opened it has chosen the outcome (`data-outcome`), and the outcome
 * says whether a comment is needed (`data-comment-required` on its radio button). The server asks again.
 */
export function watchDecisions() {
  document.addEventListener('dialog:opening', (event) => {
    const dialog = event.target
    if (!dialog.matches('[data-decision]')) return
    const outcome = event.detail.opener?.dataset.outcome
    const radio = [...dialog.querySelectorAll('[data-outcome-choice]')].find((one) => one.value === outcome)
    if (radio) radio.checked = true
    refresh(dialog)
  })
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-outcome-choice]')) refresh(event.target.closest('[data-decision]'))
  })
  document.addEventListener('input', (event) => {
    if (event.target.matches('[data-comment]')) event.target.setCustomValidity('')
  })
  document.querySelectorAll('[data-decision]').forEach(refresh)
}

function refresh(decision) {
  const chosen = decision.querySelector('[data-outcome-choice]:checked')
  const comment = decision.querySelector('[data-comment]')
  const confirm = decision.querySelector('[data-confirm]')
  const needed = Boolean(chosen && 'commentRequired' in chosen.dataset)
  // A closed dialog is part of its form: a hidden field that is required would block every other button.
  comment.required = needed && (decision.open ?? true)
  decision.querySelector('[data-comment-mark]').hidden = !needed
  decision.querySelector('[data-comment-optional]').hidden = needed
  if (!chosen || !confirm) return
  confirm.textContent = `确认${chosen.dataset.label}`
  confirm.className = `btn btn-${chosen.dataset.tone}`
}
