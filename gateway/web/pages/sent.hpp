// After sending: the reference, to whom, by when somebody confirms, and what is left to do. Pure;
// any thread.
#pragma once

#include "gateway/app/gateway.hpp"
#include "gateway/web/core/page.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web::pages {

// `own`: the team of whoever looks at it.
Page sent(const app::MessageView& message, const app::Configuration& configuration,
          const LocalTime& time, const TeamCode& own);

}  // namespace gatepost::web::pages
