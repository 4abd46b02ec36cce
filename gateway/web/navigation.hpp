// What stands at the top of every page: where this person may go, and who they are. Pure; any
// thread.
#pragma once

#include "gateway/web/core/router.hpp"

namespace gatepost::web {

// The names of the navigation's items, which Page::section repeats.
namespace sections {
inline constexpr const char* home = "Home";
inline constexpr const char* sent = "Sent";
inline constexpr const char* received = "Received";
inline constexpr const char* tasks = "Tasks";
inline constexpr const char* meeting = "Meeting list";
inline constexpr const char* administration = "Administration";
}  // namespace sections

// Empty for whoever has not signed in to the end.
std::vector<NavigationItem> navigation_of(const Session& session);

// Whether some role of theirs is for the gateway as a whole: administrators, operators, auditors.
bool is_of_the_gateway(const identity::Person& person);

// Who is signed in, and the way out.
html::Html account_corner(const Call& call);

// The home pages of a team's desk: "/teams/BXI-PSI", and below.
html::Url team_page(const TeamCode& team, std::string_view below = {});

}  // namespace gatepost::web
