// The canvas: bpmn-js, in Chinese, with what the engine runs.
import Modeler from 'bpmn-js/lib/Modeler'
import minimap from 'diagram-js-minimap'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import 'diagram-js-minimap/assets/diagram-js-minimap.css'

import { spiffworkflow } from './spiff.js'
import { changingTogether } from './together.js'
import { whatTheEngineRuns } from './vocabulary.js'
import { inChinese } from './words.js'

/** A modeler in `container`. */
export function makeModeler(container) {
  return new Modeler({
    container,
    moddleExtensions: { spiffworkflow },
    additionalModules: [minimap, inChinese, whatTheEngineRuns, changingTogether],
  })
}

/** The root of what is executed: the process, whether it stands in a pool or not. */
export function processOf(modeler) {
  const root = modeler.get('canvas').getRootElements().find((one) => !one.isImplicit) ?? modeler.get('canvas').getRootElement()
  const bo = root.businessObject
  if (bo.$type !== 'bpmn:Collaboration') return bo.$type === 'bpmn:Process' ? bo : null
  return bo.get('participants')[0]?.processRef ?? null
}

/** Select an element, bring it into view and return it; undefined where it is not drawn. */
export function show(modeler, id) {
  const element = modeler.get('elementRegistry').get(id)
  if (!element || !element.parent) return undefined
  modeler.get('selection').select(element)
  modeler.get('canvas').scrollToElement(element, 80)
  return element
}

/** All of the diagram, not larger than life, beside the palette. */
export function fit(modeler) {
  const canvas = modeler.get('canvas')
  const { inner, outer } = canvas.viewbox()
  const palette = canvas.getContainer().querySelector('.djs-palette')?.offsetWidth ?? 0
  const left = palette ? palette + 30 : 0
  const scale = Math.min(1.1, (outer.width - left - 30) / inner.width, (outer.height - 60) / inner.height)
  if (!(scale > 0) || !inner.width) return
  canvas.viewbox({
    x: inner.x + inner.width / 2 - (outer.width + left) / 2 / scale,
    y: inner.y + inner.height / 2 - outer.height / 2 / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  })
}
