// Security keys as credentials of a user.
#include <algorithm>
#include <boost/json.hpp>

#include "formats/forms/kind.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/sessions.hpp"

namespace gatepost::identity {

namespace json = boost::json;

namespace {

constexpr int label_characters = 100;

Digest key_token(const certs::KeyRing& keys, ByteView id) {
  return keys.blind_token("security-key", to_hex(id));
}

// An answer uses the challenge up, right or wrong, as soon as the transaction commits: always where
// a key signs in (use_key says no and commits). A registration that is refused is undone with its
// transaction; the challenge then stands until its time is up, and registers nothing but a good
// key.
Result<std::optional<Digest>> take_challenge(Change& change, SessionRecord session) {
  const auto challenge = session.challenge;
  const bool stands = session.challenge_until && change.now < *session.challenge_until;
  if (!challenge) return std::nullopt;
  session.challenge.reset();
  session.challenge_until.reset();
  GP_CHECK(change.rows.put_session(session));
  return stands ? challenge : std::nullopt;
}

std::string kept_text(const KeptKey& kept) {
  return json::serialize(json::object{{"id", to_base64(kept.key.id)},
                                      {"algorithm", static_cast<int>(kept.key.algorithm)},
                                      {"key", to_base64(kept.key.bytes)},
                                      {"label", kept.label}});
}

}  // namespace

Result<Digest> begin_key(Change& change, const Digest& session_hash) {
  GP_TRY(SessionRecord session, live_session(change.rows, session_hash, change.now));
  Digest challenge;
  change.random.fill(challenge.bytes);
  session.challenge = challenge;
  session.challenge_until = change.now + limits::security_key_wait;
  GP_CHECK(change.rows.put_session(session));
  return challenge;
}

Result<void> confirm_key(Change& change, const Person& person, const RelyingParty& party,
                         const NewKey& fresh) {
  GP_CHECK(may_change_factors(change, person));
  if (!formats::forms::kinds::text(label_characters).good(fresh.label))
    return fail(Errc::malformed, "a name for the key, on one line of at most 100 characters");
  GP_TRY(const SessionRecord session, live_session(change.rows, person.session_hash, change.now));
  GP_TRY(const auto challenge, take_challenge(change, session));
  if (!challenge) return fail(Errc::wrong_code, "the key answered too late; try again");
  GP_TRY(PublicKey key, read_registration(party, *challenge, fresh.registration));
  GP_TRY(const auto credentials, change.rows.credentials_of(person.id));
  const auto held =
      std::ranges::count(credentials, CredentialKind::security_key, &CredentialRecord::kind);
  if (static_cast<std::size_t>(held) >= limits::security_keys_per_user)
    return fail(Errc::too_many, "take a key away before another is added");
  CredentialRecord made;
  made.id = make_id<CredentialId>(change.random);
  made.user = person.id;
  made.kind = CredentialKind::security_key;
  made.lookup = key_token(change.keys, key.id);
  made.counter = key.counter;
  made.created_at = change.now;
  made.used_at = change.now;
  GP_TRY(const auto known, change.rows.credential_by(made.kind, *made.lookup));
  if (known) return fail(Errc::wrong_code, "this key is registered already");
  GP_TRY(made.secret, seal_secret(change.keys, change.random, made.id,
                                  kept_text({std::move(key), fresh.label})));
  GP_CHECK(change.rows.put_credential(made));
  GP_CHECK(end_unguarded_sessions(change, person));
  change.note("second-factor-set-up", "security-key");
  return {};
}

Result<KeptKey> unseal_key(const certs::KeyRing& keys, const CredentialRecord& credential) {
  GP_TRY(const std::string text, unseal_secret(keys, credential));
  json::error_code bad;
  const json::value value = json::parse(text, bad);
  const auto* object = bad ? nullptr : value.if_object();
  const auto part = [&](std::string_view name) -> std::optional<std::string> {
    const json::value* member = object == nullptr ? nullptr : object->if_contains(name);
    if (member == nullptr || !member->is_string()) return std::nullopt;
    return std::string(member->as_string());
  };
  const auto id = from_base64(part("id").value_or("-"));
  const auto key = from_base64(part("key").value_or("-"));
  const json::value* algorithm = object == nullptr ? nullptr : object->if_contains("algorithm");
  if (!id || !key || algorithm == nullptr || !algorithm->is_int64())
    return fail(Errc::malformed, "a sealed security key is not what it should be");
  return KeptKey{{*id, static_cast<KeyAlgorithm>(algorithm->as_int64()), *key,
                  static_cast<std::uint32_t>(credential.counter)},
                 part("label").value_or("")};
}

Result<Confirmed> use_key(Change& change, const SessionRecord& session, const RelyingParty& party,
                          const KeyAssertion& assertion) {
  GP_TRY(const auto challenge, take_challenge(change, session));
  if (!challenge) return Confirmed::no;
  GP_TRY(auto found, change.rows.credential_by(CredentialKind::security_key,
                                               key_token(change.keys, assertion.key_id)));
  if (!found || found->user != session.user) return Confirmed::no;
  GP_TRY(const KeptKey kept, unseal_key(change.keys, *found));
  const auto counter = check_assertion(party, *challenge, kept.key, assertion);
  if (!counter) return Confirmed::no;
  found->counter = *counter;
  found->used_at = change.now;
  GP_CHECK(change.rows.put_credential(*found));
  return Confirmed::yes;
}

}  // namespace gatepost::identity
