// What the exchange knows of each kind of form: which ladder its messages climb, and which rules of
// consent and answering apply. Pure.
#pragma once

#include "config/policy.hpp"
#include "gateway/exchange/conversation.hpp"

namespace gatepost::exchange {

// DESIGN section 5: replies have accepted and delivered; receipts have no ladder themselves.
// Acknowledgements and telephone confirmations are delivered but never chased: chasing a
// confirmation would ask for a confirmation of the confirmation.
enum class Ladder { none, reply, request, full };
Ladder ladder_of(FormType type);

// True for forms that must be confirmed by a named person.
inline bool has_ladder(FormType type) { return ladder_of(type) >= Ladder::request; }

// A form that hands somebody over, and so wants an answer and aftercare: a LIEF, or an Alert alone.
bool is_referral(FormType type);

// The rungs' policies that a message of this kind follows, urgent or not; empty for Ladder::none.
const std::vector<config::RungPolicy>& rungs_for(FormType type, bool urgent,
                                                 const config::Policy& policy);

}  // namespace gatepost::exchange
