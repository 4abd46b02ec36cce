// Person: who stands behind a request, as read from a session and its user. A value, made anew for
// every request, so that a role taken away or an account disabled counts at once.
#pragma once

#include <string>
#include <vector>

#include "gateway/audit/entry.hpp"
#include "gateway/identity/records.hpp"

namespace gatepost::identity {

struct Person {
  UserId id;
  SessionId session;
  Digest session_hash;
  SessionStage stage{};
  std::vector<Grant> grants;
  std::string sign_in_name;
  std::string display_name;
  std::string job_title;
  std::string methods;  // "password+totp"
  Instant signed_in_at;
  std::optional<Instant> second_factor_at;

  std::string actor() const { return audit::actor_of(id); }
};

}  // namespace gatepost::identity
