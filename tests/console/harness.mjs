// Starts the real programs and a browser for the console's tests, and says what is wrong with a page: what axe finds, what the
// browser complains of (a script that the policy stopped is a complaint), what does not fit into 320 pixels.
import assert from 'node:assert/strict'
import { spawn, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
// In milliseconds; under a sanitizer everything is slower (ops/verify).
const patience = (15000 * (Number(process.env.GATEPOST_PATIENCE) || 4)) / 4

export const narrow = { width: 320, height: 640 }
export const wide = { width: 1280, height: 900 }

const needed = (name) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} must name a program`)
  return value
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

async function waitFor(what, condition) {
  const deadline = Date.now() + patience
  for (;;) {
    const value = condition()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

// Everything that a test started, ended in reverse order.
export class Stage {
  #endings = []
  #said = []

  // Everything that the programs have written so far: their logs.
  said() {
    return this.#said.map(({ text }) => text).join('')
  }

  atEnd(ending) {
    this.#endings.push(ending)
  }

  async end() {
    for (const ending of this.#endings.reverse()) await ending()
  }

  // A demonstration's configuration in a folder of its own.
  configure() {
    const folder = mkdtempSync(join(tmpdir(), 'gatepost-console.'))
    this.atEnd(() => rmSync(folder, { recursive: true, force: true }))
    const gateway = join(folder, 'gateway')
    execFileSync(needed('GATEPOST_BIN'), [
      ...['init', gateway, '--demo', '--machine-port', '0', '--admin-port', '0', '--console-port', '0'],
    ])
    return gateway
  }

  #start(program, programArguments) {
    const child = spawn(program, programArguments, { stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise((resolve) => child.on('exit', resolve))
    const said = { text: '' }
    this.#said.push(said)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said.text += data))
    this.atEnd(async () => {
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0 || /Sanitizer|runtime error:/.test(said.text))
        throw new Error(`${program} ended with ${code}:\n${said.text.slice(-4000)}`)
    })
    return said
  }

  // The real gateway; answers its console's address. Its teams' client settings have its port then.
  async gateway(folder) {
    const portFile = join(folder, 'state/console.port')
    this.#start(needed('GATEPOST_BIN'), ['serve', '--config', join(folder, 'gatepost.toml')])
    await waitFor('the console', () => existsSync(portFile) && readFileSync(portFile, 'utf8').trim())
    const machine = readFileSync(join(folder, 'state/machine.port'), 'utf8').trim()
    for (const team of readdirSync(join(folder, 'clients'))) {
      const client = join(folder, 'clients', team, 'client.toml')
      const text = readFileSync(client, 'utf8').replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${machine}`)
      writeFileSync(client, text, { mode: 0o600 })
    }
    return `https://127.0.0.1:${readFileSync(portFile, 'utf8').trim()}`
  }

  // The same under a name of its own, as `[console] url` gives it: what security keys sign for.
  async gatewayAt(folder, name) {
    const port = await freePort()
    const settings = join(folder, 'gatepost.toml')
    const text = readFileSync(settings, 'utf8')
      .replace(/(\[console\][\s\S]*?\nport = )0/, `$1${port}`)
      .replace(/\n# url = .*/, `\nurl = "https://${name}:${port}"`)
    writeFileSync(settings, text)
    await this.gateway(folder)
    return `https://${name}:${port}`
  }

  // The kitchen sink, with the certificate of that folder.
  async sink(folder) {
    const said = this.#start(needed('CONSOLE_SINK'), [
      join(folder, 'pki/console-cert.pem'),
      join(folder, 'pki/console-key.pem'),
    ])
    const found = await waitFor('the kitchen sink', () => said.text.match(/port (\d+)/))
    return `https://127.0.0.1:${found[1]}`
  }

  async browser() {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: process.getuid() === 0 ? ['--no-sandbox'] : [],
    })
    this.atEnd(() => browser.close())
    return browser
  }
}

// A click on a link, or on a button that sends a form, is over when its answer is there: another page, or a file. (Playwright's
// own click returns before, and what is read next may still be read from the page that is going.)
function clicksWaitForTheirAnswer(page) {
  const locators = Object.getPrototypeOf(page.locator('html'))
  if (locators.clickOnly) return
  locators.clickOnly = locators.click
  locators.click = async function (options) {
    const leadsAway = await this.evaluate((element) => {
      const control = element.closest('a[href], button, input')
      if (!control) return false
      if (control.tagName !== 'A') return control.type === 'submit' && control.form !== null
      return !control.getAttribute('href').startsWith('#')
    })
    const answers = leadsAway ? ['load', 'download'].map((event) => this.page().waitForEvent(event).catch(() => {})) : []
    await this.clickOnly(options)
    if (leadsAway) await Promise.race(answers)
  }
}

// A window in one of the ways that people use the console: with script, or with none of ours arriving. (A browser whose script
// is off altogether could not run axe.)
export async function openWindow(browser, { script, viewport = wide }) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport, reducedMotion: 'reduce' })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  clicksWaitForTheirAnswer(page)
  if (!script) await context.route('**/*.js', (route) => route.abort())
  const complaints = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return
    const text = message.text()
    if (!script && /ERR_FAILED/.test(text)) return // what this window holds back itself
    if (/the server responded with a status of (4|5)\d\d/.test(text)) return // `answered` and the next lines say more
    complaints.push(`${message.type()}: ${text}`)
  })
  const answered = { status: 0 }
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) answered.status = response.status()
    else if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`)
  })
  return { page, complaints, answered, close: () => context.close() }
}

// A list of what is wrong with the page as it stands; empty when all is well. A page that says no is one only when it was
// expected.
export async function faults({ page, complaints, answered }, status = 200) {
  await page.locator('h1').first().waitFor() // a page on its way has neither landmarks nor headings yet
  const found = complaints.splice(0)
  if (answered.status !== status) found.push(`answered with ${answered.status}, not ${status}`)
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  )
  for (const { id, help, nodes } of violations)
    for (const node of nodes) found.push(`axe ${id}: ${help}: ${node.target.join(' ')}`)
  const facts = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
    headings: document.querySelectorAll('h1').length,
    ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
  }))
  if (facts.width > facts.room) found.push(`${facts.width} pixels wide in a window of ${facts.room}`)
  if (facts.headings !== 1) found.push(`${facts.headings} first-level headings`)
  const twice = facts.ids.filter((id, i) => facts.ids.indexOf(id) !== i)
  if (twice.length > 0) found.push(`ids that stand twice: ${twice.join(', ')}`)
  return found
}

export const press = (page, name) => page.getByRole('button', { name, exact: true }).click()

// The page as it stands has nothing for axe, no complaint, fits, and is small.
export async function sound(window, name, status = 200) {
  await picture(window.page, name)
  assert.deepEqual(await faults(window, status), [], name)
  const bytes = Buffer.byteLength(await window.page.content())
  assert.ok(bytes < 100_000, `${name} is ${bytes} bytes, of 100,000`)
}

// Kept when SCREENS names a folder.
export async function picture(page, name) {
  if (!process.env.SCREENS) return
  mkdirSync(process.env.SCREENS, { recursive: true })
  await page.screenshot({ path: join(process.env.SCREENS, `${name}.png`), fullPage: true })
}
