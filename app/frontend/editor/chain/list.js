// The chain as a list beside the canvas: all that can be done to it without drawing, by mouse or keyboard.
import { button, h, options } from '../elements.js'
import { processOf, show } from '../drawing/modeler.js'
import { laneOf, PEER, partyOf } from '../drawing/parties.js'
import { insertStep, maySwap, moveToParty, removeStep, swapSteps } from './change.js'
import { inWords } from '../condition/words.js'
import { readChain } from './read.js'

/** Keep `root` (a section) at the chain of the diagram. */
export function watchChain(editor, root) {
  const { modeler } = editor
  const refresh = () => draw(editor, root)
  modeler.on(['commandStack.changed', 'import.done'], refresh)
  modeler.on('selection.changed', () => markSelected(modeler, root))
}

function draw(editor, root) {
  const process = processOf(editor.modeler)
  const chain = process ? readChain(process) : { steps: [], start: null, reason: '图中没有流程' }
  const focus = root.contains(document.activeElement) ? document.activeElement.dataset.act : null
  root.replaceChildren(summary(editor, chain), ...list(editor, chain))
  if (focus) root.querySelector(`[data-act="${CSS.escape(focus)}"]:not(:disabled)`)?.focus()
  markSelected(editor.modeler, root)
}

function summary(editor, chain) {
  const names = [chain.start, ...chain.steps.map((step) => step.task)].filter(Boolean).map((node) => partyName(editor, node))
  const line = names.filter((name, index) => name !== names[index - 1]).join(' → ')
  return h('p', { class: 'chain-line' }, line || '还没有环节')
}

function list(editor, chain) {
  const steps = chain.steps.map((step, index) => stepItem(editor, chain, step, index))
  if (chain.reason) {
    return [
      h('p', { class: 'form-text' }, `${chain.reason}，这里只列出环节；请在图上修改。`),
      h('ol', { class: 'chain' }, steps),
    ]
  }
  const places = [-1, ...chain.steps.map((_, index) => index)].filter((index) => mayInsert(chain, index))
  return [h('ol', { class: 'chain' }, steps), places.length ? adder(editor, chain, places) : null].filter(Boolean)
}

function mayInsert(chain, index) {
  return index < 0 ? Boolean(chain.start?.get('outgoing').length) : Boolean(chain.steps[index].forward)
}

function stepItem(editor, chain, step, index) {
  const { modeler } = editor
  const { task } = step
  const name = task.name || task.id
  const told = [partyName(editor, task), ...step.only.map((text) => `仅当${inWords(text, editor.vocabulary)}`)].join('；')
  return h('li', { class: 'chain-step', 'data-step': task.id },
    h('div', { class: 'chain-head' },
      h('button', { type: 'button', class: 'chain-name', 'data-act': `show ${task.id}`, onclick: () => show(modeler, task.id) }, name),
      h('span', { class: 'chain-who' }, told),
    ),
    chain.reason ? null : stepActions(editor, chain, step, index, name),
  )
}

function stepActions(editor, chain, step, index, name) {
  const { modeler } = editor
  const act = (title, label, key, doIt, enabled) =>
    button(label, doIt, { disabled: !enabled, title, 'aria-label': `${title}：${name}`, 'data-act': `${key} ${step.task.id}` })
  return h('div', { class: 'chain-actions' },
    whoSelect(editor, step, name),
    act('上移', '↑', 'up', () => swapSteps(modeler, chain, index - 1), index > 0 && maySwap(chain, index - 1)),
    act('下移', '↓', 'down', () => swapSteps(modeler, chain, index), maySwap(chain, index)),
    act('删除', '删除', 'remove', () => remove(editor, step, name), Boolean(step.forward) && chain.steps.length > 1),
  )
}

function remove(editor, step, name) {
  removeStep(editor.modeler, step)
  editor.say(`已删除“${name}”，可以撤销。`)
}

function whoSelect(editor, step, name) {
  const { modeler } = editor
  const lane = laneOf(modeler, step.task)
  const now = lane ? partyOf(lane) : { party: '', level: PEER }
  const choices = editor.whoChoices()
  const value = keyOf(now)
  const change = (event) => {
    const who = editor.who(JSON.parse(event.target.value))
    const shape = (node) => node && modeler.get('elementRegistry').get(node.id)
    moveToParty(modeler, shape(step.task), shape(step.gateway), who)
    editor.say(`“${name}”改由${who.label}办理。`)
  }
  return h('select', { class: 'form-select form-select-sm', 'aria-label': `由谁办理：${name}`, 'data-act': `who ${step.task.id}`, onchange: change },
    options(choices, choices.some((one) => one.id === value) ? value : '', choices.some((one) => one.id === value) ? null : partyName(editor, step.task)))
}

/** At first the party of the last step is offered. */
function likeLast(editor, chain) {
  const last = chain.steps[chain.steps.length - 1]
  const lane = last && laneOf(editor.modeler, last.task)
  const key = lane && keyOf(partyOf(lane))
  return editor.whoChoices().some((one) => one.id === key) ? key : null
}

function keyOf({ party, level }) {
  return JSON.stringify({ party, level })
}

function adder(editor, chain, places) {
  const { modeler } = editor
  const where = h('select', { class: 'form-select form-select-sm', id: 'chain-where', 'data-act': 'where' },
    places.map((index) => h('option', { value: index, selected: index === places[places.length - 1] }, index < 0 ? '最前面' : `“${chain.steps[index].task.name || chain.steps[index].task.id}”之后`)))
  const who = h('select', { class: 'form-select form-select-sm', id: 'chain-who', 'data-act': 'new who' }, options(editor.whoChoices(), likeLast(editor, chain)))
  const add = () => {
    const party = editor.who(JSON.parse(who.value))
    const id = insertStep(modeler, chain, Number(where.value), party)
    show(modeler, id)
    editor.say(`已加入“${party.label}审核”，可在属性里改名称和权限。`)
  }
  return h('fieldset', { class: 'chain-add' },
    h('legend', {}, '添加环节'),
    h('label', { for: 'chain-where' }, '位置'), where,
    h('label', { for: 'chain-who' }, '由谁办理'), who,
    button('添加', add, { class: 'btn btn-sm btn-outline-primary', 'data-act': 'add' }),
  )
}

function partyName(editor, node) {
  const lane = laneOf(editor.modeler, node)
  if (!lane) return '没有办理方'
  return lane.businessObject.name || editor.who(partyOf(lane)).label
}

function markSelected(modeler, root) {
  const ids = modeler.get('selection').get().map((one) => one.id)
  for (const item of root.querySelectorAll('[data-step]')) {
    if (ids.includes(item.dataset.step)) item.setAttribute('aria-current', 'true')
    else item.removeAttribute('aria-current')
  }
}
