#include "gateway/base/time.hpp"

#include <gtest/gtest.h>

namespace gatepost {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr Instant noon_2_april = sys_days{2026y / 4 / 2} + 12h;

TEST(Rfc3339, WritesUtcAndMillisecondsOnlyWhenThereAreAny) {
  EXPECT_EQ(to_rfc3339(noon_2_april), "2026-04-02T12:00:00Z");
  EXPECT_EQ(to_rfc3339(noon_2_april + 7ms), "2026-04-02T12:00:00.007Z");
  EXPECT_EQ(to_rfc3339(from_unix_ms(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339, ReadsEveryOffset) {
  for (const std::string_view text :
       {"2026-04-02T12:00:00Z", "2026-04-02t12:00:00z", "2026-04-02T13:00:00+01:00",
        "2026-04-02T06:30:00-05:30", "2026-04-02T12:00:00-00:00", "2026-04-02T12:00:00.0004Z",
        "2026-04-03T01:00:00.000+13:00"})
    EXPECT_EQ(from_rfc3339(text), noon_2_april) << text;
  EXPECT_EQ(from_rfc3339("2026-04-02T12:00:00.5Z"), noon_2_april + 500ms);
  EXPECT_EQ(from_rfc3339("2026-04-02T12:00:00.1239Z"), noon_2_april + 123ms);
}

TEST(Rfc3339, RefusesWhatIsNotAnInstant) {
  for (const std::string_view text :
       {"", "2026-04-02", "2026-04-02T12:00:00", "2026-04-02 12:00:00Z", "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z", "2026-04-31T12:00:00Z", "2026-04-02T24:00:00Z",
        "2026-04-02T12:60:00Z", "2016-12-31T23:59:60Z", "2026-04-02T12:00:00.Z",
        "2026-04-02T12:00:00+24:00", "2026-04-02T12:00:00+0100", "2026-04-02T12:00Z",
        "2026-04-02T12:00:00Zx", "26-04-02T12:00:00Z", "+2026-04-02T12:00:00Z",
        "2026-4-2T12:00:00Z", "2026-04-02T12:00:00,5Z"})
    EXPECT_FALSE(from_rfc3339(text)) << text;
}

TEST(Rfc3339, ReadsBackWhatItWrote) {
  for (Instant at = noon_2_april; at < noon_2_april + std::chrono::days{900}; at += 12'345'678ms)
    ASSERT_EQ(from_rfc3339(to_rfc3339(at)), at);
}

TEST(UnixMilliseconds, AreTheStoredForm) {
  EXPECT_EQ(to_unix_ms(noon_2_april), 1775131200000);
  EXPECT_EQ(from_unix_ms(1775131200000), noon_2_april);
}

TEST(Dates, AreCivilAndPossible) {
  EXPECT_EQ(parse_date("2028-02-29"), (2028y / 2 / 29));
  EXPECT_EQ(format_date(2026y / 4 / 2), "2026-04-02");
  for (const std::string_view text :
       {"2026-02-29", "2026-00-10", "2026-4-2", "2026-04-02 ", "02/04/2026", "2026-04-31", ""})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(InWords, SaysTwoUnitsAtMost) {
  const std::pair<milliseconds, std::string> table[] = {{0ms, "0 seconds"},
                                                        {300ms, "less than a second"},
                                                        {1s, "1 second"},
                                                        {45s, "45 seconds"},
                                                        {1h, "1 hour"},
                                                        {52h, "2 days 4 hours"},
                                                        {25h + 59min, "1 day 1 hour"},
                                                        {24h + 5min, "1 day"},
                                                        {90min + 59s, "1 hour 30 minutes"},
                                                        {61s, "1 minute 1 second"},
                                                        {-45s, "minus 45 seconds"}};
  for (const auto& [duration, words] : table) EXPECT_EQ(in_words(duration), words);
}

}  // namespace
}  // namespace gatepost
