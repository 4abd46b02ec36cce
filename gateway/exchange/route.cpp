// Where a form goes, and by when: routing, urgency and deadlines.
#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/deciding.hpp"

namespace gatepost::exchange {

namespace {

// Only these routes can put a form into somebody's hands here; all others become a phone task.
Destination::Delivery delivery_by(config::RouteKind route) {
  switch (route) {
    case config::RouteKind::mailbox:
    case config::RouteKind::console:
      return Destination::Delivery::inbox;
    default:
      return Destination::Delivery::telephone;
  }
}

struct Due {
  Instant at;
  std::string rule;
};

Due due_of(const config::RungPolicy& rung, std::optional<Instant> release_at, Instant accepted,
           const Context& context) {
  Due due{due_or_a_day(context, rung.due, accepted), rung.due.spelling()};
  if (!rung.cap_working_hours_before_release || !release_at) return due;
  const int hours = *rung.cap_working_hours_before_release;
  auto cap = context.calendar.working_hours_before(*release_at, hours);
  if (cap && *cap > accepted) {
    if (*cap < due.at) due = {*cap, fmt::format("cap:{}-working-hours-before-release", hours)};
  } else if (*release_at > accepted && *release_at < due.at) {
    // Too near for the cap: by the release itself at the latest.
    due = {*release_at, "cap:release"};
  }
  return due;
}

}  // namespace

const config::Team* serving(const TeamCode& team, const Context& context) {
  return context.directory.find(team, context.calendar.local_date(context.now));
}

Result<Destination> route(const AcceptCommand& command, const Context& context) {
  const auto today = context.calendar.local_date(context.now);
  // When the team is not in service, the signed area may know its successor.
  const config::Team* team = command.to_team ? serving(*command.to_team, context) : nullptr;
  if (team != nullptr && command.to_area && team->kind == config::TeamKind::spoc &&
      std::ranges::find(team->areas, *command.to_area) == team->areas.end())
    return fail(Errc::wrong_destination,
                fmt::format("ToTeam {} does not serve ToArea {}; give the area alone, or the team "
                            "that serves it",
                            command.to_team->str(), command.to_area->str()));
  if (team == nullptr && command.to_area)
    team = context.directory.spoc_for(*command.to_area, today);
  if (team != nullptr && team->code == command.key.from)
    return fail(
        Errc::wrong_destination,
        fmt::format("the form is addressed to {}, the team that sends it", team->code.str()));
  if (team == nullptr) return Destination{};
  return Destination{team, delivery_by(team->route)};
}

bool is_urgent(const AcceptCommand& command, const Context& context) {
  if (command.urgency == AcceptCommand::Urgency::urgent) return true;
  if (!command.release_at) return false;
  const auto today = context.calendar.local_date(context.now);
  const auto release = context.calendar.local_date(*command.release_at);
  return context.calendar.working_days_between(today, release) <=
         context.policy.urgent_within_working_days;
}

Deadline deadline_from(const config::RungPolicy& rung, Instant from,
                       std::optional<Instant> release_at, const Context& context) {
  auto [at, rule] = due_of(rung, release_at, from, context);
  Deadline deadline;
  deadline.rung = rung.rung;
  deadline.due = at;
  deadline.rule = rule;
  deadline.next_step_at = due_or_a_day(context, rung.steps.front().after, at);
  return deadline;
}

std::vector<Deadline> deadlines_for(const MessageState& message, std::optional<Instant> release_at,
                                    Answer answer, const Context& context) {
  std::vector<Deadline> deadlines;
  for (const config::RungPolicy& rung : rungs_for(message.type, message.urgent, context.policy)) {
    if (rung.rung == Rung::answered && answer == Answer::not_expected) continue;
    deadlines.push_back(deadline_from(rung, message.accepted_at, release_at, context));
  }
  if (answer == Answer::not_expected || !is_referral(message.type) || !release_at) return deadlines;
  for (const config::RungPolicy& rung : context.policy.aftercare_rungs)
    if (rung.rung == Rung::engaged)
      deadlines.push_back(deadline_from(rung, *release_at, std::nullopt, context));
  return deadlines;
}

}  // namespace gatepost::exchange
