// Conditions between their text and rows of drop-downs: {join: 'and' | 'or', rows: [{left, op, value}]}.
// `left` is `outcome`, `outcome_of:<node id>` or a variable; the value of a truth is 'true' or 'false'.

const TOKEN = /\s*(?:(and|or|not|in)\b|(outcome_of)\s*\(\s*(?:'([^']*)'|"([^"]*)")\s*\)|(true|false|True|False)\b|([A-Za-z][A-Za-z0-9_]*)|(-?\d+(?:\.\d+)?)|'([^'\\]*)'|"([^"\\]*)"|(==|!=|<=|>=|<|>))/y

/** The rows of a text; null where it says more than rows can. An empty text has no rows. */
export function readCondition(text) {
  if (!text.trim()) return { join: 'and', rows: [] }
  const tokens = tokenize(text)
  if (!tokens) return null
  const joins = new Set(tokens.filter((one) => one.word === 'and' || one.word === 'or').map((one) => one.word))
  if (joins.size > 1) return null
  const join = [...joins][0] ?? 'and'
  const rows = split(tokens, join).map(readRow)
  return rows.every(Boolean) ? { join, rows } : null
}

/** The text of rows. `typeOf(left)` says how a value is written. */
export function writeCondition({ join, rows }, typeOf) {
  return rows.map((row) => writeRow(row, typeOf(row.left))).join(` ${join} `)
}

function tokenize(text) {
  const tokens = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text)
    if (!found) return null
    const [, word, of, node, other, truth, name, number, single, double, op] = found
    if (word) tokens.push({ word })
    else if (of) tokens.push({ left: `outcome_of:${node ?? other}` })
    else if (truth) tokens.push({ value: truth.toLowerCase() })
    else if (name) tokens.push({ left: name })
    else if (op) tokens.push({ op })
    else tokens.push({ value: number ?? single ?? double })
  }
  return tokens
}

function split(tokens, join) {
  const parts = [[]]
  for (const token of tokens) {
    if (token.word === join) parts.push([])
    else parts[parts.length - 1].push(token)
  }
  return parts
}

function readRow(tokens) {
  const [a, b, c] = tokens
  if (tokens.length === 1 && a.left) return { left: a.left, op: '==', value: 'true' }
  if (tokens.length === 2 && a.word === 'not' && b.left) return { left: b.left, op: '==', value: 'false' }
  if (tokens.length === 3 && a.left && b.op && c.value !== undefined) return { left: a.left, op: b.op, value: c.value }
  return null
}

function writeRow({ left, op, value }, type) {
  const name = left.startsWith('outcome_of:') ? `outcome_of('${left.slice(11)}')` : left
  if (type === 'bool') return (value === 'true') === (op === '==') ? name : `not ${name}`
  return `${name} ${op} ${type === 'number' ? value || '0' : `'${value}'`}`
}
