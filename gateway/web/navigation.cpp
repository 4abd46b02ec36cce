#include "gateway/web/navigation.hpp"

#include <algorithm>

#include "gateway/web/components/controls.hpp"

namespace gatepost::web {

using html::css;
using html::el;
using html::Html;
using identity::Action;

html::Url team_page(const TeamCode& team, std::string_view below) {
  return below.empty() ? html::Url::path({"teams", team.str()})
                       : html::Url::path({"teams", team.str(), below});
}

bool is_of_the_gateway(const identity::Person& person) {
  return std::ranges::any_of(person.grants, [](const identity::Grant& grant) {
    return !identity::is_of_a_team(grant.role);
  });
}

std::vector<NavigationItem> navigation_of(const Session& session) {
  std::vector<NavigationItem> items;
  if (!session.is_full()) return items;
  const identity::Person& person = *session.person;
  items.push_back({sections::home, "/"});
  if (const auto teams = identity::teams_for(person, Action::see_messages); !teams.empty()) {
    items.push_back({sections::received, team_page(teams.front(), "received")});
    items.push_back({sections::sent, team_page(teams.front(), "sent")});
    items.push_back({sections::tasks, team_page(teams.front(), "tasks")});
  }
  if (!identity::teams_for(person, Action::see_meeting_list).empty())
    items.push_back({sections::meeting, "/meeting-list"});
  if (is_of_the_gateway(person)) items.push_back({sections::administration, "/administration"});
  return items;
}

Html account_corner(const Call& call) {
  if (!call.session.person) return {};
  Html corner;
  if (call.session.is_full())
    corner = el("a", {css("govuk-link govuk-service-navigation__link"), html::href("/account")},
                {call.session.person->display_name});
  corner += call.form_to(
      "/sign-out",
      el("button", {css("app-link-button"), html::attr("type", "submit")}, {"Sign out"}));
  return el("div", {css("app-account")}, corner);
}

}  // namespace gatepost::web
