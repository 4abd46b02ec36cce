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

TaskId duty_id(const ConversationId& id, const Conversation* duties, const TeamCode& team,
               std::string_view step, std::chrono::year_month_day of) {
  const std::string name = fmt::format("{} {} {} {}", id.str(), team.str(), step, format_date(of));
  for (int time = 1;; ++time) {
    const auto task = derived_id<TaskId>(time == 1 ? name : fmt::format("{} again {}", name, time));
    if (duties == nullptr) return task;
    const auto known = std::ranges::find(duties->tasks, task, &Task::id);
    if (known == duties->tasks.end() || known->outcome != TaskOutcome::sent) return task;
  }
}

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::chrono::weeks lief_ahead{6};
// A LIEF of an earlier time in custody says nothing of this one; without a date of reception, of
// this year.
constexpr days lief_current_for{365};

bool sent_since(const std::vector<KnownForm>& known, std::string_view step, sys_days first) {
  return std::ranges::any_of(known, [&](const KnownForm& form) {
    return makes_up_for(step, form.type, form.news) && form.side == KnownForm::Side::own &&
           form.standing != Standing::withdrawn && sys_days{form.accepted_on} >= first;
  });
}

// The first day whose forms speak of this time in custody.
sys_days since(const CaseloadLine& line, year_month_day today) {
  return line.received_on ? sys_days{*line.received_on} : sys_days{today} - lief_current_for;
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
    if (!sent_since(known, steps::lief_missing, since(line, today)))
      missing.push_back({steps::lief_missing, *line.release_on});
    return missing;
  }
  const year_month_day left = line.left_on.value_or(today);
  const std::string_view step = alert_step(line.whereabouts);
  if (!sent_since(known, step, sys_days{left} - days{1})) missing.push_back({step, left});
  return missing;
}

std::optional<ConversationId> current_conversation(const CaseloadLine& line,
                                                   const std::vector<KnownForm>& known,
                                                   year_month_day today) {
  const auto newest = std::ranges::find_if(known, [&](const KnownForm& form) {
    return sys_days{form.accepted_on} >= since(line, today);
  });
  return newest == known.end() ? std::nullopt : std::optional(newest->conversation);
}

bool makes_up_for(std::string_view duty_step, FormType form, const std::vector<News>& news) {
  const auto tells = [&](News what) { return std::ranges::find(news, what) != news.end(); };
  if (duty_step == steps::lief_missing) return form == FormType::lief && !tells(News::taken_back);
  if (form != FormType::alert_form) return false;
  if (duty_step == steps::transfer_alert_missing) return tells(News::transferred);
  if (duty_step == steps::death_alert_missing) return tells(News::died);
  return duty_step == steps::release_alert_missing && tells(News::released);
}

}  // namespace gatepost::exchange
