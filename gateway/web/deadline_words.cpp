#include "gateway/web/deadline_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/exchange/kinds.hpp"

namespace gatepost::web {

namespace {

using config::StepAction;
using config::StepRole;
using exchange::Rung;

std::string step_words(const config::Step& step, const Recipient& recipient) {
  switch (step.role) {
    case StepRole::recipient:
      return "remind them";
    case StepRole::recipient_fallback:
      return "turn to whoever stands in for them";
    case StepRole::sender:
      if (step.action == StepAction::remind) return "tell your team";
      return recipient.telephone.empty()
                 ? "ask your team to ring them"
                 : fmt::format("ask your team to ring {}", recipient.telephone);
    case StepRole::recipient_service_manager:
      return "turn to their service manager";
    case StepRole::oversight:
      return "tell whoever oversees the service";
    case StepRole::operator_:
      return "tell the operator of this service";
    case StepRole::owner:
    case StepRole::owner_service_manager:
      break;
  }
  return "tell the next person";
}

const config::RungPolicy* policy_of(const exchange::MessageState& message, Rung rung,
                                    const config::Policy& policy) {
  const auto& rungs = exchange::rungs_for(message.type, message.urgent, policy);
  const auto found = std::ranges::find(rungs, rung, &config::RungPolicy::rung);
  return found == rungs.end() ? nullptr : &*found;
}

}  // namespace

std::string steps_for_sender(const std::vector<config::Step>& steps, const Recipient& recipient) {
  std::string words;
  for (const config::Step& step : steps) {
    // The last is the loudest, and too far ahead to be told now.
    if (step.role == StepRole::oversight && !words.empty()) continue;
    words += (words.empty() ? "we " : ", then ") + step_words(step, recipient);
  }
  return words;
}

std::string confirm_by(const exchange::MessageState& message, const Recipient& recipient,
                       const config::Policy& policy, const LocalTime& time) {
  const exchange::Deadline* deadline = message.waiting_for(Rung::confirmed);
  if (deadline == nullptr) return {};
  std::string words =
      fmt::format("A person at {} should confirm by {}.", recipient.name,
                  time.near(std::chrono::ceil<std::chrono::minutes>(deadline->due)));
  const config::RungPolicy* rung = policy_of(message, Rung::confirmed, policy);
  if (rung == nullptr || rung->steps.empty()) return words;
  return words + fmt::format(" If not, {}.", steps_for_sender(rung->steps, recipient));
}

std::string answer_by(const exchange::MessageState& message, const LocalTime& time) {
  const exchange::Deadline* deadline = message.waiting_for(Rung::answered);
  if (deadline == nullptr) return {};
  return fmt::format("They should accept it with an appointment, or decline it, by {}.",
                     time.near(std::chrono::ceil<std::chrono::minutes>(deadline->due)));
}

}  // namespace gatepost::web
