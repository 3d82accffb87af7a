// Makes what the service serves from what npm installed: node build.mjs OUT
//
// GOV.UK Frontend comes prebuilt. The style sheet loses what may only be used on GOV.UK (the GDS Transport typeface,
// the crest) and everything that names another file or host, so that a page can load nothing but what is beside it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const prebuilt = join(here, 'node_modules', 'govuk-frontend', 'dist', 'govuk')
const read = (...parts) => readFileSync(join(...parts), 'utf8')
const digest = (text) => createHash('sha256').update(text).digest('hex')

// Where the block that opens at `start` ends: strings and nested blocks are stepped over.
function endOfBlock (css, start) {
  let depth = 0
  for (let at = start; at < css.length; at++) {
    const character = css[at]
    if (character === '"' || character === "'") {
      for (at++; css[at] !== character; at++) if (css[at] === '\\') at++
    } else if (character === '\\') at++
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at
  }
  throw new Error(`The style sheet ends inside a block that opens at character ${start}.`)
}

const groups = /^@(media|supports|layer|container)\b/
const unwanted = (head, body) =>
  head.startsWith('@font-face') || /url\(/.test(body) || /\[href\^="?https?:/.test(head)

// The rules of `css` without the unwanted ones; a group left empty goes too.
function rules (css) {
  let kept = ''
  let at = 0
  while (at < css.length) {
    const open = css.indexOf('{', at)
    if (open < 0) return kept + css.slice(at)
    const statement = css.lastIndexOf(';', open)
    if (statement >= at) {
      kept += css.slice(at, statement + 1)
      at = statement + 1
      continue
    }
    const close = endOfBlock(css, open)
    const head = css.slice(at, open).trim()
    const body = css.slice(open + 1, close)
    if (groups.test(head)) {
      const inner = rules(body)
      if (inner.trim()) kept += `${head}{${inner}}`
    } else if (!unwanted(head, body)) kept += `${head}{${body}}`
    at = close + 1
  }
  return kept
}

function styleSheet () {
  const bare = read(prebuilt, 'govuk-frontend.min.css').replace(/\/\*[^]*?\*\//g, '')
  const css = rules(bare).replaceAll(/"?GDS Transport"?,\s*arial/gi, 'arial').trim()
  const left = css.match(/url\(|https?:|GDS Transport|@import|@font-face|crest/i)
  if (left) throw new Error(`The style sheet still holds "${left[0]}": build.mjs does not know this release of GOV.UK Frontend.`)
  return `${css}\n`
}

const withoutMap = (script) => `${script.replace(/\/\/# sourceMappingURL=.*$/m, '').trim()}\n`

function build (out) {
  const written = {}
  mkdirSync(out, { recursive: true })
  const write = (name, content) => {
    const file = name.replace(/\.(\w+)$/, `-${digest(content).slice(0, 12)}.$1`)
    writeFileSync(join(out, file), content)
    written[name] = file
    return file
  }
  write('govuk-frontend.css', styleSheet())
  const library = write('govuk-frontend.js', withoutMap(read(prebuilt, 'govuk-frontend.min.js')))
  write('start.js', read(here, 'src', 'start.mjs').replace('./govuk-frontend.js', `./${library}`))
  writeFileSync(join(out, 'LICENCE-govuk-frontend.txt'), read(here, 'licences', 'govuk-frontend.txt'))
  // The manifest comes last and the files of an older build go after it: a running service always finds its files.
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(written, null, 2)}\n`)
  const current = new Set([...Object.values(written), 'LICENCE-govuk-frontend.txt', 'manifest.json'])
  for (const file of readdirSync(out)) if (!current.has(file)) rmSync(join(out, file), { recursive: true })
}

if (process.argv.length !== 3) {
  console.error('Usage: node build.mjs OUT')
  process.exit(2)
}
build(process.argv[2])
