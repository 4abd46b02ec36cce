// What the published guidance asks of whoever sends an Alert Form: by when, and whether a telephone
// call must follow (domain/flows.md, from the 2009 guidance's process points). One table; pure.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "config/calendar.hpp"
#include "formats/forms/alert_form.hpp"
#include "gateway/exchange/act.hpp"

namespace gatepost::exchange {

struct AlertDuty {
  enum class From { prison, community, either };
  std::string_view id;  // "T10", or "F13" where the guidance gives no deadline
  formats::forms::Circumstance box;
  std::optional<formats::forms::OtherCircumstance> other;  // for box 11
  From from;
  act::Alert::Call call;
  std::string_view due;     // a due rule, counted from when the change happened
  std::string_view source;  // of the guidance
  std::optional<formats::forms::NewStatus> status = {};  // for box 5
};
const std::vector<AlertDuty>& alert_duties();

// The row for one tick; null when the guidance says nothing about it from that side.
const AlertDuty* duty_for(const formats::forms::Change& change,
                          formats::forms::AlertDirection direction);

act::Alert act_of(const formats::forms::AlertForm& form);

// What it tells of where the person is, by its boxes. Sorted.
std::vector<News> news_of(const formats::forms::AlertForm& form);

// {"alert_duty_T10", "IN_TIME"} or "LATE", for every tick that says when the change happened:
// sending late is as large a hole as not confirming. `now`: when the gateway accepted the form.
std::vector<std::pair<std::string, std::string>> duty_facts(const formats::forms::AlertForm& form,
                                                            Instant now,
                                                            const config::Calendar& calendar);

}  // namespace gatepost::exchange
