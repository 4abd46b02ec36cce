// Walks a team's day: what needs somebody, a form opened and confirmed in two clicks, tasks, a telephone confirmation, a search,
// the evidence, and what another team's people are refused.
//
//   GATEPOST_BIN=... [SCREENS=folder] node --test walk_desk.mjs
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Stage, narrow, openWindow, press, sound, wide } from './harness.mjs'
import { addPerson, enrol } from './people.mjs'

const stage = new Stage()
const people = {
  prison: { name: 'pat.prison', display: 'Pat Prison', job: 'Keyworker', roles: ['sender:BXI-PSI'] },
  spoc: { name: 'sam.spoc', display: 'Sam Spoc', job: 'Duty worker', roles: ['spoc:LAMBETH-SPOC'] },
  second: { name: 'sue.second', display: 'Sue Second', roles: ['spoc:LAMBETH-SPOC'] },
  other: { name: 'oli.other', display: 'Oli Other', roles: ['spoc:SOUTHWARK-SPOC'] },
}
const sessions = {}
let browser
let address
let folder

const run = (...given) => execFileSync(process.env.GATEPOST_BIN, given, { encoding: 'utf8' })
const client = (team) => ['--config', join(folder, 'clients', team, 'client.toml'), '--json']
const status = (id) => {
  try {
    return JSON.parse(run('status', id, ...client('BXI-PSI')))
  } catch (error) {
    return JSON.parse(error.stdout) // overdue is an answer too
  }
}

// A referral of the prison's own system to Lambeth; answers its message id.
function refer(number, surname) {
  const file = join(folder, `${number}.xml`)
  const xml = run('form', 'template', 'lief')
    .replace(/<MessageId>[^<]*/, `<MessageId>${randomUUID()}`)
    .replace(/<ConversationId>[^<]*/, `<ConversationId>${randomUUID()}`)
    .replace(/<ToArea>[^<]*/, '<ToArea>E09000022')
    .replace(/<ToTeam>[^<]*<\/ToTeam>/, '')
    .replace(/<PrisonerNumber>[^<]*/, `<PrisonerNumber>${number}`)
    .replace(/<Surname>[^<]*/, `<Surname>${surname}`)
  writeFileSync(file, xml)
  const keys = join(folder, 'clients/BXI-PSI')
  run('sign', file, '--key', join(keys, 'key.pem'), '--cert', join(keys, 'cert.pem'), '--out', `${file}.signed`)
  return JSON.parse(run('send', `${file}.signed`, ...client('BXI-PSI'))).message_id
}

async function signedIn(way, who, steps) {
  const window = await openWindow(browser, way)
  try {
    if (sessions[who]) await window.page.context().addCookies(sessions[who])
    else {
      addPerson(folder, people[who])
      await enrol(window.page, address, people[who].name)
      sessions[who] = await window.page.context().cookies()
    }
    await window.page.goto(`${address}/`)
    await steps(window.page, window)
  } finally {
    await window.close()
  }
}

before(async () => {
  folder = stage.configure()
  address = await stage.gateway(folder)
  browser = await stage.browser()
})
after(() => stage.end())

const plainNarrow = { name: 'plain-narrow', script: false, viewport: narrow }
const scriptWide = { name: 'script-wide', script: true, viewport: wide }

test('an empty desk says so', () =>
  signedIn(scriptWide, 'prison', async (page, window) => {
    assert.equal(new URL(page.url()).pathname, '/teams/BXI-PSI')
    assert.match(await page.locator('main').innerText(), /Nothing needs you just now/)
    await sound(window, 'desk-empty')
    for (const list of ['sent', 'received', 'tasks']) {
      await page.goto(`${address}/teams/BXI-PSI/${list}`)
      await sound(window, `desk-empty-${list}`)
    }
  }))

for (const [way, number, surname] of [
  [scriptWide, 'A1001AA', 'Sample-Wide'],
  [plainNarrow, 'A1002AA', 'Sample-Narrow'],
])
  test(`a SPOC opens and confirms in two clicks, ${way.name}; the prison sees it`, async () => {
    const id = refer(number, surname)
    await signedIn(way, 'prison', async (page, window) => {
      assert.match(await page.locator('main').innerText(), new RegExp(surname))
      await sound(window, `desk-home-prison-${way.name}`)
    })
    await signedIn(way, 'spoc', async (page, window) => {
      const main = page.locator('main')
      assert.doesNotMatch(await main.innerText(), new RegExp(surname), 'no name before it is opened')
      await sound(window, `desk-home-spoc-${way.name}`)
      await page.getByRole('button', { name: /^Open/ }).first().click()
      await page.locator('.app-form').waitFor()
      assert.match(await main.innerText(), new RegExp(`${surname}[\\s\\S]*${number}`))
      assert.equal(status(id).rung, 'delivered')
      await sound(window, `desk-form-${way.name}`)
      await page.getByRole('button', { name: 'Confirm that I have seen it' }).first().click()
      assert.match(await main.innerText(), /You have confirmed it/)
      assert.equal(status(id).rung, 'confirmed')
      await sound(window, `desk-message-spoc-${way.name}`)
    })
    await signedIn(way, 'prison', async (page, window) => {
      await page.getByRole('link', { name: new RegExp(surname) }).first().click()
      assert.match(await page.locator('main').innerText(), /Confirmed by a person[\s\S]*Signed receipt/)
      await sound(window, `desk-message-prison-${way.name}`)
      const answer = await page.request.get(`${page.url().split('?')[0]}/evidence`)
      assert.equal(answer.headers()['content-type'], 'application/zip')
      const zip = join(folder, `${id}.zip`)
      writeFileSync(zip, await answer.body())
      run('evidence', 'verify', zip, '--trust', join(folder, 'pki/ca.pem'), '--log-key', join(folder, 'pki/log.vkey'))
    })
  })

test('two people confirm one form: the second sees what the first did, and there is one receipt', async () => {
  const id = refer('A1003AA', 'Sample-Twice')
  await signedIn(scriptWide, 'spoc', (page) =>
    signedIn(scriptWide, 'second', async (other) => {
      await page.goto(`${address}/teams/LAMBETH-SPOC`)
      await page.getByRole('button', { name: /^Open/ }).first().click()
      await page.locator('.app-form').waitFor()
      await other.goto(`${address}/teams/LAMBETH-SPOC`)
      await other.getByRole('link', { name: /Sample-Twice/ }).first().click()
      await other.getByRole('button', { name: 'Confirm that I have seen it' }).waitFor()
      await page.getByRole('button', { name: 'Confirm that I have seen it' }).first().click()
      await other.getByRole('button', { name: 'Confirm that I have seen it' }).first().click()
      await other.getByText('That had happened already').waitFor()
      const { ladder } = status(id)
      assert.equal(ladder.filter(({ rung, receipt_id }) => rung === 'confirmed' && receipt_id).length, 1)
    }),
  )
})

test('a telephone confirmation, with what is missing said beside its field', async () => {
  const id = refer('A1004AA', 'Sample-Phone')
  await signedIn(plainNarrow, 'prison', async (page, window) => {
    await page.getByRole('link', { name: /Sample-Phone/ }).first().click()
    await page.getByRole('button', { name: 'Record a telephone confirmation' }).click()
    await page.getByLabel(/Anything to add/).fill('rang twice')
    await page.getByRole('button', { name: 'They have confirmed it' }).click()
    assert.match(await page.locator('.govuk-error-summary').innerText(), /name of who you spoke to/)
    assert.equal(await page.getByLabel(/Anything to add/).inputValue(), 'rang twice')
    await sound(window, 'desk-telephone-error')
    await page.getByLabel('Who did you speak to?').fill('Robin at the desk')
    await page.getByRole('button', { name: 'They have confirmed it' }).click()
    assert.match(await page.locator('main').innerText(), /by telephone/)
    assert.equal(status(id).confirmed_how, 'telephone')
  })
})

test('a search finds a person by name and number, of one’s own team only', async () => {
  refer('A1005AA', "O'Sample")
  await signedIn(scriptWide, 'prison', async (page, window) => {
    for (const typed of ["o'sample", 'OSAMPLE', 'a1005aa']) {
      await page.goto(`${address}/teams/BXI-PSI`)
      await page.getByLabel('Find a person or a message').fill(typed)
      await page.getByRole('button', { name: 'Search' }).click()
      assert.match(await page.locator('main').innerText(), /1 found[\s\S]*O'Sample/, typed)
      assert.doesNotMatch(page.url(), /sample/i)
    }
    await sound(window, 'desk-search')
    await page.getByLabel('Find a person or a message').fill('')
    await page.getByRole('button', { name: 'Search' }).click()
    await sound(window, 'desk-search-error')
  })
  await signedIn(scriptWide, 'other', async (page) => {
    await page.getByLabel('Find a person or a message').fill('a1005aa')
    await page.getByRole('button', { name: 'Search' }).click()
    assert.match(await page.locator('main').innerText(), /0 found/)
  })
})

test('withdrawn and closed by hand; another team finds nothing, and what it tries is in the log', async () => {
  const withdrawn = refer('A1006AA', 'Sample-Early')
  const closed = refer('A1007AA', 'Sample-Late')
  let target
  await signedIn(scriptWide, 'prison', async (page, window) => {
    await page.getByRole('link', { name: /Sample-Early/ }).first().click()
    target = new URL(page.url()).pathname
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await page.getByRole('button', { name: 'Withdraw it' }).click()
    assert.match(await page.locator('.govuk-error-summary').innerText(), /Say why/)
    await sound(window, 'desk-withdraw-error')
    await page.getByLabel('sent in error', { exact: false }).first().check()
    await page.getByRole('button', { name: 'Withdraw it' }).click()
    await page.getByText('It is withdrawn.').waitFor()
    assert.equal(status(withdrawn).standing, 'withdrawn')
    assert.match(await page.locator('main').innerText(), /Withdrawn[\s\S]*How far it has come/)
    assert.doesNotMatch(await page.locator('main').innerText(), /awaited|overdue/i, 'nobody is reminded of it')
    await page.goto(`${address}/teams/BXI-PSI`)
    await page.getByRole('link', { name: /Sample-Late/ }).first().click()
    await page.getByRole('button', { name: 'Close by hand' }).click()
    await sound(window, 'desk-close')
    await page.getByLabel('They have it in another way').check()
    await page.getByRole('button', { name: 'Close it' }).click()
    await page.getByText('It is closed.').waitFor()
    assert.equal(status(closed).standing, 'closed')
    assert.match(await page.locator('main').innerText(), /Because they have it in another way\. By Pat Prison/)
    await page.goto(`${address}/teams/BXI-PSI/sent?stage=unconfirmed`)
    const rows = await page.locator('tbody tr').allInnerTexts()
    assert.deepEqual(rows.filter((row) => /Sample-(Early|Late)/.test(row) && /LIEF/.test(row)), [], 'neither waits for anybody')
    assert.equal(rows.filter((row) => /Sample-Early/.test(row) && /[Ww]ithdrawal/.test(row)).length, 1, 'its withdrawal does')
    await page.goto(`${address}/teams/BXI-PSI/sent?stage=settled`)
    assert.match(await page.locator('main').innerText(), /Sample-Late[\s\S]*Sample-Early/)
  })
  await signedIn(scriptWide, 'other', async (page) => {
    const answer = await page.goto(`${address}${target}`)
    assert.equal(answer.status(), 404)
    const forged = await page.request.post(`${address}${target}/confirm`, {
      form: { _token: 'forged' },
      headers: { origin: address, 'sec-fetch-site': 'same-origin' },
    })
    assert.equal(forged.status(), 403)
  })
  const log = run('audit', 'list', '--config', join(folder, 'gatepost.toml'), '--json')
  assert.match(log, /stale_token/)
  assert.match(log, /gateway\.not_found/)
  assert.match(log, /searched/)
  assert.doesNotMatch(log, /Sample-/)
  assert.match(stage.said(), /"event":"ready"/)
  assert.doesNotMatch(stage.said(), /Sample-|Pat Prison|A100\dAA/)
})

test('tasks are taken on, put back and done', async () => {
  try {
    run('reconcile', writeCaseload(), ...client('BXI-PSI'))
  } catch (error) {
    assert.equal(error.status, 1, 'something is missing')
  }
  await signedIn(plainNarrow, 'prison', async (page, window) => {
    await page.goto(`${address}/teams/BXI-PSI/tasks`)
    await sound(window, 'desk-tasks')
    await page.getByRole('button', { name: 'I take this on' }).first().click()
    assert.match(await page.locator('main').innerText(), /Pat Prison has taken it on/)
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Put it back' }).first().click()])
    assert.doesNotMatch(await page.locator('main').innerText(), /has taken it on/)
    const open = await page.getByRole('button', { name: 'It is done' }).count()
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'It is done' }).first().click()])
    assert.equal(await page.locator('h1').innerText(), 'Tasks', await page.locator('main').innerText())
    assert.equal(await page.getByRole('button', { name: 'It is done' }).count(), open - 1, await page.locator('main').innerText())
  })
})

// A prison's list with somebody who is due out and was never referred.
function writeCaseload() {
  const file = join(folder, 'caseload.csv')
  const day = (away) => new Date(Date.now() + away * 86400000).toISOString().slice(0, 10)
  writeFileSync(file, `prisoner_number,status,received_on,release_on\nA2001AA,in-custody,${day(-90)},${day(10)}\n`)
  return file
}
