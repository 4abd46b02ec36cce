// Steps: the names under which the core itself opens tasks, beside those of policies. They stand in
// rows, the log and references, so they are never changed.
#pragma once

#include <array>
#include <string_view>

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
    "tell-new-prison";                                  // its team is not known here
inline constexpr std::string_view overdue = "overdue";  // told to the sender, not a task
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
                                  lief_missing,
                                  release_alert_missing,
                                  transfer_alert_missing,
                                  death_alert_missing};
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
