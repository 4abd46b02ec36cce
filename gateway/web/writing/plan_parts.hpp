// Pages that several forms have: consent, prescribing, the sign-off. Data; pure; any thread.
#pragma once

#include "gateway/web/writing/plan.hpp"

namespace gatepost::web::writing {

Part consent_part();
// What every referral that names an opiate says, and whether the rest follows.
Part prescribing_status();
Part prescribing_details();
Part sign_off_part(const std::vector<Ask>& more = {});

}  // namespace gatepost::web::writing
