#include "gateway/exchange/duties.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "certs/digest.hpp"
#include "gateway/base/time.hpp"
#include "gateway/exchange/steps.hpp"

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

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::chrono::weeks lief_ahead{6};
// A LIEF of an earlier time in custody says nothing of this one; without a date of reception, of
// this year.
constexpr days lief_current_for{365};

bool sent_since(const std::vector<KnownForm>& known, FormType type, sys_days first) {
  return std::ranges::any_of(known, [&](const KnownForm& form) {
    return form.type == type && sys_days{form.accepted_on} >= first;
  });
}

std::string_view alert_step(Whereabouts whereabouts) {
  switch (whereabouts) {
    case Whereabouts::transferred:
      return steps::transfer_alert_missing;
    case Whereabouts::died:
      return steps::death_alert_missing;
    case Whereabouts::released:
    case Whereabouts::in_custody:
      return steps::release_alert_missing;
  }
  return steps::release_alert_missing;
}

}  // namespace

std::vector<MissingForm> missing_forms(const CaseloadLine& line,
                                       const std::vector<KnownForm>& known, year_month_day today) {
  std::vector<MissingForm> missing;
  if (line.whereabouts == Whereabouts::in_custody) {
    if (!line.release_on || sys_days{*line.release_on} > sys_days{today} + lief_ahead)
      return missing;
    const sys_days first =
        line.received_on ? sys_days{*line.received_on} : sys_days{today} - lief_current_for;
    if (!sent_since(known, FormType::lief, first))
      missing.push_back({steps::lief_missing, *line.release_on});
    return missing;
  }
  const year_month_day left = line.left_on.value_or(today);
  if (!sent_since(known, FormType::alert_form, sys_days{left} - days{1}))
    missing.push_back({alert_step(line.whereabouts), left});
  return missing;
}

}  // namespace gatepost::exchange
