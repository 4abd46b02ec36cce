#include "gateway/web/local_time.hpp"

#include <fmt/format.h>

#include <array>

namespace gatepost::web {

namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

// "noon", of "noon on Tuesday 7 April 2026".
std::string_view time_of_day(std::string_view words) { return words.substr(0, words.find(" on ")); }

}  // namespace

std::string LocalTime::date(std::chrono::year_month_day day) const {
  const unsigned month = static_cast<unsigned>(day.month());
  if (month < 1 || month > months.size()) return "?";
  return fmt::format("{} {} {}", static_cast<unsigned>(day.day()), months[month - 1],
                     static_cast<int>(day.year()));
}

// People say no seconds.
static Instant to_the_minute(Instant at) { return std::chrono::floor<std::chrono::minutes>(at); }

std::string LocalTime::at(Instant at) const { return calendar_.local_in_words(to_the_minute(at)); }

std::string LocalTime::near(Instant at) const {
  const std::chrono::sys_days day = calendar_.local_date(at);
  const std::chrono::days away = day - std::chrono::sys_days(today());
  const std::string words = this->at(at);
  if (away.count() == 0) return fmt::format("{} today", time_of_day(words));
  if (away.count() == 1) return fmt::format("{} tomorrow", time_of_day(words));
  if (away.count() == -1) return fmt::format("{} yesterday", time_of_day(words));
  return words;
}

std::string LocalTime::distance(Instant at) const {
  const auto span = std::chrono::abs(at - now_);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(span).count();
  if (minutes == 0) return "now";
  const auto [count, unit] = minutes < 60        ? std::pair(minutes, "minute")
                             : minutes < 60 * 48 ? std::pair(minutes / 60, "hour")
                                                 : std::pair(minutes / (60 * 24), "day");
  const std::string words = fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
  return at > now_ ? "in " + words : words + " ago";
}

}  // namespace gatepost::web
