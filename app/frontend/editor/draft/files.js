// Files: a diagram from another tool, and the drawing to take away.
import { download } from '../elements.js'

const LIMIT = 1024 * 1024

/** Wire the buttons `[data-export]` and the file field `[data-import]`. */
export function watchFiles(editor, root, notice, touched) {
  const name = editor.data.name || editor.data.processId
  const exports = {
    bpmn: async () => download(`${name}.bpmn`, await editor.xml(), 'application/xml'),
    svg: async () => download(`${name}.svg`, await svg(editor), 'image/svg+xml'),
    png: async () => download(`${name}.png`, await png(await svg(editor))),
  }
  root.querySelectorAll('[data-export]').forEach((button) => button.addEventListener('click', exports[button.dataset.export]))
  const field = root.querySelector('[data-import]')
  root.querySelector('[data-import-open]').addEventListener('click', () => field.click())
  field.addEventListener('change', async () => {
    const [file] = field.files
    field.value = ''
    if (file) await take(editor, file, notice, touched)
  })
}

async function take(editor, file, notice, touched) {
  const before = await editor.xml()
  if (file.size > LIMIT) return notice(`“${file.name}”超过 1 MB，没有导入。`)
  const failed = await open(editor, await file.text())
  if (failed) {
    await open(editor, before)
    return notice(`“${file.name}”不能导入：${failed}`)
  }
  touched()
  return notice(`已导入“${file.name}”。`, '恢复导入前的图', async () => {
    await open(editor, before)
    touched()
  })
}

/** Open a diagram; returns why it cannot be, or null. */
export async function open(editor, xml) {
  try {
    await editor.modeler.importXML(xml)
    editor.fit()
    return null
  } catch (error) {
    if (/no diagram to display|no process or collaboration/.test(error.message)) return '文件里没有画好的图（只有流程，没有图形位置）。'
    return '文件不是能打开的 BPMN 2.0 流程图。'
  }
}

async function svg(editor) {
  return (await editor.modeler.saveSVG()).svg
}

async function png(text) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const scale = 2
  const canvas = document.createElement('canvas')
  canvas.width = image.width * scale
  canvas.height = image.height * scale
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}
