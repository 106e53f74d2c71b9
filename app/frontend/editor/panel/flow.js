// A flow: from where to where, on which condition. A gateway: its flows.
import { getBusinessObject, isAny } from 'bpmn-js/lib/util/ModelUtil'
import { outcomesOf } from '../chain/read.js'
import { conditionFields } from '../condition/editor.js'
import { button, h } from '../elements.js'
import { processOf, show } from '../drawing/modeler.js'
import { together } from '../drawing/together.js'
import { checkField, note, selectField, textField } from './fields.js'

const CHOOSING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway']
const TYPES = { bool: 'bool', int: 'number', float: 'number', Decimal: 'number', decimal: 'number', number: 'number' }

function title(node) {
  return node?.name || node?.id || ''
}

function conditionOf(flow) {
  return flow.get('conditionExpression')?.body ?? ''
}

/** The fields of a flow. */
export function flowPanel(editor, element) {
  const { modeler } = editor
  const flow = element.businessObject
  return [
    note(`从“${title(flow.sourceRef)}”到“${title(flow.targetRef)}”。`),
    textField('名称', flow.name, (name) => modeler.get('modeling').updateLabel(element, name)),
    ...(needsCondition(flow) ? conditionPart(editor, element, flow) : withoutCondition(modeler, element, flow)),
  ]
}

function needsCondition(flow) {
  return isAny(flow.sourceRef, CHOOSING) && flow.sourceRef.get('outgoing').length > 1
}

function withoutCondition(modeler, element, flow) {
  const said = note('这里只有一条路或同时走，不需要条件。')
  return conditionOf(flow) ? [said, button('删去多余的条件', () => setCondition(modeler, element, ''))] : [said]
}

function conditionPart(editor, element, flow) {
  const { modeler } = editor
  const isDefault = flow.sourceRef.default === flow
  const fields = checkField('默认连线', isDefault, (on) => setDefault(modeler, element, on), '其他连线的条件都不满足时走这里，不写条件。')
  if (isDefault) return [fields]
  return [
    fields,
    h('h3', {}, '条件'),
    ...conditionFields({
      text: conditionOf(flow),
      lefts: whatMayBeAsked(editor, flow),
      change: (text) => setCondition(modeler, element, text),
      wantsText: editor.textMode.has(flow.id),
      setMode: (on) => {
        if (on) editor.textMode.add(flow.id)
        else editor.textMode.delete(flow.id)
        editor.refresh()
      },
    }),
  ]
}

function setDefault(modeler, element, on) {
  together(modeler, () => {
    if (on) setCondition(modeler, element, '')
    modeler.get('modeling').updateProperties(element.source, { default: on ? element.businessObject : undefined })
  })
}

function setCondition(modeler, element, body) {
  const conditionExpression = body ? modeler.get('moddle').create('bpmn:FormalExpression', { body }) : undefined
  if (conditionExpression) conditionExpression.$parent = element.businessObject
  modeler.get('modeling').updateProperties(element, { conditionExpression })
}

/** Outcome of the task right before, outcomes of the other tasks, and the item's variables. */
function whatMayBeAsked({ modeler, vocabulary }, flow) {
  const [before, second] = flow.sourceRef.get('incoming').map((one) => one.sourceRef)
  const direct = before && !second && before.$type === 'bpmn:UserTask' ? before : null
  const tasks = (processOf(modeler)?.get('flowElements') ?? []).filter((one) => one.$type === 'bpmn:UserTask' && one !== direct)
  const values = (task) => outcomesOf(task).map((id) => vocabulary.outcomes.find((one) => one.id === id) ?? { id, label: id })
  return [
    ...(direct ? [{ id: 'outcome', label: `“${title(direct)}”的结论`, type: 'outcome', values: values(direct) }] : []),
    ...vocabulary.variables.map((one) => ({ id: one.name, label: one.label || one.name, type: TYPES[one.type] ?? 'str', values: one.values?.length ? one.values : undefined })),
    ...tasks.map((task) => ({ id: `outcome_of:${task.id}`, label: `“${title(task)}”的结论`, type: 'outcome', values: values(task) })),
  ]
}

/** The fields of a gateway: its name and where it leads. */
export function gatewayPanel(editor, element) {
  const { modeler } = editor
  const gateway = element.businessObject
  const flows = gateway.get('outgoing')
  const chooses = isAny(gateway, CHOOSING) && flows.length > 1
  const defaults = flows.map((flow) => ({ id: flow.id, label: `${flow.name || '连线'} → ${title(flow.targetRef)}` }))
  return [
    textField('名称', gateway.name, (name) => modeler.get('modeling').updateLabel(element, name)),
    chooses ? selectField('默认连线', defaults, gateway.default?.id ?? '', (id) => chooseDefault(modeler, id), { empty: gateway.default ? null : '请选择', hint: '其他条件都不满足时走这里。' }) : null,
    h('h3', {}, '通往'),
    h('ul', { class: 'panel-flows' }, flows.map((flow) => flowLine(editor, flow, chooses))),
  ]
}

function chooseDefault(modeler, id) {
  if (id) setDefault(modeler, modeler.get('elementRegistry').get(id), true)
}

function flowLine({ modeler }, flow, chooses) {
  const isDefault = getBusinessObject(flow.sourceRef).default === flow
  const told = !chooses ? '' : isDefault ? '默认' : conditionOf(flow) || '还没有条件'
  return h('li', {},
    button(`${flow.name || '连线'} → ${title(flow.targetRef)}`, () => show(modeler, flow.id), { class: 'btn btn-link btn-sm' }),
    told ? h('span', { class: 'form-text' }, told) : null,
  )
}
