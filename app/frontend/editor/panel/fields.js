// The fields of the panel: each has a label, and hands its value on when it was changed.
import { h, options } from '../elements.js'

let last = 0

/** A control with its label and a hint. */
function field(label, control, hint) {
  control.id ||= `panel-field-${(last += 1)}`
  control.dataset.field = label
  const note = hint ? h('div', { class: 'form-text', id: `${control.id}-hint` }, hint) : null
  if (note) control.setAttribute('aria-describedby', note.id)
  return h('div', { class: 'field' }, h('label', { class: 'form-label', for: control.id }, label), control, note)
}

/** A line of text. */
export function textField(label, value, change, { hint, ...attributes } = {}) {
  const onchange = (event) => change(event.target.value.trim())
  return field(label, h('input', { class: 'form-control', type: 'text', autocomplete: 'off', maxlength: 200, ...attributes, value: value ?? '', onchange }), hint)
}

/** Several lines of text. */
export function areaField(label, value, change, { hint, ...attributes } = {}) {
  const onchange = (event) => change(event.target.value.trim())
  return field(label, h('textarea', { class: 'form-control', rows: 3, ...attributes, value: value ?? '', onchange }), hint)
}

/** One of several choices. */
export function selectField(label, choices, value, change, { hint, empty = null } = {}) {
  const onchange = (event) => change(event.target.value)
  return field(label, h('select', { class: 'form-select', onchange }, options(choices, value, empty)), hint)
}

/** Yes or no. */
export function checkField(label, value, change, hint) {
  const id = `panel-field-${(last += 1)}`
  const box = h('input', { class: 'form-check-input', type: 'checkbox', id, checked: value, 'data-field': label, onchange: (event) => change(event.target.checked) })
  const note = hint ? h('div', { class: 'form-text' }, hint) : null
  return h('div', { class: 'field form-check' }, box, h('label', { class: 'form-check-label', for: id }, label), note)
}

/** Any of several choices. */
export function checksField(label, choices, chosen, change) {
  const boxes = choices.map((one) => {
    const id = `panel-field-${(last += 1)}`
    const box = h('input', { class: 'form-check-input', type: 'checkbox', id, value: one.id, checked: chosen.includes(one.id), 'data-field': `${label} ${one.label}` })
    return h('div', { class: 'form-check form-check-inline' }, box, h('label', { class: 'form-check-label', for: id }, one.label))
  })
  const read = () => boxes.map((one) => one.firstChild).filter((box) => box.checked).map((box) => box.value)
  return h('fieldset', { class: 'field field-set', onchange: () => change(read()) }, h('legend', {}, label), boxes)
}

/** A number of days or hours, as ISO 8601 writes it; empty for none. */
export function durationField(label, value, change, { hint, unitOfDays = '天' } = {}) {
  const [, days, hours] = /^P(?:(\d+)D|T(\d+)H)$/.exec(value ?? '') ?? []
  if (value && !days && !hours) return textField(label, value, change, { hint })
  const number = h('input', { class: 'form-control', type: 'number', min: 1, max: 9999, value: days ?? hours ?? '', 'data-field': label })
  const unit = h('select', { class: 'form-select', 'aria-label': `${label}的单位`, 'data-field': `${label}的单位` }, options([{ id: 'D', label: unitOfDays }, { id: 'H', label: '小时' }], hours ? 'H' : 'D'))
  const read = () => (number.value ? (unit.value === 'D' ? `P${number.value}D` : `PT${number.value}H`) : '')
  const made = field(label, number, hint)
  const pair = h('div', { class: 'input-pair', onchange: () => number.reportValidity() && change(read()) })
  number.replaceWith(pair)
  pair.append(number, unit)
  return made
}

/** A sentence. */
export function note(text) {
  return h('p', { class: 'form-text' }, text)
}
