// Policy: which deadlines, steps and tasks apply (DESIGN section 4), as data from a commented TOML
// file. Values only.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "config/calendar.hpp"

namespace gatepost::config {

// Rungs of the ladder, and after them the aftercare of a referral (DESIGN section 2), in the order
// in which a later one makes the earlier ones needless. Aftercare rungs have deadlines and steps
// like the others, but no receipts: the signed Response itself is the evidence.
enum class Rung {
  accepted = 1,
  delivered = 2,
  acknowledged = 3,
  confirmed = 4,
  answered = 5,
  outcome = 6,      // what became of the appointment
  followed_up = 7,  // somebody who did not attend was looked for
  engaged = 8       // in treatment, the 21-day measure
};
inline bool is_aftercare(Rung rung) { return rung > Rung::answered; }
std::string_view to_string(Rung rung);
std::optional<Rung> parse_rung(std::string_view text);

// Who a step turns to, as a role, so that one policy serves prison to SPOC, SPOC to prison and the
// rest.
enum class StepRole {
  recipient,
  recipient_fallback,
  sender,
  recipient_service_manager,
  oversight,
  operator_,
  // Of [[task.step]] only: the team that a task belongs to, and whoever answers for that team.
  owner,
  owner_service_manager
};
std::string_view to_string(StepRole role);

// What a step does. Every step is also told to its role's contacts.
enum class StepAction {
  remind,  // a REPORT in the role's mailbox and a notification
  task,    // something a named person must do and claim; implies remind
};
std::string_view to_string(StepAction action);

struct Step {
  std::string name;  // "remind-recipient": stable, in the audit log and in references
  StepRole role;
  StepAction action;
  DueRule after;  // counted from when the deadline passed (first step) or the step before it
};

// `due` counts from the acceptance of the form; of aftercare rungs from what opens them: the
// appointment's time (outcome), the report that somebody did not attend (followed-up), 09:00 of the
// day of release (engaged).
struct RungPolicy {
  Rung rung;
  DueRule due;
  std::optional<int> cap_working_hours_before_release;
  std::vector<Step> steps;  // in order; after the last, it repeats every `repeat` until closed
};

struct Policy {
  std::string id;                 // "default-2026-11", named in every audit entry that rests on it
  std::string digest_hex;         // SHA-256 of the file
  std::vector<RungPolicy> rungs;  // for forms with a whole ladder; in ladder order
  std::vector<RungPolicy> urgent_rungs;     // used instead when the message is urgent
  std::vector<RungPolicy> reply_rungs;      // [[reply]]: replies have accepted and delivered only
  std::vector<RungPolicy> request_rungs;    // [[request]]: an InformationRequest that is not urgent
  std::vector<RungPolicy> aftercare_rungs;  // [[aftercare]]: outcome, followed-up, engaged
  // [[task.step]]: for tasks that no rung's steps opened (a call that must follow, a clinical part,
  // another SPOC to choose, a form that was never sent). The first step's `after` counts from the
  // opening, each further one from the step before; then the last repeats. A claim holds them.
  std::vector<Step> task_steps;
  int urgent_within_working_days = 2;  // release this near makes a message urgent
  DueRule repeat;                      // the last step again, until closed
  DueRule claim_hold;  // a claimed task holds further steps this long; then they go on

  // All problems at once: unknown keys, a rung without steps ("a policy that never escalates"),
  // a rung in a list that it does not belong to, steps out of order, a step named like one of the
  // gateway's own (reserved_steps.hpp), unparsable rules.
  static Checked<Policy> from_toml(std::string_view text, std::string_view file_name);
};

}  // namespace gatepost::config
