// A diagram read as a list of steps, where it is one: people decide one after another, each followed by a gateway.
import { readProperties } from '../drawing/properties.js'

const KNOWN = new Set(['bpmn:StartEvent', 'bpmn:EndEvent', 'bpmn:UserTask', 'bpmn:ExclusiveGateway'])
const OUTCOME = /^\s*outcome\s*==\s*(['"])([a-z0-9_]+)\1\s*$/

export const DEFAULT_OUTCOMES = ['approve', 'return', 'reject']

/** The outcomes that a user task offers. */
export function outcomesOf(task) {
  const written = readProperties(task).outcomes
  return written ? written.split(',').map((one) => one.trim()) : [...DEFAULT_OUTCOMES]
}

/** The outcome that a flow is taken on, if its condition asks for just one. */
export function outcomeOn(flow) {
  return OUTCOME.exec(flow.get('conditionExpression')?.body ?? '')?.[2] ?? null
}

/**
 * The steps of a process (a business object), in their order:
 * {task, gateway, forward, returns, rejects, only: [condition]}. `gateway` is null where the task leads on at once.
 * `reason` says why the process is no such list; then the steps are for reading.
 */
export function readChain(process) {
  const nodes = (process.get('flowElements') ?? []).filter((one) => one.$instanceOf('bpmn:FlowNode'))
  const start = nodes.find((one) => one.$type === 'bpmn:StartEvent')
  const steps = new Map(nodes.filter(isStep).map((task) => [task, readStep(task)]))
  const reason = whatIsDifferent(nodes, start)
  if (reason) return { steps: [...steps.values()], start, reason }
  const order = inOrder(start, steps)
  if (!order) return { steps: [...steps.values()], start, reason: '审批环节之间有回路' }
  const ordered = order.filter((node) => steps.has(node)).map((node) => steps.get(node))
  const loose = [...steps.values()].filter((one) => !ordered.includes(one))
  const isLine = ordered.every((step, index) => index === 0 || leadsTo(ordered[index - 1], step.task, steps))
  if (loose.length || !isLine) return { steps: [...ordered, ...loose], start, reason: '审批环节不是一条直线' }
  return { steps: ordered, start, reason: null }
}

/** A user task in which somebody decides; one in which the submitter corrects and submits again is none. */
function isStep(node) {
  return node.$type === 'bpmn:UserTask' && !outcomesOf(node).includes('resubmit')
}

function whatIsDifferent(nodes, start) {
  if (!start || nodes.filter((one) => one.$type === 'bpmn:StartEvent').length > 1) return '没有唯一的开始'
  if (nodes.some((one) => !KNOWN.has(one.$type))) return '图中有并行、子流程、决策表或定时器'
  if (start.get('outgoing').length !== 1) return '开始之后没有唯一的连线'
  return null
}

function readStep(task) {
  const [out, second] = task.get('outgoing')
  const gateway = out && !second && isOwnGateway(out.targetRef) ? out.targetRef : null
  const flows = gateway ? gateway.get('outgoing') : second ? [] : [out].filter(Boolean)
  const forward = gateway ? flows.find((flow) => outcomeOn(flow) === 'approve') : flows[0]
  const returns = flows.find((flow) => isCorrection(flow.targetRef)) ?? null
  const rejects = flows.find((flow) => flow !== forward && flow.targetRef?.$type === 'bpmn:EndEvent' && (outcomeOn(flow) === 'reject' || !outcomeOn(flow))) ?? null
  return { task, gateway, forward: forward ?? null, returns, rejects, only: onlyWhen(task) }
}

function isOwnGateway(node) {
  return node?.$type === 'bpmn:ExclusiveGateway' && node.get('incoming').length === 1
}

function isCorrection(node) {
  return node?.$type === 'bpmn:UserTask' && outcomesOf(node).includes('resubmit')
}

function onlyWhen(task) {
  return task
    .get('incoming')
    .filter((flow) => flow.sourceRef?.$type === 'bpmn:ExclusiveGateway' && !outcomeOn(flow))
    .map((flow) => flow.get('conditionExpression')?.body)
    .filter(Boolean)
}

function onward(node, steps) {
  const step = steps.get(node)
  if (step) return step.forward ? [step.forward.targetRef] : []
  if (node.$type === 'bpmn:EndEvent' || isCorrection(node)) return []
  return node.get('outgoing').map((flow) => flow.targetRef)
}

/** The nodes from the start on, each after all that lead to it; null where the way turns back. */
function inOrder(start, steps) {
  const done = []
  const state = new Map()
  const visit = (node) => {
    if (state.get(node) === 'done') return true
    if (state.get(node) === 'open') return false
    state.set(node, 'open')
    if (!onward(node, steps).every(visit)) return false
    state.set(node, 'done')
    done.unshift(node)
    return true
  }
  return visit(start) ? done : null
}

/** Whether a step leads to a task at once, or by gateways that let it be left out. */
function leadsTo(step, task, steps) {
  const waiting = step.forward ? [step.forward.targetRef] : []
  while (waiting.length) {
    const node = waiting.pop()
    if (node === task) return true
    if (node.$type === 'bpmn:ExclusiveGateway') waiting.push(...onward(node, steps))
  }
  return false
}
