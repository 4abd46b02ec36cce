// Fuzz target: what a browser says of a new security key, whatever bytes it is, costs little and
// names a key only when one is there. The input stands where the key's data does.
#include <cstdint>
#include <cstdlib>

#include "certs/digest.hpp"
#include "gateway/identity/security_key.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatepost;
  const identity::RelyingParty party{"gatepost.example", "https://gatepost.example"};
  const Digest challenge{};
  identity::KeyRegistration made;
  made.client_data =
      to_bytes("{\"type\":\"webauthn.create\",\"challenge\":\"" + to_base64url(challenge.view()) +
               "\",\"origin\":\"" + party.origin + "\"}");
  const Digest hash = certs::sha256(as_bytes(party.id));
  made.authenticator_data.assign(hash.bytes.begin(), hash.bytes.end());
  made.authenticator_data.insert(made.authenticator_data.end(), {0x41, 0, 0, 0, 0});
  made.authenticator_data.insert(made.authenticator_data.end(), data, data + size);
  const auto key = identity::read_registration(party, challenge, made);
  if (key && (key->id.empty() || key->bytes.empty())) std::abort();
  return 0;
}
