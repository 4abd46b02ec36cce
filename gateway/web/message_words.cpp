#include "gateway/web/message_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/exchange/message_list.hpp"
#include "gateway/web/answers.hpp"

namespace gatepost::web {

using exchange::Deadline;
using exchange::MessageState;
using exchange::Rung;
using exchange::Standing;

std::string sentence_case(std::string_view words) {
  std::string made(words);
  if (!made.empty() && made[0] >= 'a' && made[0] <= 'z') made[0] = static_cast<char>(made[0] - 32);
  return made;
}

std::string team_name(const TeamCode& team, const config::Directory& directory) {
  const config::Team* known = directory.find(team);
  return known == nullptr || known->name.empty() ? team.str() : known->name;
}

std::string recipient_name(const MessageState& message, const config::Directory& directory) {
  if (!message.to.empty()) return team_name(message.to, directory);
  if (message.area) return "area " + message.area->str() + " (no team known)";
  return "nobody known";
}

namespace {

std::string ended_words(const MessageState& message) {
  switch (message.standing) {
    case Standing::withdrawn:
      return "Withdrawn";
    case Standing::closed:
      return was_declined(message) ? "Declined" : "Closed";
    case Standing::undeliverable:
      return "Could not be delivered";
    case Standing::open:
      break;
  }
  if (message.engaged_at) return "In treatment";
  if (message.outcome_at) return "Outcome reported";
  if (message.answered_at) return "Answered";
  if (message.confirmed_at) return "Confirmed";
  if (message.delivered_at) return "Delivered";
  return "Accepted";
}

}  // namespace

std::string state_words(const MessageState& message) {
  const exchange::ListEntry entry = exchange::list_entry(message);
  if (!entry.awaited) return ended_words(message);
  switch (*entry.awaited) {
    case Rung::accepted:
    case Rung::delivered:
      return "Not collected yet";
    case Rung::acknowledged:
      return "Delivered, not acknowledged yet";
    case Rung::confirmed:
      return message.acknowledged_at ? "Received by their system; no person has confirmed it"
                                     : "No person has confirmed it yet";
    case Rung::answered:
      return "A person has confirmed it; an answer is awaited";
    case Rung::outcome:
      return "Appointment made; its outcome is awaited";
    case Rung::followed_up:
      return "Did not attend; a follow-up is awaited";
    case Rung::engaged:
      return "Answered; treatment has not begun";
  }
  return "?";
}

components::Tag state_tag(const MessageState& message, Instant now) {
  const Deadline* nearest = exchange::nearest_awaited(message);
  if (nearest == nullptr) {
    const bool good = message.standing == Standing::open;
    return {.content = ended_words(message),
            .classes = good ? "govuk-tag--green" : "govuk-tag--grey"};
  }
  if (nearest->due < now) return {.content = "Overdue", .classes = "govuk-tag--red"};
  if (message.urgent) return {.content = "Urgent", .classes = "govuk-tag--orange"};
  const auto stage = exchange::list_entry(message).stage;
  if (stage == exchange::ListStage::confirmed)
    return {.content = "Confirmed", .classes = "govuk-tag--green"};
  return {.content = "Waiting", .classes = "govuk-tag--yellow"};
}

std::string due_words(const MessageState& message, const LocalTime& time) {
  const Deadline* nearest = exchange::nearest_awaited(message);
  if (nearest == nullptr) return {};
  return fmt::format("{} {}", nearest->due < time.now() ? "since" : "by", time.near(nearest->due));
}

std::string end_words(std::string_view code) {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"reached-otherwise", "they have it in another way"},
      {"referred-again", "the person was referred again"},
      {"not-needed", "it is not needed any more"},
      {"died", "the person has died"},
      {"declined", "it was declined"},
      {"other", "another reason"}};
  for (const auto& [each, said] : words)
    if (each == code) return std::string(said);
  return std::string(code);
}

std::string rung_words(Rung rung) {
  switch (rung) {
    case Rung::accepted:
      return "Accepted by the gateway";
    case Rung::delivered:
      return "Delivered";
    case Rung::acknowledged:
      return "Acknowledged";
    case Rung::confirmed:
      return "Confirmed by a person";
    case Rung::answered:
      return "Answered";
    case Rung::outcome:
      return "Outcome of the appointment";
    case Rung::followed_up:
      return "Followed up";
    case Rung::engaged:
      return "In treatment";
  }
  return "?";
}

std::string how_words(const MessageState& message, Rung rung) {
  if (rung == Rung::acknowledged && message.acknowledged_at)
    return message.acknowledged_at == message.confirmed_at ? "by a named person"
                                                           : "automatically, by their system";
  if (rung != Rung::confirmed || !message.confirmed_how) return {};
  switch (*message.confirmed_how) {
    case exchange::ReachedHow::telephone:
      return "by telephone";
    case exchange::ReachedHow::person:
      return "by a named person";
    default:
      return {};
  }
}

}  // namespace gatepost::web
