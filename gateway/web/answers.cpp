#include "gateway/web/answers.hpp"

#include <fmt/format.h>

#include "config/reference.hpp"

namespace gatepost::web {

namespace forms = formats::forms;
using exchange::MessageState;
using exchange::Rung;

std::vector<std::string_view> answer_kinds(const MessageState& message) {
  if (message.standing != exchange::Standing::open) return {};
  if (message.type != exchange::FormType::lief && message.type != exchange::FormType::alert_form)
    return {};
  if (!message.answered_at) return {"ACCEPTED", "DECLINED"};
  std::vector<std::string_view> kinds;
  const bool awaited = message.waiting_for(Rung::outcome) != nullptr;
  if (awaited || (!message.outcome_at && !message.engaged_at)) kinds.push_back("OUTCOME");
  if (message.waiting_for(Rung::followed_up) != nullptr) kinds.insert(kinds.begin(), "FOLLOW_UP");
  if (!message.engaged_at)
    for (const std::string_view kind : {"ENGAGED", "APPOINTMENT", "DECLINED"})
      kinds.push_back(kind);
  return kinds;
}

bool was_declined(const MessageState& message) {
  return message.standing == exchange::Standing::closed && message.ended_why == "declined";
}

namespace {

std::string ended(std::string text) {
  if (!text.empty() && !text.ends_with('.')) text += '.';
  return text;
}

std::string appointment_words(const forms::BookedAppointment& booked, const LocalTime& time) {
  std::string words = fmt::format(" Appointment at {}, {}", time.at(booked.at), booked.place);
  if (booked.with) words += ", with " + *booked.with;
  return ended(words);
}

std::string decline_words(const forms::Decline& decline) {
  std::string words = fmt::format(" {}", forms::words_of(decline.reason));
  if (decline.redirect_area) {
    const auto* area = config::areas().find(decline.redirect_area->str());
    words +=
        "; the right area is " + (area == nullptr ? decline.redirect_area->str() : area->label);
  }
  return ended(words) + (decline.note ? " " + ended(*decline.note) : "");
}

std::string outcome_words(const forms::Outcome& outcome, const LocalTime& time) {
  return fmt::format(" {}, {}.{}", forms::words_of(outcome.result), time.at(outcome.appointment_at),
                     outcome.reason ? " " + ended(*outcome.reason) : "");
}

std::string follow_up_words(const forms::FollowUp& follow_up) {
  std::string words = fmt::format(" {}", forms::words_of(follow_up.how));
  if (follow_up.attempts > 0)
    words +=
        fmt::format(", {}{} attempt{}", follow_up.attempts,
                    follow_up.attempts == 3 ? " or more" : "", follow_up.attempts == 1 ? "" : "s");
  if (follow_up.reached)
    words += *follow_up.reached == forms::YesNo::yes ? ", and reached them" : ", not reached";
  return ended(words);
}

}  // namespace

std::string said_in(const forms::Response& response, const LocalTime& time) {
  std::string words = ended(std::string(forms::words_of(response.kind)));
  if (response.appointment) words += appointment_words(*response.appointment, time);
  if (response.drop_in_times) words += " May drop in: " + ended(*response.drop_in_times);
  if (response.decline) words += decline_words(*response.decline);
  if (response.outcome) words += outcome_words(*response.outcome, time);
  if (response.follow_up) words += follow_up_words(*response.follow_up);
  if (response.engagement)
    words += fmt::format(" Treatment began on {}.",
                         time.date(response.engagement->intervention_start_on));
  return words;
}

}  // namespace gatepost::web
