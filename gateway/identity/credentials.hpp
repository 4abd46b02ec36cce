// Credentials of one user: reading and replacing them, and what may be asked of them. Functions on
// the rows of one transaction.
#pragma once

#include <string>
#include <vector>

#include "gateway/identity/change.hpp"
#include "gateway/identity/person.hpp"
#include "gateway/identity/security_key.hpp"

namespace gatepost::identity {

// A secret sealed for its credential, and back. Errors: certs::Errc.
Result<Bytes> seal_secret(const certs::KeyRing& keys, Random& random, const CredentialId& id,
                          std::string_view secret);
Result<std::string> unseal_secret(const certs::KeyRing& keys, const CredentialRecord& credential);

// The first of a kind and state; nothing when there is none.
std::optional<CredentialRecord> find(const std::vector<CredentialRecord>& credentials,
                                     CredentialKind kind, CredentialState state);
std::optional<CredentialRecord> find_password(const std::vector<CredentialRecord>& credentials);

// A second factor that is set up: TOTP or a security key. Recovery codes stand in for one.
bool is_second_factor(const CredentialRecord& credential);
bool has_second_factor(const std::vector<CredentialRecord>& credentials);

// Where a session goes on to.
enum class SecondFactor { awaited, passed };
SessionStage next_stage(const std::vector<CredentialRecord>& credentials, SecondFactor factor);

// The password's hash, in place of any other.
Result<void> put_password(Change& change, const UserId& user, std::string_view encoded_hash,
                          CredentialState state);
// Removes every credential of these kinds; answers how many.
Result<std::size_t> remove_kinds(Change& change, const UserId& user,
                                 std::initializer_list<CredentialKind> kinds);

// Whether the person may change their own second factors now: while setting up the first, or with
// one given lately. A session that is to set up the first is refused once there is one, whoever set
// it up: it was begun with a password alone. Errors: as authorise; step_up_wanted; no_session.
Result<void> may_change_factors(Change& change, const Person& person);

// What setting up a factor ends: at the first one, every other session of the person.
Result<void> end_unguarded_sessions(Change& change, const Person& person);

// A new secret for an authenticator program; it counts once `confirm_totp` has seen a code. The
// person's earlier one stays good until then.
Result<Bytes> begin_totp(Change& change, const Person& person);
enum class Confirmed { yes, no };
// The first factor ends every other session: those were begun with a password alone.
Result<Confirmed> confirm_totp(Change& change, const Person& person, std::string_view typed);

// Ten codes of 80 random bits, each good once, in place of any earlier ones; "ABCD-EFGH-JKLM-NPQR".
// They are not stored: show them now.
Result<std::vector<std::string>> make_recovery_codes(Change& change, const Person& person);
// The same for whoever has none yet: in the transaction that sets up the first factor, so that
// nobody is left without. Nothing when there are some. Errors: as the store.
Result<std::vector<std::string>> first_recovery_codes(Change& change, const Person& person);
inline constexpr std::size_t recovery_codes = 10;

// What a key is to sign next, kept with the session for limits::security_key_wait and used once.
// Errors: no_session.
Result<Digest> begin_key(Change& change, const Digest& session_hash);
struct NewKey {
  KeyRegistration registration;
  std::string label;  // what its owner calls it: at most 100 characters
};
// Registers the key that answered the person's last challenge; as confirm_totp. Errors: wrong_code,
// too_many, malformed (the label), and as may_change_factors.
Result<void> confirm_key(Change& change, const Person& person, const RelyingParty& party,
                         const NewKey& fresh);
// What is kept of a registered key. Errors: certs::Errc, malformed.
struct KeptKey {
  PublicKey key;
  std::string label;
};
Result<KeptKey> unseal_key(const certs::KeyRing& keys, const CredentialRecord& credential);

// Takes a security key or the authenticator program away. Errors: unknown_credential, last_factor.
Result<void> remove_factor(Change& change, const Person& person, const CredentialId& id);

// Use a code or an answer up, when it is right.
Result<Confirmed> use_totp(Change& change, const UserId& user, std::string_view typed);
Result<Confirmed> use_key(Change& change, const SessionRecord& session, const RelyingParty& party,
                          const KeyAssertion& assertion);
Result<Confirmed> use_recovery_code(Change& change, const UserId& user, std::string_view typed);

}  // namespace gatepost::identity
