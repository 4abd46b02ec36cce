#include "config/calendar.hpp"

#include <gtest/gtest.h>

#include "gateway/base/posix/posix.hpp"

namespace gatepost::config {
namespace {

using namespace std::chrono_literals;

Calendar shipped() {
  const auto text =
      posix::read_file(GATEPOST_SOURCE_DIR "/config/bank-holidays.json", std::size_t{1} << 20);
  EXPECT_TRUE(text);
  auto calendar = Calendar::from_bank_holidays_json(as_text(*text));
  EXPECT_TRUE(calendar);
  return *calendar;
}

DueRule rule(std::string_view spelling) {
  const auto parsed = DueRule::parse(spelling);
  EXPECT_TRUE(parsed) << spelling;
  return *parsed;
}

Instant at(std::string_view text) {
  const auto instant = from_rfc3339(text);
  EXPECT_TRUE(instant) << text;
  return *instant;
}

struct Example {
  std::string_view rule;
  std::string_view from;
  std::string_view due;  // as local_rfc3339 spells it
};

void expect_due(std::initializer_list<Example> table) {
  const Calendar calendar = shipped();
  for (const auto& example : table) {
    const auto due = calendar.due(rule(example.rule), at(example.from));
    ASSERT_TRUE(due) << example.rule << " from " << example.from;
    EXPECT_EQ(calendar.local_rfc3339(*due), example.due)
        << example.rule << " from " << example.from;
  }
}

// domain/deadlines.md 5.2, every row.
TEST(TwentyFourHoursOrNine, FollowsTheWorkedExamples) {
  constexpr std::string_view rollover = "24h-or-0900-next-working-day";
  expect_due({
      {rollover, "2026-06-09T14:30:00+01:00", "2026-06-10T14:30:00+01:00"},
      {rollover, "2026-06-12T08:00:00+01:00", "2026-06-15T09:00:00+01:00"},
      {rollover, "2026-06-12T15:00:00+01:00", "2026-06-15T09:00:00+01:00"},
      {rollover, "2026-06-13T11:00:00+01:00", "2026-06-15T09:00:00+01:00"},
      {rollover, "2026-06-14T10:00:00+01:00", "2026-06-15T09:00:00+01:00"},
      {rollover, "2026-06-14T23:00:00+01:00", "2026-06-15T09:00:00+01:00"},
      {rollover, "2026-04-02T12:00:00+01:00", "2026-04-07T09:00:00+01:00"},
      {rollover, "2026-12-24T16:00:00Z", "2026-12-29T09:00:00+00:00"},
      {rollover, "2027-12-24T10:00:00Z", "2027-12-29T09:00:00+00:00"},
      {rollover, "2026-05-22T17:00:00+01:00", "2026-05-26T09:00:00+01:00"},
  });
}

TEST(TwentyFourHoursOrNine, LooksAtAHalfOpenIntervalOfLocalDates) {
  constexpr std::string_view rollover = "24h-or-0900-next-working-day";
  expect_due({
      // Thursday midnight to Friday midnight touches no part of Saturday, nor of Friday.
      {rollover, "2026-06-11T00:00:00+01:00", "2026-06-12T00:00:00+01:00"},
      {rollover, "2026-06-12T00:00:00+01:00", "2026-06-13T00:00:00+01:00"},
      {rollover, "2026-06-12T00:00:00.001+01:00", "2026-06-15T09:00:00+01:00"},
      // 23:30 UTC on Thursday is already Friday in London's summer.
      {rollover, "2026-06-11T23:30:00Z", "2026-06-15T09:00:00+01:00"},
  });
}

TEST(StrictTwentyFourHours, RunThroughWeekends) {
  expect_due({
      {"elapsed-24h", "2026-06-09T14:30:00+01:00", "2026-06-10T14:30:00+01:00"},
      {"elapsed:24h", "2026-06-12T08:00:00+01:00", "2026-06-13T08:00:00+01:00"},
      {"elapsed:24h", "2026-06-13T11:00:00+01:00", "2026-06-14T11:00:00+01:00"},
      {"elapsed:24h", "2026-06-14T10:00:00+01:00", "2026-06-15T10:00:00+01:00"},
      {"elapsed:24h", "2026-06-14T23:00:00+01:00", "2026-06-15T23:00:00+01:00"},
      {"elapsed:24h", "2026-04-02T12:00:00+01:00", "2026-04-03T12:00:00+01:00"},
      {"elapsed:24h", "2026-12-24T16:00:00Z", "2026-12-25T16:00:00+00:00"},
      {"elapsed:24h", "2027-12-24T10:00:00Z", "2027-12-25T10:00:00+00:00"},
      {"elapsed:24h", "2026-05-22T17:00:00+01:00", "2026-05-23T17:00:00+01:00"},
  });
}

TEST(StrictTwentyFourHours, AreElapsedTimeWhenTheClocksChange) {
  expect_due({
      {"elapsed:24h", "2026-03-28T12:00:00Z", "2026-03-29T13:00:00+01:00"},
      {"elapsed:24h", "2026-10-24T12:00:00+01:00", "2026-10-25T11:00:00+00:00"},
      {"elapsed:90s", "2026-03-29T00:59:30Z", "2026-03-29T02:01:00+01:00"},
  });
}

TEST(WorkingDays, EndAtFiveOnTheNthDayAfter) {
  expect_due({
      {"working-days:5", "2026-06-12T10:00:00+01:00", "2026-06-19T17:00:00+01:00"},
      {"working-days:5", "2026-04-02T10:00:00+01:00", "2026-04-13T17:00:00+01:00"},
      {"working-days:5", "2026-12-24T10:00:00Z", "2027-01-05T17:00:00+00:00"},
      {"working-days:5", "2026-05-21T10:00:00+01:00", "2026-05-29T17:00:00+01:00"},
      {"working-days:1", "2026-06-13T10:00:00+01:00", "2026-06-15T17:00:00+01:00"},
      // The day is London's: 23:30 UTC on Monday is Tuesday there.
      {"working-days:1", "2026-06-08T23:30:00Z", "2026-06-10T17:00:00+01:00"},
      // Across both changes of the clocks: 17:00 stays 17:00.
      {"working-days:1", "2026-03-27T10:00:00Z", "2026-03-30T17:00:00+01:00"},
      {"working-days:1", "2026-10-23T10:00:00+01:00", "2026-10-26T17:00:00+00:00"},
  });
}

// domain/deadlines.md 5.2: engagement within 21 days of release.
TEST(CalendarDays, CountWeekendsAndEndWithTheDay) {
  expect_due({
      {"calendar-days:21", "2026-06-12T09:00:00+01:00", "2026-07-03T23:59:59+01:00"},
      {"calendar-days:7", "2026-06-09T23:30:00Z", "2026-06-17T23:59:59+01:00"},
      {"calendar-days:21", "2026-10-16T09:00:00+01:00", "2026-11-06T23:59:59+00:00"},
      {"calendar-days:1", "2026-03-28T09:00:00Z", "2026-03-29T23:59:59+01:00"},
  });
}

TEST(OpeningHours, AreReadAndSpelledTheSameWay) {
  for (const std::string_view spelling : {"24/7", "Mon-Fri 09:00-17:00", "Mon-Sun 00:00-24:00",
                                          "Sat-Sun 10:00-16:30", "Wed 09:00-13:00"}) {
    const auto hours = OpeningHours::parse(spelling);
    ASSERT_TRUE(hours) << spelling;
    EXPECT_EQ(hours->spelling(), spelling);
  }
  for (const std::string_view spelling :
       {"", "24/7 ", "Mon-Fri", "Fri-Mon 09:00-17:00", "Mon-Fri 17:00-09:00", "mon-fri 09:00-17:00",
        "Mon-Fri 9:00-17:00", "Mon-Fri 09:60-17:00", "Mon-Fri 09:00-24:01", "Mon-Fri 09:00",
        "Mon-Fri  09:00-17:00", "Mon-Fri 09:00-17:00 and Sat"})
    EXPECT_FALSE(OpeningHours::parse(spelling)) << spelling;
  EXPECT_EQ(OpeningHours{}.spelling(), "Mon-Fri 09:00-17:00");
}

TEST(OpeningHours, SayWhenSomebodyCanNextBeReached) {
  const Calendar calendar = shipped();
  struct Row {
    std::string_view hours, from, next;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"24/7", "2026-04-05T03:00:00+01:00", "2026-04-05T03:00:00+01:00"},
           {"Mon-Fri 09:00-17:00", "2026-06-09T10:00:00+01:00", "2026-06-09T10:00:00+01:00"},
           {"Mon-Fri 09:00-17:00", "2026-06-09T08:59:59+01:00", "2026-06-09T09:00:00+01:00"},
           {"Mon-Fri 09:00-17:00", "2026-06-09T17:00:00+01:00", "2026-06-10T09:00:00+01:00"},
           {"Mon-Fri 09:00-17:00", "2026-06-12T18:00:00+01:00", "2026-06-15T09:00:00+01:00"},
           // Easter: Good Friday and Easter Monday are no working days.
           {"Mon-Fri 09:00-17:00", "2026-04-02T18:00:00+01:00", "2026-04-07T09:00:00+01:00"},
           // Whoever writes Mon-Sat is there on bank holidays.
           {"Mon-Sat 08:00-20:00", "2026-04-02T21:00:00+01:00", "2026-04-03T08:00:00+01:00"},
           {"Mon-Sat 08:00-20:00", "2026-06-13T21:00:00+01:00", "2026-06-15T08:00:00+01:00"},
           {"Mon-Sun 00:00-24:00", "2026-06-13T23:59:00+01:00", "2026-06-13T23:59:00+01:00"},
           // The clocks change in the night: 08:00 stays 08:00.
           {"Mon-Sun 08:00-20:00", "2026-03-28T21:00:00Z", "2026-03-29T08:00:00+01:00"},
           {"Mon-Sun 08:00-20:00", "2026-10-24T21:00:00+01:00", "2026-10-25T08:00:00+00:00"}}) {
    const auto hours = OpeningHours::parse(row.hours);
    ASSERT_TRUE(hours);
    const auto next = calendar.next_open(*hours, at(row.from));
    ASSERT_TRUE(next) << row.hours;
    EXPECT_EQ(calendar.local_rfc3339(*next), row.next) << row.hours << " from " << row.from;
    EXPECT_EQ(calendar.is_open(*hours, at(row.from)), *next == at(row.from));
    EXPECT_TRUE(calendar.is_open(*hours, *next));
  }
}

TEST(OpeningHours, EndWithTheBankHolidaysThatAreKnown) {
  const Calendar calendar = shipped();
  const Instant late = at("2028-12-29T18:00:00Z");
  const auto working = calendar.next_open(OpeningHours{}, late);
  ASSERT_FALSE(working);
  EXPECT_TRUE(working.error().is(Errc::calendar_exhausted));
  EXPECT_TRUE(calendar.next_open(*OpeningHours::parse("Mon-Sun 08:00-20:00"), late));
}

TEST(BankHolidays, WarnAYearBeforeTheyRunOut) {
  const Calendar calendar = shipped();
  EXPECT_EQ(calendar.horizon_is_near(at("2026-11-24T09:00:00Z")), std::nullopt);
  EXPECT_EQ(calendar.horizon_is_near(at("2027-12-31T09:00:00Z")), std::nullopt);
  EXPECT_EQ(calendar.horizon_is_near(at("2028-01-01T09:00:00Z")), 2028y / 12 / 31);
  EXPECT_EQ(calendar.horizon_is_near(at("2028-02-29T09:00:00Z")), 2028y / 12 / 31);
}

TEST(BankHolidays, AreThoseOfGovUkForFiveYears) {
  const Calendar calendar = shipped();
  const std::chrono::year_month_day days[] = {
      2024y / 1 / 1,   2024y / 3 / 29,  2024y / 4 / 1,   2024y / 5 / 6,   2024y / 5 / 27,
      2024y / 8 / 26,  2024y / 12 / 25, 2024y / 12 / 26, 2025y / 1 / 1,   2025y / 4 / 18,
      2025y / 4 / 21,  2025y / 5 / 5,   2025y / 5 / 26,  2025y / 8 / 25,  2025y / 12 / 25,
      2025y / 12 / 26, 2026y / 1 / 1,   2026y / 4 / 3,   2026y / 4 / 6,   2026y / 5 / 4,
      2026y / 5 / 25,  2026y / 8 / 31,  2026y / 12 / 25, 2026y / 12 / 28, 2027y / 1 / 1,
      2027y / 3 / 26,  2027y / 3 / 29,  2027y / 5 / 3,   2027y / 5 / 31,  2027y / 8 / 30,
      2027y / 12 / 27, 2027y / 12 / 28, 2028y / 1 / 3,   2028y / 4 / 14,  2028y / 4 / 17,
      2028y / 5 / 1,   2028y / 5 / 29,  2028y / 8 / 28,  2028y / 12 / 25, 2028y / 12 / 26};
  std::size_t at = 0;
  for (std::chrono::sys_days day{2024y / 1 / 1}; day <= std::chrono::sys_days{2028y / 12 / 31};
       day += std::chrono::days{1}) {
    const std::chrono::weekday weekday{day};
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) continue;
    if (calendar.is_working_day(day)) continue;
    ASSERT_LT(at, std::size(days));
    EXPECT_EQ(std::chrono::year_month_day{day}, days[at++]);
  }
  EXPECT_EQ(at, std::size(days));
}

TEST(WorkingHours, CountOnlyNineToFiveOfWorkingDays) {
  expect_due({
      {"working-hours:4", "2026-06-09T10:15:00+01:00", "2026-06-09T14:15:00+01:00"},
      {"working-hours:4", "2026-06-09T15:00:00+01:00", "2026-06-10T11:00:00+01:00"},
      {"working-hours:4", "2026-06-09T13:00:00+01:00", "2026-06-09T17:00:00+01:00"},  // exhausts it
      {"working-hours:8", "2026-06-09T09:00:00+01:00", "2026-06-09T17:00:00+01:00"},
      {"working-hours:16", "2026-06-09T09:00:00+01:00", "2026-06-10T17:00:00+01:00"},
      {"working-hours:4", "2026-06-09T07:00:00+01:00", "2026-06-09T13:00:00+01:00"},
      {"working-hours:4", "2026-06-09T17:00:00+01:00", "2026-06-10T13:00:00+01:00"},
      {"working-hours:4", "2026-06-09T22:00:00+01:00", "2026-06-10T13:00:00+01:00"},
      {"working-hours:4", "2026-06-12T16:00:00+01:00", "2026-06-15T12:00:00+01:00"},
      {"working-hours:4", "2026-06-13T10:00:00+01:00", "2026-06-15T13:00:00+01:00"},
      {"working-hours:4", "2026-04-02T16:30:00+01:00", "2026-04-07T12:30:00+01:00"},
      {"working-hours:1", "2026-03-27T16:30:00Z", "2026-03-30T09:30:00+01:00"},  // clocks change
  });
}

TEST(NoonNextWorkingDay, IsNeverTheDayItself) {
  expect_due({
      {"noon-next-working-day", "2026-06-09T00:10:00+01:00", "2026-06-10T12:00:00+01:00"},
      {"noon-next-working-day", "2026-06-12T16:00:00+01:00", "2026-06-15T12:00:00+01:00"},
      {"noon-next-working-day", "2026-06-14T08:00:00+01:00", "2026-06-15T12:00:00+01:00"},
      {"noon-next-working-day", "2026-04-02T12:00:00+01:00", "2026-04-07T12:00:00+01:00"},
  });
}

TEST(SameDay, EndsWithLondonsDay) {
  expect_due({
      {"same-day", "2026-06-09T10:00:00+01:00", "2026-06-09T23:59:59+01:00"},
      {"same-day", "2026-06-09T23:30:00Z", "2026-06-10T23:59:59+01:00"},
      {"same-day", "2026-10-25T00:30:00Z", "2026-10-25T23:59:59+00:00"},
  });
}

TEST(WorkingHoursBefore, IsTheMirrorImage) {
  const Calendar calendar = shipped();
  struct Row {
    std::string_view moment;
    int hours;
    std::string_view before;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2026-06-10T09:00:00+01:00", 4, "2026-06-09T13:00:00+01:00"},
           {"2026-06-10T09:00:00+01:00", 8, "2026-06-09T09:00:00+01:00"},
           {"2026-06-10T09:00:00+01:00", 9, "2026-06-08T16:00:00+01:00"},
           {"2026-06-10T15:00:00+01:00", 4, "2026-06-10T11:00:00+01:00"},
           {"2026-06-10T22:00:00+01:00", 4, "2026-06-10T13:00:00+01:00"},
           {"2026-06-15T09:00:00+01:00", 4, "2026-06-12T13:00:00+01:00"},  // Monday
           {"2026-06-13T09:00:00+01:00", 4, "2026-06-12T13:00:00+01:00"},  // Saturday
           {"2026-04-07T09:00:00+01:00", 4, "2026-04-02T13:00:00+01:00"},  // after Easter
           {"2026-03-30T09:00:00+01:00", 4, "2026-03-27T13:00:00+00:00"},  // clocks change
           {"2026-06-13T09:00:00+01:00", 0, "2026-06-13T09:00:00+01:00"}}) {
    const auto before = calendar.working_hours_before(at(row.moment), row.hours);
    ASSERT_TRUE(before);
    EXPECT_EQ(calendar.local_rfc3339(*before), row.before) << row.hours << " before " << row.moment;
  }
}

TEST(WorkingHoursBefore, UndoesWorkingHoursWithinADay) {
  const Calendar calendar = shipped();
  for (Instant from = at("2026-03-23T09:00:00Z"); from < at("2026-04-20T09:00:00Z");
       from += 13min) {
    for (const int hours : {1, 4, 9, 20}) {
      const auto due = calendar.due(DueRule{DueRule::WorkingHours{hours}}, from);
      ASSERT_TRUE(due);
      const auto back = calendar.working_hours_before(*due, hours);
      ASSERT_TRUE(back);
      // From inside working hours the way back ends where it began; from outside, at an edge of the
      // gap.
      const auto again = calendar.due(DueRule{DueRule::WorkingHours{hours}}, *back);
      ASSERT_EQ(*again, *due) << to_rfc3339(from) << " " << hours;
    }
  }
}

TEST(BankHolidays, EndAtAHorizonThatIsAnErrorNotAGuess) {
  const Calendar calendar = shipped();
  EXPECT_EQ(calendar.horizon(), 2028y / 12 / 31);
  const Instant late = at("2028-12-29T10:00:00Z");  // the last working day of 2028
  for (const std::string_view spelling :
       {"working-days:1", "working-hours:8", "noon-next-working-day",
        "24h-or-0900-next-working-day"}) {
    const auto due = calendar.due(rule(spelling), late);
    ASSERT_FALSE(due) << spelling;
    EXPECT_TRUE(due.error().is(Errc::calendar_exhausted));
  }
  EXPECT_TRUE(calendar.due(rule("elapsed:2000h"), late));
  EXPECT_TRUE(calendar.due(rule("working-hours:7"), late));
  EXPECT_FALSE(calendar.working_hours_before(at("2029-01-02T09:00:00Z"), 4));
}

TEST(WorkingDayCount, LeavesOutTheFirstDayAndCountsTheLast) {
  const Calendar calendar = shipped();
  EXPECT_EQ(calendar.working_days_between(2026y / 6 / 12, 2026y / 6 / 19), 5);
  EXPECT_EQ(calendar.working_days_between(2026y / 4 / 2, 2026y / 4 / 13), 5);
  EXPECT_EQ(calendar.working_days_between(2026y / 12 / 24, 2027y / 1 / 5), 5);
  EXPECT_EQ(calendar.working_days_between(2026y / 6 / 13, 2026y / 6 / 14), 0);
  EXPECT_EQ(calendar.working_days_between(2026y / 6 / 9, 2026y / 6 / 9), 0);
  EXPECT_EQ(calendar.working_days_between(2026y / 6 / 9, 2026y / 6 / 1), 0);
}

TEST(WorkingDayCount, AgreesWithCountingOneByOne) {
  const Calendar calendar = shipped();
  const std::chrono::sys_days first{2025y / 12 / 20};
  for (int length = 0; length < 400; ++length) {
    int counted = 0;
    for (int i = 1; i <= length; ++i)
      if (calendar.is_working_day(first + std::chrono::days{i})) ++counted;
    ASSERT_EQ(calendar.working_days_between(first, first + std::chrono::days{length}), counted);
  }
}

TEST(LocalTime, IsSaidInWords) {
  const Calendar calendar = shipped();
  EXPECT_EQ(calendar.local_in_words(at("2026-04-07T11:00:00Z")), "noon on Tuesday 7 April 2026");
  EXPECT_EQ(calendar.local_in_words(at("2026-06-10T13:30:00Z")), "14:30 on Wednesday 10 June 2026");
  EXPECT_EQ(calendar.local_in_words(at("2026-06-10T13:30:05.7Z")),
            "14:30:05 on Wednesday 10 June 2026");
  EXPECT_EQ(calendar.local_date(at("2026-06-09T23:30:00Z")), 2026y / 6 / 10);
  EXPECT_EQ(to_rfc3339(calendar.release_instant(2026y / 6 / 10)), "2026-06-10T08:00:00Z");
  EXPECT_EQ(to_rfc3339(calendar.release_instant(2026y / 1 / 10)), "2026-01-10T09:00:00Z");
}

TEST(OtherZones, AreSpelledWithTheirOffset) {
  const auto calendar = Calendar::build({}, 2030y / 12 / 31, "America/St_Johns");
  ASSERT_TRUE(calendar);
  EXPECT_EQ(calendar->local_rfc3339(at("2026-01-10T12:00:00Z")), "2026-01-10T08:30:00-03:30");
  const auto nowhere = Calendar::build({}, 2030y / 12 / 31, "Europe/Nowhere");
  ASSERT_FALSE(nowhere);
  EXPECT_TRUE(nowhere.error().is(Errc::no_time_zone));
}

TEST(BankHolidaysFile, ReportsEveryBadDateAtOnce) {
  const auto result =
      Calendar::from_bank_holidays_json(R"({"england-and-wales":{"events":[{"date":"2026-02-30"},)"
                                        R"({"date":"2026-04-03"},{"title":"x"},7]}})");
  ASSERT_FALSE(result);
  ASSERT_EQ(result.error().size(), 3U);
  EXPECT_EQ(result.error()[1].path, "bank-holidays.json:england-and-wales.events[2].date");
}

TEST(BankHolidaysFile, IsRefusedWhenItIsSomethingElse) {
  for (const std::string_view text :
       {"", "{", "[]", "{}", R"({"scotland":{"events":[{"date":"2026-04-03"}]}})",
        R"({"england-and-wales":{"events":[]}})", R"({"england-and-wales":7})"})
    EXPECT_FALSE(Calendar::from_bank_holidays_json(text)) << text;
}

TEST(DueRules, AreReadAndSpelledTheSameWay) {
  for (const std::string_view spelling :
       {"elapsed:24h", "elapsed:90s", "elapsed:45m", "elapsed:0s", "working-days:5",
        "working-hours:4", "calendar-days:21", "same-day", "noon-next-working-day",
        "24h-or-0900-next-working-day"})
    EXPECT_EQ(rule(spelling).spelling(), spelling);
  EXPECT_EQ(rule("elapsed-24h").spelling(), "elapsed:24h");
  EXPECT_EQ(rule("elapsed:120s").spelling(), "elapsed:2m");
  for (const std::string_view spelling :
       {"", "elapsed", "elapsed:", "elapsed:24", "elapsed:h", "elapsed:-1h", "elapsed:1d",
        "elapsed:1.5h", "elapsed:99999999999h", "working-days:0", "working-days:",
        "working-days:-1", "working-days:5x", "working-hours:0", "Same-day", "noon", "24h-or-0900"})
    EXPECT_FALSE(DueRule::parse(spelling)) << spelling;
}

TEST(DueRules, AreSaidInWords) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"elapsed:24h", "within 24 hours"},
      {"elapsed:1h", "within 1 hour"},
      {"elapsed:90s", "within 1 minute 30 seconds"},
      {"elapsed:0s", "at once"},
      {"working-hours:4", "within 4 working hours"},
      {"working-days:1", "within 1 working day"},
      {"noon-next-working-day", "by noon on the next working day"},
      {"same-day", "by the end of the same day"}};
  for (const auto& [spelling, words] : table) EXPECT_EQ(rule(spelling).in_words(), words);
}

}  // namespace
}  // namespace gatepost::config
