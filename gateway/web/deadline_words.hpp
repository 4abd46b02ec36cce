// What a sender is told to expect: by when a person should confirm, and what happens when not, from
// the message's own deadlines and the policy's steps. Pure; any thread.
#pragma once

#include <string>

#include "config/policy.hpp"
#include "gateway/exchange/conversation.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web {

struct Recipient {
  std::string name;       // "Lambeth drug and alcohol SPOC"
  std::string telephone;  // empty when none is listed
};

// "A person at Lambeth should confirm by noon on Tuesday 7 April 2026. If not, we remind them,
// then their stand-in, then ask your team to ring 020 7946 0111." Empty when nobody is awaited.
std::string confirm_by(const exchange::MessageState& message, const Recipient& recipient,
                       const config::Policy& policy, const LocalTime& time);
// "They should answer by 17:00 on Wednesday 8 April 2026." Empty likewise.
std::string answer_by(const exchange::MessageState& message, const LocalTime& time);

// Only the steps: "we remind them, then ask your team to ring 020 7946 0111".
std::string steps_for_sender(const std::vector<config::Step>& steps, const Recipient& recipient);

}  // namespace gatepost::web
