// How often something may be guessed: some attempts are free, then each waits twice as long as the
// one before. An attempt is counted before it is checked, so that many at once gain nothing; one
// that was right is taken back. Pure; thread-safe.
#pragma once

#include <chrono>

#include "gateway/identity/records.hpp"

namespace gatepost::identity {

struct ThrottlePolicy {
  std::int64_t free_attempts;
  std::chrono::seconds first_wait;
  std::chrono::seconds longest_wait;
  std::chrono::seconds remembered;  // after the last attempt, or the end of the wait
};

// At most nine guesses in five minutes (SECURITY-AND-FAULTS: ten), four an hour in the long run.
// Never a lock: that would let anybody shut anybody out for good.
inline constexpr ThrottlePolicy per_account{5, std::chrono::seconds{15}, std::chrono::minutes{15},
                                            std::chrono::hours{1}};
// A whole prison may stand behind one address; only wrong attempts stay counted.
inline constexpr ThrottlePolicy per_address{30, std::chrono::seconds{15}, std::chrono::minutes{15},
                                            std::chrono::hours{1}};

// Until when nothing may be tried; nothing when it may.
std::optional<Instant> blocked_until(const std::optional<ThrottleRecord>& before, Instant now);
// With one attempt more.
ThrottleRecord counted(const std::optional<ThrottleRecord>& before, const Digest& key,
                       const ThrottlePolicy& policy, Instant now);
// With one attempt less, and nothing to wait for on its account.
ThrottleRecord taken_back(ThrottleRecord record, Instant now);

// An address as it is counted: IPv6 by its /64, which one household can have all of.
std::string throttled_address(std::string_view address);

}  // namespace gatepost::identity
