// Account: the honest count, made from the store and the log alone, after everything has happened.
// The people's intentions are not asked.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/cohort/gateway.hpp"
#include "tests/cohort/referral.hpp"

namespace gatepost::cohort {

// What became of one referral.
struct Verdict {
  const Referral* referral = nullptr;
  bool delivered = false;
  bool acknowledged_by_system = false;
  std::optional<exchange::ReachedHow> confirmed_how;
  std::optional<Instant> confirmed_at;
  Instant deadline;  // of the confirmed rung
  Instant limit;     // the deadline, and the step delays of the policy after it
  struct Claim {
    std::string person;
    Instant at;
  };
  std::optional<Claim> first_claim;  // by a named person of the team whose task it is

  enum class Kind {
    confirmed,    // by a named person; and by the limit, or claimed by then
    claimed,      // by a named person by the limit, and never confirmed
    unaccounted,  // at the limit, no named person knew
  } kind = Kind::unaccounted;
  // When a named person first knew.
  std::optional<Instant> known_at() const;
};

// What the log says, entry by entry.
struct LogAccount {
  std::uint64_t entries = 0;
  std::string wrong;                                           // empty when the log verifies
  std::set<std::string> acknowledged_by_system;                // by "TEAM/id"
  std::map<std::string, std::vector<Instant>> oversight_told;  // by "TEAM/id", in order
};
LogAccount read_log(Gateway& gateway);

// By when the last step of the policy for an unconfirmed referral has been taken, if nobody claims
// anything: walked step by step with the calendar, from the deadline on.
Instant limit_after(const exchange::MessageState& message, Instant deadline, const World& world);

// Throws Broken when the store does not know a referral, or a claim's name is nobody's of the team.
std::vector<Verdict> judge(const World& world, Gateway& gateway,
                           const std::vector<Referral>& cohort, const LogAccount& log);

}  // namespace gatepost::cohort
