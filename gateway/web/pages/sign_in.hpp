// The pages of a sign-in: name and password, then the second factor. Pure; any thread.
#pragma once

#include "gateway/app/identity.hpp"
#include "gateway/web/core/router.hpp"

namespace gatepost::web::pages {

// Where somebody goes on to when all is done: an address of ours, "" for the start.
inline constexpr std::string_view then_field = "then";
html::Url with_then(std::string_view path, std::string_view then);

// What is wrong with what was typed: whole sentences; empty when nothing is.
struct SignInProblem {
  std::string text;
  std::string field;  // the id of what it is about
};
Page sign_in(const Call& call, const std::string& then,
             const std::optional<SignInProblem>& problem);

// The second factor: `first` in a sign-in, `again` for what wants a recent one.
struct SecondFactor {
  enum class When { first, again } when = When::first;
  std::string then{};
  bool has_authenticator = false;
  std::size_t recovery_codes_left = 0;
  std::vector<Bytes> key_ids{};       // of security keys; none when the console has no url
  std::optional<Digest> challenge{};  // for them
  std::optional<SignInProblem> problem{};
};
Page second_factor(const Call& call, const SecondFactor& options);

}  // namespace gatepost::web::pages
