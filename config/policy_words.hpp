// A policy in the words of a service manager, for `gatepost policy show` and the console: who must
// have done what by when, and who hears of it when not. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/policy.hpp"

namespace gatepost::config {

// One list of a policy: "An ordinary form", and its rungs.
struct PolicyChapter {
  std::string_view key;  // as in the file: "rung", "urgent", ...
  std::string_view title;
  const std::vector<RungPolicy>* rungs;  // of the policy
};
std::vector<PolicyChapter> chapters(const Policy& policy);

// "A named person at the recipient must confirm by noon on the next working day, and always at
// least 4 working hours before release."
std::string must_in_words(const RungPolicy& rung);
// One line a step: "at once we remind the recipient", "1 working hour later there is a task for the
// sender"; the last says how it goes on: "then that again, daily, until it is closed".
std::vector<std::string> steps_in_words(const std::vector<Step>& steps, const Policy& policy);
// "A form is urgent when ..." and "Whoever claims a task ..."
std::vector<std::string> rules_in_words(const Policy& policy);

}  // namespace gatepost::config
