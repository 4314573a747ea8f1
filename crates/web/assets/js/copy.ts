/** Copies what a button carries, and says on the button that it did. */
export function copyOnPress(): void {
  document.querySelectorAll<HTMLButtonElement>('button[data-copy]').forEach((button) => {
    button.addEventListener('click', () => {
      void navigator.clipboard?.writeText(button.dataset.copy ?? '').then(() => {
        button.textContent = button.dataset.copied ?? ''
      })
    })
  })
}
