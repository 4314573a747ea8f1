// How fast the main pages are on a regular 3G line and a slow phone: npm run lighthouse.
// Lighthouse is large and wants a quiet machine, so it is not among the tests:
// npm install --no-save lighthouse@12.8.2, then LAPOR_BIN=… npm run lighthouse [runs].
import { chromium } from 'playwright-core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse from 'lighthouse'
import { freePort, quiet } from './gallery.mjs'
import { Officer, Reporter } from './people.mjs'
import { Service } from './service.mjs'

/** Regular 3G and a processor four times slower, as Lighthouse simulates them. */
const line = { rttMs: 300, throughputKbps: 700, requestLatencyMs: 300 * 3.75, downloadThroughputKbps: 700 * 0.9, uploadThroughputKbps: 700 * 0.9, cpuSlowdownMultiplier: 4 }
const categories = ['performance', 'accessibility', 'best-practices', 'seo']
const metrics = { LCP: 'largest-contentful-paint', TBT: 'total-blocking-time', CLS: 'cumulative-layout-shift', bytes: 'total-byte-weight' }

const runs = Number(process.argv[2] ?? 5)
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

const service = await Service.prepare()
const profile = await mkdtemp(join(tmpdir(), 'lapor-lighthouse-'))
const port = await freePort()
const options = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...quiet, `--remote-debugging-port=${port}`] }
let context
try {
  const password = await service.invite('nation', 'Ayu Pusat', 'national_admin')
  await service.start()
  // One profile for all: the cookies of the draft and of the followed report open their pages.
  context = await chromium.launchPersistentContext(profile, options)
  const browser = { newContext: async () => context }
  const reporter = await Reporter.arrive(browser, service)
  const said = {
    kind: 'complaint',
    title: 'Jalan berlubang di depan pasar',
    body: 'Ada lubang besar di Jalan Melati depan pasar sejak dua minggu lalu. Dua orang sudah jatuh.',
    place: { keterangan: 'Depan pasar' },
    name: 'Siti Aminah',
  }
  const receipt = await reporter.file(said)
  const nation = await Officer.arrive(browser, service)
  nation.take('nation', password)
  await nation.signIn()
  await nation.act(receipt.number, 'teruskan', { 'teruskan-instansi': 'Pemerintah Kota Bandung' })
  await context.clearCookies()

  for (const path of ['/', '/lapor/jenis', '/lacak', `/laporan/${receipt.number}`, '/lapor/isi']) {
    // What somebody writes is kept from search engines on purpose, so its last figure is low.
    if (path === '/lapor/isi') {
      await reporter.visit('/lapor/jenis')
      await reporter.step('/lapor/jenis', { jenis: 'complaint' })
    }
    const found = []
    for (let run = 0; run < runs; run += 1) {
      const { lhr } = await lighthouse(service.origin + path, {
        port,
        onlyCategories: categories,
        formFactor: 'mobile',
        throttlingMethod: 'simulate',
        throttling: line,
        // Everybody comes with nothing kept; only the draft needs its cookie.
        disableStorageReset: path === '/lapor/isi',
        logLevel: 'error',
      })
      found.push(lhr)
    }
    const scores = categories.map((name) => `${name} ${Math.round(100 * median(found.map((lhr) => lhr.categories[name].score)))}`)
    const values = Object.entries(metrics).map(([name, id]) => `${name} ${Math.round(1000 * median(found.map((lhr) => lhr.audits[id].numericValue))) / 1000}`)
    console.log(`${path}: ${scores.join(', ')}; ${values.join(', ')}`)
    const failing = Object.values(found[0].audits).filter((audit) => audit.score === 0 && audit.scoreDisplayMode === 'binary')
    for (const audit of failing) console.log(`  ${audit.id}: ${audit.title}`)
  }
} finally {
  await context?.close()
  await service.close()
  await rm(profile, { recursive: true, force: true })
}
