/** A new picture on demand: `[data-captcha-refresh]` names the image, whose address gets a new number. */
export function watchCaptchas() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-captcha-refresh]')
    if (!button) return
    event.preventDefault()
    const image = document.getElementById(button.dataset.captchaRefresh)
    const address = new URL(image.src)
    address.searchParams.set('t', Date.now())
    image.src = address
    const field = document.getElementById(button.dataset.captchaField)
    if (field) {
      field.value = ''
      field.focus()
    }
  })
}
