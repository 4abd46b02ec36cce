#include "gateway/exchange/duties.hpp"

#include <fmt/format.h>

#include "certs/digest.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::exchange {

ConversationId duties_of(const Digest& person) {
  return derived_id<ConversationId>("duties of " + person.hex());
}

MessageKey duty_subject(const TeamCode& team, const ConversationId& duties) {
  return {team, derived_id<MessageId>(fmt::format("duty of {} in {}", team.str(), duties.str()))};
}

TaskId duty_id(const ConversationId& duties, const TeamCode& team, std::string_view step,
               std::chrono::year_month_day of) {
  return derived_id<TaskId>(
      fmt::format("{} {} {} {}", duties.str(), team.str(), step, format_date(of)));
}

}  // namespace gatepost::exchange
