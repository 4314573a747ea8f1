/** Says under the text what it seems to be about and who reported the same, after a pause in typing.
 *  The text goes in the body of the question, never in an address. */
export function proposeWhileTyping(): void {
  const pause = 700
  document.querySelectorAll<HTMLElement>('[data-typing]').forEach((place) => {
    const form = place.closest('form')
    if (!form) return
    let timer = 0
    let asked = 0
    let last = ''
    const ask = (): void => {
      const all = new FormData(form)
      const body = new URLSearchParams()
      for (const name of ['judul', 'isi']) body.set(name, String(all.get(name) ?? ''))
      // The other fields of the form say nothing of it.
      if (body.toString() === last) return
      last = body.toString()
      const own = ++asked
      fetch(place.dataset.typing ?? '', { method: 'POST', body })
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ''))
        .then((text) => {
          // What stays the same is not read aloud again.
          if (own === asked && text !== place.dataset.shown) {
            place.dataset.shown = text
            place.innerHTML = text
          }
        })
        .catch(() => undefined)
    }
    const later = (): void => {
      clearTimeout(timer)
      timer = window.setTimeout(ask, pause)
    }
    form.addEventListener('input', later)
    later()
  })
}
