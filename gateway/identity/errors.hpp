// Why identity says no. Contexts never hold a name, an address, a code or a password.
#pragma once

#include "gateway/base/result.hpp"

namespace gatepost::identity {

enum class Errc {
  wrong_credentials,     // name or password, never which; also for an account that is disabled
  wrong_code,            // the second factor's: wrong, used before, or too old
  throttled,             // too many attempts: the context says from when it may be tried again
  busy,                  // more passwords wait to be checked than may: try again in a moment
  no_session,            // none, ended, revoked, or its user disabled: sign in
  second_factor_wanted,  // signed in with a password only, so far
  new_password_wanted,   // the password was given out by somebody: its owner must choose another
  enrolment_wanted,      // no second factor yet: one must be set up before anything else
  step_up_wanted,        // the second factor was given too long ago for this
  not_allowed,           // none of the person's roles may do this here
  reason_wanted,         // opening another team's form: why?
  weak_password,         // too short, or one that guessers try first: see the problems
  name_taken,            // another user signs in under this name, or has this e-mail address
  malformed,             // a name, role or address that cannot be
  unknown_user,          // no such user
  unknown_credential,    // no such factor of this person
  last_factor,           // the only second factor left: set up another first
  too_many,              // a limit of gateway/base/limits.hpp
  changed_meanwhile,     // somebody else changed it since it was read: look again
  cannot_hash,           // Argon2 could not run: no memory
};
ErrorInfo error_info(Errc code);

}  // namespace gatepost::identity
