/** Keys of the desk: j and k walk, Enter opens, / searches, ? lists them, letters open commands. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const target = event.target as HTMLElement
    if (event.key === 'Escape') {
      close(target)
      return
    }
    if (target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]')) return
    if (act(event.key)) event.preventDefault()
  })
}

function act(key: string): boolean {
  switch (key) {
    case 'j': return walk(1)
    case 'k': return walk(-1)
    case 'u': return follow('.pane-back')
    case '?': return open(document.querySelector('details[data-keys]'))
    default: return reach(key)
  }
}

function walk(by: number): boolean {
  const links = Array.from(document.querySelectorAll<HTMLAnchorElement>('[data-queue] a'))
  if (links.length === 0) return false
  const at = links.indexOf(document.activeElement as HTMLAnchorElement)
  const from = at >= 0 ? at : links.findIndex((link) => link.getAttribute('aria-current') === 'true')
  const next = links[Math.min(Math.max(from + by, 0), links.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return true
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(selector)
  link?.click()
  return link !== null
}

function open(details: HTMLDetailsElement | null): boolean {
  if (!details) return false
  details.open = true
  details.querySelector('summary')?.focus()
  return true
}

function reach(key: string): boolean {
  const found = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  if (!found) return false
  if (found instanceof HTMLDetailsElement) {
    open(found)
    found.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select')?.focus()
  } else if (found.hasAttribute('data-press')) {
    found.click()
  } else {
    found.focus()
  }
  return true
}

/** Escape leaves a field and closes what is open around it, the nearest first. */
function close(target: HTMLElement): void {
  const details = target.closest('details[open]') as HTMLDetailsElement | null
  if (details) {
    details.open = false
    details.querySelector('summary')?.focus()
  } else {
    target.blur()
  }
}
