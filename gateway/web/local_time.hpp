// LocalTime: instants as people in London read them. Cheap to copy; any thread.
#pragma once

#include <string>

#include "config/calendar.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::web {

class LocalTime {
 public:
  LocalTime(config::Calendar calendar, Instant now) : calendar_(std::move(calendar)), now_(now) {}

  std::string date(std::chrono::year_month_day day) const;  // "6 April 2026"
  std::string at(Instant at) const;                         // "noon on Tuesday 7 April 2026"
  // "noon today", "9:15 tomorrow", "9:15 yesterday"; other days as `at`.
  std::string near(Instant at) const;
  // "in 3 hours", "2 days ago", "now": in the largest whole unit.
  std::string distance(Instant at) const;
  Instant now() const { return now_; }
  std::chrono::year_month_day today() const { return calendar_.local_date(now_); }
  const config::Calendar& calendar() const { return calendar_; }

 private:
  config::Calendar calendar_;
  Instant now_;
};

}  // namespace gatepost::web
