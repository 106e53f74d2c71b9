// The bar above the canvas: undo and redo, zoom, minimap, simulation.
import { fit } from './drawing/modeler.js'

/** Wire the buttons `[data-tool]` below `root`, and undo by keyboard anywhere in the editor. */
export function watchToolbar(editor, root) {
  const { modeler } = editor
  const stack = modeler.get('commandStack')
  const canvas = modeler.get('canvas')
  const zoom = (factor) => canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * factor)), 'auto')
  const tools = {
    undo: () => stack.canUndo() && stack.undo(),
    redo: () => stack.canRedo() && stack.redo(),
    in: () => zoom(1.25),
    out: () => zoom(0.8),
    fit: () => fit(modeler),
    minimap: () => modeler.get('minimap').toggle(),
    simulate: () => toggleSimulation(editor, root),
  }
  const buttons = [...root.querySelectorAll('[data-tool]')]
  buttons.forEach((button) => button.addEventListener('click', tools[button.dataset.tool]))
  const refresh = () => {
    for (const button of buttons) {
      if (button.dataset.tool === 'undo') button.disabled = !stack.canUndo()
      else if (button.dataset.tool === 'redo') button.disabled = !stack.canRedo()
      else button.disabled = false
    }
  }
  modeler.on(['commandStack.changed', 'import.done'], refresh)
  root.addEventListener('keydown', (event) => undoByKey(event, tools))
  refresh()
}

function undoByKey(event, tools) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return
  if (event.target.closest('input, textarea, [contenteditable], .djs-container')) return
  const key = event.key.toLowerCase()
  if (key !== 'z' && key !== 'y') return
  event.preventDefault()
  if (key === 'y' || event.shiftKey) tools.redo()
  else tools.undo()
}

async function toggleSimulation(editor, root) {
  const stage = root.querySelector('[data-stage]')
  const button = root.querySelector('[data-tool="simulate"]')
  if (editor.endSimulation) {
    editor.endSimulation()
    editor.endSimulation = null
  } else {
    const { simulate } = await import('./simulation.js')
    root.classList.add('is-simulating')
    editor.endSimulation = await simulate(stage, await editor.xml())
  }
  const playing = Boolean(editor.endSimulation)
  root.classList.toggle('is-simulating', playing)
  root.querySelectorAll('[data-editing]').forEach((part) => (part.inert = playing))
  button.setAttribute('aria-pressed', String(playing))
  button.textContent = playing ? '结束模拟' : '模拟运行'
}
