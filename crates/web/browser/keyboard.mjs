// Hands that know no mouse, and eyes that must always see where they are.
import assert from 'node:assert/strict'

/** Fails unless the focused element is on the screen with a ring around it or its card. */
async function assertSeen(page) {
  const fault = await page.evaluate(() => {
    const one = document.activeElement
    const ringed = [one, one.closest('label, .card'), one.id && document.querySelector(`label[for="${one.id}"]`)].filter(Boolean)
    const hasRing = ringed.some((part) => {
      const style = getComputedStyle(part)
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    })
    const box = one.getBoundingClientRect()
    const onScreen = box.bottom > 0 && box.top < innerHeight && box.width > 0
    if (hasRing && onScreen) return null
    return `${hasRing ? 'off the screen' : 'no ring'}: ${one.outerHTML.slice(0, 160)}`
  })
  assert.equal(fault, null)
}

/** Walks with the tab key until the focus is on what `selector` names. */
export async function tabTo(page, selector) {
  for (let tabs = 0; tabs < 120; tabs += 1) {
    await page.keyboard.press('Tab')
    await assertSeen(page)
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return
  }
  assert.fail(`the tab key does not reach ${selector} on ${page.url()}`)
}

/** Presses a key that leads to another page, and waits for it. */
export async function pressThrough(page, key = 'Enter') {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)])
}

/** Walks to a button or a link and presses it. */
export async function go(page, selector) {
  await tabTo(page, selector)
  await pressThrough(page)
}

/** Walks to a field and types. */
export async function type(page, name, words) {
  await tabTo(page, `[name="${name}"]`)
  await page.keyboard.type(words)
}
