/** Offers words, places, offices and reports under a search box while somebody types: a combobox
 *  with a list (WAI-ARIA APG). The form works without it; a slow answer never overtakes a newer one. */
export function suggestWhileTyping(): void {
  const pause = 200
  document.querySelectorAll<HTMLElement>('[data-suggest]').forEach((place, nth) => {
    const box = place.querySelector<HTMLInputElement>('input[type=search]')
    if (!box) return
    const list = document.createElement('ul')
    list.id = `daftar-saran-${nth}`
    list.className = 'suggestions'
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', place.querySelector('label')?.textContent ?? '')
    box.after(list)
    const set = (name: string, value: string): void => box.setAttribute(name, value)
    set('role', 'combobox')
    set('aria-autocomplete', 'list')
    set('aria-controls', list.id)
    set('aria-expanded', 'false')
    box.autocomplete = 'off'
    let timer = 0
    let asked = 0
    let chosen = -1
    const options = (): HTMLElement[] => Array.from(list.querySelectorAll<HTMLElement>('[role=option]'))
    const close = (): void => {
      asked += 1
      clearTimeout(timer)
      list.hidden = true
      chosen = -1
      set('aria-expanded', 'false')
      box.removeAttribute('aria-activedescendant')
    }
    const mark = (at: number): void => {
      const all = options()
      chosen = at
      all.forEach((option, n) => option.setAttribute('aria-selected', String(n === at)))
      const option = all[at]
      if (!option) return box.removeAttribute('aria-activedescendant')
      set('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }
    const go = (option: Element | null | undefined): void => {
      const href = (option as HTMLElement | null | undefined)?.dataset.href
      if (href) location.assign(href)
    }
    const ask = (): void => {
      const own = ++asked
      const typed = box.value.trim()
      if (typed.length < 2) return close()
      const query = new URLSearchParams({ [box.name]: typed })
      fetch(`${place.dataset.suggest}?${query}`)
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ''))
        .then((text) => {
          if (own !== asked || document.activeElement !== box) return
          list.innerHTML = text
          mark(-1)
          list.hidden = options().length === 0
          set('aria-expanded', String(!list.hidden))
        })
        .catch(() => { if (own === asked) close() })
    }
    box.addEventListener('input', () => {
      clearTimeout(timer)
      timer = window.setTimeout(ask, pause)
    })
    box.addEventListener('keydown', (event) => {
      const count = options().length
      if (list.hidden || count === 0) return
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step !== 0) {
        event.preventDefault()
        // One place before the first option: back in the box.
        mark(((chosen + 1 + step + count + 1) % (count + 1)) - 1)
      } else if (event.key === 'Enter' && chosen >= 0) {
        event.preventDefault()
        go(options()[chosen])
      } else if (event.key === 'Escape') {
        event.preventDefault()
        event.stopPropagation()
        close()
      }
    })
    list.addEventListener('mousedown', (event) => event.preventDefault())
    list.addEventListener('click', (event) => go((event.target as Element).closest('[role=option]')))
    box.addEventListener('blur', close)
  })
}
