// The panel beside the canvas: the fields of what is selected.
import { is } from 'bpmn-js/lib/util/ModelUtil'
import { h } from '../elements.js'
import { flowPanel, gatewayPanel } from './flow.js'
import { callPanel, endPanel, lanePanel, namePanel, notePanel, processPanel, rulePanel, timerPanel } from './others.js'
import { taskPanel } from './task.js'

const PANELS = [
  ['bpmn:UserTask', '审批环节', taskPanel],
  ['bpmn:SequenceFlow', '连线', flowPanel],
  ['bpmn:ExclusiveGateway', '排他网关', gatewayPanel],
  ['bpmn:InclusiveGateway', '包容网关', gatewayPanel],
  ['bpmn:ParallelGateway', '并行网关', gatewayPanel],
  ['bpmn:EndEvent', '结束', endPanel],
  ['bpmn:StartEvent', '开始', namePanel],
  ['bpmn:BoundaryEvent', '边框定时器', timerPanel],
  ['bpmn:Lane', '泳道', lanePanel],
  ['bpmn:CallActivity', '调用活动', callPanel],
  ['bpmn:BusinessRuleTask', '业务规则任务', rulePanel],
  ['bpmn:SubProcess', '子流程', namePanel],
  ['bpmn:TextAnnotation', '注释', notePanel],
  ['bpmn:Participant', '泳池', processPanel],
]

/** Keep `root` at what is selected; returns what draws it anew. */
export function watchPanel(editor, root) {
  const { modeler } = editor
  const refresh = () => keepingFocus(root, () => draw(editor, root))
  const later = () => queueMicrotask(refresh)
  modeler.on(['selection.changed', 'commandStack.changed', 'import.done'], later)
  return refresh
}

function selected(modeler) {
  const chosen = modeler.get('selection').get()
  if (chosen.length !== 1) return null
  return chosen[0].labelTarget ?? chosen[0]
}

function draw(editor, root) {
  const element = selected(editor.modeler)
  const found = element && PANELS.find(([type]) => is(element, type))
  root.replaceChildren(
    ...(found
      ? [h('h2', {}, found[1], h('small', {}, element.id)), h('div', { class: 'panel-fields' }, found[2](editor, element))]
      : [h('h2', {}, '属性'), h('p', { class: 'form-text' }, '在左边的列表或图上点选一个环节、连线、网关、泳道或结束，在这里修改。')]),
  )
}

/** The field that had the focus has it again, though it is another element now. */
function keepingFocus(root, change) {
  const name = root.contains(document.activeElement) ? document.activeElement.dataset.field : null
  change()
  if (name) root.querySelector(`[data-field="${CSS.escape(name)}"]`)?.focus()
}
