// explain: every deadline and step that a form would have if it were accepted at a given time, with
// the reason of each (DESIGN section 4): what people are shown before they rely on it. Pure.
#pragma once

#include <string>
#include <vector>

#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

struct ExplainedRung {
  Rung rung{};
  Instant due;
  std::string rule;  // "noon-next-working-day", "cap:4-working-hours-before-release"
  std::string why;   // in words
};
struct ExplainedStep {
  Rung rung{};
  std::string step;
  Instant at;
  StepRole role{};
  StepAction action{};
  std::string who;  // the role and, where the directory knows it, the team
  std::string how;  // "a reminder", "a task that a named person must claim"
};
struct Explanation {
  bool urgent = false;
  std::string urgent_because;  // empty when it is not
  std::string to;              // the recipient's name; empty when none is known
  std::vector<ExplainedRung> rungs;
  std::vector<ExplainedStep> steps;  // in order of time; after the last of a rung, it repeats
  std::vector<std::string> tasks;    // steps of the tasks that open at once
  std::vector<std::string>
      repeats;  // in words: "the last step again within 24 hours, until closed"
};

// `command` as command_for() makes it. A reply is explained without its conversation. Errors: those
// of route().
Result<Explanation> explain(const AcceptCommand& command, const Context& context);

// Roles and actions in words.
std::string role_words(StepRole role);
std::string action_words(StepAction action);

}  // namespace gatepost::exchange
