// Events as audit entries: one entry per event, without personal data. Pure.
#pragma once

#include "gateway/exchange/service.hpp"

namespace gatepost::exchange {

std::vector<audit::Entry> entries_for(const ConversationId& conversation,
                                      const std::vector<Event>& events, const Context& context,
                                      const Provenance& provenance);

// The fields every entry of this provenance shares.
audit::Entry base_entry(const Provenance& provenance, Instant at);

}  // namespace gatepost::exchange
