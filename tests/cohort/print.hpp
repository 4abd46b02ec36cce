// Print: the replay for people to read: a table like the audit's, what it means, and the count. The
// same seed prints the same text.
#pragma once

#include <string>

#include "tests/cohort/replay.hpp"

namespace gatepost::cohort {

// How many of each kind.
struct Count {
  int confirmed = 0, claimed = 0, unaccounted = 0;
};
Count count_of(const std::vector<Verdict>& verdicts);

// Everything but the count; ends with a line feed.
std::string in_words(const Replay& replay);
// "264 referrals: 176 confirmed, 88 claimed by a named person in time, 0 unaccounted for"
std::string last_line(const Count& count);

}  // namespace gatepost::cohort
