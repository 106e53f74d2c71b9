// Token simulation: the drawing as it is now, to be played through by hand. Loaded when it is asked for.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import simulation from 'bpmn-js-token-simulation/lib/viewer'
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css'

import { inChinese } from './drawing/words.js'

/** Play `xml` in `container`; returns what ends it. */
export async function simulate(container, xml) {
  const viewer = new NavigatedViewer({ container, additionalModules: [simulation, inChinese] })
  await viewer.importXML(xml)
  viewer.get('canvas').zoom('fit-viewport', 'auto')
  viewer.get('toggleMode').toggleMode(true)
  return () => {
    viewer.get('toggleMode').toggleMode(false)
    viewer.destroy()
  }
}
