// What every component must keep: no axe violation in any theme, language and width, no sideways
// scrolling, large targets, work without scripts, and a small first view.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { faults } from './axe.mjs'
import { galleryPaths, languages, openBrowser, serveGallery, sizes, themes } from './gallery.mjs'

let gallery
let browser
let paths

before(async () => {
  gallery = await serveGallery()
  browser = await openBrowser()
  paths = await galleryPaths(gallery.origin)
})
after(async () => {
  await browser?.close()
  gallery?.close()
})

/** A page of the gallery in a theme; closing it fails when the browser complained. */
async function openPage(options, theme) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  if (theme) await context.addCookies([{ name: 'tampilan', value: theme, url: gallery.origin }])
  const page = await context.newPage()
  const complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.location().url}: ${message.text()}`)
  })
  const close = async () => {
    await context.close()
    assert.deepEqual(complaints, [])
  }
  return { page, close }
}

for (const [language, prefix] of Object.entries(languages)) {
  for (const size of ['phone', 'desktop']) {
    test(`axe: every component in every theme, ${language}, ${size}`, async () => {
      const { page, close } = await openPage({ viewport: sizes[size] })
      const told = []
      for (const path of paths) {
        await page.goto(gallery.origin + prefix + path)
        for (const one of await faults(page, { themes, strict: true })) told.push(`${prefix}${path}: ${one}`)
      }
      assert.deepEqual(told, [])
      await close()
    })
  }
}

test('a theme is nothing but an attribute of the root', async () => {
  for (const theme of themes) {
    const { page, close } = await openPage({ viewport: sizes.phone }, theme)
    await page.goto(`${gallery.origin}/isian`)
    assert.equal(await page.locator('html').getAttribute('data-theme'), theme)
    const worn = (await page.locator('body').innerHTML()).replace(/ (checked|aria-pressed="\w+")/g, '')
    await page.context().clearCookies()
    await page.goto(`${gallery.origin}/isian`)
    const plain = (await page.locator('body').innerHTML()).replace(/ (checked|aria-pressed="\w+")/g, '')
    assert.equal(worn, plain)
    await close()
  }
})

test('nothing scrolls sideways at 320 px, nor with wide text spacing', async () => {
  const { page, close } = await openPage({ viewport: { width: 320, height: 640 } }, 'light')
  for (const path of paths) {
    await page.goto(gallery.origin + path)
    const excess = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(await excess() <= 0, `${path} is wider than the screen by ${await excess()}`)
    // WCAG 1.4.12. The policy of the pages forbids foreign styles, so the test sets properties.
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('body *')) {
        one.style.cssText += 'line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important'
      }
      for (const one of document.querySelectorAll('p')) one.style.marginBottom = '2em'
    })
    assert.ok(await excess() <= 0, `${path} is wider than the screen by ${await excess()} with wide spacing`)
  }
  await close()
})

test('targets outside running text are at least 44 px high', async () => {
  const { page, close } = await openPage({ viewport: sizes.phone }, 'light')
  for (const path of paths) {
    await page.goto(gallery.origin + path)
    const small = await page.evaluate(() => {
      // WCAG 2.5.5 leaves out links within a sentence or a block of text.
      const inText = (one) => one.closest('p, dd:not(.fact-change), li:not(nav li), th, td, .file-text') && one.matches('a')
      return Array.from(document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])'))
        .filter((one) => !one.closest('.skip') && !inText(one) && one.checkVisibility())
        .map((one) => ({ one, target: one.matches('[type=radio], [type=checkbox]') ? document.querySelector(`label[for="${one.id}"]`) : one }))
        .filter(({ target }) => target.getBoundingClientRect().height < 44)
        .map(({ one, target }) => `${target.getBoundingClientRect().height} ${one.outerHTML.slice(0, 120)}`)
    })
    assert.deepEqual(small, [], path)
  }
  await close()
})

test('keyboard focus is always seen whole and ringed', async () => {
  const { page, close } = await openPage({ viewport: sizes.phone }, 'light')
  for (const path of paths) {
    await page.goto(gallery.origin + path)
    const seen = []
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await page.keyboard.press('Tab')
      const fault = await page.evaluate(() => {
        const one = document.activeElement
        if (!one || one === document.body) return 'end'
        const style = getComputedStyle(one)
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return `no ring: ${one.outerHTML.slice(0, 120)}`
        const box = one.getBoundingClientRect()
        if (box.height > innerHeight / 2) return null
        const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
        const label = one.id ? document.querySelector(`label[for="${one.id}"]`) : null
        const covered = !at || !(one.contains(at) || at.contains(one) || label?.contains(at))
        return covered ? `covered: ${one.outerHTML.slice(0, 120)}` : null
      })
      if (fault === 'end') break
      if (fault) seen.push(fault)
    }
    assert.deepEqual(seen, [], path)
  }
  await close()
})

test('without scripts the theme and the language still change', async () => {
  const { page, close } = await openPage({ viewport: sizes.phone, javaScriptEnabled: false })
  await page.goto(`${gallery.origin}/isian`)
  await page.getByRole('button', { name: 'Gelap' }).click()
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
  assert.equal(new URL(page.url()).pathname, '/isian')
  await page.getByRole('link', { name: 'English' }).click()
  assert.equal(new URL(page.url()).pathname, '/en/isian')
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await close()
})

test('forced colours and print leave the content readable', async () => {
  const { page, close } = await openPage({ viewport: sizes.desktop, forcedColors: 'active' })
  await page.goto(`${gallery.origin}/terima`)
  assert.ok(await page.getByText('501').first().isVisible())
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.getByText('501').first().isVisible())
  assert.ok(!(await page.locator('.site-nav').isVisible()))
  await close()
})

test('three presses of Shift leave the page', async () => {
  const { page, close } = await openPage({ viewport: sizes.phone })
  await page.route('https://www.bmkg.go.id/**', (route) => route.fulfill({ body: 'cuaca' }))
  await page.goto(`${gallery.origin}/isian`)
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift')
  await page.waitForURL('https://www.bmkg.go.id/')
  await close()
})

test('the keys of the desk walk, open and close', async () => {
  const { page, close } = await openPage({ viewport: sizes.desktop })
  await page.goto(`${gallery.origin}/meja/laporan`)
  await page.keyboard.press('j')
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Jalan berlubang/)
  await page.keyboard.press('r')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'jawaban')
  await page.keyboard.press('j')
  assert.equal(await page.locator('#jawaban').inputValue(), 'j')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  assert.ok(await page.locator('details[data-keys]').evaluate((one) => one.open))
  await close()
})

test('the first view of a public page fits into 14 KB', async () => {
  for (const path of paths.filter((one) => !one.startsWith('/meja'))) {
    const html = await (await fetch(gallery.origin + path)).text()
    const [, sheet] = html.match(/rel="stylesheet" href="([^"]+)"/)
    const style = await fetch(gallery.origin + sheet, { headers: { 'accept-encoding': 'br' } })
    const bytes = brotliCompressSync(html).length + Number(style.headers.get('content-length'))
    assert.ok(bytes <= 14 * 1024, `${path} needs ${bytes} bytes`)
  }
})
