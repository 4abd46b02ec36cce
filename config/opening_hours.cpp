// OpeningHours: its spellings. What they mean on a given day is in calendar.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/calendar.hpp"

namespace gatepost::config {

namespace {

using std::chrono::minutes;

constexpr std::array<std::string_view, 7> day_names{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
constexpr std::string_view always_spelling = "24/7";
constexpr minutes whole_day{24 * 60};

std::optional<int> parse_day(std::string_view text) {
  const auto found = std::ranges::find(day_names, text);
  if (found == day_names.end()) return std::nullopt;
  return static_cast<int>(found - day_names.begin()) + 1;
}

// "09:00"; "24:00" is the end of the day.
std::optional<minutes> parse_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  const minutes time{hour * 60 + minute};
  if (minute > 59 || time > whole_day) return std::nullopt;
  return time;
}

std::string spell(minutes time) {
  return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

// The two sides of a hyphen; without one, both are the whole.
std::pair<std::string_view, std::string_view> span_of(std::string_view text) {
  const auto hyphen = text.find('-');
  if (hyphen == std::string_view::npos) return {text, text};
  return {text.substr(0, hyphen), text.substr(hyphen + 1)};
}

}  // namespace

std::optional<OpeningHours> OpeningHours::parse(std::string_view spelling) {
  OpeningHours hours;
  if (spelling == always_spelling) {
    hours.always = true;
    return hours;
  }
  const auto space = spelling.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto [first, last] = span_of(spelling.substr(0, space));
  const auto [opens, closes] = span_of(spelling.substr(space + 1));
  const auto first_day = parse_day(first);
  const auto last_day = parse_day(last);
  const auto opening = parse_time(opens);
  const auto closing = parse_time(closes);
  if (!first_day || !last_day || !opening || !closing) return std::nullopt;
  if (*last_day < *first_day || *closing <= *opening) return std::nullopt;
  hours.first_day = *first_day;
  hours.last_day = *last_day;
  hours.opens = *opening;
  hours.closes = *closing;
  return hours;
}

std::string OpeningHours::spelling() const {
  if (always) return std::string(always_spelling);
  const auto day = [](int number) { return day_names.at(static_cast<std::size_t>(number - 1)); };
  const std::string days = first_day == last_day
                               ? std::string(day(first_day))
                               : fmt::format("{}-{}", day(first_day), day(last_day));
  return fmt::format("{} {}-{}", days, spell(opens), spell(closes));
}

}  // namespace gatepost::config
