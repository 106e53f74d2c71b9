// Lanes as parties: which lane stands for whom, and a lane for whoever has none yet.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil'
import { readProperties, writeProperties } from './properties.js'

export const PEER = 'peer'

/** The party and level that a lane stands for; its id is the party unless a property says another. */
export function partyOf(lane) {
  const { party, level } = readProperties(lane)
  return { party: party || getBusinessObject(lane).id, level: level || PEER }
}

/** All lanes drawn, from the top down. */
export function lanes(modeler) {
  return modeler
    .get('elementRegistry')
    .filter((one) => is(one, 'bpmn:Lane') && one.parent)
    .sort((a, b) => a.y - b.y)
}

/** The lane that a flow node is in; undefined outside of lanes. */
export function laneOf(modeler, element) {
  const node = getBusinessObject(element)
  return lanes(modeler).find((lane) => getBusinessObject(lane).get('flowNodeRef').includes(node))
}

/** The lane of a party at a level, if there is one. */
export function findLane(modeler, party, level) {
  return lanes(modeler).find((lane) => {
    const given = partyOf(lane)
    return given.party === party && given.level === level
  })
}

/** The lane of a party at a level; where it is missing it is drawn below `beside`. */
export function makeLane(modeler, { party, level, name }, beside) {
  const found = findLane(modeler, party, level)
  if (found) return found
  const drawn = lanes(modeler)
  const lane = modeler.get('modeling').addLane(beside ?? drawn[drawn.length - 1], 'bottom')
  modeler.get('modeling').updateProperties(lane, { name, id: freeId(modeler, level === PEER ? party : `${party}_${level}`) })
  saveParty(modeler, lane, party, level)
  return lane
}

/** Let a lane stand for a party at a level. */
export function saveParty(modeler, lane, party, level) {
  const wanted = { party: party === getBusinessObject(lane).id ? null : party, level: level === PEER ? null : level }
  writeProperties(modeler, lane, wanted)
}

function freeId(modeler, wanted) {
  const taken = (id) => modeler.get('moddle').ids.assigned(id)
  let id = wanted
  for (let number = 2; taken(id); number += 1) id = `${wanted}_${number}`
  return id
}
