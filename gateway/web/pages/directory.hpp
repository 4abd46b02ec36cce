// Pages of the directory: the teams, one of them, what changed when, and a new list. Pure; any
// thread.
#pragma once

#include "gateway/web/pages/administration.hpp"

namespace gatepost::web::pages {

struct DirectoryListValues {
  std::string search;
  std::vector<const config::Team*> teams;  // of this page
  std::size_t found = 0, page = 1, page_size = 1;
};
Page directory_list(const AdminFrame& frame, const DirectoryListValues& values);
Page directory_team(const AdminFrame& frame, const config::Team& team);
Page directory_history(const AdminFrame& frame, const app::LogPage& history);

// The new list as it was typed, with what is wrong with it.
Page directory_import(const AdminFrame& frame, const std::string& typed, const Problems& problems);
Page directory_review(const AdminFrame& frame, const app::DirectoryProposal& proposal);
Page directory_taken(const AdminFrame& frame);
// Written, and yet the gateway goes on with the one before: why.
Page directory_not_taken_up(const AdminFrame& frame, const Problems& problems);

}  // namespace gatepost::web::pages
