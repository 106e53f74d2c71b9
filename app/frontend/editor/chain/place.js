// Room for what the list inserts: a column beside a step, and a row in a lane in which nothing stands or passes.
import { is } from 'bpmn-js/lib/util/ModelUtil'
import { crosses, segments } from './route.js'

const COLUMN = 270
const TALL = 130

/** Push everything right of `x` further right, and return where the new column begins. */
export function openColumn(modeler, x) {
  makeSpace(modeler, 'x', x + 8, COLUMN, 'e')
  return x
}

/**
 * The height at which a box of this extent fits into a lane, its middle; the lane grows where there is no room.
 * `without` are elements that will move away.
 */
export function freeRow(modeler, lane, left, width, without = []) {
  const taken = obstacles(modeler, without)
  for (const middle of rows(modeler, lane)) {
    const box = { x: left - 14, y: middle - 50, width: width + 28, height: 100 }
    if (box.y < lane.y || box.y + box.height > lane.y + lane.height) continue
    if (!taken.boxes.some((one) => touches(one, box)) && !taken.parts.some((part) => crosses(part, box))) return middle
  }
  const bottom = lane.y + lane.height
  makeSpace(modeler, 'y', bottom - 4, TALL, 's')
  return bottom + TALL / 2
}

function* rows(modeler, lane) {
  const tasks = modeler.get('elementRegistry').filter((one) => is(one, 'bpmn:Task') && one.parent && middleOf(one) > lane.y && middleOf(one) < lane.y + lane.height)
  yield* tasks.map(middleOf)
  yield Math.round(lane.y + lane.height / 2)
  for (let middle = lane.y + 50; middle <= lane.y + lane.height - 50; middle += 10) yield middle
}

function middleOf(shape) {
  return shape.y + shape.height / 2
}

function obstacles(modeler, without) {
  const drawn = modeler.get('elementRegistry').filter((one) => one.parent && !without.includes(one))
  const boxes = drawn.filter((one) => !one.waypoints && !is(one, 'bpmn:Lane') && !is(one, 'bpmn:Participant') && one.width)
  const flows = drawn.filter((one) => one.waypoints && !without.includes(one.source) && !without.includes(one.target))
  return {
    boxes: boxes.filter((one) => one.parent.type !== 'bpmn:SubProcess'),
    parts: flows.flatMap((one) => segments(one.waypoints)),
  }
}

function touches(one, box) {
  return one.x < box.x + box.width && one.x + one.width > box.x && one.y < box.y + box.height && one.y + one.height > box.y
}

function makeSpace(modeler, axis, start, delta, direction) {
  const root = modeler.get('canvas').getRootElement()
  const all = []
  const collect = (element) => {
    all.push(element)
    element.children?.forEach(collect)
  }
  root.children.forEach(collect)
  const tool = modeler.get('spaceTool')
  const { movingShapes, resizingShapes } = tool.calculateAdjustments([root, ...all], axis, delta, start)
  const offset = axis === 'x' ? { x: delta, y: 0 } : { x: 0, y: delta }
  tool.makeSpace(movingShapes, resizingShapes, offset, direction, start)
}
