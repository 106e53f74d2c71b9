/**
 * A second press does nothing: the pressed button is disabled once its form is on the way.
 * It comes back when the page is shown again (the browser's back), or when htmx has its answer.
 * A form that answers with a download leaves the page standing: give it `data-no-guard`.
 */
export function guardSubmits() {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || form.method === 'dialog' || 'noGuard' in form.dataset) return
    if ('sent' in form.dataset) return event.preventDefault()
    form.dataset.sent = ''
    // Later, because a disabled button would not be part of what is sent.
    setTimeout(() => hold(form, event.submitter))
  })
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release))
  document.addEventListener('htmx:after:request', () => document.querySelectorAll('form[data-sent]').forEach(release))
}

function hold(form, pressed) {
  for (const button of form.querySelectorAll('button[type=submit], button:not([type])')) {
    if (button.disabled) continue
    button.disabled = true
    button.dataset.held = ''
  }
  pressed?.setAttribute('aria-busy', 'true')
}

function release(form) {
  delete form.dataset.sent
  for (const button of form.querySelectorAll('button[data-held]')) {
    button.disabled = false
    delete button.dataset.held
    button.removeAttribute('aria-busy')
  }
}
