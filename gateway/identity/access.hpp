// Who may do what: a table of roles and actions as data, and one question. Default deny: an action
// without a row, a role that a row does not name, an object of another team are all refused. Pure;
// thread-safe.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "formats/forms/control.hpp"
#include "gateway/base/result.hpp"
#include "gateway/identity/errors.hpp"
#include "gateway/identity/person.hpp"

namespace gatepost::identity {

enum class Action {
  // on what belongs to a team
  see_messages,  // lists and ladders, without content
  open_form,     // its content: a consultation, audited
  download_evidence,
  send_referral,
  send_clinical_part,
  send_alert,
  send_information,  // requests and replies
  confirm,           // a named person has seen it
  respond,           // accepted, declined, and what became of it
  confirm_by_telephone,
  withdraw,
  close_message,
  work_tasks,
  reconcile,
  write_drafts,
  see_meeting_list,
  // on the gateway as a whole
  see_directory,
  change_directory,
  see_policies,
  see_all_tasks,
  see_delivery_log,
  export_delivery_log,
  read_audit_log,
  see_reports,
  manage_users,
  see_certificates,
  mend_dead_letters,
  see_health,
};

enum class Scope { team, gateway };
enum class StepUp { none, recent };  // recent: the second factor within `step_up_within`

struct AccessRule {
  Action action;
  std::string_view name;  // "open-form"
  Scope scope;
  StepUp step_up;
  std::vector<Role> roles;
};

inline constexpr std::chrono::minutes step_up_within{15};

// Every action once, in the enum's order.
const std::vector<AccessRule>& access_rules();

// What sending a form of this type is; nothing for receipts, which only the gateway makes.
std::optional<Action> action_of_sending(formats::forms::FormType type);

// The team the person acts for: the first of `teams` in which one of their roles allows it; none
// for actions on the gateway. `teams` are those that may do it with this object (its parties), in
// order of preference. Errors: second_factor_wanted, new_password_wanted, enrolment_wanted,
// not_allowed, step_up_wanted.
Result<TeamCode> authorise(const Person& person, Action action, std::span<const TeamCode> teams,
                           Instant now);

// The error that a session short of `full` deserves; nothing when it is full.
std::optional<Error> unfinished(SessionStage stage);

// Whether the second factor is recent enough for what `StepUp::recent` guards.
bool is_stepped_up(const Person& person, Instant now);

// The person's teams in which some role allows the action, in the order of their grants.
std::vector<TeamCode> teams_for(const Person& person, Action action);

}  // namespace gatepost::identity
