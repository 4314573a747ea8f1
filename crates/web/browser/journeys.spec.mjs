// The main ways through LAPOR with a real browser and the real program.
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser, sizes } from './gallery.mjs'
import { go, pressThrough, tabTo, type } from './keyboard.mjs'
import { Officer, Person, Reporter } from './people.mjs'
import { Service } from './service.mjs'

const shots = process.env.LAPOR_SHOTS ?? mkdtempSync(join(tmpdir(), 'lapor-shots-'))
const shoot = (person, name) => person.page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })

const bandung = { agency: 'kota-bandung' }
const posts = {
  nation: ['Ayu Pusat', 'national_admin'],
  bandung: ['Budi Santoso', 'agency_admin', bandung],
  roads: ['Cici Rahma', 'liaison_officer', { ...bandung, unit: 'public_works' }],
  inspectorate: ['Dedi Awas', 'inspectorate_officer', { ...bandung, unit: 'inspectorate' }],
  province: ['Euis Jabar', 'agency_admin', { agency: 'prov-jawa-barat' }],
  cimahi: ['Fajar Cimahi', 'agency_admin', { agency: 'kota-cimahi' }],
}

let service
let browser
const officers = {}

before(async () => {
  browser = await openBrowser()
  service = await Service.prepare()
  const passwords = {}
  for (const [post, [name, role, place]] of Object.entries(posts)) {
    passwords[post] = await service.invite(post, name, role, place)
  }
  await service.start()
  for (const post of Object.keys(posts)) officers[post] = await hire(service, post, passwords[post])
})
after(async () => {
  await browser?.close()
  await service?.close()
})

async function hire(at, post, password, options) {
  const officer = await Officer.arrive(browser, at, options)
  officer.take(post, password)
  await officer.signIn()
  return officer
}

/** Every officer's browser was quiet so far. */
function assertQuietDesk() {
  for (const officer of Object.values(officers)) officer.assertQuiet()
}

const phone = { viewport: sizes.phone, javaScriptEnabled: false }
const inBandung = { provinsi: '32', kabupaten: '3273', keterangan: 'Jalan Melati, depan pasar' }

test('a guest on a phone without scripts: filed, verified, answered, contested, answered again, accepted', async () => {
  const { nation, bandung, roads } = officers
  const guest = await Reporter.arrive(browser, service, phone)
  const stranger = await Person.arrive(browser, service)
  await guest.visit('/')
  const photo = { name: 'lubang.jpg', mimeType: 'image/jpeg', buffer: await guest.page.screenshot({ type: 'jpeg' }) }
  const receipt = await guest.file({
    kind: 'complaint',
    title: 'Jalan berlubang di depan pasar',
    body: 'Ada lubang besar di Jalan Melati depan pasar sejak dua minggu lalu. Dua orang sudah jatuh.',
    category: 'public_works.roads.potholes',
    place: inBandung,
    photo,
    name: 'Siti Aminah',
  })
  await shoot(guest, '1-receipt')
  assert.equal(await stranger.visit(`/laporan/${receipt.number}`), 404)

  await nation.act(receipt.number, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  assert.equal(await stranger.visit(`/laporan/${receipt.number}`), 200)
  const seen = await stranger.text()
  assert.match(seen, /Jalan berlubang di depan pasar/)
  assert.doesNotMatch(seen, /Siti|Aminah/)

  await bandung.open(receipt.number)
  await bandung.unfold('serahkan')
  const unit = await bandung.page.locator('[name="serahkan-unit"] option', { hasText: 'Pekerjaan Umum' }).getAttribute('value')
  await bandung.act(receipt.number, 'serahkan', { 'serahkan-unit': unit })
  await roads.act(receipt.number, 'jawab', { 'jawab-isi': 'Tim sudah memeriksa lokasi hari ini dan memasang papan peringatan. Lubang akan kami tambal pada 26 November 2026 saat aspal panas tersedia.', 'jawab-tindakan': 'explained' })

  await guest.follow(receipt)
  assert.match(await guest.text(), /Lubang akan kami tambal/)
  await guest.deed(receipt, 'sanggah', { teks: 'Sampai hari ini lubangnya belum ditambal sama sekali.' })
  await roads.act(receipt.number, 'jawab', { 'jawab-isi': 'Regu jalan sudah menambal kedua lubang di Jalan Melati hari ini dengan aspal panas; jalan dapat dilalui.', 'jawab-tindakan': 'done' })
  await guest.follow(receipt)
  await guest.deed(receipt, 'terima', { nilai: '5', ketepatan: '4' })
  assert.match(await guest.text(), /nilai 5 dari 5/)
  await shoot(guest, '1-closed')

  await stranger.visit(`/laporan/${receipt.number}`)
  // A browser may keep a public page for five seconds.
  await eventually(stranger, /Regu jalan sudah menambal kedua lubang/)
  assert.doesNotMatch(await stranger.text(), /Siti|Aminah/)
  await stranger.visit('/laporan?kata=berlubang')
  assert.match(await stranger.text(), /Jalan berlubang di depan pasar/)
  assertQuietDesk()
  await guest.leave()
  await stranger.leave()
})

test('an anonymous and confidential whistle is seen by the inspectorate and nobody else', async () => {
  const { nation, bandung, roads, inspectorate, cimahi } = officers
  const witness = await Reporter.arrive(browser, service, phone)
  const stranger = await Person.arrive(browser, service)
  const title = 'Pungutan liar pengurusan izin galian'
  const receipt = await witness.file({
    kind: 'whistleblowing',
    title,
    body: 'Pejabat dinas meminta uang lima juta rupiah untuk setiap izin galian, dibayar tunai di kantornya.',
    category: 'public_works.roads.potholes',
    place: inBandung,
    office: 'Pemerintah Kota Bandung',
    accused: 'Dinas Pekerjaan Umum',
  })
  const { number } = receipt

  assert.equal(await stranger.visit(`/laporan/${number}`), 404)
  for (const path of ['/', '/laporan', `/laporan?kata=${number}`, '/laporan?kata=pungutan', '/en/laporan', '/statistik', '/data']) {
    await stranger.visit(path)
    const html = await stranger.page.content()
    assert.ok(!html.includes(title) && !html.includes(`/laporan/${number}`), `${path} tells of the whistle`)
  }
  for (const outsider of [bandung, roads, cimahi]) {
    assert.ok(!await outsider.open(number), `${outsider.username} finds the whistle`)
    assert.equal(await outsider.visit(`/meja/semua/${number}`), 404)
    await outsider.visit('/meja/kabar')
    assert.ok(!(await outsider.page.content()).includes(title), `${outsider.username} hears of the whistle`)
  }

  await inspectorate.act(number, 'pesan', { 'pesan-isi': 'Kapan dan di ruang mana uang itu diminta?' })
  const asked = await inspectorate.page.locator('body').innerText()
  assert.match(asked, new RegExp(title))
  await witness.follow(receipt)
  assert.match(await witness.text(), /di ruang mana uang itu diminta/)
  await shoot(witness, '2-asked')
  await witness.deed(receipt, 'pesan', { teks: 'Setiap Senin pagi di ruang lantai dua.' })
  assert.ok(await inspectorate.open(number))
  assert.match(await inspectorate.text(), /ruang lantai dua/)
  await shoot(inspectorate, '2-inspectorate')
  assert.ok(await nation.open(number), 'the nation sees it')
  assertQuietDesk()
  await witness.leave()
  await stranger.leave()
})

test('postponed, completed, then settled', async () => {
  const { nation, bandung } = officers
  const reporter = await Reporter.arrive(browser, service, phone)
  const receipt = await reporter.file({
    kind: 'complaint',
    title: 'Lampu jalan padam di gang',
    body: 'Lampu jalan di gang rumah saya padam dan gelap sekali pada malam hari.',
    place: { keterangan: 'Di gang rumah saya' },
    name: 'Rina Kartika',
  })
  await nation.act(receipt.number, 'tunda', { 'tunda-kurang': 'place', 'tunda-isi': 'Di kota dan gang mana lampu itu padam?' })
  await reporter.follow(receipt)
  assert.match(await reporter.text(), /Di kota dan gang mana lampu itu padam/)
  await shoot(reporter, '3-asked')
  await reporter.deed(receipt, 'lengkapi', { teks: 'Gang Mawar nomor tiga, Kota Bandung.' })
  await nation.act(receipt.number, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  await bandung.act(receipt.number, 'jawab', { 'jawab-isi': 'Lampu sudah diganti dengan yang baru.', 'jawab-tindakan': 'done' })
  await reporter.follow(receipt)
  await reporter.deed(receipt, 'terima', { nilai: '4', ketepatan: '5' })
  assertQuietDesk()
  await reporter.leave()
})

test('transferred three times, then the nation decides and nobody sends it back', async () => {
  const { nation, bandung, province, cimahi } = officers
  const reporter = await Reporter.arrive(browser, service, phone)
  const receipt = await reporter.file({
    kind: 'complaint',
    title: 'Sungai di perbatasan penuh sampah',
    body: 'Sampah menumpuk di sungai perbatasan kota dan tidak ada yang mau mengangkutnya.',
    place: inBandung,
    name: 'Joko Susilo',
  })
  const { number } = receipt
  const offices = [['Pemerintah Kota Bandung', bandung], ['Pemerintah Kota Cimahi', cimahi], ['Pemerintah Provinsi Jawa Barat', province]]
  for (const [name, officer] of offices) {
    await nation.act(number, 'teruskan', { 'teruskan-instansi': name })
    await officer.act(number, 'kembalikan', { 'kembalikan-alasan': 'other_region', 'kembalikan-isi': 'Lokasinya berada di wilayah instansi lain.' })
    if (await officer.open(number)) assert.deepEqual(await officer.offered(), [], `${officer.username} still has a say`)
  }
  await nation.visit('/meja/putusan')
  assert.match(await nation.text(), /Sungai di perbatasan penuh sampah/)
  await nation.act(number, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  await bandung.open(number)
  assert.ok(!(await bandung.offered()).includes('kembalikan'))
  const told = await bandung.insist(number, 'kembalikan', { 'kembalikan-alasan': 'other_region', 'kembalikan-isi': 'Lokasinya berada di wilayah instansi lain.' })
  assert.match(told, /Admin nasional sudah memutuskan instansi ini berwenang/)
  await shoot(bandung, '4-refused')
  await reporter.follow(receipt)
  assert.match(await reporter.text(), /Kota Bandung/)
  assertQuietDesk()
  await reporter.leave()
})

test('two agencies on one case: no answer while the supporting task is open', async () => {
  const { nation, bandung, province } = officers
  const reporter = await Reporter.arrive(browser, service, phone)
  const receipt = await reporter.file({
    kind: 'complaint',
    title: 'Banjir di jalan provinsi dekat terminal',
    body: 'Setiap hujan jalan provinsi dekat terminal kota banjir setinggi lutut karena drainase mampet.',
    place: inBandung,
    name: 'Maya Lestari',
  })
  const { number } = receipt
  await nation.act(number, 'teruskan', {
    'teruskan-instansi': 'Pemerintah Kota Bandung',
    'teruskan-dukung': 'Pemerintah Provinsi Jawa Barat',
  })
  await bandung.open(number)
  assert.ok(!(await bandung.offered()).includes('jawab'))
  const answer = { 'jawab-isi': 'Drainase sudah dibersihkan bersama provinsi.', 'jawab-tindakan': 'done' }
  assert.match(await bandung.insist(number, 'jawab', answer), /Masih ada 1 tugas pendukung yang terbuka/)
  await shoot(bandung, '5-refused')
  await province.visit('/meja/tugas')
  assert.match(await province.text(), /Banjir di jalan provinsi/)
  await province.act(number, 'selesaikan', { 'selesaikan-isi': 'Saluran milik provinsi sudah dikeruk.' })
  await bandung.act(number, 'jawab', answer)
  await reporter.follow(receipt)
  assert.match(await reporter.text(), /Drainase sudah dibersihkan bersama provinsi/)
  assertQuietDesk()
  await reporter.leave()
})

test('with the keyboard alone: a report is filed and verified, the focus always in sight', async () => {
  const { nation } = officers
  const reporter = await Reporter.arrive(browser, service)
  const { page } = reporter
  const title = 'Antrean panjang di loket kelurahan'
  await reporter.visit('/lapor')
  await go(page, 'a.btn-primary[href$="/lapor/jenis"]')
  await tabTo(page, '[name="jenis"]')
  await page.keyboard.press('Space')
  await go(page, 'main form .btn-primary')
  await type(page, 'judul', title)
  await type(page, 'isi', 'Setiap pagi antrean di loket kelurahan lebih dari tiga jam dan hanya satu petugas yang melayani.')
  await go(page, 'main form .btn-primary')
  await go(page, '[name="biar"]')
  await type(page, 'provinsi', 'Jawa Barat')
  await go(page, 'main form .btn-primary')
  for (let level = 0; level < 3 && reporter.path() === '/lapor/tempat'; level += 1) await go(page, 'main form .btn-primary')
  await tabTo(page, '[name="tujuan"]')
  // The last choice is "I do not know"; the arrow goes round.
  await page.keyboard.press(await page.locator('[name="tujuan"]').count() > 1 ? 'ArrowUp' : 'Space')
  await go(page, 'main form:has([name="tujuan"]) .btn-primary')
  if (reporter.path() === '/lapor/terlapor') await go(page, 'main form .btn-primary')
  await go(page, '[name="lanjut"]')
  await tabTo(page, '[name="siapa"]')
  await page.keyboard.press('Space')
  await type(page, 'nama', 'Tono Sudrajat')
  await go(page, 'main form .btn-primary')
  await shoot(reporter, '7-review')
  await go(page, 'form[action$="/lapor/kirim"] .btn-primary')
  const { number } = await reporter.receipt()

  const desk = nation.page
  await nation.visit('/meja')
  const focused = () => desk.evaluate(() => document.activeElement.matches('a') ? document.activeElement.textContent : '')
  for (let rows = 0; rows < 30 && !(await focused()).includes(title); rows += 1) await desk.keyboard.press('j')
  await pressThrough(desk)
  assert.ok(nation.path().endsWith(`/${number}`))
  await desk.keyboard.press('f')
  assert.equal(await desk.evaluate(() => document.activeElement.name), 'teruskan-instansi')
  await desk.keyboard.press('Control+a')
  await desk.keyboard.type('Pemerintah Kota Bandung')
  await shoot(nation, '7-desk')
  await go(desk, 'form[action$="/teruskan"] .btn-primary')
  assert.match(desk.url(), /berhasil=teruskan/)
  assertQuietDesk()
  await reporter.leave()
})

test('nobody answers: yellow, red, then the Ombudsman advises', async (t) => {
  const late = await Service.prepare()
  t.after(() => late.close())
  // A Monday morning in Bandung.
  late.setClock('2026-07-06 02:00:00')
  const bandungPassword = await late.invite('bandung', ...posts.bandung)
  const nationPassword = await late.invite('nation', ...posts.nation)
  const ombudsmanPassword = await late.invite('ombudsman', 'Gita Ombudsman', 'ombudsman_officer')
  await late.start()
  const reporter = await Reporter.arrive(browser, late, phone)
  const bandung = await hire(late, 'bandung', bandungPassword)
  const nation = await hire(late, 'nation', nationPassword)
  const ombudsman = await hire(late, 'ombudsman', ombudsmanPassword)
  const receipt = await reporter.file({
    kind: 'complaint',
    title: 'Trotoar rusak di depan sekolah',
    body: 'Trotoar di depan sekolah rusak parah sehingga anak-anak berjalan di badan jalan raya.',
    place: inBandung,
    office: 'Pemerintah Kota Bandung',
    name: 'Wati Suryani',
  })
  const { number } = receipt

  const lightOf = async (officer) => {
    await officer.signIn()
    await officer.visit('/meja/semua')
    const shown = officer.page.locator('.queue-row', { hasText: 'Trotoar rusak' }).locator('.light')
    return { word: (await shown.innerText()).trim(), shape: await shown.locator('svg').innerHTML() }
  }
  await bandung.visit('/meja/semua')
  const shown = bandung.page.locator('.queue-row .light').first()
  const green = { word: (await shown.innerText()).trim(), shape: await shown.locator('svg').innerHTML() }
  assert.equal(green.word, 'Tepat waktu')

  // Three working days to verify: the last one is Thursday.
  await late.travel('2026-07-09 02:00:00')
  const yellow = await lightOf(bandung)
  assert.equal(yellow.word, 'Mendekati batas')
  await bandung.visit('/meja/kabar')
  await eventually(bandung, /mendekati batas 9 Juli 2026/i)
  await eventually(bandung, /0 terlambat, 1 mendekati batas, 1 terbuka/)
  assert.match(await bandung.text(), /Trotoar rusak/)
  // As an e-mail links to it.
  await bandung.visit(`/meja/laporan/${number}`)
  assert.equal(bandung.path(), `/meja/semua/${number}`)
  await bandung.visit('/meja/kabar')
  await shoot(bandung, '6-inbox')

  await late.travel('2026-07-13 02:00:00')
  const red = await lightOf(bandung)
  assert.equal(red.word, 'Terlambat')
  assert.equal(new Set([green.shape, yellow.shape, red.shape]).size, 3, 'each light has a shape of its own')
  await bandung.visit('/meja/kabar')
  await eventually(bandung, /lewat batas 9 Juli 2026/i)
  assert.equal((await lightOf(nation)).word, 'Terlambat')
  await reporter.follow(receipt)
  assert.match(await reporter.text(), /Terlambat/)
  await shoot(reporter, '6-late')

  await late.travel('2026-09-08 02:00:00')
  await ombudsman.signIn()
  await ombudsman.visit('/meja/ombudsman')
  await eventually(ombudsman, /Trotoar rusak/)
  await ombudsman.act(number, 'saran', { 'saran-isi': 'Pemerintah Kota Bandung wajib menjawab dalam tujuh hari.' })
  await shoot(ombudsman, '6-ombudsman')
  await reporter.follow(receipt)
  assert.match(await reporter.text(), /wajib menjawab dalam tujuh hari/)
  for (const person of [reporter, bandung, nation, ombudsman]) await person.leave()
})

/** Reloads until the page tells what the timekeeper, which works in the background, has done. */
async function eventually(person, words) {
  for (let tries = 0; tries < 60; tries += 1) {
    if (words.test(await person.page.locator('main').innerText())) return
    await person.page.waitForTimeout(500)
    await person.page.reload()
  }
  assert.fail(`${words} never came:\n${await person.page.locator('main').innerText()}`)
}
