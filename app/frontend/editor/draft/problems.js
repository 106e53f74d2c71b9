// What the server finds wrong with the diagram: a list, and a mark on each element.
import { h } from '../elements.js'
import { show } from '../drawing/modeler.js'

/** Show problems in `root`; returns what takes new ones. */
export function watchProblems(editor, root, count) {
  const { modeler } = editor
  let shown = []
  const mark = (problems) => {
    const drawn = modeler.get('elementRegistry')
    const overlays = modeler.get('overlays')
    shown.forEach(({ element }) => drawn.get(element) && modeler.get('canvas').removeMarker(element, 'has-problem'))
    overlays.remove({ type: 'problem' })
    shown = problems
    for (const id of new Set(problems.map((one) => one.element))) {
      if (!drawn.get(id)?.parent) continue
      modeler.get('canvas').addMarker(id, 'has-problem')
      overlays.add(id, 'problem', { position: badgePlace(drawn.get(id)), html: h('span', { class: 'problem-badge', 'aria-hidden': 'true' }, '!') })
    }
  }
  modeler.on('import.done', () => mark(shown))
  return (problems) => {
    mark(problems)
    count.textContent = problems.length ? `${problems.length} 处需要修改` : '检查通过'
    count.className = `tag ${problems.length ? 'tag-warning' : 'tag-success'}`
    root.replaceChildren(
      problems.length
        ? h('ol', { class: 'problems' }, problems.map((one) => problemItem(modeler, one)))
        : h('p', { class: 'form-text' }, '没有发现问题。'),
    )
  }
}

function badgePlace(element) {
  if (!element.waypoints) return { top: -10, right: 10 }
  const [a, b] = element.waypoints
  const [left, top] = [Math.min(...element.waypoints.map((one) => one.x)), Math.min(...element.waypoints.map((one) => one.y))]
  return { left: (a.x + b.x) / 2 - left - 9, top: (a.y + b.y) / 2 - top - 9 }
}

function problemItem(modeler, { element, name, message }) {
  if (!element || !modeler.get('elementRegistry').get(element)) return h('li', {}, message)
  const title = name && !message.includes(name) ? `${name}：` : ''
  return h('li', {}, h('button', { type: 'button', class: 'btn btn-link', 'data-problem': element, onclick: () => show(modeler, element) }, title + message))
}
