// People of the journeys: a browser of their own, what they type, and what their browser says.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { sizes } from './gallery.mjs'

let addresses = 0

/** What a browser complains of while its owner works: errors, blocked content, foreign hosts. */
function listen(page, origin, complaints) {
  const refused = new Set()
  page.on('response', (answer) => {
    if (answer.status() >= 400 && answer.request().isNavigationRequest()) refused.add(answer.url())
  })
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // A refused form is a page like any other; the browser still calls its status an error.
    if (message.text().startsWith('Failed to load resource') && refused.has(message.location().url)) return
    complaints.push(`${message.location().url}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) complaints.push(`foreign host: ${request.url()}`)
  })
}

/** Somebody with a browser. */
export class Person {
  #complaints = []

  /** Opens a browser profile on the service; `options` are those of playwright's contexts. */
  static async arrive(browser, service, options = {}) {
    const person = new this()
    person.service = service
    addresses += 1
    person.context = await browser.newContext({
      viewport: sizes.desktop,
      reducedMotion: 'reduce',
      extraHTTPHeaders: { 'x-forwarded-for': `10.0.${addresses >> 8}.${addresses & 255}` },
      ...options,
    })
    person.page = await person.context.newPage()
    person.page.setDefaultTimeout(60_000)
    listen(person.page, service.origin, person.#complaints)
    return person
  }

  /** Goes to an address of the service; answers the status. */
  async visit(path) {
    const answer = await this.page.goto(this.service.origin + path)
    return answer.status()
  }

  /** The words a reader sees. */
  text() {
    return this.page.locator('body').innerText()
  }

  path() {
    return new URL(this.page.url()).pathname
  }

  /** Gives a field of the form at `form` what its kind takes. */
  async fill(name, value, form = 'main form') {
    const field = this.page.locator(`${form} [name="${name}"]`)
    const kind = await field.first().evaluate((one) => `${one.localName}:${one.type}`)
    if (kind.startsWith('select')) return field.selectOption(value)
    if (kind === 'input:file') return field.setInputFiles(value)
    if (kind !== 'input:radio' && kind !== 'input:checkbox') return field.fill(value)
    // The card around it is what a finger hits.
    const one = this.page.locator(`${form} [name="${name}"][value="${value}"]`)
    await this.page.locator(`label[for="${await one.getAttribute('id')}"]`).first().click()
  }

  async fillAll(fields, form) {
    for (const [name, value] of Object.entries(fields)) await this.fill(name, value, form)
  }

  /** Presses a button and waits for the page that answers. */
  async press(button) {
    await Promise.all([this.page.waitForEvent('load'), button.click()])
  }

  /** The browser had nothing to complain of. */
  assertQuiet() {
    assert.deepEqual(this.#complaints, [])
  }

  async leave() {
    await this.context.close()
    this.assertQuiet()
  }
}

/** Somebody who reports. */
export class Reporter extends Person {
  /** Presses the main button of the form that holds a field. */
  async send(field) {
    await this.press(this.page.locator(`main form:has([name="${field}"]) .btn-primary`).first())
  }

  /** Answers one step and fails when the page comes again. */
  async step(path, fields, button) {
    assert.equal(this.path(), path)
    await this.fillAll(fields)
    if (button) await this.press(this.page.locator(button))
    else await this.send(Object.keys(fields)[0])
    assert.notEqual(this.path(), path, `${path} was shown again:\n${await this.page.locator('main').innerText()}`)
  }

  /**
   * Walks through all pages of the form and sends it. Answers number and secret.
   * `report`: kind, title, body, and as wanted place, category words, office, accused, photo, name.
   */
  async file(report) {
    await this.write(report)
    await this.press(this.page.locator('form[action$="/lapor/kirim"] .btn-primary'))
    return this.receipt()
  }

  /** All pages up to the last one, which shows what will be sent. */
  async write(report) {
    await this.visit('/lapor/jenis')
    await this.step('/lapor/jenis', { jenis: report.kind })
    await this.step('/lapor/isi', { judul: report.title, isi: report.body })
    await this.#category(report)
    await this.#place(report)
    await this.#office(report)
    await this.#accused(report)
    assert.equal(this.path(), '/lapor/berkas')
    if (report.photo) await this.fill('berkas', report.photo)
    await this.press(this.page.locator('[name="lanjut"]'))
    const who = report.name ? { siapa: 'nama', nama: report.name } : { siapa: 'anonim' }
    if (report.email) who.email = report.email
    if (report.confidential) who.rahasia = 'ya'
    await this.step('/lapor/pelapor', who)
    assert.equal(this.path(), '/lapor/periksa')
  }

  async #category(report) {
    assert.equal(this.path(), '/lapor/kategori')
    if (!report.category) return this.press(this.page.locator('[name="biar"]'))
    await this.visit(`/lapor/kategori?bidang=${report.category.split('.')[0]}`)
    const leaf = this.page.locator(`[name="kategori"][value="${report.category}"]`)
    for (const branch of await this.page.locator('main details:not([open])', { has: leaf }).all()) {
      await branch.locator('> summary').click()
    }
    await this.fill('kategori', report.category)
    return this.press(this.page.locator('form:has([name="kategori"]) .btn-primary').last())
  }

  async #place(report) {
    assert.equal(this.path(), '/lapor/tempat')
    for (const [level, value] of Object.entries(report.place ?? {})) {
      await this.fill(level, value)
      if (level === 'keterangan') continue
      await this.send(level)
      if (this.path() !== '/lapor/tempat') return
    }
    // The rest of the place is not known: one press for each level below.
    for (let level = 0; level < 4 && this.path() === '/lapor/tempat'; level += 1) await this.send('keterangan')
  }

  async #office(report) {
    assert.equal(this.path(), '/lapor/tujuan')
    if (!report.office) return this.step('/lapor/tujuan', { tujuan: 'tidak-tahu' })
    await this.page.locator('[name="cari"]').fill(report.office)
    await this.press(this.page.locator('form:has([name="cari"]) button'))
    const choice = this.page.locator('label', { hasText: report.office }).first()
    await choice.click()
    return this.send('tujuan')
  }

  async #accused(report) {
    if (this.path() !== '/lapor/terlapor') return
    if (report.accused) await this.page.locator('label', { hasText: report.accused }).first().click()
    await this.press(this.page.locator('main form[action$="/lapor/terlapor"] .btn-primary, main form:has([name="terlapor"]) .btn-primary').last())
    assert.notEqual(this.path(), '/lapor/terlapor')
  }

  /** Number and secret as the receipt shows them. */
  async receipt() {
    assert.equal(this.path(), '/lapor/terkirim', await this.text())
    const shown = (await this.page.locator('.receipt-number').allInnerTexts()).map((digits) => digits.replace(/\D/g, ''))
    const [number, secret] = shown
    assert.match(number, /^\d{10}$/)
    assert.match(secret, /^\d{16}$/)
    return { number, secret }
  }

  /** Opens a report with its number and secret. */
  async follow({ number, secret }) {
    await this.visit('/lacak')
    await this.fillAll({ nomor: number, kode: secret })
    await this.send('kode')
    assert.equal(this.path(), `/lacak/${number}`, await this.page.locator('main').innerText())
  }

  /** Does something on the followed report: contest, accept, rate, write, complete, … */
  async deed(receipt, deed, fields) {
    await this.page.locator(`a[href$="/lacak/${receipt.number}/${deed}"]`).first().click()
    await this.page.waitForURL(`**/${deed}`)
    await this.fillAll(fields, `form[action$="/${deed}"]`)
    await this.press(this.page.locator(`form[action$="/${deed}"] button[type="submit"]`).first())
    assert.equal(this.path(), `/lacak/${receipt.number}`, await this.page.locator('main').innerText())
    assert.match(this.page.url(), new RegExp(`selesai=${deed}`))
  }
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The six digits of RFC 6238 for a secret at a time in milliseconds. */
export function totp(secret, at) {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((octet) => parseInt(octet, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const word = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff
  return String(word % 1_000_000).padStart(6, '0')
}

/** Somebody who works at the desk. */
export class Officer extends Person {
  /** Takes the account: `one` is its one-time password. */
  take(username, one) {
    this.username = username
    this.password = one
  }

  /** Signs in; the first time with a new password and a new key for codes. */
  async signIn() {
    await this.visit('/masuk')
    await this.fillAll({ 'nama-pengguna': this.username, sandi: this.password })
    await this.#next()
    if (this.path() === '/masuk/sandi') {
      this.password = `kata sandi ${this.username} yang panjang`
      await this.fillAll({ 'sandi-baru': this.password, 'sandi-ulang': this.password })
      await this.#next()
      this.key = (await this.page.locator('.secret-key').innerText()).replace(/\s/g, '')
    }
    await this.fill('kode', totp(this.key, await this.service.now()))
    await this.#next()
    assert.match(this.path(), /^\/meja/, await this.page.locator('main').innerText())
  }

  #next() {
    return this.press(this.page.locator('main form .btn-primary'))
  }

  /** Looks for a report by its number in the widest queue, as with the search box. */
  async open(number) {
    await this.visit('/meja')
    await this.page.locator('#meja-cari').fill(number)
    await this.press({ click: () => this.page.locator('#meja-cari').press('Enter') })
    return this.path().endsWith(`/${number}`)
  }

  /** Opens a report, fills a form and sends it; fails with the page's own words. */
  async act(number, slug, fields = {}) {
    assert.ok(await this.open(number), `${this.username} does not find ${number}:\n${await this.page.locator('main').innerText()}`)
    const form = await this.unfold(slug)
    assert.ok(form, `${slug} is not offered to ${this.username}:\n${await this.page.locator('.pane-actions').innerText()}`)
    for (const name of Object.keys(fields)) {
      await this.#open(this.page.locator(`${form} details`, { has: this.page.locator(`[name="${name}"]`) }))
    }
    await this.fillAll(fields, form)
    await this.press(this.page.locator(`${form} .btn-primary`))
    assert.match(this.page.url(), new RegExp(`berhasil=${slug}`), await this.page.locator('main').innerText())
  }

  /** Opens the form of an act; null when it is not offered. */
  async unfold(slug) {
    const form = `form[action$="/${slug}"]`
    if (await this.page.locator(form).count() === 0) return null
    await this.#open(this.page.locator('details', { has: this.page.locator(form) }))
    return form
  }

  async #open(details) {
    for (const folded of await details.all()) {
      if (!await folded.evaluate((one) => one.open)) await folded.locator('> summary').click()
    }
  }

  /** The acts that the page offers. */
  offered() {
    return this.page.locator('.pane-actions details.command form').evaluateAll((forms) => forms.map((form) => form.action.split('/').at(-1)))
  }

  /** Sends a form that the page does not offer, from a page that was open before. */
  async insist(number, slug, fields) {
    assert.ok(await this.open(number))
    await Promise.all([this.page.waitForEvent('load'), this.page.evaluate(({ slug, number, fields }) => {
      const known = document.querySelector('.pane-actions details.command form')
      const form = document.createElement('form')
      form.method = 'post'
      form.action = known ? known.action.replace(/[^/]+$/, slug) : `/meja/laporan/${number}/${slug}`
      const token = document.querySelector('[name="token"]').value
      const given = { token, versi: known?.elements.versi.value ?? '', antrean: known?.elements.antrean.value ?? '', ...fields }
      for (const [name, value] of Object.entries(given)) {
        const field = document.createElement('input')
        Object.assign(field, { type: 'hidden', name, value })
        form.append(field)
      }
      document.body.append(form)
      form.submit()
    }, { slug, number, fields })])
    return this.page.locator('main').innerText()
  }
}
