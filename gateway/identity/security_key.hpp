// Security keys (W3C Web Authentication): what a browser hands over when a key is registered and
// when it signs, checked by libfido2, and the wall around that. Attestation is neither asked for
// nor looked at: which make of key a person has is no business of ours, so the authenticator data
// alone is read, as the browser gives it out (getAuthenticatorData()). Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::identity {

// Whom a key signs for: the console's host name, and the only origin that may ask.
struct RelyingParty {
  std::string id;      // "gatepost.example"
  std::string origin;  // "https://gatepost.example"
};

// COSE algorithms (RFC 9053, RFC 8812), in the order in which a page asks for them.
enum class KeyAlgorithm { es256 = -7, eddsa = -8, rs256 = -257 };

struct PublicKey {
  Bytes id;  // the credential's, chosen by the key
  KeyAlgorithm algorithm{};
  Bytes bytes;                // as libfido2 keeps it
  std::uint32_t counter = 0;  // signatures so far; always 0 from keys that do not count
  bool operator==(const PublicKey&) const = default;
};

struct KeyRegistration {
  Bytes client_data;         // clientDataJSON
  Bytes authenticator_data;  // getAuthenticatorData()
};
// The key that was made for this challenge. Errors: wrong_code (another challenge, origin, relying
// party or kind of ceremony; nobody touched the key; an algorithm we did not ask for).
Result<PublicKey> read_registration(const RelyingParty& party, const Digest& challenge,
                                    const KeyRegistration& registration);

struct KeyAssertion {
  Bytes key_id;
  Bytes client_data;
  Bytes authenticator_data;
  Bytes signature;
};
// The key's new counter, when the assertion is its signature of this challenge. Errors: wrong_code
// (as above, a signature of another key, or a counter that did not grow: then there are two of the
// key).
Result<std::uint32_t> check_assertion(const RelyingParty& party, const Digest& challenge,
                                      const PublicKey& key, const KeyAssertion& assertion);

}  // namespace gatepost::identity
