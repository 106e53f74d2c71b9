/** On a telephone the filter above a list is folded away until wanted, unless a condition is set. */
export function foldFilters() {
  document.querySelectorAll('form[data-filters]').forEach((form) => {
    const button = form.querySelector('[data-filters-fold]')
    const set = (folded) => {
      form.classList.toggle('is-folded', folded)
      button.setAttribute('aria-expanded', String(!folded))
    }
    button.addEventListener('click', () => set(!form.classList.contains('is-folded')))
    const asked = new URLSearchParams(location.search)
    set(![...form.elements].some((field) => field.name && asked.get(field.name)))
  })
}
