// A user task: who decides, what may be decided, how many decide.
import { moveToParty } from '../chain/change.js'
import { outcomesOf } from '../chain/read.js'
import { laneOf, partyOf, PEER } from '../drawing/parties.js'
import { readProperties, writeProperties } from '../drawing/properties.js'
import { together } from '../drawing/together.js'
import { checkField, checksField, durationField, selectField, textField } from './fields.js'

const NOBODY = [
  { id: 'hold', label: '暂停并提醒' },
  { id: 'superior', label: '转上级办理' },
  { id: 'skip', label: '跳过并记录' },
]
const REMINDERS = [
  { id: '-P1D', label: '到期前 1 个工作日' },
  { id: '-P2D', label: '到期前 2 个工作日' },
  { id: '-P3D', label: '到期前 3 个工作日' },
  { id: 'P1D', label: '超期 1 个工作日后' },
]
const RULES = [
  { id: '', label: '一人办理（不会签）' },
  { id: 'all', label: '会签：全部同意才通过' },
  { id: 'any', label: '会签：一人同意即通过' },
  { id: 'share', label: '会签：按比例通过' },
]
const ORDERS = [{ id: 'parallel', label: '同时' }, { id: 'sequential', label: '依次' }]

/** The fields of a user task. */
export function taskPanel(editor, element) {
  const { modeler, vocabulary } = editor
  const properties = readProperties(element)
  const write = (changes) => writeProperties(modeler, element, changes)
  return [
    textField('名称', element.businessObject.name, (name) => modeler.get('modeling').updateProperties(element, { name })),
    ...partyFields(editor, element),
    selectField('权限模块', vocabulary.modules, properties.permission, (permission) => write({ permission }), { empty: '请选择', hint: '角色里有此模块的管理员才能办理。' }),
    checksField('可选结论', offered(vocabulary.outcomes, outcomesOf(element.businessObject)), outcomesOf(element.businessObject), (outcomes) => write({ outcomes: inKeptOrder(outcomes, outcomesOf(element.businessObject)).join(',') })),
    ...countersignFields(modeler, element, properties),
    checkField('不得由前面已审的人审', properties.distinct === 'true', (on) => write({ distinct: on ? 'true' : null })),
    ...limitFields(properties, write),
    selectField('没有可办理的人时', NOBODY, properties.if_nobody ?? 'hold', (value) => write({ if_nobody: value === 'hold' ? null : value })),
  ]
}

/** Without a limit there is nothing to remind of, and nothing to escalate. */
function limitFields(properties, write) {
  const { due, remind, escalate } = properties
  const known = remind && !REMINDERS.some((one) => one.id === remind) ? [...REMINDERS, { id: remind, label: remind }] : REMINDERS
  return [
    durationField('办理期限', due, (value) => write(value ? { due: value } : { due: null, remind: null, escalate: null }), { unitOfDays: '工作日', hint: '不填则没有期限。' }),
    due ? selectField('提醒', known, remind ?? '', (value) => write({ remind: value }), { empty: '不提醒' }) : null,
    due ? checkField('超期后转上级单位办理', escalate === 'true', (on) => write({ escalate: on ? 'true' : null })) : null,
  ]
}

function partyFields(editor, element) {
  const { modeler, vocabulary } = editor
  const lane = laneOf(modeler, element)
  const now = lane ? partyOf(lane) : { party: '', level: PEER }
  const move = (changes) => {
    const who = editor.who({ ...now, ...changes })
    moveToParty(modeler, element, ownGateway(element), who)
  }
  return [
    selectField('由谁办理', vocabulary.parties, now.party, (party) => party && move({ party }), { empty: lane ? null : '请选择', hint: '改后环节移到该办理方的泳道。' }),
    vocabulary.levels.length > 1 && (now.party === 'hr' || now.level !== PEER)
      ? selectField('哪一级', vocabulary.levels, now.level, (level) => move({ level }))
      : null,
  ]
}

/** The gateway that belongs to a task: it alone leads there. */
export function ownGateway(element) {
  const [flow, second] = element.outgoing
  const next = flow?.target
  return next && !second && next.type === 'bpmn:ExclusiveGateway' && next.incoming.length === 1 ? next : null
}

function offered(known, used) {
  const unknown = used.filter((id) => !known.some((one) => one.id === id))
  return [...known, ...unknown.map((id) => ({ id, label: id }))]
}

/** What was offered before keeps its place. */
function inKeptOrder(chosen, before) {
  return [...before.filter((id) => chosen.includes(id)), ...chosen.filter((id) => !before.includes(id))]
}

function countersignFields(modeler, element, properties) {
  const loop = element.businessObject.get('loopCharacteristics')
  const given = loop ? (properties.countersign ?? 'all') : ''
  const rule = given.endsWith('%') ? 'share' : given
  const save = (countersign, isSequential) => setCountersign(modeler, element, countersign, isSequential)
  const sequential = Boolean(loop?.isSequential)
  return [
    selectField('几人办理', RULES, rule, (chosen) => save(chosen === 'share' ? '60%' : chosen, sequential)),
    rule === 'share' ? textField('通过比例（%）', given.replace('%', ''), (share) => save(`${share}%`, sequential), { type: 'number', min: 1, max: 100 }) : null,
    rule ? selectField('会签次序', ORDERS, sequential ? 'sequential' : 'parallel', (order) => save(given, order === 'sequential')) : null,
  ]
}

function setCountersign(modeler, element, countersign, isSequential) {
  together(modeler, () => {
    const moddle = modeler.get('moddle')
    const loopCharacteristics = countersign ? moddle.create('bpmn:MultiInstanceLoopCharacteristics', isSequential ? { isSequential } : {}) : undefined
    if (loopCharacteristics) loopCharacteristics.$parent = element.businessObject
    modeler.get('modeling').updateProperties(element, { loopCharacteristics })
    writeProperties(modeler, element, { countersign: countersign || null })
  })
}
