/** Says how many characters are left, aloud only after a pause in typing. */
export function countCharacters(): void {
  const language = document.documentElement.lang
  document.querySelectorAll<HTMLTextAreaElement>('textarea[data-limit]').forEach((area) => {
    const line = document.getElementById(`${area.id}-count`)
    const limit = Number(area.dataset.limit)
    if (!line) return
    // The seen line changes at once; what is read aloud waits, or it would interrupt each letter.
    const spoken = document.createElement('p')
    spoken.className = 'sr'
    spoken.setAttribute('aria-live', 'polite')
    line.after(spoken)
    let pause = 0
    const tell = (): void => {
      // The server counts Unicode characters and a line break as one.
      const left = limit - Array.from(area.value).length
      const template = left < 0 ? line.dataset.over : line.dataset.left
      line.textContent = (template ?? '').replace('#', Math.abs(left).toLocaleString(language))
      line.classList.toggle('count-over', left < 0)
      clearTimeout(pause)
      pause = window.setTimeout(() => { spoken.textContent = line.textContent }, 1000)
    }
    area.addEventListener('input', tell)
    if (area.value) tell()
  })
}
