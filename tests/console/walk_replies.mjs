// Walks what is said about a form that was received: a referral accepted, its appointment not kept, followed up, in treatment;
// another declined with the right borough while a colleague was writing, and sent there; a question and its answer. The referrals
// come from the prison's own system, which also says how far they have come.
//
//   GATEPOST_BIN=... [SCREENS=folder] node --test walk_replies.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Stage, narrow, sound, wide } from './harness.mjs'
import { Desk, answer, dayFromNow, fsck, mailbox, sendSample, statusOf } from './writing.mjs'

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
const send = (page) => page.getByRole('button', { name: 'Send the answer' }).click()
const kinds = async (page) => {
  await page.locator('[name="Kind"]').first().waitFor({ state: 'attached' })
  return page.locator('[name="Kind"]').evaluateAll((found) => found.map((each) => each.value))
}
const rungs = (handle) =>
  statusOf(folder, 'BXI-PSI', handle).ladder.filter((each) => each.reached_at).map((each) => each.rung)

async function open(page, handle) {
  await page.goto(`${address}/messages/${handle}`)
  await page.getByRole('button', { name: 'Open the form' }).click()
  await page.goto(`${address}/messages/${handle}`)
}

test('accepted with an appointment, not attended, followed up, in treatment: each offered when its time has come', async () => {
  const { handle } = sendSample(folder, 'lief', 'BXI-PSI')
  await desk.signedIn({ script: false, viewport: wide }, 'duty', async (page, window) => {
    await open(page, handle)
    await page.getByRole('button', { name: 'Answer', exact: true }).click()
    assert.deepEqual(await kinds(page), ['ACCEPTED', 'DECLINED'])
    await sound(window, 'replies-respond')
    await send(page)
    assert.match(await errors(page), /What is your answer/)
    await answer(page, { Kind: 'ACCEPTED', 'Appointment.With': 'Pat Keyworker' })
    await send(page)
    assert.match(await errors(page), /When is the appointment/)
    assert.equal(await page.locator('[name="Appointment.With"]').inputValue(), 'Pat Keyworker', 'nothing is lost')
    await sound(window, 'replies-respond-errors')
    await answer(page, {
      'Appointment.At@': [...dayFromNow(0), '11.50pm'],
      'Appointment.Place': '2 Fictional Street',
      'Identification.KnownToService': 'YES',
    })
    const form = await page.locator('main form').evaluate((found) => Object.fromEntries(new FormData(found)))
    await send(page)
    assert.match(await main(page), /Your answer is sent/)
    await sound(window, 'replies-answered')
    assert.ok(rungs(handle).includes('answered'))

    // The same page once more, as after a double click or from a window that was left open.
    const again = await page.request.post(`${address}/messages/${handle}/respond`, { form, headers: { origin: address } })
    assert.match(again.url(), /done=answered/)
    await page.getByRole('button', { name: 'Say what became of it' }).click()
    await page.waitForURL(/respond/)
    assert.deepEqual(await kinds(page), ['OUTCOME', 'ENGAGED', 'APPOINTMENT', 'DECLINED'])
    assert.match(await main(page), /Said so far\s+Accepted\. Appointment at 23:50[\s\S]*Pat Keyworker[\s\S]*Robin Duty/)
    assert.equal(await page.locator('[name="Outcome.AppointmentAt-time"]').inputValue(), '23:50', 'the gateway knows it')
    await sound(window, 'replies-outcome')
    await answer(page, { Kind: 'OUTCOME', 'Outcome.Result': 'DID_NOT_ATTEND' })
    await send(page)
    await page.getByRole('button', { name: 'Say what became of it' }).click()
    await page.waitForURL(/respond/)
    assert.deepEqual(await kinds(page), ['FOLLOW_UP', 'ENGAGED', 'APPOINTMENT', 'DECLINED'])
    await answer(page, { Kind: 'FOLLOW_UP', 'FollowUp.How': 'NONE', 'FollowUp.Attempts': '2' })
    await send(page)
    assert.match(await errors(page), /How many times did you try/)
    assert.match(await main(page), /Said so far\s+Outcome of an appointment\. Did not attend/)
    await sound(window, 'replies-follow-up-errors')
    await answer(page, { 'FollowUp.How': 'PHONE_OR_TEXT', 'FollowUp.Reached': 'YES' })
    await send(page)
    await page.getByRole('button', { name: 'Say what became of it' }).click()
    await answer(page, {
      Kind: 'ENGAGED',
      'Engagement.InterventionStartOn@': dayFromNow(0),
      'Engagement.Intervention': ['STRUCTURED_PSYCHOSOCIAL'],
    })
    await send(page)
    assert.match(await main(page), /Your answer is sent/)
    await page.goto(`${address}/messages/${handle}/respond`)
    assert.equal(await title(page), 'Nothing is left to answer')
    await sound(window, 'replies-nothing-left')
  })
  const reached = rungs(handle)
  for (const rung of ['confirmed', 'answered', 'outcome', 'followed-up', 'engaged']) assert.ok(reached.includes(rung), rung)
  const responses = mailbox(folder, 'BXI-PSI', 'answers').filter((xml) => xml.includes('<Response '))
  assert.equal(responses.length, 4, 'sent twice, it is one')
})

test('declined with the right borough while a colleague was writing; the sender is led there', async () => {
  const { handle } = sendSample(folder, 'lief', 'BXI-PSI')
  await desk.signedIn({ script: true, viewport: narrow }, 'second', async (page, window) => {
    await open(page, handle)
    await page.goto(`${address}/messages/${handle}/respond`)
    await answer(page, { Kind: 'ACCEPTED', DropInTimes: 'Weekdays from nine' })
    await sound(window, 'replies-narrow')
    await desk.signedIn({ script: true, viewport: wide }, 'duty', async (other, quicker) => {
      await other.goto(`${address}/messages/${handle}/respond`)
      await other.getByLabel('Decline the referral').check()
      await other.locator('[name="Decline.Reason"][value="DUPLICATE"]').check()
      await answer(other, { 'Decline.RedirectArea': 'E09000012' })
      await send(other)
      assert.match(await errors(other), /right area/i)
      await sound(quicker, 'replies-decline-errors')
      await other.locator('[name="Decline.Reason"][value="WRONG_BOROUGH"]').check()
      await send(other)
      assert.match(await main(other), /Your answer is sent/)
    })
    await send(page)
    assert.match(await main(page), /Robin Duty has answered while you were writing[\s\S]*Weekdays from nine/)
    await sound(window, 'replies-meanwhile')
  })
  assert.ok(rungs(handle).includes('answered'))
  await desk.signedIn({ script: true, viewport: wide }, 'sender', async (page, window) => {
    await page.goto(`${address}/messages/${handle}`)
    await sound(window, 'replies-declined-message')
    await page.getByRole('button', { name: 'Send it to another service' }).click()
    await sound(window, 'replies-redirect')
    await page.getByRole('button', { name: 'Start the referral' }).click()
    const draft = page.url()
    await page.goto(`${draft}/parts/destination?from=check`)
    await answer(page, { 'Control.ToArea': 'E09000012' })
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await page.getByRole('button', { name: 'Sign and send' }).click()
    assert.match(await title(page), /LIEF referral sent/)
  })
  const sent = mailbox(folder, 'HACKNEY-SPOC', 'redirected').find((xml) => xml.includes('<LIEF '))
  assert.match(sent, /<ToArea>E09000012<\/ToArea>[\s\S]*<Kind>NEW_REFERRAL<\/Kind>/)
})

test('a question, and its answer', async () => {
  const { handle } = sendSample(folder, 'lief', 'BXI-PSI')
  let question
  await desk.signedIn({ script: false, viewport: narrow }, 'duty', async (page, window) => {
    await open(page, handle)
    await page.getByRole('button', { name: 'Ask a question' }).click()
    assert.notEqual(await page.locator('[name="Telephone"]').inputValue(), '', 'the directory knows it')
    assert.equal(await page.locator('[name="Client.Name"]').count(), 0, 'the referral says who it is')
    await sound(window, 'replies-ask')
    await answer(page, { Topic: ['OTHER'] })
    await page.getByRole('button', { name: 'Send the question' }).click()
    assert.match(await errors(page), /Your question, in words/)
    await sound(window, 'replies-ask-errors')
    await answer(page, { Topic: ['ASSESSMENT'], Question: 'Which wing is the client on?' })
    await page.getByRole('button', { name: 'Send the question' }).click()
    assert.match(await main(page), /Your question is sent/)
    const link = page.getByRole('link', { name: /Request for information to/i })
    question = (await link.getAttribute('href')).split('/')[2]
  })
  await desk.signedIn({ script: true, viewport: wide }, 'sender', async (page, window) => {
    await open(page, question)
    await page.getByRole('button', { name: 'Answer the question' }).click()
    assert.match(await main(page), /Robin Duty asks for: The most recent assessment; Something else[\s\S]*Which wing/)
    await sound(window, 'replies-reply')
    await answer(page, { Completeness: 'PARTIAL' })
    await send(page)
    assert.match(await errors(page), /Your answer, in words[\s\S]*When was the assessment made|When was the assessment made[\s\S]*Your answer, in words/)
    await sound(window, 'replies-reply-errors')
    await answer(page, { 'AssessedOn@': dayFromNow(-30), Answer: 'C wing. The assessment follows by post.' })
    await send(page)
    assert.match(await main(page), /Your answer is sent/)
    await sound(window, 'replies-reply-sent')
  })
  const status = statusOf(folder, 'LAMBETH-SPOC', question)
  assert.ok(status.ladder.some((each) => each.rung === 'answered' && each.reached_at))
  fsck(folder)
})
