// What every page must keep, on the real program: no axe violation in either language at two widths
// and in every theme; small first views; nobody else's hosts; a browser with no complaint.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { faults } from './axe.mjs'
import { languages, openBrowser, sizes, themes } from './gallery.mjs'
import { Officer, Person, Reporter } from './people.mjs'
import { Service } from './service.mjs'

let service
let browser
let receipt
const people = {}

const report = {
  kind: 'complaint',
  title: 'Jalan berlubang di depan pasar',
  body: 'Ada lubang besar di Jalan Melati depan pasar sejak dua minggu lalu. Dua orang sudah jatuh.',
  category: 'public_works.roads.potholes',
  place: { provinsi: '32', kabupaten: '3273', keterangan: 'Jalan Melati, depan pasar' },
  name: 'Siti Aminah',
}

before(async () => {
  browser = await openBrowser()
  service = await Service.prepare()
  const nation = await service.invite('nation', 'Ayu Pusat', 'national_admin')
  const bandung = await service.invite('bandung', 'Budi Santoso', 'agency_admin', { agency: 'kota-bandung' })
  const supervisor = await service.invite('supervisor', 'Sri Wahyuni', 'national_supervisor')
  await service.start()
  people.reporter = await Reporter.arrive(browser, service)
  receipt = await people.reporter.file(report)
  people.draft = await Reporter.arrive(browser, service)
  await people.draft.write(report)
  people.stranger = await Person.arrive(browser, service)
  for (const [name, password] of Object.entries({ nation, bandung, supervisor })) {
    people[name] = await Officer.arrive(browser, service)
    people[name].take(name, password)
    await people[name].signIn()
  }
  await people.nation.act(receipt.number, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  await people.bandung.act(receipt.number, 'jawab', { 'jawab-isi': 'Lubang sudah ditambal hari ini, terima kasih.', 'jawab-tindakan': 'done' })
  await people.reporter.follow(receipt)
})
after(async () => {
  await browser?.close()
  await service?.close()
})

/** Pages that say no, and the status they say it with; they are looked at like the others. */
const refused = { '/tidak-ada': 404, '/lacak/NOMOR/lengkapi': 409 }

/** Pages of everybody: who looks, and where. */
function pages() {
  const { number } = receipt
  return {
    stranger: ['/', '/lapor', '/lapor/jenis', '/lacak', '/laporan', '/laporan?kata=lubang', `/laporan/${number}`, '/statistik',
      '/bantuan', '/bantuan/petugas', '/tentang', '/privasi', '/aksesibilitas', '/data', '/model', '/masuk', '/tidak-ada'],
    draft: ['/lapor', '/lapor/jenis', '/lapor/isi', '/lapor/kategori', '/lapor/kategori?bidang=public_works', '/lapor/tempat',
      '/lapor/tujuan', '/lapor/tujuan?cari=bandung', '/lapor/terlapor', '/lapor/berkas', '/lapor/pelapor', '/lapor/periksa', '/lapor/buang'],
    reporter: ['/lapor/terkirim', '/lapor/terkirim?cetak=ya', `/lacak/${number}`, `/lacak/${number}/sanggah`, `/lacak/${number}/terima`,
      `/lacak/${number}/pesan`, `/lacak/${number}/cabut`, `/lacak/${number}/lengkapi`],
    nation: ['/meja/verifikasi', `/meja/semua/${number}`, '/meja/kabar', '/meja/akun', '/keluar'],
    bandung: ['/meja/verifikasi', '/meja/dijawab', `/meja/semua/${number}`, '/meja/kabar', '/meja/surat', '/meja/akun'],
    supervisor: ['/meja/keberatan', ...administration],
  }
}

/** Pages under /atur, as its own menu names them. */
let administration = []

test('the administration names its pages', async () => {
  const { page } = people.supervisor
  assert.equal(await people.supervisor.visit('/atur'), 200)
  const links = await page.locator('a[href^="/atur/"]').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  administration = ['/atur', ...new Set(links)]
  console.log(`${administration.length} pages: ${administration.join(' ')}`)
  assert.ok(administration.length > 8, 'the menu names its pages')
})

for (const [language, prefix] of Object.entries(languages)) {
  for (const who of ['stranger', 'draft', 'reporter', 'nation', 'bandung', 'supervisor']) {
    test(`axe: every page in every theme at two widths, ${language}, ${who}`, async () => {
      const { page } = people[who]
      const told = []
      for (const path of pages()[who]) {
        await page.setViewportSize(sizes.phone)
        const status = await people[who].visit(prefix + path)
        assert.equal(status, refused[path.replace(receipt.number, 'NOMOR')] ?? 200, `${who} ${prefix}${path}`)
        // What is folded away is read by somebody too.
        await page.evaluate(() => document.querySelectorAll('main details').forEach((one) => { one.open = true }))
        for (const size of ['phone', 'desktop']) {
          await page.setViewportSize(sizes[size])
          for (const one of await faults(page, { themes })) told.push(`${prefix}${path}, ${size}: ${one}`)
        }
      }
      assert.deepEqual(told, [])
    })
  }
}

test('axe: forms with every mistake', async () => {
  const told = []
  const mistaken = await Reporter.arrive(browser, service, { viewport: sizes.phone })
  const look = async (where) => {
    for (const one of await faults(mistaken.page, { themes })) told.push(`${where}: ${one}`)
  }
  await mistaken.visit('/lapor/jenis')
  await mistaken.press(mistaken.page.locator('main form .btn-primary'))
  await look('/lapor/jenis')
  await mistaken.step('/lapor/jenis', { jenis: 'complaint' })
  await mistaken.press(mistaken.page.locator('main form .btn-primary'))
  await look('/lapor/isi')
  await mistaken.visit('/lacak')
  await mistaken.press(mistaken.page.locator('main form .btn-primary'))
  await look('/lacak')
  await mistaken.visit('/masuk')
  await mistaken.press(mistaken.page.locator('main form .btn-primary'))
  await look('/masuk')
  assert.deepEqual(told, [])
  await mistaken.leave()
})

/** Bytes that came over the wire for a page seen for the first time, by kind. */
async function weigh(who, path) {
  const { context } = people[who]
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
  const kinds = new Map()
  const bytes = { Document: 0, Stylesheet: 0, all: 0 }
  wire.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (kind in bytes) bytes[kind] += encodedDataLength
    if (kind !== 'Image' && kind !== 'Media') bytes.all += encodedDataLength
  })
  await page.goto(service.origin + path, { waitUntil: 'networkidle' })
  await page.close()
  return { first: bytes.Document + bytes.Stylesheet, all: bytes.all }
}

test('the first view fits into 14 KB and the whole page into 30 KB', async () => {
  const heavy = []
  const pagesToWeigh = [['stranger', '/'], ['stranger', '/lapor'], ['draft', '/lapor/isi'], ['draft', '/lapor/tempat'],
    ['reporter', `/lacak/${receipt.number}`], ['stranger', '/lacak'], ['stranger', '/laporan'], ['stranger', `/laporan/${receipt.number}`]]
  for (const [who, path] of pagesToWeigh) {
    const { first, all } = await weigh(who, path)
    console.log(`${path}: first view ${first} bytes, in all ${all} bytes`)
    if (first > 14 * 1024 || all > 30 * 1024) heavy.push(`${path}: first view ${first}, in all ${all}`)
  }
  assert.deepEqual(heavy, [])
})

test('no browser complained: no error, nothing blocked, no foreign host', () => {
  for (const person of Object.values(people)) person.assertQuiet()
})
