// The editor of approval chains: canvas, list of steps, panel, checks and saving, each in a file of its own.
import '../styles/editor.scss'
import { watchChain } from './chain/list.js'
import { watchConflict } from './draft/conflict.js'
import { open, watchFiles } from './draft/files.js'
import { watchProblems } from './draft/problems.js'
import { watchDraft } from './draft/saving.js'
import { send } from './draft/server.js'
import { fit, makeModeler } from './drawing/modeler.js'
import { missing } from './drawing/words.js'
import { button } from './elements.js'
import { watchPanel } from './panel/panel.js'
import { watchToolbar } from './toolbar.js'
import { makeWho } from './who.js'

const root = document.getElementById('diagram-editor')
const part = (name) => root.querySelector(`[data-part="${name}"]`)

function makeEditor(data) {
  const modeler = makeModeler(part('canvas'))
  const editor = { data, modeler, vocabulary: data.vocabulary, textMode: new Set(), endSimulation: null }
  editor.xml = async () => (await modeler.saveXML({ format: true })).xml
  editor.fit = () => fit(modeler)
  editor.say = (text, label = null, action = null) => notice(text, label, action)
  Object.assign(editor, makeWho(data.vocabulary))
  return editor
}

/** A sentence below the bar, with something that can be done about it. */
function notice(text, label, action) {
  const act = label && button(label, () => {
    part('notice').replaceChildren()
    action()
  })
  part('notice').replaceChildren(...[text, act].filter(Boolean))
}

async function start() {
  const editor = makeEditor(JSON.parse(root.dataset.editor))
  editor.refresh = watchPanel(editor, part('panel'))
  watchChain(editor, part('chain'))
  watchToolbar(editor, root)
  const tell = watchProblems(editor, part('problems'), part('count'))
  const conflict = watchConflict(editor, document.getElementById('conflict'))
  const draft = watchDraft(editor, { state: part('state'), button: part('save'), onSaved: tell, onConflict: conflict.show })
  conflict.onReload(draft.abandon)
  watchFiles(editor, root, editor.say, draft.touch)
  editor.modeler.get('eventBus').on(['contextPad.open', 'popupMenu.opened', 'import.done'], () => {
    root.dataset.untranslated = [...missing].join('|')
  })
  const failed = await open(editor, editor.data.xml)
  if (failed) return editor.say(`草稿不能打开：${failed}`)
  root.dataset.ready = ''
  const { status, body } = await send(editor.data.checkUrl, editor.data.token, { xml: editor.data.xml })
  return status === 200 ? tell(body.problems) : editor.say('检查没有完成，请刷新页面重试。')
}

start()
