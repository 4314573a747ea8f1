// What LAPOR proposes, in a real browser on the real program: to who reports, with and without
// scripts; to officers, with one key; to who searches, with the keyboard alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults } from './axe.mjs'
import { languages, openBrowser, sizes, themes } from './gallery.mjs'
import { pressThrough, tabTo } from './keyboard.mjs'
import { Officer, Person, Reporter } from './people.mjs'
import { Service } from './service.mjs'

const coblong = '327302'
const lamp = 'public_works.roads.street_lighting'
let service
let browser
let nation

before(async () => {
  browser = await openBrowser()
  service = await Service.prepare()
  const password = await service.invite('nation', 'Ayu Pusat', 'national_admin')
  await service.start()
  nation = await Officer.arrive(browser, service)
  nation.take('nation', password)
  await nation.signIn()
})
after(async () => {
  await browser?.close()
  await service?.close()
})

const title = 'Lampu jalan padam di Jalan Kenanga'
const body = 'Lampu penerangan jalan di Jalan Kenanga, Kecamatan Coblong, Kota Bandung padam sejak seminggu lalu dan warga takut lewat.'

/** The values of the answers offered under a name. */
const offered = (person, name) => person.page.locator(`main [name="${name}"]`).evaluateAll((all) => all.map((one) => one.value))

/** Writes the matter and takes category and place as they are proposed. */
async function accept(reporter) {
  await reporter.visit('/lapor/jenis')
  await reporter.step('/lapor/jenis', { jenis: 'complaint' })
  await reporter.step('/lapor/isi', { judul: title, isi: body })
  assert.ok((await offered(reporter, 'kategori')).includes(lamp), `${await offered(reporter, 'kategori')}`)
  assert.equal(await reporter.page.locator('main [name="kategori"]:checked').count(), 0, 'nothing is chosen for anybody')
  await reporter.fill('kategori', lamp)
  await reporter.press(reporter.page.locator('form:has([name="kategori"]) .btn-primary').first())
  assert.deepEqual(await offered(reporter, 'usul'), [coblong, 'lain'])
  assert.equal(await reporter.page.locator('main [name="usul"]:checked').count(), 0, 'nothing is chosen for anybody')
  await reporter.fill('usul', coblong)
  await reporter.fill('keterangan', 'Depan pos ronda')
  await reporter.send('keterangan')
  assert.equal(await reporter.page.locator('[name="kecamatan"]').inputValue(), coblong)
  assert.equal(await reporter.page.locator('[name="keterangan"]').inputValue(), 'Depan pos ronda')
  // Which village is not known.
  await reporter.send('keterangan')
}

const withScripts = { viewport: sizes.phone }
const without = { viewport: sizes.phone, javaScriptEnabled: false }

test('the form proposes category, place and office, and then the same report, with scripts and without', async () => {
  const first = await Reporter.arrive(browser, service, withScripts)
  await accept(first)
  assert.equal(first.path(), '/lapor/tujuan')
  assert.match(await first.text(), /Pemerintah Kota Bandung/)
  await first.step('/lapor/tujuan', { tujuan: 'tidak-tahu' })
  if (first.path() === '/lapor/terlapor') await first.press(first.page.locator('main form .btn-primary').last())
  await first.press(first.page.locator('[name="lanjut"]'))
  await first.step('/lapor/pelapor', { siapa: 'anonim' })
  await first.press(first.page.locator('form[action$="/lapor/kirim"] .btn-primary'))
  const { number } = await first.receipt()
  await nation.act(number, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  for (const options of [without, withScripts]) {
    const other = await Reporter.arrive(browser, service, options)
    await accept(other)
    assert.equal(other.path(), '/lapor/serupa')
    assert.ok(await other.page.locator(`a[href$="/laporan/${number}"]`).count() > 0, await other.text())
    await other.leave()
  }
  await first.leave()
})

test('what the place step proposes has no axe violation in either language', async () => {
  const reporter = await Reporter.arrive(browser, service, withScripts)
  await reporter.visit('/lapor/jenis')
  await reporter.step('/lapor/jenis', { jenis: 'complaint' })
  await reporter.step('/lapor/isi', { judul: title, isi: body })
  await reporter.press(reporter.page.locator('[name="biar"]'))
  for (const [language, prefix] of Object.entries(languages)) {
    for (const path of ['/lapor/tempat', '/lapor/tempat?cari=coblong']) {
      await reporter.visit(prefix + path)
      assert.deepEqual(await faults(reporter.page, { themes }), [], `${language} ${path}`)
    }
    await reporter.visit(`${prefix}/lapor/tempat`)
    if (process.env.LAPOR_SHOTS) await reporter.page.screenshot({ path: `${process.env.LAPOR_SHOTS}/place-${language}.png`, fullPage: true })
  }
  await reporter.leave()
})

test('words typed beside a search for a place are kept without scripts', async () => {
  const reporter = await Reporter.arrive(browser, service, without)
  await reporter.visit('/lapor/jenis')
  await reporter.step('/lapor/jenis', { jenis: 'complaint' })
  await reporter.step('/lapor/isi', { judul: 'Lampu jalan padam', isi: 'Lampu jalan padam sejak seminggu lalu dan warga takut lewat.' })
  await reporter.press(reporter.page.locator('[name="biar"]'))
  await reporter.fillAll({ keterangan: 'Depan pos ronda', nama: 'kec. coblong' })
  // As a finger on the keyboard of a phone sends it.
  await pressThroughFrom(reporter.page.locator('[name="nama"]'))
  await reporter.fill('wilayah', '327302')
  await reporter.send('wilayah')
  assert.equal(await reporter.page.locator('[name="keterangan"]').inputValue(), 'Depan pos ronda')
  assert.equal(await reporter.page.locator('[name="kecamatan"]').inputValue(), '327302')
  await reporter.leave()
})

async function pressThroughFrom(field) {
  await field.focus()
  await pressThrough(field.page())
}

/** Files something for which no office is named. */
async function file(words) {
  const reporter = await Reporter.arrive(browser, service)
  const { number } = await reporter.file({ kind: 'complaint', place: { provinsi: '32', kabupaten: '3273' }, ...words })
  await reporter.leave()
  return number
}

const first = () => nation.page.locator('.proposal-what').first().innerText()

test('an officer accepts a suggestion with one key', async () => {
  const number = await file({ title: 'Lampu jalan mati total', body: 'Lampu penerangan jalan di depan kantor pos mati total sejak hari Senin.' })
  await nation.open(number)
  assert.match(await first(), /Lampu penerangan jalan/)
  await pressThrough(nation.page, '1')
  assert.match(nation.page.url(), /berhasil=teruskan/)
  await nation.visit(`/meja/semua/${number}`)
  assert.match(await nation.text(), /Pemerintah Kota Bandung/)
})

test('a corrected suggestion changes the next similar one', async () => {
  const words = (n) => ({
    title: `Gerobak rongsok menghalangi trotoar nomor ${n}`,
    body: 'Gerobak rongsok diparkir berhari-hari di trotoar dekat kantor pos dan tidak ada yang memindahkan.',
  })
  const number = await file(words(1))
  await nation.open(number)
  const before = await first()
  const corrected = 'Galian dan pekerjaan jalan'
  for (let n = 1; n <= 6; n += 1) {
    const wrong = n === 1 ? number : await file(words(n))
    await nation.act(wrong, 'klasifikasi', { 'klasifikasi-kategori': corrected })
    await nation.act(wrong, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  }
  const next = await file(words(7))
  // LAPOR learns in the background.
  for (let tries = 0; tries < 40; tries += 1) {
    await nation.open(next)
    if (await first() !== before) break
    await nation.page.waitForTimeout(250)
  }
  const after = await first()
  assert.notEqual(after, before)
  assert.match(after, new RegExp(corrected, 'i'))
})

test('the search answers while somebody types, with the keyboard alone', async () => {
  const stranger = await Person.arrive(browser, service)
  const { page } = stranger
  await stranger.visit('/laporan')
  await tabTo(page, '[data-suggest] input[type=search]')
  await page.keyboard.type('kenanga')
  const option = page.locator('[role=listbox] [role=option]').first()
  await option.waitFor()
  assert.match(await option.innerText(), /Lampu jalan padam/)
  await page.keyboard.press('ArrowDown')
  assert.equal(await option.getAttribute('aria-selected'), 'true')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('[role=listbox]').isVisible(), false)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await pressThrough(page)
  assert.match(stranger.path(), /^\/laporan/)
  await stranger.leave()
})

test('facets narrow without scripts', async () => {
  const wish = await file({ kind: 'aspiration', title: 'Lampu hias di taman kota', body: 'Mohon lampu hias dipasang di taman kota supaya warga betah duduk di sana.' })
  await nation.act(wish, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  const stranger = await Person.arrive(browser, service, without)
  await stranger.visit('/laporan?kata=lampu')
  const all = await stranger.page.locator('ol.reports > li').count()
  assert.ok(all >= 2, `${all} found`)
  await stranger.page.locator('details:has(.facets) > summary').last().click()
  await stranger.press(stranger.page.locator('.facets a').first())
  assert.match(stranger.page.url(), /kata=lampu&/)
  const fewer = await stranger.page.locator('ol.reports > li').count()
  assert.ok(fewer > 0 && fewer < all, `${fewer} of ${all}`)
  await stranger.leave()
})
