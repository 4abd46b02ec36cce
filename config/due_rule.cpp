// DueRule: its spellings and its words. What the rules mean is in calendar.cpp.
#include <fmt/format.h>

#include <charconv>

#include "config/calendar.hpp"

namespace gatepost::config {

namespace {

// A deadline further away than this is a typing error, not a policy.
constexpr int most_days = 366;
constexpr int most_hours = most_days * 24;

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};

std::optional<int> parse_count(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

std::optional<DueRule> parse_elapsed(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int unit = 0;
  if (text.back() == 'h') unit = 3600;
  if (text.back() == 'm') unit = 60;
  if (text.back() == 's') unit = 1;
  if (unit == 0) return std::nullopt;
  const auto count = parse_count(text.substr(0, text.size() - 1), 0, most_hours * 3600 / unit);
  if (!count) return std::nullopt;
  return DueRule{DueRule::Elapsed{std::chrono::seconds{*count * unit}}};
}

std::string spell_span(std::chrono::seconds span) {
  const auto count = span.count();
  if (count != 0 && count % 3600 == 0) return fmt::format("{}h", count / 3600);
  if (count != 0 && count % 60 == 0) return fmt::format("{}m", count / 60);
  return fmt::format("{}s", count);
}

std::string span_in_words(std::chrono::seconds span) {
  // The field says "within 24 hours", not "within 1 day", for the time that runs through the night.
  if (span.count() != 0 && span % std::chrono::hours{1} == std::chrono::seconds{0})
    return fmt::format("{} hour{}", span.count() / 3600, span.count() == 3600 ? "" : "s");
  return gatepost::in_words(span);
}

std::string counted(int count, std::string_view unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

}  // namespace

std::optional<DueRule> DueRule::parse(std::string_view spelling) {
  if (spelling == "24h-or-0900-next-working-day") return DueRule{Elapsed24OrNineNextWorkingDay{}};
  if (spelling == "same-day") return DueRule{SameDay{}};
  if (spelling == "noon-next-working-day") return DueRule{NoonNextWorkingDay{}};
  if (const auto days = after(spelling, "working-days:")) {
    const auto count = parse_count(*days, 1, most_days);
    return count ? std::optional(DueRule{WorkingDays{*count}}) : std::nullopt;
  }
  if (const auto hours = after(spelling, "working-hours:")) {
    const auto count = parse_count(*hours, 1, most_hours);
    return count ? std::optional(DueRule{WorkingHours{*count}}) : std::nullopt;
  }
  if (const auto days = after(spelling, "calendar-days:")) {
    const auto count = parse_count(*days, 1, most_days);
    return count ? std::optional(DueRule{CalendarDays{*count}}) : std::nullopt;
  }
  if (const auto span = after(spelling, "elapsed:")) return parse_elapsed(*span);
  if (const auto span = after(spelling, "elapsed-")) return parse_elapsed(*span);
  return std::nullopt;
}

std::string DueRule::spelling() const {
  return std::visit(
      Overload{
          [](Elapsed rule) { return "elapsed:" + spell_span(rule.span); },
          [](Elapsed24OrNineNextWorkingDay) { return std::string("24h-or-0900-next-working-day"); },
          [](WorkingDays rule) { return fmt::format("working-days:{}", rule.days); },
          [](WorkingHours rule) { return fmt::format("working-hours:{}", rule.hours); },
          [](CalendarDays rule) { return fmt::format("calendar-days:{}", rule.days); },
          [](SameDay) { return std::string("same-day"); },
          [](NoonNextWorkingDay) { return std::string("noon-next-working-day"); },
      },
      kind);
}

std::string DueRule::in_words() const {
  return std::visit(
      Overload{
          [](Elapsed rule) {
            return rule.span.count() == 0 ? std::string("at once")
                                          : "within " + span_in_words(rule.span);
          },
          [](Elapsed24OrNineNextWorkingDay) {
            return std::string(
                "within 24 hours, or by 09:00 on the next working day when a weekend or bank "
                "holiday falls within them");
          },
          [](WorkingDays rule) { return "within " + counted(rule.days, "working day"); },
          [](WorkingHours rule) { return "within " + counted(rule.hours, "working hour"); },
          [](CalendarDays rule) { return "within " + counted(rule.days, "day"); },
          [](SameDay) { return std::string("by the end of the same day"); },
          [](NoonNextWorkingDay) { return std::string("by noon on the next working day"); },
      },
      kind);
}

}  // namespace gatepost::config
