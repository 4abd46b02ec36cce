#include "gateway/base/time.hpp"

#include <fmt/format.h>

#include <array>

namespace gatepost {

namespace {

// Takes exactly `count` digits from the front of `text`; nothing when there are fewer.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take_char(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::year_month_day> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take_char(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take_char(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

// "11:00:00" with any number of fraction digits, of which three count.
std::optional<milliseconds> take_time_of_day(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take_char(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || !take_char(text, ':')) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  int fraction = 0;
  if (take_char(text, '.')) {
    int digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1))
      if (++digits <= 3) fraction = fraction * 10 + (text.front() - '0');
    if (digits == 0) return std::nullopt;
    for (; digits < 3; ++digits) fraction *= 10;
  }
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
         milliseconds{fraction};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take_char(text, 'Z') || take_char(text, 'z')) return std::chrono::minutes{0};
  const bool west = text.starts_with('-');
  if (!take_char(text, '+') && !take_char(text, '-')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take_char(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const std::chrono::minutes offset = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  return west ? -offset : offset;
}

std::string counted(std::int64_t count, std::string_view unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{instant - day};
  std::string text =
      fmt::format("{}T{:02}:{:02}:{:02}", format_date(std::chrono::year_month_day{day}),
                  time.hours().count(), time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) text += fmt::format(".{:03}", time.subseconds().count());
  return text + "Z";
}

std::optional<Instant> from_rfc3339(std::string_view text) {
  const auto date = take_date(text);
  if (!date || (!take_char(text, 'T') && !take_char(text, 't'))) return std::nullopt;
  const auto time = take_time_of_day(text);
  if (!time) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return std::chrono::sys_days{*date} + *time - *offset;
}

std::int64_t to_unix_ms(Instant instant) { return instant.time_since_epoch().count(); }

Instant from_unix_ms(std::int64_t ms) { return Instant{milliseconds{ms}}; }

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
  const auto date = take_date(text);
  if (!date || !text.empty()) return std::nullopt;
  return date;
}

std::string format_date(std::chrono::year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string in_words(std::chrono::milliseconds duration) {
  if (duration < milliseconds{0}) return "minus " + in_words(-duration);
  struct Unit {
    std::int64_t seconds;
    std::string_view name;
  };
  constexpr std::array<Unit, 4> units{
      {{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}}};
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(duration).count();
  if (seconds == 0) return duration.count() == 0 ? "0 seconds" : "less than a second";
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::int64_t whole = seconds / units[i].seconds;
    if (whole == 0) continue;
    std::string text = counted(whole, units[i].name);
    if (i + 1 < units.size()) {
      const std::int64_t rest = seconds % units[i].seconds / units[i + 1].seconds;
      if (rest != 0) text += " " + counted(rest, units[i + 1].name);
    }
    return text;
  }
  return "0 seconds";
}

}  // namespace gatepost
