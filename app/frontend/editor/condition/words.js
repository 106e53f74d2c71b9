// A condition as a sentence, for those who read the list.
import { readCondition } from './text.js'

const SIGNS = { '==': '为', '!=': '不为', '>': '大于', '>=': '不小于', '<': '小于', '<=': '不大于' }

/** The condition in words, or its text where it says more than rows can. */
export function inWords(text, vocabulary) {
  const read = readCondition(text)
  return read ? read.rows.map((row) => rowInWords(row, vocabulary)).join(read.join === 'and' ? '且' : '或') : ` ${text}`
}

function rowInWords({ left, op, value }, { variables }) {
  const variable = variables.find((one) => one.name === left)
  const label = variable?.label ?? left
  if (variable?.type === 'bool') return `“${label}”为${(value === 'true') === (op === '==') ? '是' : '否'}`
  const named = variable?.values?.find((one) => one.id === value)?.label ?? value
  return `“${label}”${SIGNS[op]} ${named}`
}
