// Somebody else saved the draft meanwhile: nothing is overwritten, and one's own work can be taken away.
import { openDialog } from '../../behaviours/dialog.js'
import { download } from '../elements.js'

/** The dialog that tells of it. */
export function watchConflict(editor, dialog) {
  let abandon = () => {}
  dialog.querySelector('[data-own]').addEventListener('click', async () => {
    download(`${editor.data.name || editor.data.processId}（我的修改）.bpmn`, await editor.xml(), 'application/xml')
  })
  dialog.querySelector('[data-reload]').addEventListener('click', () => {
    abandon()
    location.reload()
  })
  const show = (body) => {
    if (body) dialog.querySelector('[data-told]').textContent = body.message
    openDialog(dialog, null)
  }
  return { show, onReload: (how) => (abandon = how) }
}
