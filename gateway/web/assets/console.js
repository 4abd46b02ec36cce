// Wakes up GOV.UK's components. Every page works without it.
import { initAll } from './govuk-frontend.js'
import './security-key.js'

initAll()
