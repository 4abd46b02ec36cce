// How often something may be guessed.
#include "gateway/identity/throttle.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatepost::identity {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant start = from_unix_ms(1'775'000'000'000);
const Digest key{};

// Tries whenever it may, as a guesser would, and answers how often that was.
int guesses_within(milliseconds span, const ThrottlePolicy& policy) {
  std::optional<ThrottleRecord> record;
  int guesses = 0;
  for (Instant now = start; now < start + span; now += seconds{1}) {
    while (!blocked_until(record, now)) {
      record = counted(record, key, policy, now);
      ++guesses;
      if (guesses > 1000) return guesses;
    }
  }
  return guesses;
}

TEST(Throttle, AllowsNoMoreThanTenGuessesInFiveMinutes) {
  EXPECT_LE(guesses_within(minutes{5}, per_account), 10);
  EXPECT_GE(guesses_within(minutes{5}, per_account), 5);
}

TEST(Throttle, AllowsFourAnHourInTheLongRun) {
  EXPECT_LE(guesses_within(hours{24}, per_account), 5 + 6 + 24 * 4);
}

TEST(Throttle, WaitsTwiceAsLongEachTimeAndNeverForGood) {
  std::optional<ThrottleRecord> record;
  seconds next = per_account.first_wait;
  for (int attempt = 1; attempt <= 40; ++attempt) {
    record = counted(record, key, per_account, start);
    const auto until = blocked_until(record, start);
    if (attempt < per_account.free_attempts) {
      EXPECT_FALSE(until) << attempt;
      continue;
    }
    ASSERT_TRUE(until) << attempt;
    const auto wait = std::chrono::duration_cast<seconds>(*until - start);
    EXPECT_EQ(wait, next) << attempt;
    next = std::min<seconds>(2 * next, per_account.longest_wait);
  }
}

TEST(Throttle, ForgetsAfterAnHour) {
  std::optional<ThrottleRecord> record;
  for (int i = 0; i < 10; ++i) record = counted(record, key, per_account, start);
  const Instant later = record->forget_at;
  EXPECT_FALSE(blocked_until(record, later));
  EXPECT_EQ(counted(record, key, per_account, later).attempts, 1);
}

TEST(Throttle, TakesARightAttemptBack) {
  auto record = counted(std::nullopt, key, per_address, start);
  record = counted(record, key, per_address, start);
  EXPECT_EQ(taken_back(record, start).attempts, 1);
  EXPECT_EQ(taken_back(taken_back(taken_back(record, start), start), start).attempts, 0);
}

TEST(Throttle, CountsAHouseholdsAddressesAsOne) {
  EXPECT_EQ(throttled_address("2001:db8:1:2::7"), throttled_address("2001:db8:1:2:ffff::1"));
  EXPECT_NE(throttled_address("2001:db8:1:2::7"), throttled_address("2001:db8:1:3::7"));
  EXPECT_EQ(throttled_address("192.0.2.1"), "192.0.2.1");
  EXPECT_NE(throttled_address("::ffff:192.0.2.1"), throttled_address("::ffff:192.0.2.2"));
}

}  // namespace
}  // namespace gatepost::identity
