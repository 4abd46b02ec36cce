#include "gateway/identity/credentials.hpp"

#include <algorithm>

#include "certs/sealed_text.hpp"
#include "gateway/identity/access.hpp"
#include "gateway/identity/sessions.hpp"
#include "gateway/identity/totp.hpp"

namespace gatepost::identity {

namespace {

constexpr std::size_t recovery_code_bytes = 10;
constexpr std::size_t recovery_group = 4;
constexpr std::int64_t no_step_yet = -1;

std::string subject_of(const CredentialId& id) { return "credential/" + id.str(); }

// Codes are random enough that a keyed hash hides them; the user makes them nobody else's.
Digest recovery_token(const certs::KeyRing& keys, const UserId& user, ByteView code) {
  return keys.blind_token("recovery-code", user.str() + "/" + to_hex(code));
}

std::string in_groups(std::string_view digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % recovery_group == 0) text.push_back('-');
    text.push_back(digits[i]);
  }
  return text;
}

CredentialRecord new_credential(Change& change, const UserId& user, CredentialKind kind) {
  CredentialRecord made;
  made.id = make_id<CredentialId>(change.random);
  made.user = user;
  made.kind = kind;
  made.created_at = change.now;
  return made;
}

}  // namespace

Result<Bytes> seal_secret(const certs::KeyRing& keys, Random& random, const CredentialId& id,
                          std::string_view secret) {
  return certs::seal_text(keys, random, subject_of(id), secret);
}

Result<std::string> unseal_secret(const certs::KeyRing& keys, const CredentialRecord& credential) {
  return certs::unseal_text(keys, subject_of(credential.id), credential.secret);
}

std::optional<CredentialRecord> find(const std::vector<CredentialRecord>& credentials,
                                     CredentialKind kind, CredentialState state) {
  const auto found = std::ranges::find_if(credentials, [&](const CredentialRecord& each) {
    return each.kind == kind && each.state == state;
  });
  if (found == credentials.end()) return std::nullopt;
  return *found;
}

std::optional<CredentialRecord> find_password(const std::vector<CredentialRecord>& credentials) {
  if (auto good = find(credentials, CredentialKind::password, CredentialState::good)) return good;
  return find(credentials, CredentialKind::password, CredentialState::provisional);
}

bool is_second_factor(const CredentialRecord& credential) {
  return credential.state == CredentialState::good &&
         (credential.kind == CredentialKind::totp ||
          credential.kind == CredentialKind::security_key);
}

bool has_second_factor(const std::vector<CredentialRecord>& credentials) {
  return std::ranges::any_of(credentials, is_second_factor);
}

SessionStage next_stage(const std::vector<CredentialRecord>& credentials, SecondFactor factor) {
  const bool factor_set_up = has_second_factor(credentials);
  // The factor first: whoever has only a password that was given out must not be able to change it.
  if (factor_set_up && factor == SecondFactor::awaited) return SessionStage::second_factor;
  if (find(credentials, CredentialKind::password, CredentialState::provisional))
    return SessionStage::new_password;
  return factor_set_up ? SessionStage::full : SessionStage::enrolment;
}

Result<void> put_password(Change& change, const UserId& user, std::string_view encoded_hash,
                          CredentialState state) {
  GP_TRY(const auto credentials, change.rows.credentials_of(user));
  CredentialRecord made = new_credential(change, user, CredentialKind::password);
  made.state = state;
  GP_TRY(made.secret, seal_secret(change.keys, change.random, made.id, encoded_hash));
  for (const CredentialRecord& each : credentials)
    if (each.kind == CredentialKind::password) GP_CHECK(change.rows.remove_credential(each.id));
  return change.rows.put_credential(made);
}

Result<std::size_t> remove_kinds(Change& change, const UserId& user,
                                 std::initializer_list<CredentialKind> kinds) {
  GP_TRY(const auto credentials, change.rows.credentials_of(user));
  std::size_t removed = 0;
  for (const CredentialRecord& each : credentials) {
    if (std::ranges::find(kinds, each.kind) == kinds.end()) continue;
    GP_CHECK(change.rows.remove_credential(each.id));
    ++removed;
  }
  return removed;
}

Result<void> may_change_factors(Change& change, const Person& person) {
  if (person.stage == SessionStage::enrolment) {
    GP_TRY(const auto credentials, change.rows.credentials_of(person.id));
    if (!has_second_factor(credentials)) return {};
    return fail(Errc::no_session, "a second factor was set up meanwhile: sign in again with it");
  }
  if (auto error = unfinished(person.stage)) return std::unexpected(std::move(*error));
  if (!is_stepped_up(person, change.now))
    return fail(Errc::step_up_wanted, "give the second factor again");
  return {};
}

Result<void> end_unguarded_sessions(Change& change, const Person& person) {
  if (person.stage != SessionStage::enrolment) return {};
  GP_TRY(const std::size_t ended, end_sessions(change, person.id, person.session_hash));
  if (ended > 0) change.note("session-ended", "all others, with the first second factor");
  return {};
}

Result<Bytes> begin_totp(Change& change, const Person& person) {
  GP_CHECK(may_change_factors(change, person));
  GP_TRY(const auto credentials, change.rows.credentials_of(person.id));
  for (const CredentialRecord& each : credentials)
    if (each.kind == CredentialKind::totp && each.state == CredentialState::provisional)
      GP_CHECK(change.rows.remove_credential(each.id));
  Bytes secret(totp_secret_bytes);
  change.random.fill(secret);
  CredentialRecord made = new_credential(change, person.id, CredentialKind::totp);
  made.state = CredentialState::provisional;
  made.counter = no_step_yet;
  GP_TRY(made.secret, seal_secret(change.keys, change.random, made.id, as_text(secret)));
  GP_CHECK(change.rows.put_credential(made));
  return secret;
}

Result<Confirmed> confirm_totp(Change& change, const Person& person, std::string_view typed) {
  GP_CHECK(may_change_factors(change, person));
  GP_TRY(const auto credentials, change.rows.credentials_of(person.id));
  auto fresh = find(credentials, CredentialKind::totp, CredentialState::provisional);
  if (!fresh) return fail(Errc::unknown_credential, "no authenticator is being set up");
  GP_TRY(const std::string secret, unseal_secret(change.keys, *fresh));
  const auto step = match_totp(as_bytes(secret), typed, change.now, fresh->counter);
  if (!step) return Confirmed::no;
  for (const CredentialRecord& each : credentials)
    if (each.kind == CredentialKind::totp && each.id != fresh->id)
      GP_CHECK(change.rows.remove_credential(each.id));
  fresh->state = CredentialState::good;
  fresh->counter = *step;
  fresh->used_at = change.now;
  GP_CHECK(change.rows.put_credential(*fresh));
  GP_CHECK(end_unguarded_sessions(change, person));
  change.note("second-factor-set-up", "totp");
  return Confirmed::yes;
}

namespace {

Result<std::vector<std::string>> put_recovery_codes(Change& change, const Person& person) {
  GP_CHECK(remove_kinds(change, person.id, {CredentialKind::recovery_code}));
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < recovery_codes; ++i) {
    Bytes code(recovery_code_bytes);
    change.random.fill(code);
    CredentialRecord made = new_credential(change, person.id, CredentialKind::recovery_code);
    made.lookup = recovery_token(change.keys, person.id, code);
    GP_CHECK(change.rows.put_credential(made));
    codes.push_back(in_groups(to_base32(code)));
  }
  change.note("recovery-codes-made", std::to_string(recovery_codes));
  return codes;
}

}  // namespace

Result<std::vector<std::string>> make_recovery_codes(Change& change, const Person& person) {
  GP_CHECK(may_change_factors(change, person));
  return put_recovery_codes(change, person);
}

Result<std::vector<std::string>> first_recovery_codes(Change& change, const Person& person) {
  GP_TRY(const auto credentials, change.rows.credentials_of(person.id));
  if (find(credentials, CredentialKind::recovery_code, CredentialState::good))
    return std::vector<std::string>{};
  return put_recovery_codes(change, person);
}

Result<void> remove_factor(Change& change, const Person& person, const CredentialId& id) {
  GP_CHECK(may_change_factors(change, person));
  GP_TRY(auto credentials, change.rows.credentials_of(person.id));
  const auto found = std::ranges::find_if(credentials, [&](const CredentialRecord& each) {
    return each.id == id && is_second_factor(each);
  });
  if (found == credentials.end())
    return fail(Errc::unknown_credential, "this person has no such factor");
  const std::string kind(to_string(found->kind));
  credentials.erase(found);
  if (!has_second_factor(credentials))
    return fail(Errc::last_factor, "set up another second factor first");
  GP_CHECK(change.rows.remove_credential(id));
  change.note("second-factor-removed", kind);
  return {};
}

Result<Confirmed> use_totp(Change& change, const UserId& user, std::string_view typed) {
  GP_TRY(const auto credentials, change.rows.credentials_of(user));
  auto totp = find(credentials, CredentialKind::totp, CredentialState::good);
  if (!totp) return Confirmed::no;
  GP_TRY(const std::string secret, unseal_secret(change.keys, *totp));
  const auto step = match_totp(as_bytes(secret), typed, change.now, totp->counter);
  if (!step) return Confirmed::no;
  totp->counter = *step;
  totp->used_at = change.now;
  GP_CHECK(change.rows.put_credential(*totp));
  return Confirmed::yes;
}

Result<Confirmed> use_recovery_code(Change& change, const UserId& user, std::string_view typed) {
  std::string digits;
  for (const char c : typed)
    if (c != '-' && c != ' ') digits.push_back(c);
  const auto code = from_base32(digits);
  if (!code || code->size() != recovery_code_bytes) return Confirmed::no;
  GP_TRY(const auto found, change.rows.credential_by(CredentialKind::recovery_code,
                                                     recovery_token(change.keys, user, *code)));
  if (!found || found->user != user) return Confirmed::no;
  GP_CHECK(change.rows.remove_credential(found->id));
  return Confirmed::yes;
}

}  // namespace gatepost::identity
