#include "config/calendar.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace gatepost::config {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr hours opening{9};
constexpr hours closing{17};
constexpr hours noon{12};

// A civil date and the wall clock's time on it.
struct WallTime {
  sys_days day;
  milliseconds time;
};

bool is_weekend(sys_days day) {
  const std::chrono::weekday weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

// Monday-to-Friday days in (from, to].
int weekdays_between(sys_days from, sys_days to) {
  const auto total = (to - from).count();
  auto count = total / 7 * 5;
  for (sys_days day = to - days{total % 7 - 1}; day <= to; day += days{1})
    if (!is_weekend(day)) ++count;
  return static_cast<int>(count);
}

}  // namespace

// Every member that says Result fails with calendar_exhausted where the bank holidays we hold end.
struct Calendar::Impl {
  std::vector<sys_days> bank_holidays;  // sorted
  sys_days last_known;                  // the horizon
  const date::time_zone* zone;  // owned by date's own database, which lives as long as the program

  bool is_working_day(sys_days day) const {
    return !is_weekend(day) && !std::ranges::binary_search(bank_holidays, day);
  }

  WallTime wall(Instant instant) const {
    const auto local = zone->to_local(instant);
    const auto day = date::floor<date::days>(local);
    return {sys_days{days{day.time_since_epoch().count()}}, local - day};
  }

  Instant instant(sys_days day, milliseconds time) const {
    const date::local_days local{date::days{static_cast<int>(day.time_since_epoch().count())}};
    // Only 01:00 to 02:00 of two Sundays is skipped or doubled in London; no rule names an instant
    // there.
    return zone->to_sys(local + time, date::choose::earliest);
  }

  Result<void> known(sys_days day) const {
    if (day <= last_known) return {};
    return fail(
        Errc::calendar_exhausted,
        fmt::format("{} is after {}, the last day whose bank holidays are known: load a newer "
                    "bank-holidays.json",
                    format_date(year_month_day{day}), format_date(year_month_day{last_known})));
  }

  // The first working day that is `day` or later.
  Result<sys_days> working_day_from(sys_days day) const {
    for (;; day += days{1}) {
      GP_CHECK(known(day));
      if (is_working_day(day)) return day;
    }
  }

  Result<sys_days> nth_working_day_after(sys_days day, int count) const {
    while (count-- > 0) {
      GP_TRY(day, working_day_from(day + days{1}));
    }
    return day;
  }

  // domain/deadlines.md 5.2: any non-working date that meets [t, t + 24h) moves the deadline to
  // 09:00 on the first working day after that run of dates, even when that is earlier than 24
  // hours.
  Result<Instant> elapsed_24_or_nine(Instant from) const {
    const Instant elapsed = from + hours{24};
    const sys_days last = wall(elapsed - milliseconds{1}).day;
    GP_CHECK(known(last));
    for (sys_days day = wall(from).day; day <= last; day += days{1}) {
      if (is_working_day(day)) continue;
      GP_TRY(const sys_days due_day, working_day_from(day));
      return instant(due_day, opening);
    }
    return elapsed;
  }

  Instant end_of(sys_days day) const { return instant(day, hours{24} - std::chrono::seconds{1}); }

  Result<Instant> working_days(Instant from, int count) const {
    GP_TRY(const sys_days day, nth_working_day_after(wall(from).day, count));
    return instant(day, closing);
  }

  Result<Instant> noon_next_working_day(Instant from) const {
    GP_TRY(const sys_days day, nth_working_day_after(wall(from).day, 1));
    return instant(day, noon);
  }

  Result<Instant> working_hours_after(Instant from, int count) const {
    milliseconds left = hours{count};
    WallTime at = wall(from);
    GP_CHECK(known(at.day));
    if (!is_working_day(at.day) || at.time >= closing) {
      GP_TRY(at.day, working_day_from(at.day + days{1}));
      at.time = opening;
    }
    at.time = std::max<milliseconds>(at.time, opening);
    // Exactly exhausting a day ends at its closing, not at the next opening.
    while (left > closing - at.time) {
      left -= closing - at.time;
      GP_TRY(at.day, working_day_from(at.day + days{1}));
      at.time = opening;
    }
    return instant(at.day, at.time + left);
  }

  // The mirror image: exactly exhausting a day ends at its opening.
  Result<Instant> working_hours_before(Instant moment, int count) const {
    milliseconds left = hours{count};
    WallTime at = wall(moment);
    GP_CHECK(known(at.day));
    const auto to_previous_closing = [&] {
      do at.day -= days{1};
      while (!is_working_day(at.day));
      at.time = closing;
    };
    if (!is_working_day(at.day) || at.time <= opening) to_previous_closing();
    at.time = std::min<milliseconds>(at.time, closing);
    while (left > at.time - opening) {
      left -= at.time - opening;
      to_previous_closing();
    }
    return instant(at.day, at.time - left);
  }

  // "Mon-Fri" is what people write who mean working days; every other span means what it says.
  static bool leaves_bank_holidays_out(const OpeningHours& hours) {
    return hours.first_day == 1 && hours.last_day == 5;
  }

  bool opens_on(const OpeningHours& hours, sys_days day) const {
    const int weekday = static_cast<int>(std::chrono::weekday{day}.iso_encoding());
    if (weekday < hours.first_day || weekday > hours.last_day) return false;
    return !leaves_bank_holidays_out(hours) || is_working_day(day);
  }

  bool is_open(const OpeningHours& hours, Instant at) const {
    if (hours.always) return true;
    const WallTime now = wall(at);
    return opens_on(hours, now.day) && now.time >= hours.opens && now.time < hours.closes;
  }

  Result<Instant> next_open(const OpeningHours& hours, Instant from) const {
    if (is_open(hours, from)) return from;
    const WallTime now = wall(from);
    for (sys_days day = now.time < hours.opens ? now.day : now.day + days{1};; day += days{1}) {
      if (leaves_bank_holidays_out(hours)) GP_CHECK(known(day));
      if (opens_on(hours, day)) return instant(day, hours.opens);
    }
  }

  struct Due {
    const Impl& calendar;
    Instant from;

    Result<Instant> operator()(DueRule::Elapsed rule) const { return from + rule.span; }
    Result<Instant> operator()(DueRule::Elapsed24OrNineNextWorkingDay) const {
      return calendar.elapsed_24_or_nine(from);
    }
    Result<Instant> operator()(DueRule::WorkingDays rule) const {
      return calendar.working_days(from, rule.days);
    }
    Result<Instant> operator()(DueRule::WorkingHours rule) const {
      return calendar.working_hours_after(from, rule.hours);
    }
    Result<Instant> operator()(DueRule::CalendarDays rule) const {
      return calendar.end_of(calendar.wall(from).day + days{rule.days});
    }
    Result<Instant> operator()(DueRule::SameDay) const {
      return calendar.end_of(calendar.wall(from).day);
    }
    Result<Instant> operator()(DueRule::NoonNextWorkingDay) const {
      return calendar.noon_next_working_day(from);
    }
  };
};

Result<Calendar> Calendar::build(std::vector<year_month_day> bank_holidays, year_month_day horizon,
                                 std::string_view zone_name) {
  auto impl = std::make_shared<Impl>();
  impl->bank_holidays.assign(bank_holidays.begin(), bank_holidays.end());
  std::ranges::sort(impl->bank_holidays);
  impl->last_known = sys_days{horizon};
  try {
    impl->zone = date::locate_zone(std::string(zone_name));
  } catch (const std::runtime_error&) {
    return fail(
        Errc::no_time_zone,
        fmt::format("no time zone {} on this machine: install the package tzdata", zone_name));
  }
  return Calendar(std::move(impl));
}

bool Calendar::is_working_day(year_month_day date) const {
  return impl_->is_working_day(sys_days{date});
}

Result<Instant> Calendar::due(const DueRule& rule, Instant from) const {
  return std::visit(Impl::Due{*impl_, from}, rule.kind);
}

Result<Instant> Calendar::working_hours_before(Instant moment, int hours) const {
  if (hours <= 0) return moment;
  return impl_->working_hours_before(moment, hours);
}

Instant Calendar::release_instant(year_month_day day) const {
  return impl_->instant(sys_days{day}, opening);
}

Instant Calendar::local_instant(year_month_day day, std::chrono::minutes time_of_day) const {
  return impl_->instant(sys_days{day}, time_of_day);
}

year_month_day Calendar::local_date(Instant instant) const { return impl_->wall(instant).day; }

int Calendar::working_days_between(year_month_day from, year_month_day to) const {
  const sys_days first{from};
  const sys_days last{to};
  if (last <= first) return 0;
  const auto falls_within = [&](sys_days day) {
    return day > first && day <= last && !is_weekend(day);
  };
  return weekdays_between(first, last) -
         static_cast<int>(std::ranges::count_if(impl_->bank_holidays, falls_within));
}

bool Calendar::is_open(const OpeningHours& hours, Instant at) const {
  return impl_->is_open(hours, at);
}

Result<Instant> Calendar::next_open(const OpeningHours& hours, Instant from) const {
  return impl_->next_open(hours, from);
}

year_month_day Calendar::horizon() const { return impl_->last_known; }

std::optional<year_month_day> Calendar::horizon_is_near(Instant now) const {
  const year_month_day today = local_date(now);
  // 29 February plus a year is 1 March.
  const sys_days in_a_year{today + std::chrono::years{1}};
  return impl_->last_known < in_a_year ? std::optional(horizon()) : std::nullopt;
}

std::string Calendar::local_rfc3339(Instant instant) const {
  const auto offset = impl_->zone->get_info(date::floor<std::chrono::seconds>(instant)).offset;
  // The wall time, spelled as if it were UTC, with the true offset in place of the Z.
  std::string text = to_rfc3339(instant + offset);
  text.pop_back();
  const auto minutes =
      std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(offset)).count();
  return text +
         fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string Calendar::local_in_words(Instant instant) const {
  constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                     "Thursday", "Friday", "Saturday"};
  constexpr std::array<std::string_view, 12> months{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const WallTime at = impl_->wall(instant);
  const year_month_day date{at.day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at.time)};
  std::string clock = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
  if (time.seconds().count() != 0) clock += fmt::format(":{:02}", time.seconds().count());
  if (clock == "12:00") clock = "noon";
  return fmt::format(
      "{} on {} {} {} {}", clock, weekdays[std::chrono::weekday{at.day}.c_encoding()],
      static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()));
}

}  // namespace gatepost::config
