// The JSON bodies and queries that the API takes, read strictly: every problem at once, each naming
// its member. Pure; any thread.
#pragma once

#include <vector>

#include "gateway/app/gateway.hpp"

namespace gatepost::api {

// {"by": "..."}
app::Answer<app::TaskAct> claim_in(const Bytes& body);
// {"to": "..."}, or {"to": null} to put the task back.
app::Answer<app::TaskAct> hand_over_in(const Bytes& body);
// {"outcome": "done" | "not-reached" | "not-needed"}
app::Answer<app::TaskAct> completion_in(const Bytes& body);
// {"reason": "...", "by": "..."}: the reason of exchange::close_reasons()
app::Answer<app::CloseForm> closing_in(const Bytes& body);
// {"people": [{"prisoner_number": "A1234BC", "whereabouts": "IN_CUSTODY" | "RELEASED" |
// "TRANSFERRED" | "DIED", "received_on"?, "release_on"?, "left_on"?}, ...]}
app::Answer<std::vector<app::Caseload>> caseload_in(const Bytes& body);

// The query of a list of tasks: all=true, max_results (1 to 500; 200 when absent), continue_from
// (TaskPlace::to_text).
app::Answer<app::TaskQuery> task_query_in(std::string_view query);

}  // namespace gatepost::api
