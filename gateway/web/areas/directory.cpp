#include "gateway/web/areas/directory.hpp"

#include <algorithm>

#include "gateway/web/pages/directory.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
using identity::Action;

namespace {

constexpr std::size_t teams_a_page = 50;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool mentions(const config::Team& team, const std::string& wanted) {
  return lower(team.name).contains(wanted) || lower(team.code.str()).contains(wanted) ||
         lower(team.prison).contains(wanted) ||
         std::ranges::any_of(
             team.areas, [&](const AreaCode& area) { return lower(area.str()).contains(wanted); });
}

pages::AdminFrame frame_of(const Call& call, const app::ConfigurationPtr& configuration) {
  return {call, *configuration, LocalTime(configuration->calendar, call.now)};
}

}  // namespace

void DirectoryPages::add_to(Router& router) {
  const Access see = Access::to(Action::see_directory);
  const Access change = Access::to(Action::change_directory);
  router.get("/administration/directory", see, [this](const Call& c) { return list(c); });
  router.get("/administration/directory/teams/:team", see,
             [this](const Call& c) { return team(c); });
  router.get("/administration/directory/history", see,
             [this](const Call& c) { return history(c); });
  router.get("/administration/directory/import", change, [this](const Call& c) { return ask(c); });
  router.post(
      "/administration/directory/import", change, [this](const Call& c) { return review(c); },
      limits::directory_form_bytes);
  router.post("/administration/directory/import/take", change,
              [this](const Call& c) { return take(c); });
  router.get("/administration/directory/import/done", change,
             [this](const Call& c) { return taken(c); });
}

asio::awaitable<Reply> DirectoryPages::list(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::see_directory));
  pages::DirectoryListValues values;
  values.search = call.query.text("search");
  const std::string wanted = lower(values.search);
  for (const config::Team& team : configuration->directory.teams())
    if (mentions(team, wanted)) values.teams.push_back(&team);
  std::ranges::sort(values.teams, {}, [](const config::Team* team) { return team->name; });
  values.found = values.teams.size();
  values.page_size = teams_a_page;
  values.page = static_cast<std::size_t>(call.query.number("page", {1, 10'000}).value_or(1));
  const std::size_t first = std::min((values.page - 1) * teams_a_page, values.found);
  const std::size_t last = std::min(first + teams_a_page, values.found);
  values.teams = {values.teams.begin() + static_cast<std::ptrdiff_t>(first),
                  values.teams.begin() + static_cast<std::ptrdiff_t>(last)};
  co_return pages::directory_list(frame_of(call, configuration), values);
}

asio::awaitable<Reply> DirectoryPages::team(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::see_directory));
  const auto code = TeamCode::parse(call.path("team"));
  const config::Team* found = code ? configuration->directory.find(*code) : nullptr;
  if (found == nullptr) co_return Error(Errc::not_found, "no such team");
  co_return pages::directory_team(frame_of(call, configuration), *found);
}

asio::awaitable<Reply> DirectoryPages::history(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto history, co_await administration_.directory_history(person_of(call)));
  co_return pages::directory_history(frame_of(call, configuration), history);
}

asio::awaitable<Reply> DirectoryPages::ask(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::change_directory));
  co_return pages::directory_import(frame_of(call, configuration), {}, {});
}

asio::awaitable<Reply> DirectoryPages::review(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  const auto frame = frame_of(call, configuration);
  const std::string csv = call.form.text("csv");
  if (csv.empty())
    co_return pages::directory_import(
        frame, csv, {{"List", "csv", "there is none", "the whole list, with its column names"}});
  GP_TRY_REPLY(const auto proposal,
               co_await administration_.propose_directory(person_of(call), csv + "\n"));
  if (!proposal.problems.empty()) co_return pages::directory_import(frame, csv, proposal.problems);
  co_return pages::directory_review(frame, proposal);
}

asio::awaitable<Reply> DirectoryPages::take(const Call& call) {
  auto done = co_await administration_.take_directory(
      person_of(call), {call.form.text("fresh"), call.form.text("current")});
  const auto configuration = services_.gateway.configuration();
  // Sent twice: what the first did is what the second wants.
  if (!done && configuration->directory.digest_hex() == call.form.text("fresh"))
    co_return Redirect{"/administration/directory/import/done"};
  if (!done && done.error().error.is(app::Errc::unavailable) && !done.error().problems.empty())
    co_return pages::directory_not_taken_up(frame_of(call, configuration), done.error().problems);
  if (!done && !done.error().problems.empty())
    co_return pages::directory_import(frame_of(call, configuration), {}, done.error().problems);
  GP_CHECK_REPLY(std::move(done));
  co_return Redirect{"/administration/directory/import/done"};
}

asio::awaitable<Reply> DirectoryPages::taken(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::change_directory));
  co_return pages::directory_taken(frame_of(call, configuration));
}

}  // namespace gatepost::web
