// Signing in, in steps. Each step is one transaction; the slow check of a password lies between
// two:
//   1. admit      the attempt is counted before it is checked, so that many at once gain nothing
//   2. (outside)  verify_password, for a name nobody has against a hash of nobody: same time
//   3. settle     right: a session; wrong: said and counted, and nothing tells which was wrong
//   4. give_factor   the second factor; the session moves on under another token
// A step that says no still commits: what was counted stays counted.
#pragma once

#include <string>
#include <variant>

#include "gateway/identity/change.hpp"
#include "gateway/identity/security_key.hpp"
#include "gateway/identity/sessions.hpp"

namespace gatepost::identity {

struct Attempt {
  std::string name;     // as typed
  std::string address;  // of the peer
};

struct Admitted {
  Digest account;  // throttle keys
  Digest address;
  std::optional<UserRecord> user;            // nothing: nobody has this name
  std::optional<CredentialRecord> password;  // nothing: nobody has one, or signs in elsewhere only
};

// Errors: throttled.
Result<Admitted> admit(Change& change, const Attempt& attempt);

// When the password could not be checked, nothing was guessed: the attempt is counted no more.
Result<void> take_attempt_back(Change& change, const Admitted& admitted);

struct Verdict {
  enum class Password { right, wrong } password = Password::wrong;
  std::string fresh_hash;  // with today's costs, when the stored one is outdated; else empty
};
struct Arrival {
  Digest token_hash;
  std::string device;
};
// The session, or nothing when the sign-in failed: for whatever reason, the peer hears the same.
Result<std::optional<SessionRecord>> settle(Change& change, const Admitted& admitted,
                                            const Verdict& verdict, const Arrival& arrival);

struct TotpProof {
  std::string code;
};
struct RecoveryProof {
  std::string code;
};
struct KeyProof {
  RelyingParty party;
  KeyAssertion assertion;  // of the session's challenge: begin_key
};
using FactorProof = std::variant<TotpProof, RecoveryProof, KeyProof>;

// The session under its new token, or nothing when the code was wrong. Also the step-up of a full
// session. Errors: no_session, throttled.
Result<std::optional<SessionRecord>> give_factor(Change& change, const Digest& session_hash,
                                                 const FactorProof& proof,
                                                 const Digest& new_token_hash);

// A second factor refused unseen, because too many were wrong: in the log once per wait, so that
// whoever goes on trying fills no log. Errors: no_session.
Result<void> note_throttled_factor(Change& change, const Digest& session_hash);

// Moves a session on after something was set up (a password of one's own, a second factor): to
// whatever is still wanted, or to full. Errors: no_session.
Result<SessionRecord> move_on(Change& change, const Digest& session_hash,
                              const Digest& new_token_hash, std::string_view method);

}  // namespace gatepost::identity
