/**
 * Drop a file onto `[data-drop]`, and hear at once that it is too large or of the wrong kind
 * (`data-max-bytes`, the input's `accept`). The server checks again. A good file is told as `file:chosen`.
 */
export function watchFileDrops() {
  for (const type of ['dragover', 'dragleave', 'drop']) {
    document.addEventListener(type, (event) => {
      const zone = event.target.closest?.('[data-drop]')
      if (!zone) return
      event.preventDefault()
      zone.classList.toggle('is-over', type === 'dragover')
      if (type === 'drop') take(zone, event.dataTransfer.files)
    })
  }
  document.addEventListener('change', (event) => {
    const zone = event.target.closest('[data-drop]')
    if (zone && event.target.type === 'file') tell(zone, event.target)
  })
}

function take(zone, files) {
  const input = zone.querySelector('input[type=file]')
  if (!files.length || input.disabled) return
  const one = new DataTransfer()
  for (const file of input.multiple ? files : [files[0]]) one.items.add(file)
  input.files = one.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

function tell(zone, input) {
  const place = zone.querySelector('[data-drop-chosen]')
  const files = [...input.files]
  const wrong = files.map((file) => faultOf(file, zone, input)).find(Boolean) ?? ''
  input.setCustomValidity(wrong)
  place.classList.toggle('is-wrong', Boolean(wrong))
  place.textContent = wrong || files.map((file) => `已选择：${file.name}（${sizeOf(file.size)}）`).join('；')
  if (files.length && !wrong) zone.dispatchEvent(new Event('file:chosen', { bubbles: true }))
}

function faultOf(file, zone, input) {
  const limit = Number(zone.dataset.maxBytes)
  if (limit && file.size > limit) return `“${file.name}”有 ${sizeOf(file.size)}，超过 ${sizeOf(limit)} 的上限，请另选或压缩后再传。`
  const kinds = input.accept.split(',').map((kind) => kind.trim().toLowerCase()).filter((kind) => kind.startsWith('.'))
  if (kinds.length && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind))) {
    return `“${file.name}”的格式不对，请选择 ${kinds.join('、')} 文件。`
  }
  return ''
}

function sizeOf(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${Number((bytes / 1024 / 1024).toFixed(1))} MB`
}
