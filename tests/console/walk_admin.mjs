// Walks administration and the joint meeting list: administrator, operator, auditor and a member of the meeting; empty, with a
// day's work in it, and with what goes wrong.
//
//   GATEPOST_BIN=... [SCREENS=folder] node --test walk_admin.mjs
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Stage, faults, narrow, openWindow, picture, press, sound, wide } from './harness.mjs'
import { addPerson, enrol } from './people.mjs'

const stage = new Stage()
let browser
let address
let folder

const gatepost = (...words) => execFileSync(process.env.GATEPOST_BIN, words, { encoding: 'utf8' })
const client = (team) => join(folder, 'clients', team)

before(async () => {
  folder = stage.configure()
  address = await stage.gateway(folder)
  browser = await stage.browser()
})
after(() => stage.end())

// A window of somebody who has just signed in.
async function as(name, roles, way, steps) {
  addPerson(folder, { name, display: `Jo ${name}`, job: 'Administrator', roles })
  const window = await openWindow(browser, way)
  try {
    const kept = await enrol(window.page, address, name)
    await steps(window.page, window, kept)
  } finally {
    await window.close()
  }
}

const main = (page) => page.locator('main').innerText()
const button = (page, name) => page.getByRole('button', { name, exact: true })
const parts = {
  overview: '/administration',
  tasks: '/administration/tasks',
  log: '/administration/log',
  verification: '/administration/log/verification',
  directory: '/administration/directory',
  team: '/administration/directory/teams/LAMBETH-SPOC',
  history: '/administration/directory/history',
  import: '/administration/directory/import',
  users: '/administration/users',
  'new-user': '/administration/users/new',
  policy: '/administration/policy',
  certificates: '/administration/certificates',
  notifications: '/administration/notifications',
  health: '/administration/health',
}

async function walk(page, window, prefix, names = Object.keys(parts)) {
  for (const name of names) {
    await page.goto(address + parts[name])
    assert.equal(new URL(page.url()).pathname, parts[name], `${prefix} reaches ${name}`)
    await sound(window, `admin-${name}-${prefix}`)
  }
}

test('an administrator on the first day: what there is not yet is said', () =>
  as('first.day', ['administrator'], { script: true, viewport: wide }, async (page, window) => {
    await page.goto(address)
    assert.equal(new URL(page.url()).pathname, '/administration')
    assert.match(await main(page), /No team has an open task/)
    await walk(page, window, 'empty', ['overview', 'tasks', 'notifications', 'verification', 'history'])
  }))

// What a prison, a SPOC and time do in a day.
function aDaysWork() {
  // Their settings name the port that the demonstration had when it was made: any free one.
  const port = readFileSync(join(folder, 'state/machine.port'), 'utf8').trim()
  const settings = join(client('BXI-PSI'), 'client.toml')
  const text = readFileSync(settings, 'utf8')
  writeFileSync(settings, text.replace(/(url = "https:\/\/[^:"]+):\d+/, `$1:${port}`))
  const form = join(folder, 'lief.xml')
  const signed = join(folder, 'signed.xml')
  writeFileSync(form, gatepost('form', 'template', 'lief').replace(/<!--[\s\S]*?-->/g, ''))
  const key = ['--key', join(client('BXI-PSI'), 'key.pem'), '--cert', join(client('BXI-PSI'), 'cert.pem')]
  gatepost('sign', form, ...key, '--out', signed)
  gatepost('send', signed, '--config', join(client('BXI-PSI'), 'client.toml'))
  const rows = Array.from(
    { length: 30 },
    (_, i) => `B${1000 + i}CD,in-custody,2026-01-01,${soon},,Bo,Fictional,1985-05-05,F,E09000022,`,
  )
  const header =
    'prisoner_number,status,received_on,release_on,left_on,first_name,surname,date_of_birth,sex,area,to_prison'
  writeFileSync(join(folder, 'list.csv'), [header, ...rows].join('\n') + '\n')
  try {
    gatepost('reconcile', join(folder, 'list.csv'), '--config', join(client('BXI-PSI'), 'client.toml'))
  } catch (error) {
    assert.equal(error.status, 1, 'the answer is that forms are missing')
  }
}
const soon = new Date(Date.now() + 20 * 86400e3).toISOString().slice(0, 10)

for (const way of [
  { name: 'script-wide', script: true, viewport: wide },
  { name: 'plain-narrow', script: false, viewport: narrow },
])
  test(`an administrator with a day's work, ${way.name}`, () =>
    as(`ada.${way.name}`, ['administrator'], way, async (page, window) => {
      if (way.name === 'script-wide') aDaysWork()
      await walk(page, window, `typical-${way.name}`)

      await page.goto(`${address}/administration/tasks`)
      assert.match(await main(page), /A referral was never sent/)
      assert.doesNotMatch(await main(page), /Fictional|B10\d\dCD/, 'nobody is named')
      assert.equal(await page.locator('tbody tr').count(), 25)
      await page.getByRole('link', { name: 'Next page' }).click()
      const rest = await page.locator('tbody tr').count()
      assert.ok(rest > 0 && rest < 25)
      await page.getByLabel('Team', { exact: true }).selectOption('BXI-PSI')
      await page.getByLabel('Claimed or not').selectOption('claimed')
      await press(page, 'Show')
      assert.match(await main(page), /There are no such tasks/)

      await page.goto(`${address}/administration/log`)
      await page.getByText('Search the log').click()
      await page.getByLabel('Team', { exact: true }).fill('bxi psi')
      await page.getByLabel('From', { exact: true }).fill('31 2 2026')
      await press(page, 'Search')
      assert.equal(await page.locator('.govuk-error-message').count(), 2, 'every problem at once, beside its field')
      assert.equal(await page.getByLabel('Team', { exact: true }).inputValue(), 'bxi psi')
      await sound(window, `admin-log-error-${way.name}`)
      await page.getByLabel('Team', { exact: true }).fill('BXI-PSI')
      await page.getByLabel('From', { exact: true }).fill('1 1 2026')
      await page.getByLabel('Event').fill('accepted')
      await press(page, 'Search')
      assert.match(await main(page), /Accepted[\s\S]*team:BXI-PSI/)
      const download = page.waitForEvent('download')
      await press(page, 'Export these as CSV')
      const csv = readFileSync(await (await download).path(), 'utf8')
      assert.match(csv, /^seq,at,verb,actor[^\n]*\r\n\d+,[^\n]*,accepted,[^\n]*\r\n$/)
      await page.goto(`${address}/administration/log`)
      assert.match(await main(page), new RegExp(`Log exported[\\s\\S]*Jo ada.${way.name}`))

      await page.goto(`${address}/administration/log/verification`)
      await press(page, 'Verify it now')
      await assert.doesNotReject(async () => {
        const deadline = Date.now() + 10_000
        while (!/Sound/.test(await main(page))) {
          if (Date.now() > deadline) throw new Error('the verification does not end')
          await page.reload()
        }
      })
      await sound(window, `admin-verified-${way.name}`)
    }))

test('an administrator takes in a new directory: what is wrong, what changes, and a double click', () =>
  as('dora.directory', ['administrator'], { script: false, viewport: narrow }, async (page, window) => {
    const file = join(folder, 'directory.csv')
    const list = readFileSync(file, 'utf8')
    await page.goto(`${address}/administration/directory/import`)
    await press(page, 'See what changes')
    await page.locator('.govuk-error-summary').waitFor()
    assert.equal(await page.locator('.govuk-error-summary li').count(), 1)
    await page.getByLabel('The list as CSV').fill(list + 'XX,Nobody,spoc,,,mailbox\n')
    await press(page, 'See what changes')
    assert.match(await page.locator('.govuk-error-summary').innerText(), /the row has 6 fields/)
    assert.match(await page.getByLabel('The list as CSV').inputValue(), /XX,Nobody/, 'what was typed is still there')
    await picture(page, 'admin-import-error')
    assert.deepEqual(await faults(window), [])
    await page.getByLabel('The list as CSV').fill(list.replace('020 7946 0111', '020 7946 0999'))
    await press(page, 'See what changes')
    assert.match(await main(page), /020 7946 0111 becomes 020 7946 0999/)
    await sound(window, 'admin-import-review')
    const again = await page.context().newPage()
    await again.goto(`${address}/administration/directory/import`)
    await again.getByLabel('The list as CSV').fill(list.replace('020 7946 0111', '020 7946 0888'))

    const twin = await page.context().newPage()
    await twin.goto(`${address}/administration/directory/import`)
    await twin.getByLabel('The list as CSV').fill(list.replace('020 7946 0111', '020 7946 0999'))
    await press(twin, 'See what changes')

    await press(page, 'Put it in place')
    assert.match(await main(page), /The new list is in place/)
    await press(twin, 'Put it in place')
    assert.match(await main(twin), /The new list is in place/, 'sent twice it is as it should be')
    await sound(window, 'admin-import-done')
    assert.match(readFileSync(file, 'utf8'), /020 7946 0999/)
    assert.ok(readdirSync(folder).some((name) => name.startsWith('directory.csv.2')), 'the one before is kept')
    await page.goto(`${address}/administration/directory/teams/LAMBETH-SPOC`)
    assert.match(await main(page), /020 7946 0999/, 'the gateway works with it')

    // Somebody changes the list on the server between looking and taking.
    await press(again, 'See what changes')
    writeFileSync(file, list)
    await press(again, 'Put it in place')
    assert.match(await main(again), /changed since this list was looked at/)
    assert.equal(readFileSync(file, 'utf8'), list)
    await page.goto(`${address}/administration/directory/history`)
    assert.match(await main(page), /Taken in, in place of[\s\S]*Jo dora/)
    await sound(window, 'admin-history-import')
  }))

test('an administrator keeps users: adds, refuses, changes, disables', () =>
  as('ursula.users', ['administrator'], { script: true, viewport: wide }, async (page, window) => {
    await page.goto(`${address}/administration/users/new`)
    await page.getByLabel('Name', { exact: true }).fill('Nia New')
    await page.getByLabel('Sign-in name').fill('n')
    await page.getByLabel('Roles').fill('spoc:LAMBETH-SPOC\nking')
    await press(page, 'Add')
    assert.equal(await page.locator('.govuk-error-message').count(), 2)
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Nia New')
    await sound(window, 'admin-user-error')
    await page.getByLabel('Sign-in name').fill('nia.new')
    await page.getByLabel('Roles').fill('clinician:LAMBETH-SPOC')
    await press(page, 'Add')
    assert.match(await page.locator('.govuk-error-summary').innerText(), /LAMBETH-SPOC is a spoc team/)
    await page.getByLabel('Roles').fill('spoc:LAMBETH-SPOC')
    await press(page, 'Add')
    assert.ok((await page.locator('.app-secret').innerText()).length > 10)
    await sound(window, 'admin-user-password')
    await page.getByRole('button', { name: 'I have handed it over' }).click()
    assert.match(await main(page), /Nia New[\s\S]*SPOC for Lambeth[\s\S]*not changed yet/)
    await sound(window, 'admin-user')
    const there = page.url()

    await page.goto(`${address}/administration/users/new`)
    await page.getByLabel('Name', { exact: true }).fill('Nia Again')
    await page.getByLabel('Sign-in name').fill('NIA.new')
    await page.getByLabel('Roles').fill('auditor')
    await press(page, 'Add')
    assert.match(await page.locator('.govuk-error-summary').innerText(), /another user signs in under this name/)

    await page.goto(`${there}/roles`)
    const late = await page.context().newPage()
    await late.goto(`${there}/profile`)
    await page.getByLabel('Roles').fill('meeting:LAMBETH-PROBATION')
    await press(page, 'Save')
    assert.match(await main(page), /The roles are changed/)
    await press(late, 'Save')
    assert.match(await main(late), /changed meanwhile/, 'the second sees that somebody was there first')
    await page.goto(`${there}/disable`)
    await sound(window, 'admin-user-disable')
    await press(page, 'Disable')
    assert.match(await main(page), /The account is disabled/)
    await page.goto(`${address}/administration/users`)
    await page.getByLabel('Find somebody').fill('NIA')
    await press(page, 'Search')
    assert.match(await main(page), /1 found[\s\S]*Nia New[\s\S]*Disabled/)
    assert.doesNotMatch(page.url(), /nia/i, 'no name in an address')
    await sound(window, 'admin-users-found')
  }))

test('an operator and an auditor see what is theirs, and each refusal stands in the log', async () => {
  const denied = async (page, path) => {
    const answer = await page.goto(address + path)
    assert.equal(answer.status(), 403, `${path} is not theirs`)
  }
  await as('opal.operator', ['operator'], { script: true, viewport: wide }, async (page, window) => {
    await walk(page, window, 'operator', ['overview', 'log', 'notifications', 'health'])
    for (const path of ['/administration/tasks', '/administration/users', '/administration/directory/import', '/meeting-list'])
      await denied(page, path)
    await sound(window, 'admin-denied', 403)
  })
  await as('audra.auditor', ['auditor'], { script: false, viewport: narrow }, async (page, window) => {
    await walk(page, window, 'auditor', ['overview', 'tasks', 'verification'])
    for (const path of ['/administration/users', '/administration/certificates']) await denied(page, path)
    // Forged: another action than a page of ours offers, and a token of nobody's.
    const forge = async (path, form) => {
      const headers = { origin: address, 'sec-fetch-site': 'same-origin' }
      assert.equal((await page.request.post(address + path, { form, headers })).status(), 403, path)
    }
    for (const _token of ['', 'forged']) await forge('/administration/notifications/try-again', { _token, reference: 'x' })
    await forge('/administration/log/verification', { _token: 'forged' })
    await page.goto(`${address}/administration/log?event=refused`)
    assert.match(await main(page), /Jo audra[\s\S]*identity\.not_allowed/)
    assert.match(await main(page), /web\.stale_token/)
  })
})

test('a SPOC reads the directory, and nothing else of administration', () =>
  as('sue.spoc', ['spoc:LAMBETH-SPOC'], { script: true, viewport: wide }, async (page, window) => {
    await page.goto(`${address}/administration/directory`)
    await sound(window, 'admin-directory-spoc')
    assert.equal(await page.locator('.moj-sub-navigation').count(), 0, 'nothing of administration around it')
    assert.equal((await page.goto(`${address}/administration/log`)).status(), 403)
  }))

for (const way of [
  { name: 'script-wide', script: true, viewport: wide },
  { name: 'plain-narrow', script: false, viewport: narrow },
])
  test(`the joint meeting, ${way.name}`, async () => {
    await as(`pru.${way.name}`, ['meeting:LAMBETH-PROBATION'], way, async (page, window) => {
      await page.goto(address)
      assert.equal(new URL(page.url()).pathname, '/meeting-list')
      assert.match(await main(page), /Choose a prison or a borough/)
      await sound(window, `meeting-choose-${way.name}`)
      await page.getByLabel('Borough').selectOption('BRENT-SPOC')
      await press(page, 'Show')
      assert.match(await main(page), /nobody on this list/)
      await sound(window, `meeting-empty-${way.name}`)
      await page.getByLabel('Borough').selectOption('LAMBETH-SPOC')
      await press(page, 'Show')
      await sound(window, `meeting-${way.name}`)
    })
    await as(`liz.${way.name}`, ['meeting:LAMBETH-SPOC'], way, async (page, window) => {
      await page.goto(`${address}/meeting-list`)
      assert.match(await main(page), /Lambeth[\s\S]*Referred, not confirmed/)
      await sound(window, `meeting-spoc-${way.name}`)
      const download = page.waitForEvent('download')
      await press(page, 'Export the whole list as CSV')
      const csv = readFileSync(await (await download).path(), 'utf8')
      assert.match(csv, /^name,date of birth,[^\n]*\r\n[^\n]*Brixton[^\n]*"?Referred, not confirmed"?/)
      assert.equal((await page.goto(`${address}/meeting-list?team=BXI-PSI`)).status(), 403, 'another team’s')
    })
  })
