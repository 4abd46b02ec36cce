// Filling in a form's pages as people do, by the names of their controls; and what became of it, by the gateway's own commands.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openWindow } from './harness.mjs'
import { addPerson, enrol } from './people.mjs'

const run = (...given) => execFileSync(process.env.GATEPOST_BIN, given, { encoding: 'utf8' })

const people = {
  sender: { name: 'jo.example', display: 'Jo Example', job: 'Recovery worker', roles: ['sender:BXI-PSI'] },
  colleague: { name: 'kim.second', display: 'Kim Second', roles: ['sender:BXI-PSI'] },
  duty: { name: 'robin.duty', display: 'Robin Duty', job: 'Duty worker', roles: ['spoc:LAMBETH-SPOC'] },
  second: { name: 'lee.second', display: 'Lee Second', job: 'Team lead', roles: ['spoc:LAMBETH-SPOC'] },
  clinician: { name: 'alex.nurse', display: 'Alex Nurse', job: 'Lead nurse', roles: ['clinician:BXI-CLIN'] },
}

// Windows of people who have signed in: each once, and every window of theirs has that session.
export class Desk {
  #sessions = {}

  constructor(browser, folder, address) {
    Object.assign(this, { browser, folder, address })
  }

  async signedIn(way, who, steps) {
    const window = await openWindow(this.browser, way)
    try {
      if (this.#sessions[who]) await window.page.context().addCookies(this.#sessions[who])
      else {
        addPerson(this.folder, people[who])
        await enrol(window.page, this.address, people[who].name)
        this.#sessions[who] = await window.page.context().cookies()
      }
      await steps(window.page, window)
    } finally {
      await window.close()
    }
  }
}

// `answers`: by name; a text, a chosen value, a list of ticks, or [day, month, year, time] for a name that ends with "@".
export async function answer(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    if (name.endsWith('@')) {
      const parts = ['day', 'month', 'year', 'time'].slice(0, value.length)
      for (const [i, part] of parts.entries()) await page.locator(`[name="${name.slice(0, -1)}-${part}"]`).fill(value[i])
      continue
    }
    if (Array.isArray(value)) {
      for (const each of value) await page.locator(`[name="${name}"][value="${each}"]`).check()
      continue
    }
    const control = page.locator(`[name="${name}"]`)
    const kind = await control.first().evaluate((element) => element.type)
    if (kind === 'radio') await page.locator(`[name="${name}"][value="${value}"]`).check()
    else if (kind === 'select-one') await control.selectOption(value)
    else await control.fill(value)
  }
}

export const save = (page) => page.getByRole('button', { name: 'Save and continue' }).click()

// Day, month and year of the day so many days from now.
export function dayFromNow(days) {
  const at = new Date(Date.now() + days * 86400000)
  return [at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCFullYear()].map(String)
}

// Every page of a referral, in its order.
export const referral = {
  consent: {
    'Consent.Status': 'GIVEN',
    'Consent.GivenOn@': dayFromNow(-7),
    'Consent.WorkerName': 'Jo Example',
    'Consent.ClientSigned': 'YES',
    'Consent.Agency': ['SPOC', 'GP'],
    'Consent.LimitsExplained': 'YES',
  },
  client: {
    'Client.FirstName': 'Sam',
    'Client.Surname': "O'Fictional <&> Œuvre",
    'Client.Alias': 'Sammy\nS. O.',
    'Client.DateOfBirth@': ['27', 'March', '1990'],
    'Client.Sex': 'M',
    'Client.PrisonerNumber': 'a1234bc',
    'Client.NhsNumber': '999 000 0018',
  },
  circumstances: { 'Client.InterpreterNeeded': 'NO' },
  contact: { 'Client.NoFixedAbode': 'DONT_KNOW', 'Client.Supporter.1.Name': 'Pat Pretend', 'Client.Supporter.1.Relationship': 'CARER',
    'Client.Supporter.1.ConsentToContact': 'YES' },
  custody: {
    'Custody.LegalStatus': 'SENTENCED',
    'Custody.ReceptionDate@': dayFromNow(-60),
    'Custody.Location': 'C wing',
    'Custody.KeyWorker': 'Jo Example',
  },
  'release-date': { 'Release.ReleaseDate@': dayFromNow(21), 'Release.DateType': 'CRD' },
  'release-plan': {
    'Release.GateMeetingRequested': 'YES',
    'Release.RelapsePriority': 'HIGH',
    'Release.GateMeetingOffered': 'NO',
  },
  supervision: {
    'Supervision.TreatmentCondition': 'NO',
    'Supervision.DrugTestingCondition': 'DONT_KNOW',
    'Supervision.PractitionerNotKnown': 'YES',
  },
  substances: { 'Substance.Drug.1.Substance': '1101' },
  treatment: { 'Treatment.ReferralOnRelease': 'STRUCTURED', 'Treatment.OpenToCommunityProvider': 'NO' },
  prescribing: {
    'Prescribing.OstStatus': 'ON_MAINTENANCE',
    'Prescribing.Naloxone': 'GIVEN',
    'Prescribing.ClinicalPartToFollow': 'YES',
  },
  health: { 'Health.MentalHealthNeed': 'DONT_KNOW', 'Health.GpRegistered': 'DONT_KNOW' },
  housing: { 'Housing.Need': 'NO' },
  risk: { 'Risk.SeriousHarm': 'MEDIUM', 'Risk.Detail': 'Two lines\nof text' },
  'other-referrals': {},
  appointment: { 'Appointment.Requested': 'YES', 'Appointment.Booked.At@': [], 'Appointment.SameDayNeeded': 'YES' },
  'sign-off': {},
}

const clientOf = (folder, team) => join(folder, 'clients', team, 'client.toml')

// What the recipient's system finds in its mailbox: the forms as XML.
export function mailbox(folder, team, round) {
  const out = join(folder, `inbox-${team}-${round}`)
  run('collect', '--once', '--acknowledge', 'none', '--config', clientOf(folder, team), '--out', out)
  return readdirSync(out, { recursive: true })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => readFileSync(join(out, name), 'utf8'))
}

// A sample form, signed and sent by the team's own system; answers its own id and the gateway's handle.
export function sendSample(folder, form, team) {
  const client = clientOf(folder, team)
  const file = join(folder, 'sample.xml')
  writeFileSync(file, run('form', 'template', form))
  const key = (name) => join(folder, 'clients', team, name)
  run('sign', file, '--key', key('key.pem'), '--cert', key('cert.pem'), '--out', join(folder, 'signed.xml'))
  const { handle } = JSON.parse(run('send', join(folder, 'signed.xml'), '--config', client, '--json'))
  return { id: readFileSync(file, 'utf8').match(/<MessageId>(.*?)</)[1], handle }
}

// How far a message has come, as its sender's own system asks.
export function statusOf(folder, team, handle) {
  try {
    return JSON.parse(run('status', handle, '--config', clientOf(folder, team), '--json'))
  } catch (error) {
    if (error.status !== 1) throw error // something is overdue: an answer, too
    return JSON.parse(error.stdout)
  }
}

export const fsck = (folder) => run('fsck', '--config', join(folder, 'gatepost.toml'))
