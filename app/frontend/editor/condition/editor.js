// The condition of a flow: rows of drop-downs, or its text.
import { button, h, options } from '../elements.js'
import { areaField } from '../panel/fields.js'
import { readCondition, writeCondition } from './text.js'

const EQUAL = [{ id: '==', label: '是' }, { id: '!=', label: '不是' }]
const ORDER = [
  { id: '==', label: '等于' }, { id: '!=', label: '不等于' }, { id: '>', label: '大于' },
  { id: '>=', label: '不小于' }, { id: '<', label: '小于' }, { id: '<=', label: '不大于' },
]
const TRUTH = [{ id: 'true', label: '是' }, { id: 'false', label: '否' }]
const JOINS = [{ id: 'and', label: '同时满足所有条件' }, { id: 'or', label: '满足任一条件' }]

/**
 * The fields for `text`. `lefts` are what may be asked: [{id, label, type, values}] with type bool, number, str or
 * outcome; `change(text)` saves. `wantsText` says that the text is to be shown though it could be rows.
 */
export function conditionFields({ text, lefts, change, wantsText, setMode }) {
  const read = wantsText ? null : readCondition(text)
  const known = read?.rows.every((row) => lefts.some((left) => left.id === row.left))
  if (!read || !known) return textMode(text, change, () => setMode(false), readCondition(text) !== null)
  const kindOf = (id) => lefts.find((left) => left.id === id)
  const save = (condition) => change(writeCondition(condition, (left) => kindOf(left).type))
  const rows = read.rows.map((row, index) => rowFields(row, index, read, kindOf, lefts, save))
  return [
    read.rows.length > 1 && h('div', { class: 'field' }, select('条件之间', JOINS, read.join, (join) => save({ ...read, join }))),
    h('ol', { class: 'condition-rows' }, rows),
    h('div', { class: 'condition-actions' },
      button('添加条件', () => save({ ...read, rows: [...read.rows, fresh(lefts[0])] }), { disabled: !lefts.length }),
      button('以文字编辑', () => setMode(true)),
    ),
  ]
}

function textMode(text, change, toRows, canBeRows) {
  const hint = "例：outcome == 'approve' 或 hours > 10 and level == 'city'。可用 and、or、not、in 和括号。"
  return [
    areaField('条件（文字）', text, change, { hint, spellcheck: 'false', class: 'form-control condition-text' }),
    h('div', { class: 'condition-actions' }, canBeRows ? button('以选项编辑', toRows) : h('p', { class: 'form-text' }, '此条件较复杂，只能以文字编辑。')),
  ]
}

function fresh(left) {
  return { left: left.id, op: '==', value: left.values?.[0]?.id ?? (left.type === 'bool' ? 'true' : left.type === 'number' ? '0' : '') }
}

function rowFields(row, index, read, kindOf, lefts, save) {
  const left = kindOf(row.left)
  const put = (changed) => save({ ...read, rows: read.rows.map((one, at) => (at === index ? { ...one, ...changed } : one)) })
  const drop = () => save({ ...read, rows: read.rows.filter((_, at) => at !== index) })
  const name = `条件 ${index + 1}`
  return h('li', {},
    select(`${name}：数据`, lefts, row.left, (id) => put(fresh(kindOf(id)))),
    left.type === 'bool' ? null : select(`${name}：比较`, left.type === 'number' ? ORDER : EQUAL, row.op, (op) => put({ op })),
    valueField(`${name}：值`, left, row, (value) => put(left.type === 'bool' ? { op: '==', value } : { value })),
    button('删除', drop, { 'aria-label': `删除${name}` }),
  )
}

function valueField(label, left, row, change) {
  if (left.type === 'bool') return select(label, TRUTH, (row.value === 'true') === (row.op === '==') ? 'true' : 'false', change)
  if (left.values) return select(label, left.values, row.value, change)
  const onchange = (event) => event.target.reportValidity() && change(event.target.value.trim().replaceAll("'", ''))
  const kind = left.type === 'number' ? { type: 'number', step: 'any', required: true } : { type: 'text', maxlength: 200 }
  return h('input', { class: 'form-control', 'aria-label': label, 'data-field': label, ...kind, value: row.value, onchange })
}

function select(label, choices, value, change) {
  const onchange = (event) => change(event.target.value)
  return h('select', { class: 'form-select', 'aria-label': label, 'data-field': label, onchange }, options(choices, value))
}
