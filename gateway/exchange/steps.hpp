// Steps: the names under which the core itself opens tasks, beside those of policies. They stand in
// rows, the log and references, so they are never changed.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "config/reserved_steps.hpp"

namespace gatepost::exchange::steps {

inline constexpr std::string_view no_route = "no-route";  // no team is known for the area
inline constexpr std::string_view telephone_route = "telephone-route";  // reached by telephone only
inline constexpr std::string_view call_must_follow =
    "call-must-follow";  // 2009 guidance, PP7 and others
inline constexpr std::string_view nobody_on_duty = "nobody-on-duty";  // urgent, out of their hours
inline constexpr std::string_view urgent_waits = "urgent-waits";      // told at once, not a task
inline constexpr std::string_view clinical_part =
    "clinical-part";  // the prescribing part is to follow
inline constexpr std::string_view complete_referral =
    "complete-referral";  // a court release, sent with the few fields that matter
inline constexpr std::string_view choose_another_spoc = "choose-another-spoc";  // after a decline
inline constexpr std::string_view confirm_death = "confirm-death";
inline constexpr std::string_view confirm_withdrawal = "confirm-withdrawal";
inline constexpr std::string_view taken_back =
    "taken-back";  // told to the sender: consent no longer covers it
inline constexpr std::string_view no_longer_agreed =
    "no-longer-agreed";  // to be confirmed by whoever could have read it
inline constexpr std::string_view tell_new_prison =
    "tell-new-prison";  // its team is not known here
inline constexpr std::string_view check_duplicate =
    "check-duplicate";  // declined as one of two, and the other is not here
inline constexpr std::string_view death_taken_back =
    "death-taken-back";  // reported by mistake: tasks that it closed may be needed again
// A SPOC that has to do with the person could not be told of their transfer: one name for each
// reason, because the reason is what somebody must act on.
inline constexpr std::string_view not_told_consent_unstated = "not-told-consent-unstated";
inline constexpr std::string_view not_told_consent_refused = "not-told-consent-refused";
inline constexpr std::string_view not_told_consent_withdrawn = "not-told-consent-withdrawn";
inline constexpr std::string_view not_told_not_covered = "not-told-not-covered";
inline constexpr std::string_view not_told_out_of_service = "not-told-out-of-service";
inline constexpr std::string_view overdue = "overdue";  // told to the sender, not a task
inline constexpr std::string_view opened = "opened";    // a task's owner hears of it, likewise
inline constexpr std::string_view moved = "moved";      // its new owner does
// Duties that reconcile found.
inline constexpr std::string_view lief_missing = "lief-missing";
inline constexpr std::string_view release_alert_missing = "release-alert-missing";
inline constexpr std::string_view transfer_alert_missing = "transfer-alert-missing";
inline constexpr std::string_view death_alert_missing = "death-alert-missing";

// Every task that the core opens by itself: whoever puts them into words has a row for each.
inline constexpr std::array tasks{no_route,
                                  telephone_route,
                                  call_must_follow,
                                  nobody_on_duty,
                                  clinical_part,
                                  complete_referral,
                                  choose_another_spoc,
                                  confirm_death,
                                  confirm_withdrawal,
                                  taken_back,
                                  no_longer_agreed,
                                  tell_new_prison,
                                  check_duplicate,
                                  death_taken_back,
                                  not_told_consent_unstated,
                                  not_told_consent_refused,
                                  not_told_consent_withdrawn,
                                  not_told_not_covered,
                                  not_told_out_of_service,
                                  lief_missing,
                                  release_alert_missing,
                                  transfer_alert_missing,
                                  death_alert_missing};
// No policy may call a step of its own so: references are made of these names.
static_assert(std::ranges::all_of(tasks, config::is_reserved_step) &&
              config::is_reserved_step(urgent_waits) && config::is_reserved_step(overdue) &&
              config::is_reserved_step(opened) && config::is_reserved_step(moved));
// What only the other side's word ends: no closing by hand, no completing by the sender.
constexpr bool is_others_word(std::string_view step) {
  return step == confirm_death || step == confirm_withdrawal;
}

template <class Table>
consteval bool has_words_for_all(const Table& table) {
  for (const std::string_view task : tasks) {
    bool found = false;
    for (const auto& row : table) found = found || row.first == task;
    if (!found) return false;
  }
  return true;
}

}  // namespace gatepost::exchange::steps
