// Walks the writing of an Alert Form (alone, and from a message), of the clinical part of a referral and of its update. The referral
// comes from the prison's own system, by the real commands.
//
//   GATEPOST_BIN=... [SCREENS=folder] node --test walk_alert.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Stage, narrow, sound, wide } from './harness.mjs'
import { Desk, answer, dayFromNow, fsck, mailbox, referral, save, sendSample } from './writing.mjs'

const stage = new Stage()
let address
let folder
let desk
let sent // a referral: its own id and the gateway's handle

before(async () => {
  folder = stage.configure()
  address = await stage.gateway(folder)
  sent = sendSample(folder, 'lief', 'BXI-PSI')
  desk = new Desk(await stage.browser(), folder, address)
})
after(() => stage.end())

const main = (page) => page.locator('main').innerText()
const errors = (page) => page.locator('.govuk-error-summary').innerText()
const title = (page) => page.locator('h1').innerText()

test('an Alert: alone with consent, then from its message, where it fills itself in and a call must follow', () =>
  desk.signedIn(
    { script: false, viewport: wide },
    'sender',
    async (page, window) => {
      await page.goto(`${address}/teams/BXI-PSI/alerts/new`)
      await sound(window, 'writing-alert-begin')
      await page.getByLabel('Which borough').selectOption('E09000012')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('button', { name: 'Start the Alert' }).click()
      await answer(page, {
        'Client.Name': 'Sam Alert-Fictional',
        'Client.DateOfBirth@': ['1', '1', '1990'],
        'Client.PrisonerNumber': 'A7777AA',
        'Client.Status': 'SENTENCED',
        Change: ['RELEASE_OR_COURT_DATE', 'OTHER'],
        'Change.RELEASE_OR_COURT_DATE.NewReleaseDate@': dayFromNow(40),
        'Change.OTHER.Other': 'PRE_RELEASE_NOTICE',
      })
      await save(page)
      assert.match(await errors(page), /In one sentence/)
      await sound(window, 'writing-alert-errors')
      await answer(page, { 'Change.OTHER.Sentence': 'Leaves in six weeks.' })
      await save(page)
      assert.equal(await title(page), 'Consent to share information')
      await answer(page, referral.consent)
      await save(page)
      assert.match(await main(page), /11 Other[\s\S]*Leaves in six weeks/)
      await sound(window, 'writing-alert-check')
      await page.getByRole('button', { name: 'Sign and send' }).click()
      assert.match(await title(page), /Alert Form sent/)
      const message = new URL(page.url()).pathname.split('/')[2]

      await page.goto(`${address}/messages/${message}/alert`)
      await sound(window, 'writing-alert-about')
      await page.getByRole('button', { name: 'Start the Alert' }).click()
      assert.equal(await page.locator('[name="Client.Name"]').inputValue(), 'Sam Alert-Fictional')
      assert.equal(await page.locator('[name="Client.DateOfBirth-year"]').inputValue(), '1990')
      await answer(page, {
        Change: ['RELEASE_PLAN'],
        'Change.RELEASE_PLAN.OccurredAt@': [...dayFromNow(-1), '2.30pm'],
        'Change.RELEASE_PLAN.Sentence': 'Will live with family.',
      })
      await sound(window, 'writing-alert')
      await save(page)
      assert.equal(await title(page), 'Check your answers', 'consent is known')
      await page.getByRole('button', { name: 'Sign and send' }).click()
      assert.match(await main(page), /telephone call to City and Hackney[\s\S]*must follow[\s\S]*020 7946 0113/)
      await sound(window, 'writing-alert-sent')
      const forms = mailbox(folder, 'HACKNEY-SPOC', 'alert')
      assert.equal(forms.length, 2)
      const ids = forms.map((xml) => xml.match(/<ConversationId>(.*?)</)[1])
      assert.equal(ids[0], ids[1], 'one conversation')
      assert.ok(forms.some((xml) => xml.includes('<Sentence>Will live with family.</Sentence>')))
    },
  ))

test('the clinical part: bound to the referral, by a clinician of the same prison only', async () => {
  await desk.signedIn({ script: true, viewport: wide }, 'sender', async (page) => {
    assert.equal((await page.goto(`${address}/messages/${sent.handle}/clinical-part`)).status(), 403)
  })
  await desk.signedIn({ script: true, viewport: wide }, 'clinician', async (page, window) => {
    await page.goto(`${address}/messages/${sent.handle}/clinical-part`)
    await sound(window, 'writing-clinical-begin')
    await page.getByRole('button', { name: 'Start the clinical part' }).click()
    await sound(window, 'writing-clinical-parts')
    await page.getByRole('link', { name: 'Substitution treatment and naloxone' }).click()
    await answer(page, { 'Prescribing.OstStatus': 'ON_MAINTENANCE', 'Prescribing.Naloxone': 'GIVEN' })
    await save(page)
    await answer(page, {
      'Prescribing.OstMedicine.Medicine': 'METHADONE',
      'Prescribing.OstMedicine.DoseMg': '40 mg',
      'Prescribing.OstMedicine.Frequency': 'Once a day',
      'Prescribing.OstMedicine.Supervised': 'YES',
      'Prescribing.Prescriber': 'Dr Ash Example',
      'Prescribing.PrescriberTelephone': '020 7946 0505',
      'Prescribing.ReleaseSupply': 'FP10',
    })
    await save(page)
    assert.match(await errors(page), /Days supplied/)
    await sound(window, 'writing-clinical-errors')
    await answer(page, { 'Prescribing.SupplyDays': '07' })
    await save(page)
    await save(page)
    await page.getByRole('button', { name: 'Sign and send' }).click()
    assert.match(await title(page), /Clinical part of a referral sent/)
    await sound(window, 'writing-clinical-sent')
    // Once more from its message: the draft is gone, and another would be another form.
    await page.goto(`${address}/messages/${sent.handle}/clinical-part`)
    assert.doesNotMatch(await main(page), /has begun one already/)
  })
  const part = mailbox(folder, 'LAMBETH-SPOC', 'clinical').find((xml) => xml.includes('<ClinicalPart '))
  assert.match(part, new RegExp(`<MessageId>${sent.id}</MessageId>`))
  assert.match(part, /<DoseMg>40<\/DoseMg>[\s\S]*<SupplyDays>7<\/SupplyDays>/)
  fsck(folder)
})

test('an update: what the referral said is typed in already, and it replaces that one', () =>
  desk.signedIn({ script: false, viewport: narrow }, 'sender', async (page, window) => {
    await page.goto(`${address}/messages/${sent.handle}/update`)
    await sound(window, 'writing-update-begin')
    await page.getByRole('button', { name: 'Start the update' }).click()
    const draft = page.url()
    assert.match(await main(page), /Sam Sample-Fictional[\s\S]*replaces a referral[\s\S]*Ready to send/)
    await page.goto(`${draft}/parts/risk?from=check`)
    await answer(page, { 'Risk.SeriousHarm': 'VERY_HIGH' })
    await save(page)
    await sound(window, 'writing-update-check')
    await page.getByRole('button', { name: 'Sign and send' }).click()
    assert.match(await title(page), /LIEF referral sent/)
    const update = mailbox(folder, 'LAMBETH-SPOC', 'update').find((xml) => xml.includes('<Kind>UPDATE</Kind>'))
    assert.match(update, new RegExp(`<Supersedes>${sent.id}</Supersedes>`))
    assert.match(update, /<SeriousHarm>VERY_HIGH<\/SeriousHarm>/)
    assert.match(update, /<Restrictions>|<Agency>SPOC<\/Agency>/)
    fsck(folder)

    // To the next borough, as after a decline: the same words, another address.
    await page.goto(`${address}/messages/${sent.handle}/referral`)
    await sound(window, 'writing-again-begin')
    await page.getByRole('button', { name: 'Start the referral' }).click()
    const again = page.url()
    await page.goto(`${again}/check`)
    assert.match(await main(page), /Before you can send this:[\s\S]*borough/)
    await page.goto(`${again}/parts/destination?from=check`)
    await answer(page, { 'Control.ToArea': 'E09000028' })
    await save(page)
    await page.getByRole('button', { name: 'Sign and send' }).click()
    const [next] = mailbox(folder, 'SOUTHWARK-SPOC', 'again')
    assert.equal(next.match(/<ConversationId>.*?</)[0], update.match(/<ConversationId>.*?</)[0])
    assert.match(next, /<Kind>NEW_REFERRAL<\/Kind>[\s\S]*<Surname>Sample-Fictional<\/Surname>/)
  }))
