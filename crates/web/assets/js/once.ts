/** A second press on a slow line does not send again; the server would refuse it anyway. */
export function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (form.method !== 'post') return
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    window.setTimeout(() => { delete form.dataset.sent }, 10_000)
  })
  // A page brought back by the Back button may be sent again.
  window.addEventListener('pageshow', () => {
    document.querySelectorAll<HTMLFormElement>('form[data-sent]').forEach((form) => { delete form.dataset.sent })
  })
}
