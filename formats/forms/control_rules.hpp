// The rules on Control that every form shares, as rows of that form's own table. Pure.
#pragma once

#include <array>
#include <chrono>

#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

// Clocks of other systems may be a day off (time zones included); a form from before the service
// existed is a mistyped year.
inline bool absurd_creation(Instant created_at, Date today) {
  using std::chrono::days;
  using std::chrono::sys_days;
  return created_at < sys_days{std::chrono::year{2020} / 1 / 1} ||
         created_at >= sys_days{today} + days{2};
}
inline bool later_than(Instant instant, Date today) {
  return instant >= std::chrono::sys_days{today} + std::chrono::days{2};
}

// The paths of a form's Control, spelled once per form because rules hold views.
struct ControlPaths {
  std::string_view to_area, to_team, created_at, message_id, supersedes;
};

template <class F>
std::vector<Rule<F>> control_rules(const ControlPaths& at) {
  return {
      {"destination",
       "To area",
       {at.to_area, at.to_team},
       "it is not said where the form goes",
       "ToArea, or ToTeam, or both",
       [](const F& form, Date) { return !form.control.to_area && !form.control.to_team; }},
      {"created-at",
       "Written at",
       {at.created_at},
       "this date cannot be right",
       "when the form was completed: not in the future, not before 2020",
       [](const F& form, Date today) { return absurd_creation(form.control.created_at, today); }},
      {"supersedes-itself",
       "Replaces message",
       {at.supersedes, at.message_id},
       "the form says that it replaces itself",
       "the id of an earlier form, or leave it out",
       [](const F& form, Date) { return form.control.supersedes == form.control.message_id; }},
  };
}

}  // namespace gatepost::formats::forms
