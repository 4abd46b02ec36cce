// Walks signing in and one's own account: the first day, the codes, the security key, what goes wrong, and the way out.
//
//   GATEPOST_BIN=... [SCREENS=folder] node --test walk_account.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Stage, narrow, openWindow, press, sound, wide } from './harness.mjs'
import { addPerson, codeOf, enrol, givePassword, password } from './people.mjs'

const stage = new Stage()
let browser
let address
let folder

before(async () => {
  folder = stage.configure()
  address = await stage.gateway(folder)
  browser = await stage.browser()
})
after(() => stage.end())

async function inWindow(way, steps) {
  const window = await openWindow(browser, way)
  try {
    await steps(window.page, window)
  } finally {
    await window.close()
  }
}

for (const way of [
  { name: 'script-wide', script: true, viewport: wide },
  { name: 'plain-narrow', script: false, viewport: narrow },
])
  test(`the first day, ${way.name}: a password of one's own, an authenticator, recovery codes`, () =>
    inWindow(way, async (page, window) => {
      const name = `first.${way.name}`
      addPerson(folder, { name, display: 'Jo Example', job: 'Keyworker', roles: ['administrator'] })
      const shown = (what) => sound(window, `account-${what}-${way.name}`)
      await page.goto(`${address}/`)
      assert.equal(new URL(page.url()).pathname, '/sign-in')
      await shown('sign-in')
      await press(page, 'Sign in')
      assert.match(await page.locator('.govuk-error-summary').innerText(), /Enter your sign-in name/)
      await givePassword(page, address, name, 'not this one')
      assert.match(await page.locator('.govuk-error-summary').innerText(), /Name or password is not right/)
      assert.equal(await page.getByLabel('Sign-in name').inputValue(), name)
      await shown('wrong-password')
      await givePassword(page, address, name, `given out ${password}`)
      await shown('new-password')
      await page.getByLabel('The password that you were given').fill(`given out ${password}`)
      await page.getByRole('textbox', { name: 'New password' }).fill('password1234')
      await press(page, 'Save')
      assert.equal(await page.locator('.govuk-error-message').count(), 1)
      await shown('weak-password')
      await page.getByLabel('The password that you were given').fill(`given out ${password}`)
      await page.getByRole('textbox', { name: 'New password' }).fill(password)
      await press(page, 'Save')
      await shown('choose-factor')
      await page.goto(`${address}/account`)
      assert.equal(new URL(page.url()).pathname, '/account/second-factor', 'nothing else before the second factor')
      await page.getByRole('button', { name: 'Set up an authenticator' }).click()
      await shown('authenticator')
      const secret = await page.locator('.app-secret').innerText()
      assert.equal(await page.locator('.app-qr-code').count(), 1)
      await page.getByLabel('The code that it shows now').fill('000000')
      await press(page, 'Continue')
      assert.match(await page.locator('.govuk-error-summary').innerText(), /6 digits/)
      await shown('wrong-code')
      await page.getByLabel('The code that it shows now').fill(codeOf(secret))
      await press(page, 'Continue')
      assert.equal(await page.locator('.app-codes code').count(), 10)
      await shown('recovery-codes')
      const recovery = await page.locator('.app-codes code').first().innerText()
      await page.goto(`${address}/account`)
      assert.match(await page.locator('main').innerText(), /Jo Example[\s\S]*Keyworker[\s\S]*10 left[\s\S]*this one/)
      await shown('overview')

      await press(page, 'Sign out')
      assert.equal(new URL(page.url()).pathname, '/sign-in')
      await page.goto(`${address}/account`)
      assert.equal(new URL(page.url()).search, '?then=%2Faccount')
      await page.getByLabel('Sign-in name').fill(name)
      await page.getByRole('textbox', { name: 'Password' }).fill(password)
      await press(page, 'Sign in')
      await shown('code')
      await page.getByLabel('Code').fill(recovery)
      await press(page, 'Continue')
      assert.equal(new URL(page.url()).pathname, '/account', 'back to what was asked for')
      assert.match(await page.locator('main').innerText(), /9 left/)
    }))

test('after signing out in another window nothing secret is given back, and the form can be sent again', () =>
  inWindow({ script: true }, async (page) => {
    addPerson(folder, { name: 'two.windows', display: 'Two Windows', roles: ['auditor'] })
    const kept = await enrol(page, address, 'two.windows')
    await page.goto(`${address}/account/password`)
    const other = await page.context().newPage()
    await other.goto(`${address}/account`)
    await other.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Password now').fill(password)
    await page.getByRole('textbox', { name: 'New password' }).fill('another long password')
    await press(page, 'Save')
    assert.match(await page.locator('h1').innerText(), /You were signed out/)
    assert.equal(await page.locator('input[value="another long password"]').count(), 0, 'no password stands in a page')
    await givePassword(other, address, 'two.windows', password)
    await other.getByLabel('Code').fill(codeOf(kept.secret, 1))
    await other.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.getByRole('button', { name: 'Send it again' }).click()
    assert.match(await page.locator('.govuk-error-summary').innerText(), /Enter the password/)
  }))

test('sessions: the other one is listed, and ended', () =>
  inWindow({ script: true }, async (page) => {
    addPerson(folder, { name: 'two.places', display: 'Two Places', roles: ['auditor'] })
    const kept = await enrol(page, address, 'two.places')
    await inWindow({ script: true }, async (elsewhere) => {
      await givePassword(elsewhere, address, 'two.places', password)
      await elsewhere.getByLabel('Code').fill(kept.codes[0])
      await elsewhere.getByRole('button', { name: 'Continue' }).click()
      await page.goto(`${address}/account`)
      await page.getByRole('button', { name: /^End .*Chrome/ }).click()
      await elsewhere.goto(`${address}/account`)
      assert.equal(new URL(elsewhere.url()).pathname, '/sign-in')
    })
  }))

// A console that knows its own name, and a key that the browser itself plays (the DevTools protocol's virtual authenticator).
test('a security key is set up, and signs in where telephones are barred', async () => {
  const own = stage.configure()
  const place = await stage.gatewayAt(own, 'localhost')
  await inWindow({ script: true }, async (page, window) => {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: true },
    })
    addPerson(own, { name: 'key.holder', display: 'Key Holder', roles: ['auditor'] })
    await givePassword(page, place, 'key.holder', `given out ${password}`)
    await page.getByLabel('The password that you were given').fill(`given out ${password}`)
    await page.getByRole('textbox', { name: 'New password' }).fill(password)
    await press(page, 'Save')
    await page.getByRole('link', { name: 'Set up a security key' }).click()
    await sound(window, 'account-security-key')
    await page.getByLabel('What to call it').fill('blue')
    await page.getByRole('button', { name: /touch the key/ }).click()
    await page.locator('.app-codes').waitFor()
    await page.goto(`${place}/account`)
    assert.match(await page.locator('main').innerText(), /Security key blue/)
    await press(page, 'Sign out')
    await givePassword(page, place, 'key.holder', password)
    await page.getByRole('button', { name: 'Use a security key' }).waitFor()
    await sound(window, 'account-use-key')
    await page.getByRole('button', { name: 'Use a security key' }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    await page.goto(`${place}/account`)
    assert.match(await page.locator('main').innerText(), /Security key blue[\s\S]*last used/)
  })
})

test('a guesser is slowed down, and told until when', () =>
  inWindow({ script: false }, async (page, window) => {
    for (let i = 0; i < 12; i += 1) await givePassword(page, address, 'nobody.at.all', `guess ${i}`)
    assert.match(await page.locator('.govuk-error-summary').innerText(), /until|try again/i)
    await sound(window, 'account-throttled')
  }))
