// Answers to a referral: which of them fit what has happened to it so far, and what one that was
// given says, in a line. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/forms/response.hpp"
#include "gateway/exchange/conversation.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web {

// Codes of ResponseKind, what is awaited first; empty when there is nothing left to say. Before an
// answer: accepted or declined. After it: the outcome while one is awaited or none was reported,
// the follow-up while it is awaited; until the person is in treatment that, another appointment,
// and that they cannot be taken after all.
std::vector<std::string_view> answer_kinds(const exchange::MessageState& message);

// It is closed to whom it was sent to, because they declined it.
bool was_declined(const exchange::MessageState& message);

// "Accepted. Appointment at 14:30 on Monday 6 April 2026, 2 Fictional Street."
std::string said_in(const formats::forms::Response& response, const LocalTime& time);

}  // namespace gatepost::web
