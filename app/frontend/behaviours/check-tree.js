/** In `[data-check-tree]` the root ticks all leaves, and shows whether all, some or none are ticked. */
export function watchCheckTrees() {
  document.addEventListener('change', (event) => {
    const tree = event.target.closest('[data-check-tree]')
    if (!tree) return
    if (event.target.matches('[data-check-root]')) leavesOf(tree).forEach((leaf) => (leaf.checked = event.target.checked))
    refresh(tree)
  })
  // The browser restores ticks after going back; pageshow comes later than that.
  window.addEventListener('pageshow', () => document.querySelectorAll('[data-check-tree]').forEach(refresh))
}

const leavesOf = (tree) => [...tree.querySelectorAll('[data-check-leaf]')]

function refresh(tree) {
  const leaves = leavesOf(tree)
  const ticked = leaves.filter((leaf) => leaf.checked).length
  const root = tree.querySelector('[data-check-root]')
  root.checked = ticked > 0 && ticked === leaves.length
  root.indeterminate = ticked > 0 && ticked < leaves.length
}
