#include "gateway/web/areas/desk.hpp"

#include <algorithm>

#include "gateway/web/navigation.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
using identity::Action;
using pages::Side;
using pages::Stage;

namespace {

constexpr std::size_t rows_at_home = 10, tasks_at_home = 5, rows_on_a_page = 25;

Error no_such_team() { return Error(Errc::not_found, "no such team"); }

std::optional<std::pair<Instant, Instant>> released(std::string_view chosen,
                                                    const config::Calendar& calendar, Instant now) {
  const std::chrono::sys_days today = calendar.local_date(now);
  const auto at = [&](std::chrono::days away) {
    return calendar.release_instant(std::chrono::year_month_day(today + away));
  };
  using std::chrono::days;
  if (chosen == "week") return std::pair{at(days{0}), at(days{8})};
  if (chosen == "fortnight") return std::pair{at(days{0}), at(days{15})};
  if (chosen == "past") return std::pair{Instant{}, at(days{0})};
  return std::nullopt;
}

}  // namespace

void DeskPages::add_to(Router& router) {
  const Access see = Access::to(Action::see_messages);
  const Access work = Access::to(Action::work_tasks);
  router.get("/teams/:team", see, [this](const Call& c) { return home(c); });
  router.get("/teams/:team/received", see,
             [this](const Call& c) { return list(c, Side::received); });
  router.get("/teams/:team/sent", see, [this](const Call& c) { return list(c, Side::sent); });
  router.get("/teams/:team/tasks", work, [this](const Call& c) { return list_tasks(c); });
  router.post("/teams/:team/search", see, [this](const Call& c) { return search(c); });
  router.post("/tasks/:id/claim", work, [this](const Call& c) { return act_on_task(c, claim(c)); });
  router.post("/tasks/:id/hand-back", work,
              [this](const Call& c) { return act_on_task(c, app::HandTaskOver{}); });
  router.post("/tasks/:id/done", work,
              [this](const Call& c) { return act_on_task(c, app::CompleteTask{}); });
}

app::ClaimTask DeskPages::claim(const Call& call) const {
  return {person_of(call).display_name, make_id<MessageId>(services_.gateway.parts().random).str()};
}

pages::DeskFrame DeskPages::frame(const Call& call, const app::Caller& caller) const {
  return {call, *caller.configuration, LocalTime(caller.configuration->calendar, call.now),
          caller.team, identity::teams_for(person_of(call), Action::see_messages)};
}

asio::awaitable<Reply> DeskPages::home(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return no_such_team();
  GP_TRY_REPLY(const app::Caller caller,
               co_await services_.identity.act_for(person_of(call), Action::see_messages, *team));
  pages::HomeView view;
  GP_TRY_REPLY(view.counts, co_await desk_.counts(caller));
  GP_TRY_REPLY(view.tasks, co_await services_.gateway.tasks(caller, {.limit = tasks_at_home}));
  const auto page = [&](Side side, Stage stage) {
    return desk_.page(caller, {.side = side, .stage = stage, .limit = rows_at_home});
  };
  GP_TRY_REPLY(view.to_confirm, co_await page(Side::received, Stage::unconfirmed));
  GP_TRY_REPLY(view.to_answer, co_await page(Side::received, Stage::confirmed));
  GP_TRY_REPLY(view.waiting, co_await page(Side::sent, Stage::unconfirmed));
  GP_TRY_REPLY(view.confirmed, co_await page(Side::sent, Stage::confirmed));
  exchange::MessageQuery soon{.side = Side::sent, .limit = rows_at_home};
  soon.released = released("fortnight", caller.configuration->calendar, call.now);
  GP_TRY_REPLY(view.soon, co_await desk_.page(caller, soon));
  const auto may = [&](Action action) {
    return std::ranges::count(identity::teams_for(person_of(call), action), *team) > 0;
  };
  view.may_refer = may(Action::send_referral);
  view.may_alert = may(Action::send_alert);
  co_return pages::home(frame(call, caller), view);
}

// The teams that a filter offers: those on the other side of a SPOC are prisons, and the reverse.
static std::vector<TeamCode> others_of(const app::Caller& caller) {
  const config::Directory& directory = caller.configuration->directory;
  const config::Team* own = directory.find(caller.team);
  const bool is_spoc = own != nullptr && own->kind == config::TeamKind::spoc;
  std::vector<TeamCode> others;
  for (const config::Team& team : directory.teams())
    if (team.code != caller.team && (team.kind == config::TeamKind::spoc) != is_spoc)
      others.push_back(team.code);
  return others;
}

asio::awaitable<Reply> DeskPages::list(const Call& call, Side side) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return no_such_team();
  GP_TRY_REPLY(const app::Caller caller,
               co_await services_.identity.act_for(person_of(call), Action::see_messages, *team));
  pages::ListView view;
  view.side = side;
  view.stage = exchange::parse_list_stage(call.query.text("stage")).value_or(Stage::unconfirmed);
  if (view.stage == Stage::unlisted) view.stage = Stage::unconfirmed;
  view.other = call.query.text("other");
  view.release = call.query.text("release");
  view.others = others_of(caller);
  exchange::MessageQuery wanted{.side = side, .stage = view.stage, .limit = rows_on_a_page};
  wanted.other = TeamCode::parse(view.other);
  wanted.released = released(view.release, caller.configuration->calendar, call.now);
  wanted.after = exchange::ListPlace::from_text(call.query.text("after"));
  GP_TRY_REPLY(view.page, co_await desk_.page(caller, wanted));
  co_return pages::message_list(frame(call, caller), view);
}

asio::awaitable<Reply> DeskPages::list_tasks(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return no_such_team();
  GP_TRY_REPLY(const app::Caller caller,
               co_await services_.identity.act_for(person_of(call), Action::work_tasks, *team));
  const bool all = call.query.text("which") == "all";
  app::TaskQuery wanted;
  wanted.filter = all ? exchange::View::TaskFilter::all : exchange::View::TaskFilter::open;
  wanted.limit = rows_on_a_page;
  wanted.after = exchange::TaskPlace::from_text(call.query.text("after"));
  GP_TRY_REPLY(const app::TaskPage page, co_await services_.gateway.tasks(caller, wanted));
  co_return pages::tasks(frame(call, caller), page, all);
}

asio::awaitable<Reply> DeskPages::search(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return no_such_team();
  GP_TRY_REPLY(const app::Caller caller,
               co_await services_.identity.act_for(person_of(call), Action::see_messages, *team));
  pages::SearchView view;
  view.typed = call.form.text("text");
  if (view.typed.empty()) {
    view.problems.push_back({"", "text", "Enter a surname, a number or a reference", ""});
  } else if (view.typed.size() > limits::search_text_bytes) {
    view.problems.push_back({"", "text", "Enter no more than one name, number or reference", ""});
  } else {
    GP_TRY_REPLY(view.found, co_await desk_.search(caller, {view.typed}));
  }
  co_return pages::search(frame(call, caller), view);
}

// Somebody was quicker, or it was pressed twice: the list shows how it stands.
static bool is_late(const Error& error) {
  using exchange::Errc;
  return error.is(Errc::already_claimed) || error.is(Errc::not_claimed) ||
         error.is(Errc::task_closed);
}

// Two people at one task: the second one's page shows what the first did.
asio::awaitable<Reply> DeskPages::act_on_task(const Call& call, app::TaskAct act) {
  const auto id = TaskId::parse(call.path("id"));
  const auto team = TeamCode::parse(call.form.text("team"));
  if (!id || !team) co_return Error(Errc::not_found, "no such task");
  GP_TRY_REPLY(const app::Caller caller,
               co_await services_.identity.act_for(person_of(call), Action::work_tasks, *team));
  if (std::holds_alternative<app::CompleteTask>(act)) {
    // Whoever says that it is done has taken it on, and is named.
    GP_TRY_REPLY(const app::TaskView task, co_await services_.gateway.task(caller, *id));
    if (!task.task.claimed_at && !task.task.closed_at) {
      auto claimed = co_await services_.gateway.act_on_task(caller, *id, claim(call));
      if (!claimed && is_late(claimed.error().error)) co_return Redirect{team_page(*team, "tasks")};
      GP_CHECK_REPLY(std::move(claimed));
    }
  }
  auto done = co_await services_.gateway.act_on_task(caller, *id, std::move(act));
  if (!done && !is_late(done.error().error)) co_return done.error().error;
  co_return Redirect{team_page(*team, "tasks")};
}

}  // namespace gatepost::web
