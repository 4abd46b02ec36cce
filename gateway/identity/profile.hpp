// Profile: what a user record holds sealed: who the person is. Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "certs/seal.hpp"
#include "config/errors.hpp"
#include "gateway/base/problem.hpp"
#include "gateway/identity/records.hpp"

namespace gatepost::identity {

struct Profile {
  std::string sign_in_name;  // as compared: normal_text.hpp
  std::string display_name;  // stands in forms: one line, at most 100 characters
  std::string job_title;     // likewise; may be empty
  std::string email;         // may be empty
  bool operator==(const Profile&) const = default;
};

// The profile with its sign-in name normalised, or everything that is wrong with it.
config::Checked<Profile> check_profile(Profile profile);

// Sealed under "user/<id>", and back. Errors: certs::Errc; malformed.
Result<Bytes> seal_profile(const certs::KeyRing& keys, Random& random, const UserId& user,
                           const Profile& profile);
Result<Profile> unseal_profile(const certs::KeyRing& keys, const UserRecord& user);

// Blind tokens. The name must be normalised; e-mail addresses are compared in lower case.
Digest name_token(const certs::KeyRing& keys, std::string_view sign_in_name);
Digest email_token(const certs::KeyRing& keys, std::string_view email);

// What a guesser who knows the person would try.
std::vector<std::string> words_about(const Profile& profile);

}  // namespace gatepost::identity
