// Starts the desk with its officers for the tests, and ends it.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { freePort } from './gallery.mjs'

/** Runs the desk; LAPOR_DESK names a binary already built. */
export async function serveDesk() {
  const port = String(await freePort())
  const built = process.env.LAPOR_DESK
  const [command, args] = built
    ? [built, [port]]
    : ['cargo', ['run', '--quiet', '--workspace', '--example', 'desk', '--', port]]
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname })
  for await (const line of createInterface({ input: server.stdout })) {
    const told = JSON.parse(line)
    const cookies = Object.fromEntries(told.officers.map(({ who, cookie }) => [who, cookie]))
    return { origin: told.origin, cookies, close: () => server.kill() }
  }
  throw new Error(`the desk ended with ${server.exitCode}`)
}

/** A page of an officer in a theme. */
export async function openAs(browser, desk, who, options, theme) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const cookies = [{ name: 'meja', value: desk.cookies[who], url: desk.origin }]
  if (theme) cookies.push({ name: 'tampilan', value: theme, url: desk.origin })
  if (who) await context.addCookies(cookies)
  return { page: await context.newPage(), close: () => context.close() }
}

/** The pages of an officer: queue, first report with everything open, news, account. */
export async function deskPaths(page, desk, prefix) {
  await page.goto(`${desk.origin}${prefix}/meja`)
  const queue = new URL(page.url()).pathname
  const first = await page.locator('[data-queue] a').first().getAttribute('href', { timeout: 1000 }).catch(() => null)
  return [queue, first, `${prefix}/meja/kabar`, `${prefix}/meja/surat`, `${prefix}/meja/akun`].filter(Boolean)
}
