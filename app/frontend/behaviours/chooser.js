/**
 * The modal chooser: a dialog whose list htmx fills; picking writes the id and the label to the page.
 * Arrow keys walk the list, right opens a branch, left closes it or goes to its parent.
 */
export function watchChoosers() {
  // Typing the name is the way without scripts; with them the list is.
  document.querySelectorAll('[data-chooser-text]').forEach((text) => (text.readOnly = true))
  document.addEventListener('click', (event) => {
    const pick = event.target.closest('[data-choice-id]')
    if (pick) return choose(pick)
    const branch = event.target.closest('[data-choice-branch]')
    if (branch) toggleBranch(branch)
    const clear = event.target.closest('[data-chooser-clear]')
    if (clear) write(clear.closest('[data-chooser]'), '', '')
  })
  document.addEventListener('dialog:opening', (event) => {
    const search = event.target.querySelector('[data-chooser-search]')
    // The list is fetched on the first opening only.
    if (search && !event.target.querySelector('.choices').childElementCount) search.dispatchEvent(new Event('chooser:open'))
  })
  document.addEventListener('keydown', (event) => {
    if (event.target.matches('[data-chooser-search]')) return fromSearch(event)
    if (event.target.closest('.choices')) inList(event)
  })
}

function choose(pick) {
  const dialog = pick.closest('dialog')
  dialog.querySelectorAll('[data-choice-id][aria-pressed=true]').forEach((one) => one.setAttribute('aria-pressed', 'false'))
  pick.setAttribute('aria-pressed', 'true')
  write(document.getElementById(dialog.dataset.chooserFor), pick.dataset.choiceId, pick.dataset.choiceLabel)
  dialog.close()
}

function write(chooser, id, label) {
  const value = chooser.querySelector('[data-chooser-value]')
  value.value = id
  chooser.querySelector('[data-chooser-text]').value = label
  value.dispatchEvent(new Event('change', { bubbles: true }))
}

function toggleBranch(branch, open = branch.getAttribute('aria-expanded') !== 'true') {
  branch.setAttribute('aria-expanded', open)
  const list = branch.closest('li').querySelector(':scope > ul')
  list.hidden = !open
}

function fromSearch(event) {
  if (event.key === 'Enter') event.preventDefault()
  if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
  event.preventDefault()
  event.target.closest('dialog').querySelector('[data-choice-id]')?.focus()
}

const moves = {
  ArrowDown: (row) => neighbour(row, 1),
  ArrowUp: (row) => neighbour(row, -1),
  ArrowRight: (row) => turn(row, true),
  ArrowLeft: (row) => turn(row, false),
}

function inList(event) {
  const move = moves[event.key]
  if (!move) return
  event.preventDefault()
  move(event.target.closest('li'))
}

function neighbour(row, step) {
  const picks = [...row.closest('.choices').querySelectorAll('[data-choice-id]')].filter((one) => one.offsetParent)
  const at = picks.indexOf(row.querySelector('[data-choice-id]'))
  if (at + step < 0) return row.closest('dialog').querySelector('[data-chooser-search]').focus()
  picks[at + step]?.focus()
}

function turn(row, open) {
  const branch = row.querySelector(':scope > .choice > [data-choice-branch]')
  const isOpen = branch?.getAttribute('aria-expanded') === 'true'
  if (branch && isOpen !== open) return branch.click()
  if (!open) row.parentElement.closest('li')?.querySelector('[data-choice-id]').focus()
}
