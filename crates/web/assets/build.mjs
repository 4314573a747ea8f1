// Builds what the pages load: two style sheets, two scripts, the site's icon, the sprite of icons.
//
//   node build.mjs [--out DIR]      DIR is dist/ unless told
//
// Writes each file with its hash in the name, beside it a .br and a .gz, and manifest.json:
// logical name -> file name. Icons go to icons.json: name -> body of the <symbol>.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { formatHex } from 'culori'
import { build, transform } from 'esbuild'
import { themes } from './tokens.mjs'

const here = import.meta.dirname
const { values } = parseArgs({ options: { out: { type: 'string', default: join(here, 'dist') } } })
const out = resolve(values.out)

// The layers in order. They are plain concatenation, not @layer: a browser without @layer would
// drop everything inside. Each layer keeps to selectors of one class, so order decides.
const sheets = {
  public: ['reset', 'tokens', 'base', 'layout', 'components', 'public', 'print'],
  desk: ['reset', 'tokens', 'base', 'layout', 'components', 'desk', 'admin', 'print'],
}
const browsers = ['chrome80', 'firefox78', 'safari13']
// Budgets in bytes after brotli: the first view of a page must fit in one flight of 14 KB.
const budgets = { 'public.css': 7 * 1024, 'desk.css': 9 * 1024, 'public.js': 3 * 1024, 'desk.js': 4 * 1024 }

function declarations(roles, only = () => true) {
  return Object.entries(roles)
    .filter(([role, value]) => only(role, value))
    .map(([role, [l, c, h]]) => `--${role}:${formatHex({ mode: 'oklch', l, c, h })}`)
    .join(';')
}

function themeRules() {
  const { light, dark, contrast } = themes
  const changed = (role, value) => String(value) !== String(light[role])
  return [
    `:root{color-scheme:light;${declarations(light)}}`,
    `@media(prefers-color-scheme:dark){:root:not([data-theme]){color-scheme:dark;${declarations(dark)}}}`,
    `@media(prefers-contrast:more){:root:not([data-theme]){color-scheme:light;${declarations(contrast)}}}`,
    `[data-theme=dark]{color-scheme:dark;${declarations(dark)}}`,
    `[data-theme=contrast]{${declarations(contrast, changed)}}`,
    `[data-theme=colour-safe]{${declarations(themes['colour-safe'], changed)}}`,
  ].join('\n')
}

async function styleSheet(layers) {
  const source = layers.map((layer) => {
    const text = readFileSync(join(here, 'css', `${layer}.css`), 'utf8')
    return layer === 'tokens' ? `${themeRules()}\n${text}` : text
  })
  const result = await transform(source.join('\n'), { loader: 'css', minify: true, target: browsers })
  for (const warning of result.warnings) throw new Error(`css: ${warning.text}`)
  return result.code
}

async function script(name) {
  const result = await build({
    entryPoints: [join(here, 'js', `${name}.ts`)],
    bundle: true, minify: true, write: false, format: 'esm', target: browsers, charset: 'utf8',
  })
  return result.outputFiles[0].text
}

function icons() {
  const names = JSON.parse(readFileSync(join(here, 'icons.json'), 'utf8'))
  return Object.fromEntries(names.map((name) => {
    const svg = readFileSync(join(here, 'node_modules/lucide-static/icons', `${name}.svg`), 'utf8')
    const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
    return [name, body.replace(/\s+/g, ' ').replace(/> </g, '><').replace(/ \/>/g, '/>').trim()]
  }))
}

function store(logical, text) {
  const bytes = Buffer.from(text)
  const { name, ext } = parse(logical)
  const file = `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}${ext}`
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  if (brotli.length > budgets[logical]) {
    throw new Error(`${logical} is ${brotli.length} bytes after brotli, its budget is ${budgets[logical]}`)
  }
  writeFileSync(join(out, file), bytes)
  writeFileSync(join(out, `${file}.br`), brotli)
  writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }))
  console.log(`${logical}: ${bytes.length} bytes, ${brotli.length} after brotli`)
  return file
}

mkdirSync(out, { recursive: true })
for (const file of readdirSync(out)) rmSync(join(out, file))
const manifest = {}
for (const [name, layers] of Object.entries(sheets)) {
  manifest[`${name}.css`] = store(`${name}.css`, await styleSheet(layers))
  manifest[`${name}.js`] = store(`${name}.js`, await script(name))
}
manifest['icon.svg'] = store('icon.svg', readFileSync(join(here, 'icon.svg'), 'utf8'))
writeFileSync(join(out, 'icons.json'), JSON.stringify(icons(), null, 1))
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 1))
