// Asks a security key (Web Authentication), when a page has a form for one: `data-security-key` says "create" or "get".
const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
const algorithms = [-7, -8, -257] // ES256, EdDSA, RS256: identity's order

const creation = ({ challenge, userId, userName }) => ({
  challenge: bytesOf(challenge),
  rp: { name: document.title.split(' – ').at(-1) },
  user: { id: bytesOf(userId), name: userName, displayName: userName },
  pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
  authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
  attestation: 'none',
})

const request = ({ challenge, keyIds }) => ({
  challenge: bytesOf(challenge),
  allowCredentials: keyIds.split(' ').map((id) => ({ type: 'public-key', id: bytesOf(id) })),
  userVerification: 'discouraged',
})

// What the gateway reads of an answer (identity/security_key.hpp).
function fill(form, credential) {
  const { response } = credential
  const authenticatorData = response.authenticatorData ?? response.getAuthenticatorData()
  const values = {
    key_id: textOf(credential.rawId),
    client_data: textOf(response.clientDataJSON),
    authenticator_data: textOf(authenticatorData),
    signature: response.signature ? textOf(response.signature) : '',
  }
  for (const [name, value] of Object.entries(values)) if (form.elements[name]) form.elements[name].value = value
}

const ask = (place) =>
  place.dataset.securityKey === 'create'
    ? navigator.credentials.create({ publicKey: creation(place.dataset) })
    : navigator.credentials.get({ publicKey: request(place.dataset) })

for (const place of document.querySelectorAll('[data-security-key]')) {
  if (!globalThis.PublicKeyCredential) {
    // As without script: the button could do nothing.
    place.hidden = true
    for (const hint of document.querySelectorAll('.app-without-script')) hint.classList.remove('app-without-script')
    continue
  }
  place.hidden = false
  const form = place.querySelector('form')
  const complaint = place.querySelector('[data-security-key-error]')
  form.querySelector('button').addEventListener('click', async () => {
    complaint.textContent = ''
    try {
      fill(form, await ask(place))
      form.submit()
    } catch {
      complaint.textContent = 'The key did not answer. Put it in, press the button again, and touch the key when it blinks.'
    }
  })
}
