// The pages of a sign-in: name and password, then the second factor. Pure; any thread.
#pragma once

#include "gateway/app/identity.hpp"
#include "gateway/web/core/router.hpp"

namespace gatepost::web::pages {

// Where somebody goes on to when all is done: an address of ours, "" for the start.
inline constexpr std::string_view then_field = "then";
html::Url with_then(std::string_view path, std::string_view then);

// Whoever typed something wrong sees it beside its field: problems' paths are the fields' ids.
Page sign_in(const Call& call, const std::string& then, const Problems& problems);

// The second factor: `first` in a sign-in, `again` for what wants a recent one.
struct SecondFactor {
  enum class When { first, again } when = When::first;
  std::string then{};
  bool has_authenticator = false;
  std::size_t recovery_codes_left = 0;
  std::vector<Bytes> key_ids{};       // of security keys; none when the console has no url
  std::optional<Digest> challenge{};  // for them
  Problems problems{};
};
Page second_factor(const Call& call, const SecondFactor& options);

}  // namespace gatepost::web::pages
