#include "gateway/identity/sessions.hpp"

#include <algorithm>

#include "certs/digest.hpp"
#include "certs/sealed_text.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/identity/profile.hpp"

namespace gatepost::identity {

namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t device_characters = 200;

std::string subject_of(const SessionId& handle) { return "session/" + handle.str(); }

std::unexpected<Error> none() { return fail(Errc::no_session, "sign in"); }

Instant end_of(SessionStage stage, Instant now) {
  return stage == SessionStage::full ? Instant(now + limits::session_life)
                                     : Instant(now + limits::sign_in_life);
}

}  // namespace

Token make_token(Random& random) {
  Bytes raw(token_bytes);
  random.fill(raw);
  return {to_base64url(raw), certs::sha256(raw)};
}

std::optional<Digest> hash_of_token(std::string_view text) {
  const auto raw = from_base64url(text);
  if (!raw || raw->size() != token_bytes) return std::nullopt;
  return certs::sha256(*raw);
}

std::string csrf_token(std::string_view session_token) {
  return to_base64url(
      certs::hmac_sha256(as_bytes(session_token), as_bytes("gatepost-csrf/1")).view());
}

bool is_live(const SessionRecord& session, Instant now) {
  return now < session.expires_at && now < session.seen_at + limits::session_idle;
}

Result<SessionRecord> live_session(Reads& rows, const Digest& id_hash, Instant now) {
  GP_TRY(const auto session, rows.session(id_hash));
  if (!session || !is_live(*session, now)) return none();
  return *session;
}

Result<Person> person_of(Reads& rows, const certs::KeyRing& keys, const SessionRecord& session) {
  GP_TRY(const auto user, rows.user(session.user));
  if (!user || user->status != UserStatus::enabled) return none();
  GP_TRY(const Profile profile, unseal_profile(keys, *user));
  Person person;
  person.id = user->id;
  person.session = session.handle;
  person.session_hash = session.id_hash;
  person.stage = session.stage;
  person.grants = user->grants;
  person.sign_in_name = profile.sign_in_name;
  person.display_name = profile.display_name;
  person.job_title = profile.job_title;
  person.methods = session.methods;
  person.signed_in_at = session.created_at;
  person.second_factor_at = session.second_factor_at;
  return person;
}

Result<SessionRecord> begin_session(Change& change, const Begin& begin) {
  GP_TRY(auto others, change.rows.sessions_of(begin.user));
  std::ranges::sort(others, {}, &SessionRecord::seen_at);
  for (std::size_t i = 0; i + limits::sessions_per_user <= others.size(); ++i)
    GP_CHECK(change.rows.remove_session(others[i].id_hash));
  SessionRecord made;
  made.id_hash = begin.id_hash;
  made.handle = make_id<SessionId>(change.random);
  made.user = begin.user;
  made.stage = begin.stage;
  made.methods = begin.methods;
  made.created_at = change.now;
  made.seen_at = change.now;
  made.expires_at = end_of(begin.stage, change.now);
  made.second_factor_at = begin.second_factor_at;
  GP_TRY(made.device, certs::seal_text(change.keys, change.random, subject_of(made.handle),
                                       begin.device.substr(0, device_characters)));
  GP_CHECK(change.rows.put_session(made));
  return made;
}

Result<SessionRecord> advance_session(Change& change, const SessionRecord& session,
                                      const Advance& advance) {
  SessionRecord made = session;
  made.id_hash = advance.new_hash;
  made.stage = advance.stage;
  made.seen_at = change.now;
  made.challenge.reset();
  made.challenge_until.reset();
  if (advance.factor == Advance::Factor::given_now) made.second_factor_at = change.now;
  if (!advance.method.empty() && !has_method(made.methods, advance.method))
    made.methods += "+" + advance.method;
  // The absolute end counts from when the sign-in is finished, and never moves again.
  if (advance.stage == SessionStage::full && session.stage != SessionStage::full)
    made.expires_at = end_of(SessionStage::full, change.now);
  GP_CHECK(change.rows.remove_session(session.id_hash));
  GP_CHECK(change.rows.put_session(made));
  return made;
}

Result<std::size_t> end_sessions(Change& change, const UserId& user,
                                 std::optional<Digest> but_this) {
  GP_TRY(const auto sessions, change.rows.sessions_of(user));
  std::size_t ended = 0;
  for (const SessionRecord& session : sessions) {
    if (but_this && session.id_hash == *but_this) continue;
    GP_CHECK(change.rows.remove_session(session.id_hash));
    ++ended;
  }
  return ended;
}

Result<void> end_session(Change& change, const UserId& user, const SessionId& handle) {
  GP_TRY(const auto sessions, change.rows.sessions_of(user));
  const auto found = std::ranges::find(sessions, handle, &SessionRecord::handle);
  if (found == sessions.end()) return none();
  return change.rows.remove_session(found->id_hash);
}

std::string device_of(const certs::KeyRing& keys, const SessionRecord& session) {
  auto device = certs::unseal_text(keys, subject_of(session.handle), session.device);
  return device ? std::move(*device) : std::string();
}

}  // namespace gatepost::identity
