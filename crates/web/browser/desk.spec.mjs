// The desk in a real browser: no axe violation on any page of any duty, everything by keyboard,
// everything without scripts, one pane at a time on a phone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults } from './axe.mjs'
import { deskPaths, openAs, serveDesk } from './desk.mjs'
import { languages, openBrowser, sizes, themes } from './gallery.mjs'

const duties = ['National', 'CityAdmin', 'MinistryAdmin', 'Liaison', 'Inspector', 'Ombudsman', 'Hub', 'Head']
let desk
let browser

before(async () => {
  desk = await serveDesk()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  desk?.close()
})

/** Each state of a page, in every theme. */
async function check(page, path) {
  assert.deepEqual(await faults(page, { themes }), [], path)
}

for (const who of duties) {
  for (const [language, prefix] of Object.entries(languages)) {
    test(`axe: ${who}, ${language}`, async () => {
      const { page, close } = await openAs(browser, desk, who)
      for (const path of await deskPaths(page, desk, prefix)) {
        await page.goto(desk.origin + path)
        // Everything that opens on demand is part of the page.
        await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true }))
        for (const size of ['phone', 'desktop']) {
          await page.setViewportSize(sizes[size])
          await check(page, `${path} with everything open, ${size}`)
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          assert.ok(excess <= 0, `${path} is wider than the screen by ${excess}`)
        }
      }
      await close()
    })
  }
}

test('axe: signing in', async () => {
  const { page, close } = await openAs(browser, desk, 'Learner', { viewport: sizes.phone })
  for (const prefix of Object.values(languages)) {
    await page.context().clearCookies()
    await page.goto(`${desk.origin}${prefix}/masuk`)
    await check(page, '/masuk')
    await page.locator('#nama-pengguna').fill('siapa')
    await page.locator('#sandi').fill('entah apa ini')
    await page.getByRole('button').filter({ hasText: /^(Masuk|Sign in)$/ }).click()
    assert.ok(await page.locator('.error-summary').isVisible())
    await check(page, '/masuk with errors')
  }
  await close()
})

test('an officer verifies by keyboard alone', async () => {
  const { page, close } = await openAs(browser, desk, 'National', { viewport: sizes.desktop })
  await page.goto(`${desk.origin}/meja`)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/meja\/verifikasi\/\d+/)
  await page.keyboard.press('f')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'teruskan-instansi')
  await page.keyboard.press('Enter')
  await page.waitForURL(/berhasil=teruskan/)
  assert.ok(await page.getByText('Laporan sudah diteruskan.').isVisible())
  await page.keyboard.press('/')
  await page.keyboard.type('selokan')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=selokan/)
  assert.match(await page.locator('[data-queue]').innerText(), /Selokan mampat/)
  await close()
})

test('without scripts a liaison officer answers, and is told what is wrong', async () => {
  const { page, close } = await openAs(browser, desk, 'Liaison', { viewport: sizes.phone, javaScriptEnabled: false })
  await page.goto(`${desk.origin}/meja/saya`)
  assert.ok(!(await page.locator('.pane-report').isVisible()), 'one pane at a time')
  await page.locator('[data-queue] a').first().click()
  assert.ok(!(await page.locator('.pane-queue').isVisible()), 'one pane at a time')
  await page.locator('#jawab-isi').fill('Pendek')
  await page.getByText('Sudah diselesaikan').first().click()
  await page.getByRole('button', { name: 'Kirim jawaban' }).click()
  assert.equal(await page.locator('#jawab-isi').inputValue(), 'Pendek')
  await page.locator('#jawab-isi').fill('Regu kami mengganti tiga lampu pada hari Selasa.')
  await page.getByRole('button', { name: 'Kirim jawaban' }).click()
  assert.ok(await page.getByText('Jawaban sudah dikirim.').isVisible())
  await page.locator('.pane-back').click()
  assert.ok(await page.locator('.pane-queue').isVisible())
  await close()
})

test('letters print one to a sheet, without the screen around them', async () => {
  const { page, close } = await openAs(browser, desk, 'CityAdmin', { viewport: sizes.desktop })
  await page.goto(`${desk.origin}/meja/surat`)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.locator('.letter').first().isVisible())
  assert.ok(!(await page.locator('.desk-head').isVisible()))
  await close()
})
