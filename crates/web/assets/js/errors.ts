/** Leads a person who sent a form with errors to their list. */
export function focusErrors(): void {
  document.getElementById('halaman-kesalahan')?.focus()
}
