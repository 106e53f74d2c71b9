// Small pieces of page.

/** An element: attributes by name (true and false for those without value, `on...` for listeners), then what is in it. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'selected') element[name] = value
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value)
  }
  element.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false))
  return element
}

/** A button that is not the page's main one. */
export function button(label, onclick, attributes = {}) {
  return h('button', { type: 'button', class: 'btn btn-sm btn-outline-secondary', onclick, ...attributes }, label)
}

/** Options of a select; `chosen` is kept even if it is none of them. */
export function options(choices, chosen, empty = null) {
  const known = choices.some((one) => one.id === chosen)
  const unknown = chosen && !known ? [{ id: chosen, label: `${chosen}（不在可选范围内）` }] : []
  const all = [...(empty !== null ? [{ id: '', label: empty }] : []), ...choices, ...unknown]
  return all.map((one) => h('option', { value: one.id, selected: one.id === (chosen ?? ''), disabled: Boolean(one.taken) }, one.label))
}

/** Offer a file to keep. */
export function download(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  h('a', { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
