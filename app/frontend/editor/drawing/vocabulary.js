// What may be drawn: palette, context pad and the menu of types, cut down to what the engine runs.
import ContextPadProvider from 'bpmn-js/lib/features/context-pad/ContextPadProvider'
import ReplaceMenuProvider from 'bpmn-js/lib/features/popup-menu/ReplaceMenuProvider'
import PaletteProvider from 'bpmn-js/lib/features/palette/PaletteProvider'
import { is, isAny } from 'bpmn-js/lib/util/ModelUtil'

const TIMER = { type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:TimerEventDefinition' }
const TIMED = ['bpmn:UserTask', 'bpmn:SubProcess', 'bpmn:CallActivity']
const KEPT_TOOLS = ['hand-tool', 'lasso-tool', 'space-tool', 'global-connect-tool', 'tool-separator']
const KEPT_PADS = [
  'append.end-event', 'append.text-annotation', 'connect', 'delete', 'replace',
  'lane-insert-above', 'lane-insert-below', 'lane-divide-two', 'lane-divide-three',
]
const KEPT_TYPES = new Set([
  'replace-with-user-task', 'replace-with-rule-task', 'replace-with-call-activity', 'replace-with-expanded-subprocess',
  'replace-with-exclusive-gateway', 'replace-with-parallel-gateway', 'replace-with-inclusive-gateway',
  'replace-with-default-flow', 'replace-with-sequence-flow', 'replace-with-none-start', 'replace-with-none-end',
  'replace-with-timer-boundary', 'replace-with-non-interrupting-timer-boundary',
])

function only(entries, names) {
  return Object.fromEntries(names.filter((name) => name in entries).map((name) => [name, entries[name]]))
}

class OurPalette extends PaletteProvider {
  constructor(palette, create, elementFactory, spaceTool, lassoTool, handTool, globalConnect, translate, canvas) {
    super(palette, create, elementFactory, spaceTool, lassoTool, handTool, globalConnect, translate)
    this._canvas = canvas
  }

  getPaletteEntries() {
    const given = super.getPaletteEntries()
    const make = (group, className, title, shape) => {
      const start = (event) => this._create.start(event, this._elementFactory.createShape(shape))
      return { group, className, title: this._translate(title), action: { dragstart: start, click: start } }
    }
    const entries = {
      ...only(given, KEPT_TOOLS),
      'create.user-task': make('activity', 'bpmn-icon-user-task', 'Create user task', { type: 'bpmn:UserTask' }),
      'create.exclusive-gateway': make('gateway', 'bpmn-icon-gateway-xor', 'Create exclusive gateway', { type: 'bpmn:ExclusiveGateway' }),
      'create.parallel-gateway': make('gateway', 'bpmn-icon-gateway-parallel', 'Create parallel gateway', { type: 'bpmn:ParallelGateway' }),
      'create.inclusive-gateway': make('gateway', 'bpmn-icon-gateway-or', 'Create inclusive gateway', { type: 'bpmn:InclusiveGateway' }),
      ...only(given, ['create.start-event', 'create.end-event']),
      'create.timer': make('event', 'bpmn-icon-intermediate-event-catch-timer', 'Create boundary timer', TIMER),
      'create.rule-task': make('more', 'bpmn-icon-business-rule-task', 'Create business rule task', { type: 'bpmn:BusinessRuleTask' }),
      'create.call-activity': make('more', 'bpmn-icon-call-activity', 'Create call activity', { type: 'bpmn:CallActivity' }),
      'create.subprocess-expanded': { ...given['create.subprocess-expanded'], group: 'more' },
    }
    // One pool a file: offered only where there is none yet.
    return is(this._canvas.getRootElement(), 'bpmn:Collaboration') ? entries : { ...entries, ...only(given, ['create.participant-expanded']) }
  }
}
OurPalette.$inject = [...PaletteProvider.$inject, 'canvas']

class OurContextPad extends ContextPadProvider {
  getContextPadEntries(element) {
    const given = super.getContextPadEntries(element)
    const entries = only(given, KEPT_PADS)
    if (!given['append.append-task']) return entries
    return {
      'append.user-task': this._append('bpmn-icon-user-task', 'Append user task', { type: 'bpmn:UserTask' }),
      'append.exclusive-gateway': this._append('bpmn-icon-gateway-xor', 'Append exclusive gateway', { type: 'bpmn:ExclusiveGateway' }),
      ...(isAny(element, TIMED) ? { 'append.timer': this._timer() } : {}),
      ...entries,
    }
  }

  _append(className, title, shape) {
    const { type, ...options } = shape
    return {
      group: 'model',
      className,
      title: this._translate(title),
      action: {
        click: (_, element) => this._autoPlace.append(element, this._elementFactory.createShape(shape)),
        dragstart: (event, element) => this._create.start(event, this._elementFactory.createShape(shape), { source: element }),
        hover: (_, element) => {
          this._appendPreview.create(element, type, options)
          return () => this._appendPreview.cleanUp()
        },
      },
    }
  }

  _timer() {
    const attach = (_, element) => {
      const corner = { x: element.x + element.width - 20, y: element.y + element.height }
      this._modeling.createShape(this._elementFactory.createShape(TIMER), corner, element, { attach: true })
    }
    return {
      group: 'model',
      className: 'bpmn-icon-intermediate-event-catch-timer',
      title: this._translate('Append boundary timer'),
      action: { click: attach },
    }
  }
}
OurContextPad.$inject = ContextPadProvider.$inject

class OurTypes extends ReplaceMenuProvider {
  getPopupMenuEntries(target) {
    const entries = super.getPopupMenuEntries(target)
    return Object.fromEntries(Object.entries(entries).filter(([name]) => KEPT_TYPES.has(name)))
  }

  getPopupMenuHeaderEntries(target) {
    const entries = super.getPopupMenuHeaderEntries(target)
    if (is(target, 'bpmn:UserTask')) return only(entries, ['toggle-parallel-mi', 'toggle-sequential-mi'])
    return is(target, 'bpmn:BoundaryEvent') ? only(entries, ['toggle-non-interrupting']) : {}
  }
}
OurTypes.$inject = ReplaceMenuProvider.$inject

export const whatTheEngineRuns = {
  paletteProvider: ['type', OurPalette],
  contextPadProvider: ['type', OurContextPad],
  replaceMenuProvider: ['type', OurTypes],
}
