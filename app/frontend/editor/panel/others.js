// Ends, lanes, timers and the rest.
import { PEER, partyOf, saveParty } from '../drawing/parties.js'
import { readDecision, writeDecision } from '../drawing/properties.js'
import { together } from '../drawing/together.js'
import { areaField, checkField, durationField, note, selectField, textField } from './fields.js'

function nameField({ modeler }, element, label = '名称') {
  return textField(label, element.businessObject.name, (name) => modeler.get('modeling').updateLabel(element, name))
}

/** Something that has a name and nothing else. */
export function namePanel(editor, element) {
  return [nameField(editor, element)]
}

/** An end: which result of the item it is. */
export function endPanel(editor, element) {
  const { modeler, vocabulary } = editor
  const inSubprocess = element.businessObject.$parent.$type === 'bpmn:SubProcess'
  const isTaken = (id) => id !== element.id && modeler.get('moddle').ids.assigned(id)
  const ends = vocabulary.ends.map((one) => ({ ...one, taken: isTaken(one.id), label: isTaken(one.id) ? `${one.label}（图上已有）` : one.label }))
  const change = (id) => setEnd(editor, element, ends.find((one) => one.id === id))
  return [
    nameField(editor, element),
    inSubprocess ? null : selectField('代表的结果', ends, element.id, change, { hint: '到达这里后事项按此结果办结。' }),
  ]
}

function setEnd({ modeler, vocabulary }, element, end) {
  if (!end) return
  const before = vocabulary.ends.find((one) => one.id === element.id)
  together(modeler, () => {
    if (!element.businessObject.name || element.businessObject.name === before?.label) modeler.get('modeling').updateLabel(element, end.label)
    modeler.get('modeling').updateProperties(element, { id: end.id })
  })
}

/** A lane: for which party it stands. */
export function lanePanel(editor, element) {
  const { modeler, vocabulary } = editor
  const now = partyOf(element)
  const save = (changes) => {
    const { party, level } = { ...now, ...changes }
    together(modeler, () => {
      saveParty(modeler, element, party, level)
      modeler.get('modeling').updateLabel(element, editor.who({ party, level }).laneName)
    })
  }
  return [
    selectField('办理方', vocabulary.parties, now.party, (party) => save({ party }), { hint: '泳道里的环节都由该方办理。' }),
    vocabulary.levels.length > 1 && (now.party === 'hr' || now.level !== PEER) ? selectField('哪一级', vocabulary.levels, now.level, (level) => save({ level })) : null,
    nameField(editor, element, '泳道名称'),
  ]
}

/** A timer on the border of a task. */
export function timerPanel(editor, element) {
  const { modeler } = editor
  const event = element.businessObject
  const definition = event.get('eventDefinitions')[0]
  const given = (definition?.timeDuration?.body ?? '').replaceAll(/["']/g, '')
  const save = (text) => {
    const timeDuration = text ? modeler.get('moddle').create('bpmn:FormalExpression', { body: `"${text}"` }) : undefined
    modeler.get('modeling').updateModdleProperties(element, definition, { timeDuration })
  }
  return [
    nameField(editor, element),
    durationField('到期时间', given, save, { hint: '环节办理超过此时间后，流程从定时器的连线走。' }),
    checkField('到期时中断该环节', event.cancelActivity !== false, (on) => modeler.get('modeling').updateProperties(element, { cancelActivity: on })),
  ]
}

/** Another process that is called. */
export function callPanel(editor, element) {
  const { modeler } = editor
  const change = (calledElement) => modeler.get('modeling').updateProperties(element, { calledElement: calledElement || undefined })
  return [nameField(editor, element), textField('调用的流程编号', element.businessObject.calledElement, change)]
}

/** A decision table that is asked: one of the draft's. */
export function rulePanel(editor, element) {
  const { modeler, data } = editor
  const asked = readDecision(element)
  const choose = (id) => writeDecision(modeler, element, id)
  const hint = data.tables.length ? '环节之后的条件可以读它的输出列。' : '草稿还没有决策表，请先在草稿页新建。'
  return [nameField(editor, element), selectField('决策表', data.tables, asked, choose, { empty: asked ? null : '请选择', hint })]
}

/** A remark on the canvas. */
export function notePanel(editor, element) {
  const { modeler } = editor
  return [areaField('注释', element.businessObject.text, (text) => modeler.get('modeling').updateProperties(element, { text }))]
}

/** The pool, or nothing chosen. */
export function processPanel({ modeler }, element) {
  const change = (name) => modeler.get('modeling').updateLabel(element, name)
  return [textField('流程名称', element.businessObject.name, change), note('点选图上的环节、连线、泳道，在这里修改。')]
}
