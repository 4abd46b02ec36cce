#include "gateway/identity/security_key.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <memory>

#include "certs/digest.hpp"
#include "gateway/base/json_text.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/identity/cbor_gate.hpp"
#include "gateway/identity/errors.hpp"

namespace gatepost::identity {

namespace json = boost::json;

namespace {

constexpr std::array algorithms{KeyAlgorithm::es256, KeyAlgorithm::eddsa, KeyAlgorithm::rs256};
// Authenticator data (Web Authentication section 6.1): hash of the relying party's id (32), flags
// (1), counter (4), and with a new key its data.
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t least_bytes = hash_bytes + 1 + 4;
constexpr std::uint8_t user_present = 0x01;
constexpr std::uint8_t has_key = 0x40;
constexpr std::uint8_t has_extensions = 0x80;
// A key's data: its make (16), the length of its id (2), the id, the public key in CBOR.
constexpr std::size_t make_bytes = 16;
constexpr std::size_t id_most = 1023;

struct FreeCred {
  void operator()(fido_cred_t* cred) const { fido_cred_free(&cred); }
};
struct FreeAssert {
  void operator()(fido_assert_t* made) const { fido_assert_free(&made); }
};
struct FreeEs256 {
  void operator()(es256_pk_t* key) const { es256_pk_free(&key); }
};
struct FreeEddsa {
  void operator()(eddsa_pk_t* key) const { eddsa_pk_free(&key); }
};
struct FreeRs256 {
  void operator()(rs256_pk_t* key) const { rs256_pk_free(&key); }
};

std::unexpected<Error> wrong(const char* what) { return fail(Errc::wrong_code, what); }

// Web Authentication sections 7.1 and 7.2: which ceremony, for whom, answering what.
Result<void> check_client_data(const RelyingParty& party, const Digest& challenge,
                               std::string_view type, const Bytes& client_data) {
  if (client_data.size() > limits::security_key_bytes) return wrong("too much client data");
  json::error_code bad;
  const json::value value = json::parse(as_text(client_data), bad);
  if (bad || !value.is_object()) return wrong("client data that is not an object");
  const json::object& object = value.as_object();
  if (text_of(object, "type") != type) return wrong("another kind of ceremony");
  const auto answered = from_base64url(text_of(object, "challenge"));
  if (!answered || !certs::equal_constant_time(*answered, challenge.view()))
    return wrong("it answers another challenge");
  if (text_of(object, "origin") != party.origin) return wrong("asked for by another origin");
  const json::value* crossed = object.if_contains("crossOrigin");
  if (crossed != nullptr && (!crossed->is_bool() || crossed->as_bool()))
    return wrong("asked for inside another site's page");
  return {};
}

// What follows the counter: with a new key its data, then the extensions' map when there is one.
bool is_tame(ByteView rest, std::uint8_t flags) {
  std::size_t items = (flags & has_extensions) != 0 ? 1 : 0;
  if ((flags & has_key) != 0) {
    if (rest.size() < make_bytes + 2) return false;
    const std::size_t id = (std::size_t{rest[make_bytes]} << 8U) | rest[make_bytes + 1];
    if (id == 0 || id > id_most || rest.size() < make_bytes + 2 + id) return false;
    rest = rest.subspan(make_bytes + 2 + id);
    ++items;
  }
  return is_tame_cbor(rest, items);
}

enum class Key { there, absent };
Result<void> check_authenticator_data(const RelyingParty& party, const Bytes& data, Key key) {
  if (data.size() < least_bytes || data.size() > limits::security_key_bytes)
    return wrong("authenticator data of an impossible size");
  const Digest expected = certs::sha256(as_bytes(party.id));
  if (!std::ranges::equal(ByteView(data).first(hash_bytes), expected.view()))
    return wrong("signed for another relying party");
  const std::uint8_t flags = data[hash_bytes];
  if ((flags & user_present) == 0) return wrong("nobody touched the key");
  if (((flags & has_key) != 0) != (key == Key::there))
    return wrong("authenticator data of another kind of ceremony");
  if (!is_tame(ByteView(data).subspan(least_bytes), flags))
    return wrong("authenticator data that is not well formed");
  return {};
}

// libfido2 reads a key only as the algorithm it was told to expect.
std::optional<PublicKey> read_key(const Bytes& data, KeyAlgorithm algorithm) {
  const std::unique_ptr<fido_cred_t, FreeCred> cred(fido_cred_new());
  if (!cred || fido_cred_set_type(cred.get(), static_cast<int>(algorithm)) != FIDO_OK ||
      fido_cred_set_authdata_raw(cred.get(), data.data(), data.size()) != FIDO_OK)
    return std::nullopt;
  const unsigned char* id = fido_cred_id_ptr(cred.get());
  const unsigned char* key = fido_cred_pubkey_ptr(cred.get());
  if (id == nullptr || key == nullptr) return std::nullopt;
  return PublicKey{Bytes(id, id + fido_cred_id_len(cred.get())), algorithm,
                   Bytes(key, key + fido_cred_pubkey_len(cred.get())),
                   fido_cred_sigcount(cred.get())};
}

template <class Key, class Free, class Read>
bool verify_with(fido_assert_t* made, const PublicKey& key, Key* fresh, Read read) {
  const std::unique_ptr<Key, Free> owned(fresh);
  return owned && read(owned.get(), key.bytes.data(), key.bytes.size()) == FIDO_OK &&
         fido_assert_verify(made, 0, static_cast<int>(key.algorithm), owned.get()) == FIDO_OK;
}

bool verify(fido_assert_t* made, const PublicKey& key) {
  switch (key.algorithm) {
    case KeyAlgorithm::es256:
      return verify_with<es256_pk_t, FreeEs256>(made, key, es256_pk_new(), es256_pk_from_ptr);
    case KeyAlgorithm::eddsa:
      return verify_with<eddsa_pk_t, FreeEddsa>(made, key, eddsa_pk_new(), eddsa_pk_from_ptr);
    case KeyAlgorithm::rs256:
      return verify_with<rs256_pk_t, FreeRs256>(made, key, rs256_pk_new(), rs256_pk_from_ptr);
  }
  return false;
}

}  // namespace

Result<PublicKey> read_registration(const RelyingParty& party, const Digest& challenge,
                                    const KeyRegistration& registration) {
  GP_CHECK(check_client_data(party, challenge, "webauthn.create", registration.client_data));
  GP_CHECK(check_authenticator_data(party, registration.authenticator_data, Key::there));
  for (const KeyAlgorithm algorithm : algorithms)
    if (auto key = read_key(registration.authenticator_data, algorithm)) return *key;
  return wrong("a key of a kind that was not asked for");
}

Result<std::uint32_t> check_assertion(const RelyingParty& party, const Digest& challenge,
                                      const PublicKey& key, const KeyAssertion& assertion) {
  GP_CHECK(check_client_data(party, challenge, "webauthn.get", assertion.client_data));
  GP_CHECK(check_authenticator_data(party, assertion.authenticator_data, Key::absent));
  if (assertion.key_id != key.id) return wrong("another key");
  if (assertion.signature.size() > limits::security_key_bytes) return wrong("too long a signature");
  const std::unique_ptr<fido_assert_t, FreeAssert> made(fido_assert_new());
  const Digest hash = certs::sha256(assertion.client_data);
  const Bytes& data = assertion.authenticator_data;
  const bool filled =
      made && fido_assert_set_count(made.get(), 1) == FIDO_OK &&
      fido_assert_set_clientdata_hash(made.get(), hash.bytes.data(), hash.bytes.size()) ==
          FIDO_OK &&
      fido_assert_set_rp(made.get(), party.id.c_str()) == FIDO_OK &&
      fido_assert_set_up(made.get(), FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_authdata_raw(made.get(), 0, data.data(), data.size()) == FIDO_OK &&
      fido_assert_set_sig(made.get(), 0, assertion.signature.data(), assertion.signature.size()) ==
          FIDO_OK;
  if (!filled || !verify(made.get(), key)) return wrong("the key did not sign this");
  const std::uint32_t counter = fido_assert_sigcount(made.get(), 0);
  if ((counter != 0 || key.counter != 0) && counter <= key.counter)
    return wrong("its counter did not grow: there may be two of this key");
  return counter;
}

}  // namespace gatepost::identity
