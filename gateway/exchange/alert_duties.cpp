#include "gateway/exchange/alert_duties.hpp"

#include <algorithm>

namespace gatepost::exchange {

namespace forms = formats::forms;
using forms::AlertDirection;
using forms::AlertForm;
using forms::Change;
using forms::Circumstance;
using forms::OtherCircumstance;

const std::vector<AlertDuty>& alert_duties() {
  using C = Circumstance;
  using O = OtherCircumstance;
  using From = AlertDuty::From;
  constexpr auto must = act::Alert::Call::must_follow;
  constexpr auto perhaps = act::Alert::Call::if_necessary;
  // Where the guidance gives no deadline, 24 hours stand in, and the end of the day for a death.
  static const std::vector<AlertDuty> duties{
      {"F13", C::release_or_court_date, {}, From::either, perhaps, "elapsed:24h", "004 PP6"},
      {"F13", C::worker, {}, From::either, perhaps, "elapsed:24h", "004 PP6"},
      {"T12", C::prison, {}, From::prison, perhaps, "same-day", "004 PP8"},
      {"F13", C::court, {}, From::either, perhaps, "elapsed:24h", "004 PP6"},
      {"F13",
       C::release_status,
       {},
       From::either,
       perhaps,
       "elapsed:24h",
       "004 PP6",
       forms::NewStatus::sentenced},
      {"F35", C::release_status, {}, From::prison, must, "elapsed:24h", "004 PP14"},
      {"T14", C::release_status, {}, From::community, must, "elapsed:24h", "004 PP13 L502"},
      {"T15", C::reengaged, {}, From::community, must, "elapsed:24h", "004 PP14 L521"},
      {"F16", C::treatment, {}, From::prison, must, "elapsed:24h", "004 PP4, PP7"},
      {"T10", C::release_plan, {}, From::prison, must, "elapsed:24h", "004 PP7 L388"},
      {"T11", C::release_plan, {}, From::community, must, "elapsed:24h", "004 PP7 L393"},
      {"F13", C::death, {}, From::either, perhaps, "same-day", "004 PP6"},
      {"F09", C::other, O::accepted_on_caseload, From::prison, perhaps, "elapsed:24h", "004 PP4"},
      {"F27", C::other, O::going_to_court, From::prison, perhaps, "elapsed:24h", "004 PP10"},
      {"F23", C::other, O::arrived_at_prison, From::prison, perhaps, "elapsed:24h", "004 PP8"},
      {"T13", C::other, O::gate_pickup, From::community, perhaps, "working-days:5", "004 PP9 L431"},
      {"T15", C::other, O::post_release_contact, From::community, must, "elapsed:24h",
       "004 PP13 L502"},
      {"F12", C::other, O::pre_release_notice, From::prison, perhaps, "elapsed:24h", "004 PP5"},
      {"F35", C::other, O::court_non_return, From::prison, must, "elapsed:24h", "004 PP14"},
      {"F18", C::other, O::separate_contact, From::community, perhaps, "elapsed:24h", "004 PP7"},
  };
  return duties;
}

namespace {

bool sent_by(AlertDuty::From from, AlertDirection direction) {
  if (from == AlertDuty::From::either) return true;
  const bool prison = direction == AlertDirection::prison_to_community ||
                      direction == AlertDirection::prison_to_prison;
  return prison == (from == AlertDuty::From::prison);
}

// Being met at the gate is re-engagement too; of it the guidance says "if necessary" and gives five
// working days (PP9), whatever it says of re-engagement alone.
const AlertDuty* duty_in(const AlertForm& form, const Change& change) {
  const bool met_at_gate = std::ranges::any_of(form.changes, [](const Change& other) {
    return other.other == OtherCircumstance::gate_pickup;
  });
  if (change.circumstance == Circumstance::reengaged && met_at_gate) return nullptr;
  return duty_for(change, form.direction);
}

}  // namespace

const AlertDuty* duty_for(const Change& change, AlertDirection direction) {
  const auto& duties = alert_duties();
  const auto found = std::ranges::find_if(duties, [&](const AlertDuty& duty) {
    return duty.box == change.circumstance && duty.other == change.other &&
           (!duty.status || duty.status == change.new_status) && sent_by(duty.from, direction);
  });
  return found == duties.end() ? nullptr : &*found;
}

act::Alert act_of(const AlertForm& form) {
  act::Alert act;
  for (const Change& change : form.changes) {
    const AlertDuty* duty = duty_in(form, change);
    if (duty != nullptr && duty->call == act::Alert::Call::must_follow)
      act.call = act::Alert::Call::must_follow;
    if (change.circumstance == Circumstance::death) act.ends = act::Alert::Ends::everything;
    if (change.circumstance == Circumstance::prison && change.new_prison)
      act.new_prison = *change.new_prison;
  }
  return act;
}

std::vector<News> news_of(const AlertForm& form) {
  const auto any = [&](auto tells) { return std::ranges::any_of(form.changes, tells); };
  std::vector<News> news;
  // Box 5 knows only those who come from remand; of others the form's head says it.
  if (form.client.status == forms::JusticeStatus::released || any([](const Change& change) {
        return change.new_status == forms::NewStatus::released ||
               change.other == OtherCircumstance::court_non_return ||
               change.other == OtherCircumstance::pre_release_notice;
      }))
    news.push_back(News::released);
  if (any([](const Change& change) { return change.circumstance == Circumstance::prison; }))
    news.push_back(News::transferred);
  if (any([](const Change& change) { return change.circumstance == Circumstance::death; }))
    news.push_back(News::died);
  return news;
}

std::vector<std::pair<std::string, std::string>> duty_facts(const AlertForm& form, Instant now,
                                                            const config::Calendar& calendar) {
  std::vector<std::pair<std::string, std::string>> facts;
  for (const Change& change : form.changes) {
    const AlertDuty* duty = duty_in(form, change);
    if (duty == nullptr || !change.occurred_at) continue;
    const auto rule = config::DueRule::parse(duty->due);
    const auto due = rule ? calendar.due(*rule, *change.occurred_at) : Result<Instant>{now};
    if (!due) continue;  // past the bank holidays that are known: nothing is said
    facts.emplace_back("alert_duty_" + std::string(duty->id), now <= *due ? "IN_TIME" : "LATE");
  }
  return facts;
}

}  // namespace gatepost::exchange
