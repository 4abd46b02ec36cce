// What administrators do with users. Functions on the rows of one transaction; each leaves its
// audit entries in the change, which name users by their opaque id only. Whoever calls has decided
// that the actor may (access.hpp, or the operator at the machine).
#pragma once

#include <string>
#include <vector>

#include "gateway/identity/change.hpp"
#include "gateway/identity/profile.hpp"

namespace gatepost::identity {

struct NewUser {
  Profile profile;  // checked: check_profile
  std::vector<Grant> grants;
  std::string password_hash;  // of a password to be changed at once; empty: signs in elsewhere only
};
// Errors: name_taken, too_many (grants).
Result<UserRecord> add_user(Change& change, const NewUser& fresh);

// Errors: unknown_user.
Result<UserRecord> user_by_id(Reads& rows, const UserId& id);
Result<UserRecord> user_by_name(Reads& rows, const certs::KeyRing& keys,
                                std::string_view sign_in_name);

// `user` as it was read: when somebody changed it since, nothing is written. Errors:
// changed_meanwhile, and as add_user. Disabling ends every session at once.
Result<void> set_status(Change& change, UserRecord user, UserStatus status);
Result<void> set_grants(Change& change, UserRecord user, std::vector<Grant> grants);
Result<void> set_profile(Change& change, UserRecord user, const Profile& profile);

// A password that its owner must change at the next sign-in; ends every session.
Result<void> reset_password(Change& change, UserRecord user, std::string_view hash);
// Takes every second factor and recovery code away; ends every session. The next sign-in sets up
// another.
Result<void> reset_second_factor(Change& change, UserRecord user);

}  // namespace gatepost::identity
