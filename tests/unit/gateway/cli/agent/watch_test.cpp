#include "gateway/cli/agent/watch.hpp"

#include <gmock/gmock.h>

namespace gatepost::cli::agent {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant start = *from_rfc3339("2026-11-24T09:00:00Z");

Entry entry(std::string name, std::uint64_t size, int changed_seconds = 0) {
  return {std::move(name), Entry::Kind::file, 7, size,
          std::int64_t{changed_seconds} * 1'000'000'000};
}
std::vector<std::string> names(const std::vector<Watch::Settled>& settled) {
  std::vector<std::string> made;
  for (const auto& each : settled) made.push_back(each.entry.name);
  return made;
}

TEST(Watch, TakesAFileOnlyWhenTwoLooksSawTheSame) {
  Watch watch;
  EXPECT_THAT(names(watch.look({entry("a.xml", 10)}, start)), IsEmpty());
  EXPECT_THAT(names(watch.look({entry("a.xml", 20)}, start + seconds{1})), IsEmpty());
  EXPECT_THAT(names(watch.look({entry("a.xml", 20)}, start + seconds{2})), ElementsAre("a.xml"));
}

TEST(Watch, IsNotFooledByANewFileOfTheSameSizeUnderAnOldName) {
  Watch watch;
  Entry other = entry("a.xml", 10);
  other.inode = 8;
  (void)watch.look({entry("a.xml", 10)}, start);
  EXPECT_THAT(names(watch.look({other}, start + seconds{1})), IsEmpty());
}

TEST(Watch, ForgetsWhatWentAwayAndCameBack) {
  Watch watch;
  (void)watch.look({entry("a.xml", 10)}, start);
  (void)watch.look({}, start + seconds{1});
  EXPECT_THAT(names(watch.look({entry("a.xml", 10)}, start + seconds{2})), IsEmpty());
}

TEST(Watch, AnswersTheOldestFirstSoThatAWithdrawalFollowsItsReferral) {
  Watch watch;
  const std::vector<Entry> entries{entry("a-later.xml", 1, 20), entry("z-first.xml", 1, 10)};
  (void)watch.look(entries, start);
  EXPECT_THAT(names(watch.look(entries, start + seconds{1})),
              ElementsAre("z-first.xml", "a-later.xml"));
}

TEST(Watch, PassesOverHiddenAndUnfinishedNames) {
  for (const char* name : {".a.xml", "a.xml.tmp", "a.PART", "a.xml~", "a.xml.filepart", "b.partial",
                           "a.crdownload", "a.xml.~"})
    EXPECT_TRUE(is_passed_over(name)) << name;
  for (const char* name : {"a.xml", "A.XML", "part.xml", "tmp", "a.b"})
    EXPECT_FALSE(is_passed_over(name)) << name;
}

TEST(Watch, WaitsForADocumentThatMayStillGrowButNotForEver) {
  const Instant now = start;
  auto settled = [&](seconds age, seconds quiet) {
    Watch::Settled each{entry("a.xml", 1), quiet};
    each.entry.changed_ns =
        std::chrono::duration_cast<std::chrono::nanoseconds>((now - age).time_since_epoch())
            .count();
    return each;
  };
  EXPECT_TRUE(may_still_grow(settled(seconds{2}, seconds{1}), now));
  EXPECT_FALSE(may_still_grow(settled(seconds{31}, seconds{1}), now));
  // Another machine's clock is ahead: our own observation decides.
  EXPECT_TRUE(may_still_grow(settled(seconds{-3600}, seconds{29}), now));
  EXPECT_FALSE(may_still_grow(settled(seconds{-3600}, seconds{30}), now));
}

TEST(BackOff, DoublesUpToFiveMinutesAndSpreadsByATenth) {
  constexpr std::uint8_t middle = 128;
  EXPECT_EQ(back_off(1, seconds{10}, middle), seconds{10});
  EXPECT_EQ(back_off(2, seconds{10}, middle), seconds{20});
  EXPECT_EQ(back_off(3, seconds{10}, middle), seconds{40});
  EXPECT_EQ(back_off(1000, seconds{10}, middle), seconds{300});
  EXPECT_EQ(back_off(5, seconds{3600}, middle), seconds{3600});
  EXPECT_EQ(back_off(1, seconds{10}, 0), seconds{9});
  EXPECT_LT(back_off(1, seconds{10}, 255), seconds{11});
}

}  // namespace
}  // namespace gatepost::cli::agent
