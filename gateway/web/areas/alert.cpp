#include "gateway/web/areas/alert.hpp"

#include <fmt/format.h>

#include "config/reference.hpp"
#include "gateway/exchange/decide.hpp"
#include "gateway/web/areas/destinations.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/writing/prefill.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;
using writing::Typed;

void Alert::add_to(Router& router) {
  const Access sends = Access::to(Action::send_alert);
  router.get("/teams/:team/alerts/new", sends, [this](const Call& c) { return ask(c); });
  router.post("/teams/:team/alerts", sends, [this](const Call& c) { return begin(c); });
  router.get("/messages/:id/alert", sends, [this](const Call& c) { return ask_about(c); });
  router.post("/messages/:id/alert", sends, [this](const Call& c) { return begin_about(c); });
}

// What is known before anybody types: both teams, and who writes.
static void know_teams(Typed& typed, const config::Team* own, const config::Team* to,
                       const identity::Person& person) {
  typed.set("Direction", direction_of(own, to));
  typed.set("CompletedBy", person.display_name);
  typed.set("CompletedByRole", person.job_title);
  for (const config::Team* side : {own, to}) {
    if (side == nullptr) continue;
    if (!is_of_a_prison(side)) {
      typed.set("Contacts.CommunityTelephone", side->telephone);
      continue;
    }
    if (side != own && is_of_a_prison(own)) continue;  // the prison that writes
    typed.set("Places.Prison", side->prison);
    const config::CodeList::Entry* prison = config::prisons().find(side->prison);
    typed.set("Places.PrisonName", prison == nullptr ? side->name : prison->label);
    typed.set("Contacts.PrisonTelephone", side->telephone);
  }
}

static pages::BeginAlert begin_of(const FieldSet& fields, const app::Caller& caller,
                                  const LocalTime& time) {
  const config::Directory& directory = caller.configuration->directory;
  pages::BeginAlert begin{.team = caller.team};
  const config::Team* own = directory.find(caller.team);
  begin.team_name = own == nullptr ? caller.team.str() : own->name;
  for (const config::Team& team : directory.teams())
    if (is_of_a_prison(&team) && team.code != caller.team &&
        (own == nullptr || own->prison.empty() || team.prison != own->prison))
      begin.prisons.push_back({team.code.str(), team.name});
  begin.to = destination_of(fields, directory, time.today(), begin.problems);
  return begin;
}

asio::awaitable<Reply> Alert::ask(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return Error(Errc::not_found, "no such team");
  GP_TRY_REPLY(const auto caller, co_await desk_.services().identity.act_for(
                                      person_of(call), Action::send_alert, *team));
  pages::BeginAlert begin = begin_of(call.query, caller, desk_.time(call));
  if (!call.query.has("area") && !call.query.has("team")) begin.problems.clear();
  begin.token = desk_.new_token();
  co_return pages::begin_alert(call, begin);
}

asio::awaitable<Reply> Alert::begin(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return Error(Errc::not_found, "no such team");
  GP_TRY_REPLY(const auto caller, co_await desk_.services().identity.act_for(
                                      person_of(call), Action::send_alert, *team));
  pages::BeginAlert begin = begin_of(call.form, caller, desk_.time(call));
  if (!begin.problems.empty()) {
    begin.token = desk_.new_token();
    co_return pages::begin_alert(call, begin);
  }
  DraftDesk::Beginning beginning{.team = *team, .type = forms::FormType::alert_form};
  beginning.typed.set("Control.ToArea", begin.to.area);
  beginning.typed.set("Control.ToTeam", begin.to.team);
  beginning.typed.set(writing::about::conversation, std::string("new"));
  know_teams(beginning.typed, caller.configuration->directory.find(*team), begin.to.found,
             person_of(call));
  GP_TRY_REPLY(const DraftId id, co_await desk_.begin(call, std::move(beginning)));
  co_return Redirect{pages::part_page(id, "alert")};
}

asio::awaitable<Reply> Alert::ask_about(const Call& call) {
  const std::string id = call.path("id");
  GP_TRY_REPLY(const auto caller,
               co_await desk_.services().identity.act_on(person_of(call), Action::send_alert, id));
  GP_TRY_REPLY(const auto message, co_await desk_.services().gateway.message(caller, id));
  GP_TRY_REPLY(
      const auto begun,
      co_await desk_.begun(call, caller.team, forms::FormType::alert_form, message.conversation));
  Typed to;
  to.set("Control.ToTeam", exchange::other_side(message.state, caller.team).str());
  if (message.state.area) to.set("Control.ToArea", message.state.area->str());
  pages::BeginAbout begin{
      .title = "Send an Alert Form",
      .target = html::Url::path({"messages", id, "alert"}),
      .back = html::Url::path({"messages", id}),
      .to = desk_.to_in_words(to),
      .about =
          fmt::format("The {} sent at {}, reference {}", forms::words_for(message.state.type),
                      desk_.minute(call, message.state.accepted_at), message.state.handle.str()),
      .says = {"An Alert tells the other side that something has changed: ticks and one sentence.",
               "Who it is about is taken from that form: opening it is noted in the log."},
      .button = "Start the Alert"};
  begin.begun = desk_.links_to(call, begun);
  begin.token = desk_.new_token();
  co_return pages::begin_about(call, begin);
}

asio::awaitable<Reply> Alert::begin_about(const Call& call) {
  const std::string id = call.path("id");
  const identity::Person& person = person_of(call);
  GP_TRY_REPLY(const auto caller,
               co_await desk_.services().identity.act_on(person, Action::send_alert, id));
  GP_TRY_REPLY(const auto message, co_await desk_.services().gateway.message(caller, id));
  DraftDesk::Beginning beginning{.team = caller.team,
                                 .type = forms::FormType::alert_form,
                                 .conversation = message.conversation};
  Typed& typed = beginning.typed;
  // A colleague's form is not opened unasked: then it is typed once more.
  auto opened = co_await desk_.services().identity.open_form(person, id, std::nullopt);
  if (opened) writing::prefill_alert(typed, opened->form, caller.configuration->calendar);
  const TeamCode to = exchange::other_side(message.state, caller.team);
  typed.set("Control.ToTeam", to.str());
  if (to.empty() && message.state.area) typed.set("Control.ToArea", message.state.area->str());
  typed.set(writing::about::conversation, std::string("known"));
  const config::Directory& directory = caller.configuration->directory;
  know_teams(typed, directory.find(caller.team), directory.find(to), person);
  GP_TRY_REPLY(const DraftId draft, co_await desk_.begin(call, std::move(beginning)));
  co_return Redirect{pages::part_page(draft, "alert")};
}

}  // namespace gatepost::web
