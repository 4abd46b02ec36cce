// Instants and the clock. Time is a value passed in (DESIGN rule 9): only `posix::SystemClock`
// reads the machine's clock, and only `app` and `cli` make one.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatepost {

// A UTC instant, in milliseconds: fine enough to order events, coarse enough to store as an
// integer.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using std::chrono::milliseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// RFC 3339 in UTC: "2026-04-02T11:00:00Z", with ".123" only when there are milliseconds.
std::string to_rfc3339(Instant instant);
// Any RFC 3339 offset is taken; more than three fraction digits are cut. Nothing for anything else,
// impossible dates and leap seconds included.
std::optional<Instant> from_rfc3339(std::string_view text);

std::int64_t to_unix_ms(Instant instant);
Instant from_unix_ms(std::int64_t ms);

// A civil date, "2026-04-02". Nothing for impossible ones.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
std::string format_date(std::chrono::year_month_day date);

// For people: "45 seconds", "1 hour", "2 days 4 hours" (two units at most).
std::string in_words(std::chrono::milliseconds duration);

}  // namespace gatepost
