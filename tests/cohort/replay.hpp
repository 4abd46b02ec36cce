// Replay: the whole of it, from the drawing of the cohort to the verdicts.
#pragma once

#include <filesystem>
#include <vector>

#include "tests/cohort/account.hpp"
#include "tests/cohort/people.hpp"

namespace gatepost::cohort {

struct ReplayOptions {
  std::uint64_t seed = 1;
  int weeks = 50;  // over which the 264 are sent
  Tasks tasks = Tasks::claimed_by_habit;
  std::filesystem::path folder;  // where the store is made
};

struct Replay {
  ReplayOptions options;
  Habits habits;
  std::string policy;
  std::vector<Referral> cohort;
  std::vector<Verdict> verdicts;  // in the order of the cohort
  LogAccount log;
  StoreFigures store;
  Instant ended;
};

// Throws Broken when the replay itself goes wrong: also when the program's facts do not give the
// audit's cohort, or the log does not verify.
Replay replay(const ReplayOptions& options);

}  // namespace gatepost::cohort
