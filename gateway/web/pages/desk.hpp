// A team's desk: home, the lists of what it sent and received, its tasks, a search. Pure; any
// thread.
#pragma once

#include "gateway/app/desk.hpp"
#include "gateway/web/core/router.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web::pages {

using Side = exchange::MessageQuery::Side;
using Stage = exchange::ListStage;

// What every page of a desk needs to know.
struct DeskFrame {
  const Call& call;
  const app::Configuration& configuration;
  LocalTime time;
  TeamCode team;
  std::vector<TeamCode> teams;  // others of the person's, to go to
};

struct HomeView {
  app::DeskCounts counts;
  app::TaskPage tasks;
  app::DeskPage to_confirm, to_answer;     // received
  app::DeskPage soon, waiting, confirmed;  // sent; soon: released within a fortnight
  bool may_refer = false, may_alert = false;
};
Page home(const DeskFrame& frame, const HomeView& view);

struct ListView {
  Side side{};
  Stage stage{};
  std::string other, release;  // filters as chosen: a team's code; "week", "fortnight", "past"
  std::vector<TeamCode> others;
  app::DeskPage page;
};
Page message_list(const DeskFrame& frame, const ListView& view);

Page tasks(const DeskFrame& frame, const app::TaskPage& page, bool all);

struct SearchView {
  std::string typed;
  std::optional<std::vector<app::DeskRow>> found;  // nothing: not searched yet
  Problems problems;
};
Page search(const DeskFrame& frame, const SearchView& view);

// The rows of a list, narrow screens included; an empty list says `none`.
html::Html message_rows(const DeskFrame& frame, const std::vector<app::DeskRow>& rows, Side side,
                        std::string_view none);
html::Html task_rows(const DeskFrame& frame, const std::vector<app::TaskView>& tasks);

}  // namespace gatepost::web::pages
