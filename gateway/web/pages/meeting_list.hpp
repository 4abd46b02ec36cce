// The joint meeting list: the people of a prison or a borough with where each stands. Pure; any
// thread.
#pragma once

#include "gateway/app/meeting_list.hpp"
#include "gateway/web/pages/administration.hpp"

namespace gatepost::web::pages {

struct MeetingValues {
  app::MeetingQuery asked;               // as scoped to its team
  std::vector<TeamCode> teams;           // for which this person may see it
  std::optional<app::MeetingPage> page;  // nothing until a prison or a borough was chosen
  std::string problem;                   // why there is no file
};
Page meeting_list(const AdminFrame& frame, const MeetingValues& values);

// RFC 4180, with a header; no cell begins a formula.
std::string meeting_csv(const AdminFrame& frame, const app::MeetingPage& page);

}  // namespace gatepost::web::pages
