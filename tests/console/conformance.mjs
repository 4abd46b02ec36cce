// Judges our components by GOV.UK's own fixtures: what ours makes of a fixture's options must be, to a parser, the document
// that GOV.UK's template makes. Prints passed/total for each component; one miss fails.
//
//   node conformance.mjs PROGRAM FOLDER    the program component_fixtures, and the package's folder of components
//
// Equal means: the same tree of elements and attributes (classes as a set), and the same text after the white space that no
// reader sees is gone (CSS Text 3, section 4.1: runs collapse, also over the edges of inline elements).
import { execFileSync } from 'node:child_process'
import { parseFragment } from 'parse5'

const inline = new Set(['a', 'span', 'strong', 'em', 'b', 'code', 'label', 'time', 'small', 'abbr'])
// Stand in a line as one piece; white space inside begins anew.
const atomic = new Set(['button', 'input', 'select', 'svg', 'img', 'br'])
const verbatim = new Set(['textarea', 'pre'])

// The document as lines that can be compared and read.
export function canonical(markup) {
  const lines = []
  let depth = 0
  let pending = false // white space that shows only if text follows
  let start = true // at the start of a block, where white space never shows
  const put = (line) => lines.push('  '.repeat(depth) + line)
  const text = (value) => {
    for (const piece of value.split(/([ \t\r\n\f]+)/)) {
      if (piece === '') continue
      if (/^[ \t\r\n\f]/.test(piece)) {
        pending = !start
        continue
      }
      put(JSON.stringify((pending ? ' ' : '') + piece))
      pending = start = false
    }
  }
  const attributes = (node) =>
    node.attrs
      .map(({ name, value }) => {
        const shown = name === 'class' ? [...new Set(value.split(/\s+/).filter(Boolean))].sort().join(' ') : value
        return ` ${name}=${JSON.stringify(shown)}`
      })
      .sort()
      .join('')
  const walk = (node) => {
    if (node.nodeName === '#text') return text(node.value)
    if (node.nodeName === '#comment') return undefined
    const name = node.tagName
    const piece = atomic.has(name) || verbatim.has(name)
    const block = !inline.has(name)
    if (piece && pending) put('" "')
    if (block) [pending, start] = [false, true]
    put(`<${name}${attributes(node)}>`)
    depth += 1
    if (verbatim.has(name)) for (const child of node.childNodes) put(JSON.stringify(child.value))
    else for (const child of node.childNodes) walk(child)
    depth -= 1
    if (block) [pending, start] = [false, !piece]
    put(`</${name}>`)
    return undefined
  }
  for (const child of parseFragment(markup).childNodes) walk(child)
  return lines
}

function firstDifference(expected, actual) {
  const at = expected.findIndex((line, i) => line !== actual[i])
  const from = at < 0 ? expected.length : at
  const part = (lines) => lines.slice(Math.max(0, from - 2), from + 3).join('\n      ')
  return `    wanted:\n      ${part(expected)}\n    ours:\n      ${part(actual)}`
}

function main([program, folder]) {
  const counts = new Map()
  const leftOut = []
  const misses = []
  const output = execFileSync(program, [folder], { encoding: 'utf8', maxBuffer: 1 << 28 })
  for (const line of output.trim().split('\n')) {
    const { component, name, expected, actual, left_out: missing } = JSON.parse(line)
    if (missing) {
      leftOut.push(`${component} (${missing})`)
      continue
    }
    const count = counts.get(component) ?? { passed: 0, total: 0 }
    counts.set(component, count)
    count.total += 1
    const [wanted, ours] = [canonical(expected), canonical(actual)]
    if (wanted.join('\n') === ours.join('\n')) count.passed += 1
    else misses.push(`  ${component}: "${name}"\n${firstDifference(wanted, ours)}`)
  }
  let passed = 0
  let total = 0
  for (const [component, count] of counts) {
    console.log(`${String(count.passed).padStart(4)} of ${String(count.total).padStart(3)}  ${component}`)
    passed += count.passed
    total += count.total
  }
  console.log(`${passed} of ${total} fixtures, ${counts.size} components; none of ours: ${leftOut.join(', ')}`)
  if (misses.length > 0) console.log(`\n${misses.join('\n')}`)
  return misses.length === 0 && total > 0 ? 0 : 1
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('conformance.mjs')) {
  process.exitCode = main(process.argv.slice(2))
}
