// Runs on every page. Everything works without it: it adds the folding menu on narrow screens, the focus on an
// error summary, protection from a second press of a button, and the two controls below.
import { initAll } from './govuk-frontend.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// "Open all" and "Close all" for the statements folded in a table; hidden in the page, shown only where they work.
for (const control of document.querySelectorAll('[data-opens]')) {
  const folds = () => document.querySelectorAll(`#${control.dataset.opens} details`)
  if (folds().length === 0) continue
  control.hidden = false
  control.addEventListener('click', () => {
    const open = [...folds()].some((fold) => !fold.open)
    for (const fold of folds()) fold.open = open
    control.textContent = open ? 'Close all' : 'Open all'
  })
}

// The printed page shows what is folded: paper cannot be opened.
window.addEventListener('beforeprint', () => {
  for (const fold of document.querySelectorAll('main details')) fold.open = true
})
