// What the list of steps can do to the diagram. Each is one command, and leaves the drawing in order.
import { is } from 'bpmn-js/lib/util/ModelUtil'
import { laneOf, makeLane } from '../drawing/parties.js'
import { readProperties, writeProperties } from '../drawing/properties.js'
import { together } from '../drawing/together.js'
import { freeRow, openColumn } from './place.js'
import { route } from './route.js'

const GROUP = { width: 210, task: 100, gateway: 50 }

/**
 * Insert a step after `steps[index]` (-1: at the beginning) for a party. Returns the new task's id.
 * `who` is {party, level, label, laneName}.
 */
export function insertStep(modeler, chain, index, who) {
  let id = null
  together(modeler, () => {
    const flows = index < 0 ? ownWaysIn(chain) : [chain.steps[index].forward]
    const like = chain.steps[index] ?? chain.steps[0]
    const before = shapeOf(modeler, flows[0].sourceRef)
    const beside = laneOf(modeler, before)
    const target = shapeOf(modeler, flows[0].targetRef)
    const left = openColumn(modeler, before.x + before.width) + 55
    const lane = makeLane(modeler, { party: who.party, level: who.level, name: who.laneName }, beside)
    const middle = freeRow(modeler, lane, left, GROUP.width)
    const made = draw(modeler, { left, middle, name: `${who.label}审核`, like })
    id = made.task.id
    reconnect(modeler, flows, made.task)
    const added = connectOutcomes(modeler, made, target, chain, like)
    route(modeler, [...flows.map((flow) => shapeOf(modeler, flow)), made.task.outgoing[0], ...added])
  })
  return id
}

/** The flows into what comes first: from the start, and those that come back to it after a correction. */
function ownWaysIn(chain) {
  const first = chain.start.get('outgoing')[0]
  return [first, ...first.targetRef.get('incoming').filter((flow) => flow !== first)]
}

function draw(modeler, { left, middle, name, like }) {
  const modeling = modeler.get('modeling')
  const factory = modeler.get('elementFactory')
  const pool = poolOf(modeler)
  const task = modeling.createShape(factory.createShape({ type: 'bpmn:UserTask' }), { x: left + GROUP.task / 2, y: middle }, pool)
  const gateway = modeling.createShape(
    factory.createShape({ type: 'bpmn:ExclusiveGateway' }),
    { x: left + GROUP.width - GROUP.gateway / 2 - 10, y: middle },
    pool,
  )
  modeling.updateProperties(task, { name })
  modeling.updateProperties(gateway, { name: '审核意见' })
  const permission = like ? readProperties(like.task).permission : null
  modeling.connect(task, gateway, { type: 'bpmn:SequenceFlow' })
  return { task, gateway, permission }
}

function connectOutcomes(modeler, { task, gateway, permission }, target, chain, like) {
  const back = [like, ...chain.steps].map((step) => step?.returns?.targetRef).find(Boolean)
  const end = [like, ...chain.steps].map((step) => step?.rejects?.targetRef).find(Boolean)
  const outcomes = ['approve', ...(back ? ['return'] : []), ...(end ? ['reject'] : [])]
  writeProperties(modeler, task, { outcomes: outcomes.join(','), permission })
  const made = [flowOn(modeler, gateway, target, 'approve', '通过')]
  if (end) made.push(flowOn(modeler, gateway, shapeOf(modeler, end), back ? 'reject' : null, '不予通过'))
  if (back) made.push(flowOn(modeler, gateway, shapeOf(modeler, back), null, '退回'))
  return made
}

/** A flow that is taken on an outcome; on none: by default. */
function flowOn(modeler, source, target, outcome, name) {
  const modeling = modeler.get('modeling')
  const flow = modeling.connect(source, target, { type: 'bpmn:SequenceFlow' })
  if (outcome) {
    const conditionExpression = modeler.get('moddle').create('bpmn:FormalExpression', { body: `outcome == '${outcome}'` })
    modeling.updateProperties(flow, { conditionExpression })
  } else {
    modeling.updateProperties(source, { default: flow.businessObject })
  }
  modeling.updateLabel(flow, name)
  return flow
}

/** Take a step out; whatever led to it leads to what came after it. */
export function removeStep(modeler, step) {
  together(modeler, () => {
    const modeling = modeler.get('modeling')
    const target = shapeOf(modeler, step.forward.targetRef)
    const ways = [...step.task.get('incoming')]
    reconnect(modeler, ways, target)
    modeling.removeElements([step.task, step.gateway].filter(Boolean).map((one) => shapeOf(modeler, one)))
    const left = dropDoubles(modeler, ways.map((flow) => shapeOf(modeler, flow)), target)
    route(modeler, left)
  })
}

/** Of several flows from one gateway to the same target one stays, and a gateway with nothing to choose goes. */
function dropDoubles(modeler, flows, target) {
  const modeling = modeler.get('modeling')
  const left = []
  for (const flow of flows) {
    const { source } = flow
    const doubles = source.outgoing.filter((one) => one !== flow && one.target === target)
    if (!doubles.length) {
      left.push(flow)
      continue
    }
    const isDefault = source.businessObject.default === flow.businessObject
    modeling.removeConnection(isDefault ? doubles[0] : flow)
    const kept = isDefault ? flow : doubles[0]
    if (is(source, 'bpmn:ExclusiveGateway') && source.outgoing.length === 1) left.push(...skip(modeler, source, target))
    else left.push(kept)
  }
  return left
}

function skip(modeler, gateway, target) {
  const ways = [...gateway.incoming]
  for (const flow of ways) modeler.get('modeling').reconnectEnd(flow, target, centre(target))
  modeler.get('modeling').removeShape(gateway)
  return ways
}

/** Whether a step may change places with the next: nothing else leads there. */
export function maySwap(chain, index) {
  const [one, next] = [chain.steps[index], chain.steps[index + 1]]
  if (!one?.forward || !next?.forward) return false
  return one.forward.targetRef === next.task && next.task.get('incoming').length === 1
}

/** Let a step and the next change places, in the process and on the canvas. */
export function swapSteps(modeler, chain, index) {
  together(modeler, () => {
    const [one, next] = [chain.steps[index], chain.steps[index + 1]]
    const after = shapeOf(modeler, next.forward.targetRef)
    const [first, second] = [shapeOf(modeler, one.task), shapeOf(modeler, next.task)]
    const ways = [...one.task.get('incoming')]
    reconnect(modeler, ways, second)
    reconnect(modeler, [next.forward], first)
    reconnect(modeler, [one.forward], after)
    const far = second.x - first.x
    shift(modeler, groupOf(modeler, one), { x: far, y: 0 })
    shift(modeler, groupOf(modeler, next), { x: -far, y: 0 })
    route(modeler, flowsAround([...groupOf(modeler, one), ...groupOf(modeler, next)]))
  })
}

/** Move a user task, and the gateway after it, into the lane of another party; the lane is made where it is missing. */
export function moveToParty(modeler, task, gateway, who) {
  together(modeler, () => {
    const group = [task, gateway].filter(Boolean)
    const lane = makeLane(modeler, { party: who.party, level: who.level, name: who.laneName }, laneOf(modeler, task))
    if (lane === laneOf(modeler, task)) return
    const width = Math.max(...group.map((one) => one.x + one.width)) - task.x
    const middle = freeRow(modeler, lane, task.x, width, group)
    shift(modeler, group, { x: 0, y: middle - task.y - task.height / 2 })
    route(modeler, flowsAround(group))
  })
}

function groupOf(modeler, step) {
  return [step.task, step.gateway].filter(Boolean).map((one) => shapeOf(modeler, one))
}

function shift(modeler, shapes, delta) {
  modeler.get('modeling').moveElements(shapes, delta, poolOf(modeler), { autoResize: false })
}

function flowsAround(shapes) {
  return [...new Set(shapes.flatMap((one) => [...one.incoming, ...one.outgoing]))]
}

function reconnect(modeler, flows, target) {
  for (const flow of flows) modeler.get('modeling').reconnectEnd(shapeOf(modeler, flow), target, centre(target))
}

function centre(shape) {
  return { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 }
}

function poolOf(modeler) {
  const root = modeler.get('canvas').getRootElement()
  return root.children.find((one) => is(one, 'bpmn:Participant')) ?? root
}

function shapeOf(modeler, node) {
  return modeler.get('elementRegistry').get(node.id)
}
