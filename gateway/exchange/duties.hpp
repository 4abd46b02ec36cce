// Duties: forms about a person that were never sent, as tasks in a conversation of that person's
// own (DESIGN section 4: "never sent" was as large a hole as "never arrived"). Their ids are
// derived from the person's blind token, so that tomorrow's list finds today's duty and a form that
// arrives finds it too, without anybody's number in the clear. Pure.
#pragma once

#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

// The kind of search token that stands for a person (FormFacts::search_keys).
inline constexpr std::string_view person_key = "prisoner-number";

// `person`: the blind token of a prisoner number.
ConversationId duties_of(const Digest& person);
// What the duties of one team are about: stands where a message would.
MessageKey duty_subject(const TeamCode& team, const ConversationId& duties);
// One duty: the step and the date of what should have been told ("lief-missing", the release).
TaskId duty_id(const ConversationId& duties, const TeamCode& team, std::string_view step,
               std::chrono::year_month_day of);

}  // namespace gatepost::exchange
