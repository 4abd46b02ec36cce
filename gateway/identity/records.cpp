#include "gateway/identity/records.hpp"

#include <array>
#include <utility>

namespace gatepost::identity {

namespace {

// Stored and typed by name, so that a reordered enum can never change the meaning of a row.
template <class E, std::size_t size>
using Names = std::array<std::pair<E, std::string_view>, size>;

constexpr Names<Role, 7> role_names{{{Role::sender, "sender"},
                                     {Role::clinician, "clinician"},
                                     {Role::spoc, "spoc"},
                                     {Role::meeting, "meeting"},
                                     {Role::administrator, "administrator"},
                                     {Role::operations, "operator"},
                                     {Role::auditor, "auditor"}}};
constexpr Names<UserStatus, 2> status_names{
    {{UserStatus::enabled, "enabled"}, {UserStatus::disabled, "disabled"}}};
constexpr Names<CredentialKind, 5> kind_names{{{CredentialKind::password, "password"},
                                               {CredentialKind::totp, "totp"},
                                               {CredentialKind::recovery_code, "recovery-code"},
                                               {CredentialKind::security_key, "security-key"},
                                               {CredentialKind::external, "external"}}};
constexpr Names<CredentialState, 2> state_names{
    {{CredentialState::good, "good"}, {CredentialState::provisional, "provisional"}}};
constexpr Names<SessionStage, 4> stage_names{{{SessionStage::second_factor, "second-factor"},
                                              {SessionStage::new_password, "new-password"},
                                              {SessionStage::enrolment, "enrolment"},
                                              {SessionStage::full, "full"}}};

template <class E, std::size_t size>
std::string_view name_of(const Names<E, size>& names, E value) {
  for (const auto& [each, name] : names)
    if (each == value) return name;
  return "?";
}
template <class E, std::size_t size>
std::optional<E> value_of(const Names<E, size>& names, std::string_view text) {
  for (const auto& [each, name] : names)
    if (name == text) return each;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Role role) { return name_of(role_names, role); }
std::optional<Role> parse_role(std::string_view text) { return value_of(role_names, text); }
std::string_view to_string(UserStatus status) { return name_of(status_names, status); }
std::optional<UserStatus> parse_user_status(std::string_view text) {
  return value_of(status_names, text);
}
std::string_view to_string(CredentialKind kind) { return name_of(kind_names, kind); }
std::optional<CredentialKind> parse_credential_kind(std::string_view text) {
  return value_of(kind_names, text);
}
std::string_view to_string(CredentialState state) { return name_of(state_names, state); }
std::optional<CredentialState> parse_credential_state(std::string_view text) {
  return value_of(state_names, text);
}
std::string_view to_string(SessionStage stage) { return name_of(stage_names, stage); }
std::optional<SessionStage> parse_session_stage(std::string_view text) {
  return value_of(stage_names, text);
}

bool has_method(std::string_view methods, std::string_view method) {
  const auto framed = [](std::string_view text) { return "+" + std::string(text) + "+"; };
  return framed(methods).find(framed(method)) != std::string::npos;
}

bool is_of_a_team(Role role) {
  return role == Role::sender || role == Role::clinician || role == Role::spoc ||
         role == Role::meeting;
}

std::string Grant::str() const {
  std::string text(to_string(role));
  return team.empty() ? text : text + ":" + team.str();
}

std::optional<Grant> Grant::parse(std::string_view text) {
  const auto colon = text.find(':');
  const auto role = parse_role(text.substr(0, colon));
  if (!role || is_of_a_team(*role) != (colon != std::string_view::npos)) return std::nullopt;
  if (colon == std::string_view::npos) return Grant{*role, {}};
  const auto team = TeamCode::parse(text.substr(colon + 1));
  if (!team) return std::nullopt;
  return Grant{*role, *team};
}

}  // namespace gatepost::identity
