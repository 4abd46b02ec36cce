#include "gateway/identity/grants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gatepost::identity {

namespace {

using config::TeamKind;

struct RoleKinds {
  Role role;
  std::vector<TeamKind> kinds;  // none: of the whole gateway
  std::string_view words;
};

const std::vector<RoleKinds>& role_kinds() {
  static const std::vector<RoleKinds> table{
      {Role::sender,
       {TeamKind::prison_psychosocial, TeamKind::prison_court, TeamKind::court},
       "writes and sends referrals and alerts"},
      {Role::clinician, {TeamKind::prison_clinical}, "adds the clinical team's part"},
      {Role::spoc, {TeamKind::spoc, TeamKind::dr}, "receives, confirms and answers"},
      {Role::meeting,
       {TeamKind::prison_psychosocial, TeamKind::prison_clinical, TeamKind::prison_court,
        TeamKind::spoc, TeamKind::court, TeamKind::probation, TeamKind::dr},
       "sees the joint meeting list"},
      {Role::administrator, {}, "keeps directory, users and policies"},
      {Role::operations, {}, "keeps the gateway running"},
      {Role::auditor, {}, "reads the logs and reports"},
  };
  return table;
}

const RoleKinds& entry_of(Role role) {
  return *std::ranges::find(role_kinds(), role, &RoleKinds::role);
}

}  // namespace

std::string_view in_words(Role role) { return entry_of(role).words; }

Problems check_grants(const std::vector<Grant>& grants, const config::Directory& directory) {
  Problems problems;
  const std::string path = "roles";
  if (grants.empty())
    problems.push_back({"Roles", path, "there is none", "at least one, such as sender:BXI-PSI"});
  for (const Grant& grant : grants) {
    if (!is_of_a_team(grant.role)) continue;
    const config::Team* team = directory.find(grant.team);
    const auto& kinds = entry_of(grant.role).kinds;
    if (team == nullptr) {
      problems.push_back({"Roles", path,
                          fmt::format("{} is not in the directory", grant.team.str()),
                          "the code of a team that is, such as BXI-PSI"});
    } else if (std::ranges::find(kinds, team->kind) == kinds.end()) {
      std::string fitting;
      for (const TeamKind kind : kinds)
        fitting += (fitting.empty() ? "" : ", ") + std::string(config::to_string(kind));
      problems.push_back(
          {"Roles", path,
           fmt::format("{} is a role for {}, and {} is a {} team", to_string(grant.role), fitting,
                       grant.team.str(), config::to_string(team->kind)),
           "a role that fits the team"});
    }
  }
  return problems;
}

}  // namespace gatepost::identity
