/** Three presses of Shift within two seconds each leave the page, and Back does not return. */
export function leaveOnShift(): void {
  const link = document.querySelector<HTMLAnchorElement>('a[data-exit]')
  if (!link) return
  const leave = (): void => {
    // Nothing of the page may stay in sight while the other one loads.
    document.body.hidden = true
    document.title = '…'
    location.replace(link.href)
  }
  link.addEventListener('click', (event) => {
    event.preventDefault()
    leave()
  })
  let presses = 0
  let forget = 0
  document.addEventListener('keyup', (event) => {
    clearTimeout(forget)
    presses = event.key === 'Shift' ? presses + 1 : 0
    if (presses === 3) leave()
    forget = window.setTimeout(() => { presses = 0 }, 2000)
  })
}
