// The message flows of the 2009 guidance (domain/flows.md) and of the two reports since, as a
// table: who sends what, and what the gateway must make of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {

// The ladders that a form can climb, for the fixed time of the table.
enum class Climbs { nothing, reply, request, update, referral, urgent_update, urgent_referral };
// Their deadlines, in words: "confirmed 10 Jun 12:00 noon-next-working-day".
std::vector<std::string> deadlines_of(Climbs climbs);

enum class Call { must_follow, if_necessary };

struct Flow {
  std::string_view id;      // F01..F38; N: since
  std::string_view source;  // process point or part, with its line where it has one
  std::string_view from, to;
  // Sends what comes before, and answers the form itself.
  std::function<forms::Form(const Writer&)> form;
  std::vector<std::string_view> recipients;  // the form's own first
  Climbs climbs;
  Call call = Call::if_necessary;
  // The published duty of the sender: its id, and by when, for something that happened at 13:30.
  std::string_view duty = {}, due = {};
};
const std::vector<Flow>& flows();

// What no message gateway between teams carries, and why.
struct NotCarried {
  std::string_view id, why;
};
const std::vector<NotCarried>& not_carried();

// Tuesday 9 June 2026, 14:30 in London: no weekend or holiday near.
inline constexpr std::string_view time_of_flows = "2026-06-09T14:30:00+01:00";

}  // namespace gatepost::exchange
