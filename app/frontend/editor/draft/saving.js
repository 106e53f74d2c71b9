// The draft is saved by itself, shortly after each change. Its state is always to be seen.
import { send } from './server.js'

const QUIET = 1200
const AGAIN = 15_000

/**
 * Save what changes. `state` is the element that says how it stands, `button` saves at once.
 * `onSaved(problems)` and `onConflict(body)` tell the rest of the page.
 */
export function watchDraft(editor, { state, button, onSaved, onConflict }) {
  const draft = { revision: editor.data.revision, changed: false, saving: false, stopped: false, timer: 0 }
  const say = (text, tone) => {
    state.textContent = text
    state.className = `save-state save-state-${tone}`
  }
  const wait = (time) => {
    clearTimeout(draft.timer)
    draft.timer = setTimeout(save, time)
  }
  const touch = () => {
    draft.changed = true
    if (draft.stopped) return
    say('有未保存的修改', 'open')
    wait(QUIET)
  }

  async function save() {
    clearTimeout(draft.timer)
    if (draft.saving || draft.stopped || !draft.changed) return
    Object.assign(draft, { saving: true, changed: false })
    say('正在保存……', 'open')
    const { status, body } = await send(editor.data.saveUrl, editor.data.token, { xml: await editor.xml(), revision: draft.revision })
    draft.saving = false
    if (status === 200) return saved(body)
    draft.changed = true
    if (status === 409 && body) return stop(body)
    say(failure(status, body), 'failed')
    wait(AGAIN)
  }

  function saved(body) {
    draft.revision = body.revision
    onSaved(body.problems)
    if (draft.changed) return touch()
    const now = new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })
    say(`已保存 ${now}`, 'saved')
  }

  function stop(body) {
    draft.stopped = true
    say('未保存：草稿已被他人修改', 'failed')
    onConflict(body)
  }

  editor.modeler.on('commandStack.changed', ({ trigger }) => trigger !== 'clear' && touch())
  button.addEventListener('click', () => {
    draft.changed ||= !draft.stopped
    if (draft.stopped) onConflict(null)
    save()
  })
  window.addEventListener('beforeunload', (event) => (draft.changed || draft.saving) && event.preventDefault())
  return { touch, abandon: () => Object.assign(draft, { changed: false, stopped: true }) }
}

function failure(status, body) {
  if (status === 0) return '保存失败：网络不通，稍后自动再试'
  if (status === 401 || status === 400) return '保存失败：登录已失效，请另开窗口登录后再试'
  return `保存失败：${body?.message ?? '服务器出错，稍后自动再试'}`
}
