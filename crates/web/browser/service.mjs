// Runs the real program in a folder of its own, at any date, and makes its accounts.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './gallery.mjs'

const run = promisify(execFile)

/** The program under test; LAPOR_BIN names a binary already built. */
function program() {
  const built = process.env.LAPOR_BIN
  if (!built) throw new Error('LAPOR_BIN names no binary: cargo build -p lapor, then LAPOR_BIN=…/debug/lapor npm test')
  return built
}

/** What libfaketime must be loaded with; the wrapper knows where it is installed. The clock starts
 *  again with each process, so each starts `seconds` later: no two live through the same moment. */
function clockAt(start, seconds) {
  const at = new Date(Date.parse(`${start.replace(' ', 'T')}Z`) + seconds * 1000)
  const [date, time] = at.toISOString().split(/[T.]/)
  const preload = execFileSync('faketime', ['-f', '+0d', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).trim()
  return { LD_PRELOAD: preload, FAKETIME: `@${date} ${time}`, FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_NO_CACHE: '1', TZ: 'UTC' }
}

/** LAPOR as it is served, with its own database, keys and files. */
export class Service {
  #folder
  #server
  #settings
  #moment = null
  #started = 0
  #drop = async () => {}
  /** Lines of the log since the last start. */
  log = ''

  /** Makes the folder and takes a port; nothing runs yet. */
  static async prepare() {
    const service = new Service()
    service.#folder = await mkdtemp(join(tmpdir(), 'lapor-journey-'))
    const port = await freePort()
    service.origin = `http://127.0.0.1:${port}`
    service.#settings = {
      PATH: process.env.PATH,
      HOME: service.#folder,
      LAPOR_SERVER_LISTEN: `127.0.0.1:${port}`,
      // Each person of a journey comes from an address of their own, as through a real proxy.
      LAPOR_SERVER_BEHIND_PROXY: 'true',
      LAPOR_LOG_LEVEL: 'warn',
    }
    const server = process.env.LAPOR_BROWSER_POSTGRES
    if (server) service.#settings.LAPOR_DATABASE_URL = await service.#createDatabase(server, port)
    return service
  }

  /** Makes a database of its own on the PostgreSQL at `server`; answers its address. */
  async #createDatabase(server, port) {
    const name = `browser_${port}`
    this.#drop = () => run('psql', ['-qc', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, server])
    await this.#drop()
    await run('psql', ['-qc', `CREATE DATABASE ${name} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0`, server])
    const address = new URL(server)
    address.pathname = name
    const { PATH } = this.#settings
    await run(program(), ['migrate'], { cwd: this.#folder, env: { PATH, LAPOR_DATABASE_URL: address.href } })
    return address.href
  }

  /** Makes an account with one duty; answers its one-time password. */
  async invite(username, name, role, place = {}) {
    const given = Object.entries(place).flatMap(([key, value]) => [`--${key}`, value])
    const { stdout } = await run(
      program(),
      ['user', 'add', username, '--name', name, '--role', role, '--decree', 'SK 1/2026', ...given],
      { cwd: this.#folder, env: this.#environment() },
    )
    return stdout.match(/one-time password: (\S+)/)[1]
  }

  /** Sets the clock to a UTC date and time ("2026-03-02 02:00:00") for what is started next. */
  setClock(start) {
    this.#moment = start
  }

  /** Settings and clock for a process about to start. */
  #environment() {
    const clock = this.#moment ? clockAt(this.#moment, this.#started++) : {}
    return { ...this.#settings, ...clock }
  }

  async start() {
    this.log = ''
    const env = this.#environment()
    const server = spawn(program(), ['serve'], { cwd: this.#folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => { this.log += text })
    this.#server = server
    for (let tries = 0; tries < 1200; tries += 1) {
      if (server.exitCode !== null) throw new Error(`lapor ended with ${server.exitCode}:\n${this.log}`)
      const answer = await fetch(`${this.origin}/readyz`).catch(() => null)
      if (answer?.ok) return
      await pause(50)
    }
    throw new Error(`lapor does not answer:\n${this.log}`)
  }

  async stop() {
    const server = this.#server
    if (!server || server.exitCode !== null) return
    const ended = new Promise((done) => server.once('exit', done))
    server.kill('SIGTERM')
    await ended
  }

  /** Stops, turns the clock, and starts again on the same folder. */
  async travel(start) {
    await this.stop()
    this.setClock(start)
    await this.start()
  }

  async close() {
    await this.stop()
    await this.#drop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** The server's own time in milliseconds, which codes are made from. */
  async now() {
    const answer = await fetch(`${this.origin}/healthz`)
    return Date.parse(answer.headers.get('date'))
  }
}
