// Walks the console in a real browser: with and without script, wide and at 320 pixels, by mouse and by keyboard, and lets axe
// look at every page. Run by ctest (console_walk); by hand:
//
//   GATEPOST_BIN=... CONSOLE_SINK=... [SCREENS=folder] node --test walk.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Stage, faults, narrow, openWindow, picture, wide } from './harness.mjs'

const stage = new Stage()
let browser
let console_
let sink

before(async () => {
  const folder = stage.configure()
  console_ = await stage.gateway(folder)
  sink = await stage.sink(folder)
  browser = await stage.browser()
})
after(() => stage.end())

const ways = [
  { name: 'script-wide', script: true, viewport: wide },
  { name: 'script-narrow', script: true, viewport: narrow },
  { name: 'plain-wide', script: false, viewport: wide },
  { name: 'plain-narrow', script: false, viewport: narrow },
]

async function inWindow(way, steps) {
  const window = await openWindow(browser, way)
  try {
    await steps(window.page, window)
  } finally {
    await window.close()
  }
}

const pages = () => [
  { name: 'sign-in', url: `${console_}/`, status: 200, title: 'Sign in – Gatepost' },
  { name: 'nowhere', url: `${console_}/nowhere`, status: 404, title: 'Page not found – Gatepost' },
  { name: 'components', url: `${sink}/components`, status: 200, title: 'Components – Gatepost' },
  { name: 'form', url: `${sink}/form`, status: 200, title: 'A form – Gatepost' },
  { name: 'broken', url: `${sink}/broken`, status: 500, title: 'Sorry, there is a problem with this page – Gatepost' },
  { name: 'private', url: `${sink}/private`, status: 403, title: 'You need to sign in first – Gatepost' },
]

for (const way of ways)
  test(`every page, ${way.name}: nothing for axe, no complaint, no sideways scrolling`, () =>
    inWindow(way, async (page, window) => {
      for (const { name, url, status, title } of pages()) {
        const answer = await page.goto(url)
        await picture(page, `${name}-${way.name}`)
        assert.equal(answer.status(), status, name)
        assert.equal(await page.title(), title)
        assert.deepEqual(await faults(window, status), [], name)
      }
    }))

for (const way of ways)
  test(`a form with errors, ${way.name}: each beside its field and in the summary, and nothing typed is lost`, () =>
    inWindow(way, async (page, window) => {
      await page.goto(`${sink}/form`)
      await page.getByLabel('Prisoner number').fill('A12 "<b>')
      await page.getByRole('textbox', { name: 'Month' }).fill('13')
      await page.getByLabel('By telephone').check()
      await page.getByLabel('Number', { exact: true }).fill('020 7946 0000')
      await page.getByLabel('Alcohol').check()
      await page.getByLabel('What should they know?').fill('First line\nsecond line')
      await page.getByLabel('Borough').selectOption('Hackney')
      await page.getByRole('textbox', { name: 'Password' }).fill('hunter2')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.waitForSelector('.govuk-error-summary')
      await picture(page, `errors-${way.name}`)
      assert.match(await page.title(), /^Error: /)
      assert.deepEqual(await faults(window), [])
      assert.equal(await page.locator('.govuk-error-summary li').count(), 4)
      assert.equal(await page.locator('.govuk-error-message').count(), 4)
      if (way.script) {
        const focused = await page.evaluate(() => document.activeElement.className)
        assert.match(focused, /govuk-error-summary/)
      }
      await page.getByRole('link', { name: 'Release date must include a month' }).click()
      if (way.script) assert.equal(await page.evaluate(() => document.activeElement.id), 'release-day')
      assert.equal(await page.getByLabel('Prisoner number').inputValue(), 'A12 "<b>')
      assert.equal(await page.getByRole('textbox', { name: 'Month' }).inputValue(), '13')
      assert.equal(await page.getByLabel('Number', { exact: true }).inputValue(), '020 7946 0000')
      assert.equal(await page.getByLabel('Alcohol').isChecked(), true)
      assert.equal(await page.getByLabel('What should they know?').inputValue(), 'First line\nsecond line')
      assert.equal(await page.getByLabel('Borough').inputValue(), 'hackney')
      assert.equal(await page.getByRole('textbox', { name: 'Password' }).inputValue(), '')
    }))

test('what depends on a choice shows when it is chosen, and always without script', async () => {
  const number = (page) => page.getByLabel('Number', { exact: true })
  await inWindow({ script: true }, async (page) => {
    await page.goto(`${sink}/form`)
    assert.equal(await number(page).isVisible(), false)
    await page.getByLabel('By telephone').check()
    assert.equal(await number(page).isVisible(), true)
    await page.getByLabel('In person').check()
    assert.equal(await number(page).isVisible(), false)
  })
  await inWindow({ script: false }, async (page) => {
    await page.goto(`${sink}/form`)
    assert.equal(await number(page).isVisible(), true)
  })
})

test('components wake up under the policy: password, count of characters, tabs', () =>
  inWindow({ script: true }, async (page, { complaints }) => {
    await page.goto(`${sink}/form`)
    await page.getByRole('button', { name: 'Show password' }).click()
    assert.equal(await page.locator('#secret-password').getAttribute('type'), 'text')
    await page.getByLabel('What should they know?').fill('x'.repeat(190))
    await page.getByText('You have 10 characters remaining').first().waitFor()
    await page.goto(`${sink}/components`)
    await page.getByRole('tab', { name: 'Replies' }).click()
    assert.equal(await page.locator('#replies').isVisible(), true)
    assert.deepEqual(complaints, [])
  }))

for (const script of [true, false])
  test(`a form that expired can be sent again as it was typed, ${script ? 'with' : 'without'} script`, () =>
    inWindow({ script }, async (page, window) => {
      await page.goto(`${sink}/form`)
      await page.getByLabel('What should they know?').fill('A long story, "quoted" & <told>')
      await page.getByRole('textbox', { name: 'Password' }).fill('hunter2')
      await page.context().clearCookies()
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('heading', { name: 'This page has expired' }).waitFor()
      await picture(page, `expired-${script ? 'script' : 'plain'}`)
      assert.deepEqual(await faults(window, 403), [])
      assert.equal((await page.content()).includes('hunter2'), false)
      await page.getByRole('button', { name: 'Send it again' }).click()
      assert.equal(await page.getByLabel('What should they know?').inputValue(), 'A long story, "quoted" & <told>')
    }))

test('by keyboard: the skip link comes first and leads past the navigation', () =>
  inWindow({ script: true }, async (page) => {
    await page.goto(`${sink}/components`)
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Skip to main content')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main-content')
  }))

test('nothing of the form or the session stays in the browser: no store, no storage', () =>
  inWindow({ script: true }, async (page) => {
    const answer = await page.goto(`${sink}/form`)
    assert.equal(answer.headers()['cache-control'], 'no-store')
    const cookies = await page.context().cookies()
    for (const cookie of cookies) {
      assert.equal(cookie.secure && cookie.httpOnly, true, cookie.name)
      assert.equal(cookie.sameSite, 'Strict', cookie.name)
    }
    assert.equal(await page.evaluate(() => localStorage.length + document.cookie.length), 0)
  }))
