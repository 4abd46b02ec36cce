#include "gateway/web/areas/referral.hpp"

#include <fmt/format.h>

#include "gateway/web/areas/destinations.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/prefill.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;

void Referral::add_to(Router& router) {
  const Access sends = Access::to(Action::send_referral);
  router.get("/teams/:team/referrals/new", sends, [this](const Call& c) { return ask(c); });
  router.post("/teams/:team/referrals", sends, [this](const Call& c) { return begin(c); });
  for (const auto& [path, again] : {std::pair{"/messages/:id/update", Again::update},
                                    std::pair{"/messages/:id/referral", Again::another}}) {
    router.get(path, sends, [this, again](const Call& c) { return ask_again(c, again); });
    router.post(path, sends, [this, again](const Call& c) { return begin_again(c, again); });
  }
}

static bool is_kind(std::string_view kind) {
  return kind == "NEW_REFERRAL" || kind == "COURT_RELEASE";
}

// The choices of the page, from its query or its form.
static pages::BeginReferral begin_of(const FieldSet& fields, const app::Caller& caller,
                                     const LocalTime& time) {
  const config::Directory& directory = caller.configuration->directory;
  pages::BeginReferral begin{.team = caller.team};
  const config::Team* team = directory.find(caller.team);
  begin.team_name = team == nullptr ? caller.team.str() : team->name;
  begin.kind = fields.text("kind");
  if (!is_kind(begin.kind))
    begin.problems.push_back({"", "kind", "Choose what kind of referral it is", ""});
  begin.to = destination_of(fields, directory, time.today(), begin.problems);
  return begin;
}

asio::awaitable<Reply> Referral::ask(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return Error(Errc::not_found, "no such team");
  GP_TRY_REPLY(const auto caller, co_await desk_.services().identity.act_for(
                                      person_of(call), Action::send_referral, *team));
  pages::BeginReferral begin = begin_of(call.query, caller, desk_.time(call));
  if (!call.query.has("kind") && !call.query.has("area")) begin.problems.clear();
  begin.token = desk_.new_token();
  co_return pages::begin_referral(call, begin);
}

asio::awaitable<Reply> Referral::begin(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return Error(Errc::not_found, "no such team");
  const identity::Person& person = person_of(call);
  GP_TRY_REPLY(const auto caller,
               co_await desk_.services().identity.act_for(person, Action::send_referral, *team));
  pages::BeginReferral begin = begin_of(call.form, caller, desk_.time(call));
  if (!begin.problems.empty()) {
    begin.token = desk_.new_token();
    co_return pages::begin_referral(call, begin);
  }
  DraftDesk::Beginning beginning{.team = *team, .type = forms::FormType::lief};
  writing::Typed& typed = beginning.typed;
  typed.set("Referral.Kind", begin.kind);
  const forms::Field& area = *writing::field_at(writing::referral_plan().table, "Control.ToArea");
  writing::type_leaf(area, "Control.ToArea", {begin.to.area, {}}, typed,
                     caller.configuration->calendar);
  writing::mark_seen(typed, *writing::referral_plan().part("destination"));

  know_sender(typed, caller.configuration->directory.find(*team), person);
  GP_TRY_REPLY(const DraftId id, co_await desk_.begin(call, std::move(beginning)));
  co_return Redirect{pages::draft_page(id)};
}

asio::awaitable<app::Answer<Referral::Found>> Referral::find(const Call& call, Again again) {
  const std::string id = call.path("id");
  auto caller =
      co_await desk_.services().identity.act_on(person_of(call), Action::send_referral, id);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  auto earlier = co_await desk_.services().gateway.message(*caller, id);
  if (!earlier) co_return std::unexpected(std::move(earlier).error());
  const exchange::MessageState& state = earlier->state;
  // A form replaces one of the same sender only.
  const bool is_theirs = state.type == forms::FormType::lief && state.key.from == caller->team;
  if (again == Again::update && !is_theirs)
    co_return app::refuse(
        Error(app::Errc::not_found, "only a referral that your team sent can be updated"));
  co_return Found{std::move(*caller), std::move(*earlier)};
}

namespace {

pages::BeginAbout about_update(const std::string& id, std::string to) {
  return {.title = "Update a referral",
          .target = html::Url::path({"messages", id, "update"}),
          .back = html::Url::path({"messages", id}),
          .to = std::move(to),
          .about = {},
          .says = {"An update replaces the whole referral: use it to send the parts that were to "
                   "follow, or when much has changed. For one change, an Alert Form is enough.",
                   "What the referral says is filled in already: opening it is noted in the log."},
          .button = "Start the update"};
}

pages::BeginAbout about_another(const std::string& id) {
  return {.title = "Send a referral",
          .target = html::Url::path({"messages", id, "referral"}),
          .back = html::Url::path({"messages", id}),
          .to = "You choose the borough on its first page",
          .about = {},
          .says = {"A referral about the same person, kept together with what was sent before: to "
                   "another borough after a decline, or in full after an Alert Form.",
                   "What that form says is filled in already: opening it is noted in the log."},
          .button = "Start the referral"};
}

}  // namespace

asio::awaitable<Reply> Referral::ask_again(const Call& call, Again again) {
  GP_TRY_REPLY(const Found found, co_await find(call, again));
  const exchange::MessageState& state = found.earlier.state;
  GP_TRY_REPLY(const auto begun,
               co_await desk_.begun(call, found.caller.team, forms::FormType::lief,
                                    found.earlier.conversation));
  writing::Typed to;
  to.set("Control.ToTeam", state.to.str());
  if (state.area) to.set("Control.ToArea", state.area->str());
  pages::BeginAbout about = again == Again::update
                                ? about_update(call.path("id"), desk_.to_in_words(to))
                                : about_another(call.path("id"));
  about.about = fmt::format("The {} sent at {}, reference {}", forms::words_for(state.type),
                            desk_.minute(call, state.accepted_at), state.handle.str());
  about.begun = desk_.links_to(call, begun);
  about.token = desk_.new_token();
  co_return pages::begin_about(call, about);
}

asio::awaitable<Reply> Referral::begin_again(const Call& call, Again again) {
  GP_TRY_REPLY(const Found found, co_await find(call, again));
  const identity::Person& person = person_of(call);
  auto opened = co_await desk_.services().identity.open_form(
      person, found.earlier.state.handle.str(), std::nullopt);
  const config::Calendar& calendar = found.caller.configuration->calendar;
  DraftDesk::Beginning beginning{.team = found.caller.team,
                                 .type = forms::FormType::lief,
                                 .conversation = found.earlier.conversation};
  if (again == Again::update) {
    if (!opened) co_return std::move(opened).error().error;
    const auto* lief = std::get_if<forms::Lief>(&opened->form);
    if (lief == nullptr) co_return Error(Errc::not_found, "only a referral can be updated");
    writing::prefill_update(beginning.typed, *lief, calendar);
  } else if (opened) {
    writing::prefill_referral(beginning.typed, opened->form, calendar);
  } else {
    // A colleague's form is not opened unasked: then it is typed once more.
    beginning.typed.set("Referral.Kind", std::string("NEW_REFERRAL"));
  }
  know_sender(beginning.typed, found.caller.configuration->directory.find(found.caller.team),
              person);
  GP_TRY_REPLY(const DraftId draft, co_await desk_.begin(call, std::move(beginning)));
  co_return Redirect{pages::draft_page(draft)};
}

}  // namespace gatepost::web
