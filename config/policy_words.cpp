#include "config/policy_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gatepost::config {

namespace {

using namespace std::string_view_literals;

// "1 working hour" of "within 1 working hour"; the whole when it is said otherwise.
std::string span_of(const DueRule& rule) {
  std::string words = rule.in_words();
  return words.starts_with("within ") ? words.substr(7) : words;
}

enum class Place { first, further };

// When a step goes out, seen from the one before it.
std::string later(const DueRule& rule, Place place) {
  if (std::holds_alternative<DueRule::Elapsed24OrNineNextWorkingDay>(rule.kind))
    return "24 hours later, or at 09:00 on the next working day when a weekend or bank holiday "
           "falls within them,";
  const std::string words = rule.in_words();
  if (words == "at once") return place == Place::first ? words : "at the same time";
  if (words.starts_with("by ")) return "at " + words.substr(3);
  return span_of(rule) + " later";
}

std::string_view person(StepRole role) {
  switch (role) {
    case StepRole::recipient:
      return "the recipient";
    case StepRole::recipient_fallback:
      return "whoever stands in for the recipient";
    case StepRole::sender:
      return "the sender";
    case StepRole::recipient_service_manager:
      return "the recipient's service manager";
    case StepRole::oversight:
      return "whoever oversees the service (borough commissioner, prison lead)";
    case StepRole::operator_:
      return "the operator of the gateway";
    case StepRole::owner:
      return "the team whose task it is";
    case StepRole::owner_service_manager:
      return "that team's service manager";
  }
  return "somebody";
}

// "ring recipient" of "ring-recipient"
std::string spoken(std::string name) {
  std::ranges::replace(name, '-', ' ');
  return name;
}

std::string doing(const Step& step) {
  if (step.action == StepAction::task)
    return fmt::format("there is a task for {} (\"{}\")", person(step.role), spoken(step.name));
  const bool is_their_own = step.role == StepRole::recipient || step.role == StepRole::owner;
  return fmt::format("we {} {}", is_their_own ? "remind" : "tell", person(step.role));
}

std::string repeated(const DueRule& rule) {
  const auto* elapsed = std::get_if<DueRule::Elapsed>(&rule.kind);
  if (elapsed != nullptr && elapsed->span == std::chrono::hours{24})
    return "then that again, daily, until it is closed";
  return fmt::format("then that again, each time {}, until it is closed",
                     later(rule, Place::further));
}

struct Duty {
  std::string_view before, after;  // the rule stands between
};

Duty duty(Rung rung) {
  switch (rung) {
    case Rung::delivered:
      return {"It must be in the recipient's system or hands", ""};
    case Rung::acknowledged:
      return {"The recipient's side must acknowledge it, usually by itself,", ""};
    case Rung::confirmed:
      return {"A named person at the recipient must confirm", ""};
    case Rung::answered:
      return {"The recipient must answer it", ""};
    case Rung::outcome:
      return {"What became of an appointment must be told", " of it"};
    case Rung::followed_up:
      return {"Somebody who did not attend must be looked for", " of being missed"};
    case Rung::engaged:
      return {"The person must be in treatment", " of release"};
    case Rung::accepted:
      break;
  }
  return {"It must be accepted", ""};
}

}  // namespace

std::vector<PolicyChapter> chapters(const Policy& policy) {
  return {{"rung"sv, "An ordinary form"sv, &policy.rungs},
          {"urgent"sv, "An urgent form"sv, &policy.urgent_rungs},
          {"request"sv, "A request for information"sv, &policy.request_rungs},
          {"reply"sv, "A reply"sv, &policy.reply_rungs},
          {"aftercare"sv, "After the answer"sv, &policy.aftercare_rungs}};
}

std::string must_in_words(const RungPolicy& rung) {
  const Duty words = duty(rung.rung);
  std::string text = fmt::format("{} {}{}", words.before, rung.due.in_words(), words.after);
  if (const auto cap = rung.cap_working_hours_before_release)
    text += fmt::format(", and always at least {} working hour{} before release", *cap,
                        *cap == 1 ? "" : "s");
  return text + ".";
}

std::vector<std::string> steps_in_words(const std::vector<Step>& steps, const Policy& policy) {
  std::vector<std::string> lines;
  Place place = Place::first;
  for (const Step& step : steps) {
    lines.push_back(later(step.after, place) + " " + doing(step));
    place = Place::further;
  }
  lines.push_back(repeated(policy.repeat));
  return lines;
}

std::vector<std::string> rules_in_words(const Policy& policy) {
  const int days = policy.urgent_within_working_days;
  const std::string hold = policy.claim_hold.in_words() == "at once"
                               ? "Claiming a task does not hold back what comes next."
                               : fmt::format(
                                     "Whoever claims a task holds back what comes next for "
                                     "{}; then it goes on.",
                                     span_of(policy.claim_hold));
  return {fmt::format("A form is urgent when somebody was released from court or has died, when "
                      "their release status changes, or when release is {} working day{} away or "
                      "less.",
                      days, days == 1 ? "" : "s"),
          hold};
}

}  // namespace gatepost::config
