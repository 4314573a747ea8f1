// Starts the gallery and a browser for the tests, and ends both.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'

export const quiet = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

/** A port nobody listens on. */
export function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer()
    probe.on('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => found(port))
    })
  })
}

/** Runs the gallery; LAPOR_GALLERY names a binary already built. */
export async function serveGallery() {
  const port = await freePort()
  const built = process.env.LAPOR_GALLERY
  const [command, args] = built
    ? [built, [String(port)]]
    : ['cargo', ['run', '--quiet', '--workspace', '--example', 'gallery', '--', String(port)]]
  const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: import.meta.dirname })
  const origin = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 6000; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the gallery ended with ${server.exitCode}`)
    const answer = await fetch(origin).catch(() => null)
    if (answer?.ok) return { origin, close: () => server.kill() }
    await pause(100)
  }
  throw new Error('the gallery does not answer')
}

/** The installed Chromium; CHROMIUM names another. */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet })
}

/** Paths of all pages, read from the index of the gallery itself. */
export async function galleryPaths(origin) {
  const index = await (await fetch(origin)).text()
  const main = index.slice(index.indexOf('<main'), index.indexOf('</main>'))
  return Array.from(main.matchAll(/href="([^"]+)"/g), (found) => found[1]).filter((path) => path !== '/')
}

export const themes = ['light', 'dark', 'contrast', 'colour-safe']
export const languages = { id: '', en: '/en' }
export const sizes = { phone: { width: 360, height: 740 }, tablet: { width: 768, height: 1024 }, desktop: { width: 1440, height: 900 } }
