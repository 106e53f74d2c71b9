// What a user task or a lane says beyond BPMN: `spiffworkflow:properties`, and the decision that a rule task calls.
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil'

const PROPERTIES = 'spiffworkflow:Properties'
const DECISION = 'spiffworkflow:CalledDecisionId'

/** The properties of an element (or of its business object) as {name: value}. */
export function readProperties(element) {
  const found = extensions(element).find((one) => one.$type === PROPERTIES)
  return Object.fromEntries((found?.get('values') ?? []).map((one) => [one.name, one.value ?? '']))
}

/**
 * Change some properties; null or '' takes one away.
 * The whole tree is written anew: a tree changed in place could not be undone.
 */
export function writeProperties(modeler, element, changes) {
  const properties = Object.entries({ ...readProperties(element), ...changes }).filter(([, value]) => value)
  const moddle = modeler.get('moddle')
  const values = properties.map(([name, value]) => moddle.create('spiffworkflow:Property', { name, value }))
  replace(modeler, element, PROPERTIES, values.length ? moddle.create(PROPERTIES, { values }) : null)
}

/** The id of the decision table that a business rule task calls. */
export function readDecision(element) {
  return extensions(element).find((one) => one.$type === DECISION)?.text ?? ''
}

/** Let a business rule task call another table. */
export function writeDecision(modeler, element, text) {
  replace(modeler, element, DECISION, text ? modeler.get('moddle').create(DECISION, { text }) : null)
}

function extensions(element) {
  return getBusinessObject(element).get('extensionElements')?.get('values') ?? []
}

function replace(modeler, element, type, written) {
  const others = extensions(element).filter((one) => one.$type !== type)
  const values = written ? [...others, written] : others
  const tree = values.length ? modeler.get('moddle').create('bpmn:ExtensionElements', { values }) : undefined
  values.forEach((one) => (one.$parent = tree))
  if (tree) tree.$parent = getBusinessObject(element)
  modeler.get('modeling').updateProperties(element, { extensionElements: tree })
}
