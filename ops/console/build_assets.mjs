// Makes the console's static files out of the npm packages beside this script and of gateway/web/assets, and writes them as one
// C++ source, so that the program carries them and an operator copies nothing. Build time only; needs no network.
//
//   node build_assets.mjs OUTPUT.cpp
//
// What is left out on purpose: the font GDS Transport, the crown and the crest (only gov.uk may use them), MoJ Frontend's
// scripts, and of its style sheet all but the components that the console has. Names carry a hash of the content, so that a
// browser may keep a file for ever. The same input gives the same bytes.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const ours = join(here, '../../gateway/web/assets')
const govuk = join(here, 'node_modules/govuk-frontend/dist/govuk')
const moj = join(here, 'node_modules/@ministryofjustice/frontend/moj')
const read = (...path) => readFileSync(join(...path), 'utf8')

const mojComponents = ['badge', 'filter', 'filter-tags', 'identity-bar', 'pagination', 'sub-navigation', 'timeline']

// A style sheet as a list of { prelude, body }, where the body of a group rule is a list again.
function parseRules(commented) {
  const css = commented.replace(/\/\*[\s\S]*?\*\//g, '')
  const rules = []
  let at = 0
  while (at < css.length) {
    const open = css.indexOf('{', at)
    if (open < 0) break
    let prelude = css.slice(at, open)
    const semicolon = prelude.lastIndexOf(';') // @charset and @import are statements
    if (semicolon >= 0) prelude = prelude.slice(semicolon + 1)
    let depth = 1
    let end = open + 1
    for (; depth > 0; end += 1) {
      if (end >= css.length) throw new Error('a rule without an end')
      depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0
    }
    const body = css.slice(open + 1, end - 1)
    const isGroup = /^@(media|supports|layer|container)/.test(prelude.trim())
    rules.push({ prelude: prelude.trim(), body: isGroup ? parseRules(body) : body })
    at = end
  }
  return rules
}

const printRules = (rules) =>
  rules.map(({ prelude, body }) => `${prelude}{${Array.isArray(body) ? printRules(body) : body}}`).join('')

// The rules for which `keep` holds; groups that are left empty go.
function filterRules(rules, keep) {
  return rules
    .map((rule) => (Array.isArray(rule.body) ? { ...rule, body: filterRules(rule.body, keep) } : rule))
    .filter((rule) => (Array.isArray(rule.body) ? rule.body.length > 0 : keep(rule)))
}

function govukCss() {
  const rules = filterRules(parseRules(read(govuk, 'govuk-frontend.min.css')), (rule) => {
    if (rule.prelude.startsWith('@font-face')) return false
    if (/crest\.svg|govuk-footer__crown|govuk-footer__copyright-logo/.test(rule.body + rule.prelude)) return false
    return !/\.govuk-(header|cookie-banner|exit-this-page|feedback|language-navigation|logo-dot)\b/.test(rule.prelude)
  })
  return printRules(rules).replaceAll('GDS Transport,', '')
}

function mojCss() {
  const wanted = new RegExp(`\\.moj-(${mojComponents.join('|')})(?![a-z]|-[a-z])`)
  // Rules below .js-enabled serve scripts that we do not have.
  const rules = filterRules(
    parseRules(read(moj, 'moj-frontend.min.css')),
    (rule) => wanted.test(rule.prelude) && !rule.prelude.includes('.js-enabled'),
  )
  return printRules(rules).replaceAll('GDS Transport,', '')
}

const files = [] // { logical, name, type, content }

function add(logical, type, content) {
  const bytes = Buffer.from(content)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const [stem, extension] = [logical.replace(/\.[^.]*$/, ''), logical.replace(/^.*\./, '')]
  files.push({ logical, name: `${stem}-${hash.slice(0, 12)}.${extension}`, type, bytes, hash })
  return files.at(-1).name
}

function styleSheet() {
  const images = new Map()
  const css = (govukCss() + mojCss() + read(ours, 'console.css')).replaceAll(/url\("?([^)"]*)"?\)/g, (whole, url) => {
    if (url.startsWith('data:')) throw new Error(`the style sheet holds a data: URL, which the policy refuses`)
    const file = url.replace(/^.*\//, '')
    if (!images.has(file)) images.set(file, add(file, 'image/svg+xml', read(moj, 'assets/images', file)))
    return `url(${images.get(file)})`
  })
  add('console.css', 'text/css; charset=utf-8', notice + css)
}

// ARIA 1.2 allows aria-expanded on no radio button, and axe says so; what a choice reveals follows it in the reading order
// anyway.
function withoutExpandedRadios(script) {
  const radios = /\w\.setAttribute\("aria-expanded",\w\.toString\(\)\),(?=\w\.classList\.toggle\("govuk-radios__conditional--hidden")/
  if (!radios.test(script)) throw new Error('the script of the radios has changed: look at it again')
  return script.replace(radios, '')
}

const version = (folder) => JSON.parse(read(here, 'node_modules', folder, 'package.json')).version
const notice = `/*! Contains GOV.UK Frontend ${version('govuk-frontend')} and MoJ Frontend ${version('@ministryofjustice/frontend')}, \
Crown copyright, MIT licence: see licences.txt */\n`
const withoutMap = (script) => script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')

styleSheet()
add('start.js', 'text/javascript; charset=utf-8', read(ours, 'start.js'))
const library = add(
  'govuk-frontend.js',
  'text/javascript; charset=utf-8',
  notice + withoutExpandedRadios(withoutMap(read(govuk, 'govuk-frontend.min.js'))),
)
const securityKey = add('security-key.js', 'text/javascript; charset=utf-8', read(ours, 'security-key.js'))
add(
  'console.js',
  'text/javascript; charset=utf-8',
  read(ours, 'console.js').replace('./govuk-frontend.js', `./${library}`).replace('./security-key.js', `./${securityKey}`),
)
add('licences.txt', 'text/plain; charset=utf-8', read(ours, 'licences.txt'))
add('icon.svg', 'image/svg+xml', read(ours, 'icon.svg'))

for (const { logical, bytes } of files) {
  const found = bytes.toString().match(/GDS Transport|@font-face|govuk-crest|logotype-crown/)
  if (found) throw new Error(`${logical} still holds ${found[0]}`)
}

// Octal escapes have a fixed end, unlike hexadecimal ones.
function literal(bytes) {
  let out = ''
  for (const byte of bytes) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f
    out += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`
  }
  const lines = []
  for (let at = 0; at < out.length; ) {
    let end = Math.min(at + 100, out.length)
    // Not within an escape.
    const escape = out.lastIndexOf('\\', end)
    if (escape >= 0 && escape > end - 4 && escape < end) end = Math.min(escape + 4, out.length)
    lines.push(`"${out.slice(at, end)}"`)
    at = end
  }
  return lines.join('\n      ')
}

const entry = ({ logical, name, type, bytes, hash }) => {
  const packed = gzipSync(bytes, { level: 9 })
  return `    {"${logical}", "${name}", "${type}", "\\"${hash.slice(0, 32)}\\"",
     std::string_view(
      ${literal(bytes)},
      ${bytes.length}),
     std::string_view(
      ${literal(packed)},
      ${packed.length})}`
}

const source = `// Made by ops/console/build_assets.mjs; changes belong there, or in gateway/web/assets.
#include "gateway/web/assets/assets.hpp"

namespace gatepost::web {

std::span<const Asset> built_in_assets() {
  static constexpr Asset table[] = {
${files.map(entry).join(',\n')}};
  return table;
}

}  // namespace gatepost::web
`
writeFileSync(process.argv[2], source)
const packed = files.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0)
console.log(`${files.length} static files of the console, ${packed} bytes packed`)
