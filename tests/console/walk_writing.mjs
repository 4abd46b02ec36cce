// Walks the writing of a referral: a whole one with errors on the way, one whose client refused sharing; sent twice; by two people
// at once. What arrives is read in the recipient's mailbox.
//
//   GATEPOST_BIN=... [SCREENS=folder] node --test walk_writing.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Stage, narrow, sound, wide } from './harness.mjs'
import { Desk, answer, fsck, mailbox, referral, save } from './writing.mjs'

const stage = new Stage()
let address
let folder
let desk

before(async () => {
  folder = stage.configure()
  address = await stage.gateway(folder)
  desk = new Desk(await stage.browser(), folder, address)
})
after(() => stage.end())

const main = (page) => page.locator('main').innerText()
const errors = (page) => page.locator('.govuk-error-summary').innerText()
const title = (page) => page.locator('h1').innerText()

async function begin(page, window, { kind, area, name }) {
  await page.goto(`${address}/teams/BXI-PSI/referrals/new`)
  await sound(window, `writing-begin-${name}`)
  await page.getByRole('button', { name: 'Continue' }).click()
  assert.match(await errors(page), /Choose what kind[\s\S]*Choose where it goes/)
  await page.getByLabel(kind).check()
  await page.getByLabel('Which borough').selectOption(area)
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('a whole referral: errors beside their fields, nothing lost, sent once, and as it was typed', () =>
  desk.signedIn(
    { script: true, viewport: wide },
    'sender',
    async (page, window) => {
      await begin(page, window, { kind: 'A referral before release', area: 'E09000022', name: 'whole' })
      assert.match(await main(page), /Lambeth drug and alcohol SPOC[\s\S]*020 7946 0111/)
      await sound(window, 'writing-begun-whole')
      await page.getByRole('button', { name: 'Start the referral' }).click()
      const draft = page.url()
      assert.match(await main(page), /Consent to share information\s+Not started[\s\S]*Cannot send yet/)
      await sound(window, 'writing-parts')

      await page.getByRole('link', { name: 'Consent to share information' }).click()
      for (const [slug, answers] of Object.entries(referral)) {
        assert.equal(new URL(page.url()).pathname.split('/').pop(), slug)
        if (slug === 'client') {
          await answer(page, { ...answers, 'Client.DateOfBirth@': ['31', '6', '1990'], 'Client.Sex': 'F' })
          await save(page)
          assert.match(await errors(page), /Date of birth: this is not a date in the calendar/)
          assert.equal(await page.locator('.govuk-error-message').count(), 1)
          assert.equal(await page.locator('[name="Client.DateOfBirth-day"]').inputValue(), '31')
          await sound(window, 'writing-client-errors')
          await page.locator('.govuk-error-summary a').first().click()
          assert.equal(await page.evaluate(() => document.activeElement.id), 'Client.DateOfBirth-day')
        }
        await answer(page, answers)
        await sound(window, `writing-${slug}`)
        await save(page)
      }
      assert.equal(await title(page), 'Check your answers')
      await sound(window, 'writing-check')
      assert.match(await main(page), /27 March 1990[\s\S]*A1234BC[\s\S]*Heroin/)

      // A change from here comes back here.
      await page.goto(`${draft}/parts/risk?from=check`)
      await page.locator('[name="Risk.Detail"]').fill('x'.repeat(1001))
      await save(page)
      assert.match(await errors(page), /About the risks: this is too long/)
      await page.goto(`${draft}/check`)
      assert.match(await main(page), /Before you can send this:\s+About the risks/)
      assert.equal(await page.getByRole('button', { name: 'Sign and send' }).count(), 0)
      await sound(window, 'writing-check-problem')
      await page.getByRole('link', { name: /About the risks/ }).click()
      assert.match(await errors(page), /too long/)
      await page.locator('[name="Risk.Detail"]').fill('Two lines\nof text')
      await save(page)
      assert.equal(await title(page), 'Check your answers')

      // Three windows, one form: two send at the same moment, one later.
      const windows = [page, await page.context().newPage(), await page.context().newPage()]
      for (const window of windows.slice(1)) await window.goto(`${draft}/check`)
      const [, second, third] = windows
      await Promise.all([page, second].map((each) => each.getByRole('button', { name: 'Sign and send' }).click()))
      assert.match(await title(page), /LIEF referral sent/)
      const words = await main(page)
      assert.match(words, /A person at Lambeth drug and alcohol SPOC \(sample\) should confirm by .* (today|tomorrow|20\d\d)/)
      assert.match(words, /If not, we remind them, then .*ask your team to ring 020 7946 0111/)
      assert.match(words, /clinical colleagues have a task/)
      await sound(window, 'writing-sent')
      const confirmation = page.url()
      const reference = await page.locator('.govuk-panel strong').innerText()
      await third.getByRole('button', { name: 'Sign and send' }).click()
      for (const window of [second, third]) {
        assert.equal(window.url(), confirmation)
        assert.equal(await window.locator('.govuk-panel strong').innerText(), reference)
      }
      await page.goBack()
      await page.goto(`${draft}/parts/risk`)
      assert.equal(page.url(), confirmation, 'a sent draft leads to what was sent')

      const [xml, ...more] = mailbox(folder, 'LAMBETH-SPOC', 'whole')
      assert.equal(more.length, 0, 'one form')
      for (const piece of [
        '<FirstName>Sam</FirstName>',
        "<Surname>O'Fictional &lt;&amp;&gt; Œuvre</Surname>",
        '<Alias>Sammy</Alias>',
        '<DateOfBirth>1990-03-27</DateOfBirth>',
        '<Sex>M</Sex>',
        '<PrisonerNumber>A1234BC</PrisonerNumber>',
        '<NhsNumber>9990000018</NhsNumber>',
        '<Agency>SPOC</Agency>',
        '<Substance label="Heroin">1101</Substance>',
        '<ClinicalPartToFollow>YES</ClinicalPartToFollow>',
        '<Name>Jo Example</Name>',
      ])
        assert.ok(xml.includes(piece), `the form does not say ${piece}`)
      assert.match(xml, /<Detail>Two lines\nof text<\/Detail>/)
      fsck(folder)
    },
  ))

test('sharing refused, without script, at 320 pixels: only who they are and when they are released', () =>
  desk.signedIn(
    { script: false, viewport: narrow },
    'sender',
    async (page, window) => {
      await begin(page, window, { kind: 'A referral before release', area: 'E09000028', name: 'narrow' })
      await page.getByRole('button', { name: 'Start the referral' }).click()
      const draft = page.url()
      await sound(window, 'writing-parts-narrow')
      await page.goto(`${draft}/parts/health`)
      await answer(page, { 'Health.MentalHealthNeed': 'YES', 'Health.GpRegistered': 'NO' })
      await page.getByRole('button', { name: 'Save and finish later' }).click()
      assert.match(await main(page), /Health\s+In progress/)
      await page.goto(`${draft}/parts/consent`)
      await answer(page, {
        'Consent.Status': 'REFUSED',
        'Consent.WarnedOfDelay': 'YES',
        'Consent.LimitsExplained': 'YES',
        // Typed before the answer changed, or without script beside it: kept, and not sent.
        'Consent.WorkerName': 'Not to be sent',
      })
      await sound(window, 'writing-consent-narrow')
      await save(page)
      await answer(page, referral.client)
      await save(page)
      assert.equal(new URL(page.url()).pathname.split('/').pop(), 'release-date', 'what may not be said is not asked')
      await answer(page, { 'Release.NotKnownReason': 'OTHER' })
      await save(page)
      assert.match(await errors(page), /Note on the release date/)
      await sound(window, 'writing-release-date-narrow')
      await page.locator('[name="Release.NotKnownNote"]').fill('Sentence being recalculated')
      await save(page)
      await save(page)
      assert.equal(await title(page), 'Check your answers')
      assert.doesNotMatch(await main(page), /Mental health/)
      await sound(window, 'writing-check-narrow')
      await page.goto(draft)
      assert.match(await main(page), /Health[\s\S]*refused sharing[\s\S]*Not needed/)
      await page.goto(`${draft}/check`)
      await page.getByRole('button', { name: 'Sign and send' }).click()
      await sound(window, 'writing-sent-narrow')
      const [xml] = mailbox(folder, 'SOUTHWARK-SPOC', 'refused')
      assert.match(xml, /<Status>REFUSED<\/Status>/)
      assert.doesNotMatch(xml, /<Health>|Not to be sent/)
    },
  ))

test('two people on one page: the second sees both versions, and nothing is lost', () =>
  desk.signedIn(
    { script: true, viewport: wide },
    'sender',
    async (page, window) => {
      await page.goto(`${address}/teams/BXI-PSI/referrals/new?kind=COURT_RELEASE&area=E06000046`)
      assert.match(await main(page), /cannot receive forms here[\s\S]*ring them/)
      await page.getByRole('button', { name: 'Start the referral' }).click()
      const draft = page.url()
      assert.match(await main(page), /told by telephone[\s\S]*urgent[\s\S]*Can follow later/)
      await page.goto(`${draft}/parts/destination`)
      await sound(window, 'writing-destination')
      await answer(page, { 'Control.ToArea-other': 'E07000999' })
      await page.getByRole('button', { name: 'Save and finish later' }).click()
      assert.match(await main(page), /E07000999, for which no team is known here/)
      await page.goto(`${draft}/parts/custody`)
      await desk.signedIn(
        { script: true, viewport: wide },
        'colleague',
        async (other, otherWindow) => {
          await other.goto(`${address}/teams/BXI-PSI/drafts`)
          assert.match(await main(other), /by Jo Example/)
          await sound(otherWindow, 'writing-drafts')
          await other.goto(`${draft}/parts/custody`)
          await answer(other, { 'Custody.Location': 'D wing', 'Custody.KeyWorker': 'Kim Second' })
          await other.getByRole('button', { name: 'Save and finish later' }).click()
          // Another page is nobody's conflict.
          await other.goto(`${draft}/parts/risk`)
          await answer(other, { 'Risk.SeriousHarm': 'LOW' })
          await other.getByRole('button', { name: 'Save and finish later' }).click()
        },
      )
      await answer(page, { 'Custody.Location': 'C wing', 'Custody.KeyWorker': 'Kim Second' })
      await save(page)
      assert.match(await main(page), /Kim Second saved this page[\s\S]*Wing or location\s+D wing\s+C wing/)
      assert.equal(await page.locator('[name="Custody.Location"]').inputValue(), 'C wing')
      await sound(window, 'writing-two-versions')
      await page.getByRole('button', { name: 'Save and finish later' }).click()
      await page.goto(`${draft}/parts/custody`)
      assert.equal(await page.locator('[name="Custody.Location"]').inputValue(), 'C wing')
      await page.goto(`${draft}/parts/risk`)
      assert.ok(await page.locator('[name="Risk.SeriousHarm"][value="LOW"]').isChecked())
      await page.goto(`${draft}/discard`)
      await sound(window, 'writing-discard')
      await page.getByRole('button', { name: 'Discard it' }).click()
      assert.match(await main(page), /The draft is discarded/)
      assert.equal((await page.goto(draft)).status(), 404)
      assert.match(await title(page), /not there any more/)
      await sound(window, 'writing-gone', 404)
    },
  ))
