// People who sign in to the console under test: added with the real command, with an authenticator as they would have.
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'

export const password = 'coffee train fish'

// Adds a user beside the running gateway; the password is one that was given out.
export function addPerson(folder, { name, display, job = '', roles }) {
  const given = roles.flatMap((role) => ['--role', role])
  execFileSync(
    process.env.GATEPOST_BIN,
    [
      ...['user', 'add', name, '--name', display, '--job-title', job, ...given, '--password-stdin'],
      ...['--config', join(folder, 'gatepost.toml')],
    ],
    { input: `given out ${password}\n` },
  )
}

// RFC 6238: the code of this half minute, or of `later` half minutes after it.
export function codeOf(secret, later = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + later))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac.at(-1) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0')
}

export async function givePassword(page, address, name, typed) {
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('Sign-in name').fill(name)
  await page.getByRole('textbox', { name: 'Password' }).fill(typed)
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: 'Sign in', exact: true }).click(),
  ])
}

// The first sign-in of somebody who was given a password: chooses another, sets up an authenticator. Ends at their home page;
// answers what they keep.
export async function enrol(page, address, name) {
  await givePassword(page, address, name, `given out ${password}`)
  await page.getByLabel('The password that you were given').fill(`given out ${password}`)
  await page.getByRole('textbox', { name: 'New password' }).fill(password)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Set up an authenticator' }).click()
  const secret = await page.locator('.app-secret').innerText()
  await page.getByLabel('The code that it shows now').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Continue' }).click()
  const codes = await page.locator('.app-codes code').allInnerTexts()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  return { secret, codes }
}
