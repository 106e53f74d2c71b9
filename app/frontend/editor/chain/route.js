// Lay a flow by right angles, around everything that stands in the way: of many ways the cheapest is taken.
import { is } from 'bpmn-js/lib/util/ModelUtil'

const STUB = 20
const SIDES = { right: [1, 0], left: [-1, 0], bottom: [0, 1], top: [0, -1] }
const COST = { shape: 2000, label: 90, same: 160, merge: 4, crossing: 18, bend: 14, taken: 240, entered: 70, length: 0.06 }

/** Give the flows new ways, one after another. */
export function route(modeler, flows) {
  for (const flow of flows) {
    const points = best(flow, surroundings(modeler, flow))
    if (points) modeler.get('modeling').updateWaypoints(flow, points)
    placeLabel(modeler, flow)
  }
}

function surroundings(modeler, flow) {
  const drawn = modeler.get('elementRegistry').filter((one) => one.parent)
  const boxes = drawn.filter((one) => is(one, 'bpmn:FlowNode') && one.type !== 'label' && one.parent.type !== 'bpmn:SubProcess')
  return {
    boxes,
    labels: drawn.filter((one) => one.type === 'label' && one.labelTarget !== flow),
    flows: drawn.filter((one) => one.waypoints && one !== flow && is(one, 'bpmn:SequenceFlow')),
  }
}

function best(flow, around) {
  let found = null
  let lowest = Infinity
  for (const leaves of Object.keys(SIDES)) {
    for (const enters of Object.keys(SIDES)) {
      for (const points of ways(flow, leaves, enters, around.boxes)) {
        const cost = price(flow, points, around)
        if (cost < lowest) [found, lowest] = [points, cost]
      }
    }
  }
  return found
}

function at(shape, side) {
  const [dx, dy] = SIDES[side]
  return { x: shape.x + (shape.width * (1 + dx)) / 2, y: shape.y + (shape.height * (1 + dy)) / 2 }
}

function step(point, side) {
  const [dx, dy] = SIDES[side]
  return { x: point.x + dx * STUB, y: point.y + dy * STUB }
}

/** Ways from one side to another: straight, round one corner, or by a channel beside some shape. */
function* ways({ source, target }, leaves, enters, boxes) {
  const [start, end] = [at(source, leaves), at(target, enters)]
  const [a, b] = [step(start, leaves), step(end, enters)]
  const xs = new Set([Math.round((a.x + b.x) / 2), a.x, b.x])
  const ys = new Set([Math.round((a.y + b.y) / 2), a.y, b.y])
  for (const box of boxes) {
    xs.add(box.x - 25).add(box.x + box.width + 25)
    ys.add(box.y - 30).add(box.y + box.height + 30)
  }
  const tried = []
  for (const x of xs) tried.push([{ x, y: a.y }, { x, y: b.y }])
  for (const y of ys) tried.push([{ x: a.x, y }, { x: b.x, y }])
  for (const middle of tried) {
    const points = tidy([start, a, ...middle, b, end])
    if (points) yield points
  }
}

/** Without points that lie on a straight line; null for a way that turns back on itself. */
function tidy(points) {
  const kept = []
  for (const point of points) {
    const last = kept[kept.length - 1]
    if (last && last.x === point.x && last.y === point.y) continue
    const before = kept[kept.length - 2]
    if (before && isStraight(before, last, point)) {
      if ((last.x - before.x) * (point.x - last.x) + (last.y - before.y) * (point.y - last.y) < 0) return null
      kept.pop()
    }
    kept.push(point)
  }
  return kept.length > 1 ? kept : null
}

function isStraight(a, b, c) {
  return (a.x === b.x && b.x === c.x) || (a.y === b.y && b.y === c.y)
}

function price(flow, points, { boxes, labels, flows }) {
  const parts = segments(points)
  let cost = (parts.length - 1) * COST.bend
  for (const part of parts) {
    cost += (Math.abs(part[1].x - part[0].x) + Math.abs(part[1].y - part[0].y)) * COST.length
    for (const box of boxes) if (crosses(part, box, insetOf(flow, box))) cost += COST.shape
    for (const label of labels) if (crosses(part, label, 1)) cost += COST.label
  }
  for (const other of flows) cost += beside(flow, points, parts, other)
  return cost
}

/** How near a way may come to a box: not at all, but for its own ends, whose border it touches. */
function insetOf(flow, box) {
  return box === flow.source || box === flow.target ? 2 : -12
}

function beside(flow, points, parts, other) {
  let cost = 0
  const kin = other.target === flow.target
  const [first, last] = [other.waypoints[0], other.waypoints[other.waypoints.length - 1]]
  if (other.source === flow.source && isNear(first, points[0])) cost += COST.taken
  if (other.target === flow.source && isNear(last, points[0])) cost += COST.taken
  if (other.source === flow.target && isNear(first, points[points.length - 1])) cost += COST.entered
  for (const [a, b] of segments(other.waypoints)) {
    for (const part of parts) {
      const shared = overlap(part, [a, b])
      if (shared > 0) cost += kin ? COST.merge : COST.same + shared
      else if (meets(part, [a, b])) cost += kin ? COST.merge : COST.crossing
    }
  }
  return cost
}

/** The pieces of a way. */
export function segments(points) {
  return points.slice(1).map((point, index) => [points[index], point])
}

/** Whether a piece passes through a box made smaller by `inset` (larger, if that is negative). */
export function crosses([a, b], box, inset = 0) {
  const left = Math.min(a.x, b.x)
  const top = Math.min(a.y, b.y)
  return (
    Math.max(a.x, b.x) > box.x + inset && left < box.x + box.width - inset &&
    Math.max(a.y, b.y) > box.y + inset && top < box.y + box.height - inset
  )
}

function isNear(a, b) {
  return Math.abs(a.x - b.x) < 6 && Math.abs(a.y - b.y) < 6
}

/** The length that two pieces run on one another, or within a few pixels. */
function overlap([a, b], [c, d]) {
  for (const [along, across] of [['x', 'y'], ['y', 'x']]) {
    if (a[across] !== b[across] || Math.abs(c[across] - d[across]) > 1 || Math.abs(a[across] - c[across]) > 7) continue
    return Math.min(Math.max(a[along], b[along]), Math.max(c[along], d[along])) - Math.max(Math.min(a[along], b[along]), Math.min(c[along], d[along]))
  }
  return 0
}

function meets(part, [c, d]) {
  const box = { x: Math.min(c.x, d.x), y: Math.min(c.y, d.y), width: Math.abs(c.x - d.x), height: Math.abs(c.y - d.y) }
  return crosses(part, { ...box, x: box.x - 0.5, y: box.y - 0.5, width: box.width + 1, height: box.height + 1 })
}

/** A flow's name stands beside the first piece of its way that has room for it. */
function placeLabel(modeler, flow) {
  const { label } = flow
  if (!label) return
  const parts = segments(flow.waypoints)
  const [a, b] = parts.find((part) => Math.abs(part[0].x - part[1].x) + Math.abs(part[0].y - part[1].y) >= 40) ?? parts[0]
  const upright = a.x === b.x
  const from = Math.sign(upright ? b.y - a.y : b.x - a.x)
  const reach = (size) => (from > 0 ? 12 : -12 - size)
  const wanted = upright
    ? { x: a.x + 8, y: a.y + reach(label.height) }
    : { x: a.x + reach(label.width), y: a.y - label.height - 4 }
  modeler.get('modeling').moveShape(label, { x: wanted.x - label.x, y: wanted.y - label.y }, label.parent)
}
