// Sessions: begun, moved on, looked up, ended. The token is 256 random bits that only the cookie
// holds; the store has its hash. Functions on the rows of one transaction or view.
#pragma once

#include <string>
#include <vector>

#include "gateway/identity/change.hpp"
#include "gateway/identity/person.hpp"

namespace gatepost::identity {

// A new token and what the store keeps of it.
struct Token {
  std::string text;  // base64url, 43 characters: the cookie's value
  Digest hash;
};
Token make_token(Random& random);
// Nothing for text that cannot be a token.
std::optional<Digest> hash_of_token(std::string_view text);
// The synchroniser token for the session's forms: of this session only, and no way back to it.
std::string csrf_token(std::string_view session_token);

// Whether a session stands at `now`: neither idle too long nor at its end.
bool is_live(const SessionRecord& session, Instant now);
// A session that stands at `now`. Errors: no_session.
Result<SessionRecord> live_session(Reads& rows, const Digest& id_hash, Instant now);
// Who it is. Errors: no_session (also when the user was disabled), certs::Errc.
Result<Person> person_of(Reads& rows, const certs::KeyRing& keys, const SessionRecord& session);

struct Begin {
  UserId user;
  Digest id_hash;
  SessionStage stage{};
  std::string methods;
  std::optional<Instant> second_factor_at;
  std::string device;  // for the person's own list: which browser, from which address
};
// Begins a session; over limits::sessions_per_user the one longest unseen ends.
Result<SessionRecord> begin_session(Change& change, const Begin& begin);

// Goes on to another stage under another token (ASVS 5.0 V7.2.4): the old one opens nothing more.
struct Advance {
  Digest new_hash;
  SessionStage stage{};
  std::string method;  // added to the session's methods; empty for none
  enum class Factor { as_before, given_now } factor = Factor::as_before;
};
Result<SessionRecord> advance_session(Change& change, const SessionRecord& session,
                                      const Advance& advance);

// Ends sessions of a user, all or all but one; answers how many.
Result<std::size_t> end_sessions(Change& change, const UserId& user,
                                 std::optional<Digest> but_this = std::nullopt);
// One of the person's own. Errors: no_session.
Result<void> end_session(Change& change, const UserId& user, const SessionId& handle);

// The device, unsealed; empty when it cannot be read.
std::string device_of(const certs::KeyRing& keys, const SessionRecord& session);

}  // namespace gatepost::identity
