// Screenshots of the gallery: node shots.mjs FOLDER [path-part [theme [language [size]]]]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { galleryPaths, languages, openBrowser, serveGallery, sizes, themes } from './gallery.mjs'

const [folder, part = '', onlyTheme, onlyLanguage, onlySize] = process.argv.slice(2)
if (!folder) throw new Error('usage: node shots.mjs FOLDER [path-part [theme [language [size]]]]')
mkdirSync(folder, { recursive: true })
const gallery = await serveGallery()
const browser = await openBrowser()
try {
  for (const [size, viewport] of Object.entries(sizes).filter(([name]) => !onlySize || name === onlySize)) {
    for (const theme of themes.filter((name) => !onlyTheme || name === onlyTheme)) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
      await context.addCookies([{ name: 'tampilan', value: theme, url: gallery.origin }])
      const page = await context.newPage()
      for (const [language, prefix] of Object.entries(languages).filter(([name]) => !onlyLanguage || name === onlyLanguage)) {
        for (const path of (await galleryPaths(gallery.origin)).filter((one) => one.includes(part))) {
          await page.goto(gallery.origin + prefix + path)
          const name = `${path.slice(1).replaceAll('/', '-')}.${size}.${theme}.${language}.png`
          await page.screenshot({ path: join(folder, name), fullPage: true })
        }
      }
      await context.close()
    }
  }
} finally {
  await browser.close()
  gallery.close()
}
