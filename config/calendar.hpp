// Calendar: Europe/London wall time, working days and hours, and the due rules written in them
// (domain/deadlines.md, DESIGN section 4). Immutable; thread-safe; never reads the clock.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/errors.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::config {

// A rule that turns the instant something happened into the instant it is due. Spellings are those
// of policy files and of `gatepost calendar due`.
struct DueRule {
  struct Elapsed {
    std::chrono::seconds span;
  };  // "elapsed:24h", "elapsed:90s" (h, m, s); "elapsed-24h" is taken too
  struct Elapsed24OrNineNextWorkingDay {};  // "24h-or-0900-next-working-day" (004 L189, L243)
  struct WorkingDays {
    int days;
  };  // "working-days:5": 17:00 (end of working hours) of the n-th working day after
  struct WorkingHours {
    int hours;
  };  // "working-hours:4": counted inside 09:00-17:00 of working days
  struct CalendarDays {
    int days;
  };  // "calendar-days:21": 23:59:59 local of the n-th day after, weekends counted
  struct SameDay {};             // "same-day": 23:59:59 local of the day
  struct NoonNextWorkingDay {};  // "noon-next-working-day"
  std::variant<Elapsed, Elapsed24OrNineNextWorkingDay, WorkingDays, WorkingHours, CalendarDays,
               SameDay, NoonNextWorkingDay>
      kind;

  // For whoever spelled one wrongly.
  static constexpr std::string_view spellings =
      "elapsed:1h (h, m or s), working-hours:4, working-days:2, calendar-days:21, "
      "noon-next-working-day, same-day or 24h-or-0900-next-working-day";
  static std::optional<DueRule> parse(std::string_view spelling);
  std::string spelling() const;
  std::string in_words() const;  // "within 4 working hours", "by noon on the next working day"
};

// When a team's people can be reached. Spelled "24/7", "Mon-Fri 09:00-17:00", "Mon-Sat
// 08:00-20:00". "Mon-Fri" leaves bank holidays out; any other span of days counts them in.
struct OpeningHours {
  bool always = false;
  int first_day = 1, last_day = 5;                      // ISO weekdays, Monday 1
  std::chrono::minutes opens{9 * 60}, closes{17 * 60};  // local, of the day

  static std::optional<OpeningHours> parse(std::string_view spelling);
  std::string spelling() const;
  bool operator==(const OpeningHours&) const = default;
};

class Calendar {
 public:
  // `bank_holidays` as in config/bank-holidays.json: gov.uk's own shape, division
  // england-and-wales. `zone_name` is looked up in the system's time zone data.
  static Result<Calendar> build(std::vector<std::chrono::year_month_day> bank_holidays,
                                std::chrono::year_month_day horizon,
                                std::string_view zone_name = "Europe/London");
  // Parses gov.uk's bank-holidays.json text. The horizon is 31 December of the last year listed.
  static Checked<Calendar> from_bank_holidays_json(std::string_view json);

  bool is_working_day(std::chrono::year_month_day date) const;
  // Errors: calendar_exhausted.
  Result<Instant> due(const DueRule& rule, Instant from) const;
  // `hours` working hours before `moment` (the cap of DESIGN section 4); working hours are
  // 09:00-17:00.
  Result<Instant> working_hours_before(Instant moment, int hours) const;
  // The instant a release on that day counts as: 09:00 local.
  Instant release_instant(std::chrono::year_month_day day) const;
  // A time of day on that day's clocks; of an hour that there is twice, the first.
  Instant local_instant(std::chrono::year_month_day day, std::chrono::minutes time_of_day) const;
  std::chrono::year_month_day local_date(Instant instant) const;
  // Whole working days from the day of `from` (exclusive) to `to` (inclusive); 0 when to <= from.
  int working_days_between(std::chrono::year_month_day from, std::chrono::year_month_day to) const;
  std::chrono::year_month_day horizon() const;
  // The horizon, once it is less than 12 months away (domain/deadlines.md 5.3): time to load a
  // newer file, because deadlines beyond it cannot be computed.
  std::optional<std::chrono::year_month_day> horizon_is_near(Instant now) const;
  bool is_open(const OpeningHours& hours, Instant at) const;
  // `from` itself when open then, else the next opening. Errors: calendar_exhausted.
  Result<Instant> next_open(const OpeningHours& hours, Instant from) const;
  // "2026-04-07T12:00:00+01:00"
  std::string local_rfc3339(Instant instant) const;
  // "noon on Tuesday 7 April 2026", "14:30 on Wednesday 10 June 2026"
  std::string local_in_words(Instant instant) const;

  struct Impl;
  explicit Calendar(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace gatepost::config
