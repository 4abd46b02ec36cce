// Answers: what was typed, read back: for checking before it is sent, and for showing two people's
// words beside each other. Pure; any thread.
#pragma once

#include "gateway/base/problem.hpp"
#include "gateway/web/writing/plan.hpp"

namespace gatepost::web::writing {

struct Answer {
  std::string label;
  std::vector<std::string> lines;
  bool operator==(const Answer&) const = default;
};

// Of a page, in its order; what is asked only under another answer comes with that answer.
std::vector<Answer> answers_of(const Plan& plan, const Part& part, const Typed& typed);
// What the page asks and nobody has answered, where somebody could.
std::vector<std::string> unanswered(const Plan& plan, const Part& part, const Typed& typed);

// How far a page has come.
enum class Progress {
  not_needed,
  not_started,
  may_stay_blank,  // not looked at, and nothing asks for it so far
  filled_in,       // not looked at, and right as it was filled in beforehand
  may_follow,      // of a court release: the form names it as to follow
  in_progress,
  completed
};
Progress progress_of(const Plan& plan, const Part& part, const Typed& typed,
                     const Problems& problems);

// Who the form is about, as far as it is typed: "Sam Sample, A1234BC"; empty.
std::string person_of(const Plan& plan, const Typed& typed);

// What of a draft belongs to one page: two people's versions of a page are compared by it.
Typed of_part(const Part& part, const Typed& typed);

// The next page that is wanted, in the plan's order; null after the last.
const Part* next_part(const Plan& plan, const Part& part, const Typed& typed);

}  // namespace gatepost::web::writing
