// A message's state as people read it in lists and on its page. Pure; any thread.
#pragma once

#include <string>

#include "gateway/app/configuration.hpp"
#include "gateway/exchange/conversation.hpp"
#include "gateway/web/components/content.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web {

// "acknowledgement" -> "Acknowledgement".
std::string sentence_case(std::string_view words);

// "Lambeth drug and alcohol SPOC"; the code where the directory has no name for it.
std::string team_name(const TeamCode& team, const config::Directory& directory);
// To whom it goes: the team, or the area that no team is known for.
std::string recipient_name(const exchange::MessageState& message,
                           const config::Directory& directory);

// What is awaited of it, or how it ended: "Nobody has confirmed it yet", "Confirmed; an answer is
// awaited", "Answered", "Withdrawn".
std::string state_words(const exchange::MessageState& message);
// A tag for what is awaited, by how much it presses: red when overdue.
components::Tag state_tag(const exchange::MessageState& message, Instant now);
// "by noon tomorrow", "since 17:00 yesterday"; empty when nothing is awaited.
std::string due_words(const exchange::MessageState& message, const LocalTime& time);

// Why it ended, as people say it: "they have it in another way"; the code itself for one that no
// words are known for.
std::string end_words(std::string_view code);

// "Delivered", "Confirmed by a person", ...
std::string rung_words(exchange::Rung rung);
// "by telephone", "by a named person"; empty when the rung does not say.
std::string how_words(const exchange::MessageState& message, exchange::Rung rung);

}  // namespace gatepost::web
