// Reckoning with dates, as rules and figures need it. Pure.
#pragma once

#include <chrono>
#include <utility>

#include "formats/forms/values.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::formats::forms {

// In whole years, as the law counts them.
inline int age_on(Date born, Date today) {
  const int years = int{today.year()} - int{born.year()};
  const bool before_birthday =
      std::pair{today.month(), today.day()} < std::pair{born.month(), born.day()};
  return before_birthday ? years - 1 : years;
}
// No client of a prison's or borough's adult service.
inline bool absurd_age(Date born, Date today) {
  if (born > today) return false;  // another rule's problem
  const int age = age_on(born, today);
  return age < 15 || age > 110;
}

// Calendar months; the last day of a shorter month stands for days it does not have.
inline Date months_after(Date date, int months) {
  const Date raw = date + std::chrono::months{months};
  return raw.ok() ? raw : Date{raw.year() / raw.month() / std::chrono::last};
}

// The first year of the service: an earlier one is mistyped.
inline constexpr Date service_began{std::chrono::year{2020}, std::chrono::January,
                                    std::chrono::day{1}};

// Of what a system writes: clocks may be a day off (time zones included).
inline bool later_than(Instant instant, Date today) {
  return instant >= std::chrono::sys_days{today} + std::chrono::days{2};
}
// Of what a person writes about the past. `today` is London's date, whose day ends no later than
// the same day in UTC.
inline bool after_today(Instant instant, Date today) {
  return instant >= std::chrono::sys_days{today} + std::chrono::days{1};
}

}  // namespace gatepost::formats::forms
