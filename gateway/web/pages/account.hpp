// One's own account: who one is here, the second factors, the sessions, the password. Pure; any
// thread.
#pragma once

#include "gateway/app/identity.hpp"
#include "gateway/web/core/router.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web::pages {

struct AccountView {
  app::Factors factors;
  std::vector<app::SessionView> sessions;
  bool takes_security_keys = false;
};
Page account(const Call& call, const AccountView& view, const LocalTime& time);

// A password of one's own; `wanted` when it must be chosen before anything else.
Page new_password(const Call& call, const Problems& problems, bool wanted);

// Choosing a second factor: the first one, or another.
Page choose_factor(const Call& call, bool takes_security_keys, bool wanted);
// The authenticator's secret as a picture and to type; without one, only the question for its code.
Page set_up_authenticator(const Call& call, const std::optional<app::TotpSetup>& setup,
                          const Problems& problems);
Page set_up_key(const Call& call, const Digest& challenge, const Problems& problems);

// Shown once.
Page recovery_codes(const std::vector<std::string>& codes);

}  // namespace gatepost::web::pages
