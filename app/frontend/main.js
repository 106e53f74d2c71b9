// What every page loads. Each behaviour finds its own elements and leaves a page without them alone;
// the pages work without any of it.
import 'bootstrap/js/src/alert.js'
import 'bootstrap/js/src/offcanvas.js'
import 'htmx.org'
import './styles/main.scss'

import { watchBulkLists } from './behaviours/bulk-list.js'
import { watchCaptchas } from './behaviours/captcha.js'
import { watchCheckTrees } from './behaviours/check-tree.js'
import { watchChoosers } from './behaviours/chooser.js'
import { watchDecisions } from './behaviours/decision.js'
import { watchDialogs } from './behaviours/dialog.js'
import { watchFileDrops } from './behaviours/file-drop.js'
import { foldFilters } from './behaviours/filters.js'
import { focusErrorSummary } from './behaviours/form-errors.js'
import { watchListKeys } from './behaviours/list-keys.js'
import { watchSelectedRows } from './behaviours/selected-rows.js'
import { guardSubmits } from './behaviours/submit-guard.js'
import { labelCells } from './behaviours/table-cards.js'

watchBulkLists()
watchListKeys()
watchSelectedRows()
watchDecisions()
watchChoosers()
// After those who listen for a dialog that opens with the page.
watchDialogs()
watchCaptchas()
watchCheckTrees()
watchFileDrops()
guardSubmits()
foldFilters()
focusErrorSummary()

/** Whatever has to look at new elements: once for the page, again for each fragment htmx brings. */
function dress(root) {
  labelCells(root)
  if (root.querySelector('[data-diagram-url]')) {
    import('./diagram.js').then(({ showDiagrams }) => showDiagrams(root))
  }
  if (root.querySelector('[data-chart]')) {
    import('./chart.js').then(({ showCharts }) => showCharts(root))
  }
}

dress(document)
document.addEventListener('htmx:after:swap', () => dress(document))
