import { mkdirSync } from 'node:fs'
import { serveDesk, openAs } from '/work/wt-desk/crates/web/browser/desk.mjs'
import { openBrowser } from '/work/wt-desk/crates/web/browser/gallery.mjs'
const [out, only] = process.argv.slice(2)
mkdirSync(out, { recursive: true })
const desk = await serveDesk(); const browser = await openBrowser()
const S = { 360: { width: 360, height: 740 }, 768: { width: 768, height: 1024 }, 1440: { width: 1440, height: 900 } }
async function shot(name, who, size, theme, go, full = true) {
  if (only && !name.includes(only)) return
  const { page, close } = await openAs(browser, desk, who, { viewport: S[size] }, theme)
  await go(page); await page.screenshot({ path: `${out}/${name}-${size}-${theme}.png`, fullPage: full }); await close()
}
const at = (p) => (page) => page.goto(desk.origin + p)
const first = (p) => async (page) => { await page.goto(desk.origin + p); await page.goto(desk.origin + await page.locator('[data-queue] a').first().getAttribute('href')) }
await shot('queue', 'Liaison', 360, 'light', at('/meja/saya'))
await shot('report', 'Liaison', 360, 'dark', first('/meja/saya'))
await shot('report', 'Liaison', 1440, 'light', first('/meja/saya'), false)
await shot('report-en', 'National', 1440, 'dark', first('/en/meja/verifikasi'), false)
await shot('report', 'Liaison', 768, 'light', first('/meja/saya'))
await shot('secret', 'Inspector', 1440, 'light', first('/meja/pengawasan'), false)
await shot('refused', 'National', 1440, 'light', async (page) => { await first('/meja/verifikasi')(page); await page.locator('#teruskan-instansi').fill('pe'); await page.locator('#teruskan-instansi').press('Enter'); await page.waitForSelector('.error-summary') }, false)
await shot('identity', 'Liaison', 1440, 'light', async (page) => { await first('/meja/saya')(page); await page.locator('.more-acts > summary').click(); await page.locator('details.command', { hasText: 'Buka identitas pelapor' }).locator('summary').first().click(); await page.locator('#identitas-isi').fill('Teknisi perlu menelepon pelapor.'); await page.getByRole('button', { name: 'Buka identitas' }).click() }, false)
await shot('news', 'CityAdmin', 360, 'light', at('/meja/kabar'))
await shot('account', 'CityAdmin', 1440, 'light', at('/meja/akun'))
await shot('account', 'CityAdmin', 360, 'light', at('/meja/akun'))
await shot('letters', 'CityAdmin', 1440, 'light', at('/meja/surat'))
await shot('signin', 'nobody', 360, 'light', at('/masuk'))
await shot('empty', 'Liaison', 1440, 'light', at('/meja/sub-unit'), false)
await browser.close(); desk.close()
