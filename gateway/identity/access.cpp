#include "gateway/identity/access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gatepost::identity {

namespace {

const AccessRule* rule_of(Action action) {
  const auto found = std::ranges::find(access_rules(), action, &AccessRule::action);
  return found == access_rules().end() ? nullptr : &*found;
}

bool allows(const AccessRule& rule, Role role) {
  return std::ranges::find(rule.roles, role) != rule.roles.end();
}

Error not_allowed(const AccessRule* rule) {
  return {Errc::not_allowed,
          fmt::format("none of this person's roles may do this here ({})",
                      rule == nullptr ? std::string_view("unknown") : rule->name)};
}

}  // namespace

const std::vector<AccessRule>& access_rules() {
  using enum Role;
  using A = Action;
  constexpr Scope team = Scope::team;
  constexpr Scope gateway = Scope::gateway;
  constexpr StepUp none = StepUp::none;
  constexpr StepUp recent = StepUp::recent;
  // Administrators, operators and auditors prove who sent what to whom and when; none of them needs
  // to read what a form says, so none of them can. The sides mirror each other where forms go both
  // ways: a prison that receives a transfer confirms and answers as a SPOC does.
  static const std::vector<AccessRule> rules{
      {A::see_messages, "see-messages", team, none, {sender, clinician, spoc}},
      {A::open_form, "open-form", team, none, {sender, clinician, spoc}},
      {A::download_evidence, "download-evidence", team, none, {sender, clinician, spoc}},
      {A::send_referral, "send-referral", team, none, {sender}},
      {A::send_clinical_part, "send-clinical-part", team, none, {clinician}},
      {A::send_alert, "send-alert", team, none, {sender, clinician, spoc}},
      {A::send_information, "send-information", team, none, {sender, clinician, spoc}},
      {A::confirm, "confirm", team, none, {sender, clinician, spoc}},
      {A::respond, "respond", team, none, {sender, spoc}},
      {A::confirm_by_telephone, "confirm-by-telephone", team, none, {sender, clinician, spoc}},
      {A::withdraw, "withdraw", team, none, {sender, clinician, spoc}},
      {A::close_message, "close-message", team, none, {sender, spoc}},
      {A::work_tasks, "work-tasks", team, none, {sender, clinician, spoc}},
      {A::reconcile, "reconcile", team, none, {sender}},
      {A::write_drafts, "write-drafts", team, none, {sender, clinician, spoc}},
      {A::see_meeting_list, "see-meeting-list", team, none, {sender, clinician, spoc, meeting}},
      {A::see_directory,
       "see-directory",
       gateway,
       none,
       {sender, clinician, spoc, meeting, administrator, operations, auditor}},
      {A::change_directory, "change-directory", gateway, recent, {administrator}},
      {A::see_policies,
       "see-policies",
       gateway,
       none,
       {sender, clinician, spoc, meeting, administrator, operations, auditor}},
      {A::see_all_tasks, "see-all-tasks", gateway, none, {administrator, auditor}},
      {A::see_delivery_log,
       "see-delivery-log",
       gateway,
       none,
       {administrator, operations, auditor}},
      {A::export_delivery_log, "export-delivery-log", gateway, recent, {administrator, auditor}},
      {A::read_audit_log, "read-audit-log", gateway, none, {administrator, auditor}},
      {A::see_reports, "see-reports", gateway, none, {administrator, auditor}},
      {A::manage_users, "manage-users", gateway, recent, {administrator}},
      {A::see_certificates, "see-certificates", gateway, none, {administrator, operations}},
      {A::mend_dead_letters, "mend-dead-letters", gateway, recent, {administrator, operations}},
      {A::see_health, "see-health", gateway, none, {administrator, operations, auditor}},
  };
  return rules;
}

std::optional<Action> action_of_sending(formats::forms::FormType type) {
  using formats::forms::FormType;
  switch (type) {
    case FormType::lief:
      return Action::send_referral;
    case FormType::clinical_part:
      return Action::send_clinical_part;
    case FormType::alert_form:
      return Action::send_alert;
    case FormType::information_request:
    case FormType::information_reply:
      return Action::send_information;
    case FormType::acknowledgement:
      return Action::confirm;
    case FormType::response:
      return Action::respond;
    case FormType::phone_confirmation:
      return Action::confirm_by_telephone;
    case FormType::withdrawal:
      return Action::withdraw;
    case FormType::receipt:
      break;
  }
  return std::nullopt;
}

std::optional<Error> unfinished(SessionStage stage) {
  switch (stage) {
    case SessionStage::full:
      return std::nullopt;
    case SessionStage::second_factor:
      return Error(Errc::second_factor_wanted, "give the second factor first");
    case SessionStage::new_password:
      return Error(Errc::new_password_wanted, "choose a password of your own first");
    case SessionStage::enrolment:
      return Error(Errc::enrolment_wanted, "set up a second factor first");
  }
  return Error(Errc::no_session, "sign in");
}

bool is_stepped_up(const Person& person, Instant now) {
  return person.second_factor_at && now - *person.second_factor_at <= step_up_within;
}

Result<TeamCode> authorise(const Person& person, Action action, std::span<const TeamCode> teams,
                           Instant now) {
  if (auto error = unfinished(person.stage)) return std::unexpected(std::move(*error));
  const AccessRule* rule = rule_of(action);
  if (rule == nullptr) return std::unexpected(not_allowed(rule));
  std::optional<TeamCode> found;
  if (rule->scope == Scope::gateway) {
    for (const Grant& grant : person.grants)
      if (allows(*rule, grant.role)) found = TeamCode{};
  } else {
    for (const TeamCode& team : teams) {
      const bool here = std::ranges::any_of(person.grants, [&](const Grant& grant) {
        return !team.empty() && grant.team == team && allows(*rule, grant.role);
      });
      if (here) {
        found = team;
        break;
      }
    }
  }
  if (!found) return std::unexpected(not_allowed(rule));
  if (rule->step_up == StepUp::recent && !is_stepped_up(person, now))
    return fail(Errc::step_up_wanted, "give the second factor again");
  return *found;
}

std::vector<TeamCode> teams_for(const Person& person, Action action) {
  std::vector<TeamCode> teams;
  const AccessRule* rule = rule_of(action);
  if (rule == nullptr || rule->scope != Scope::team) return teams;
  for (const Grant& grant : person.grants)
    if (allows(*rule, grant.role) && std::ranges::find(teams, grant.team) == teams.end())
      teams.push_back(grant.team);
  return teams;
}

}  // namespace gatepost::identity
