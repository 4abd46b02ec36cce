#include "gateway/web/areas/referral.hpp"

#include "gateway/web/areas/destinations.hpp"
#include "gateway/web/writing/leaves.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;

void Referral::add_to(Router& router) {
  const Access sends = Access::to(Action::send_referral);
  router.get("/teams/:team/referrals/new", sends, [this](const Call& c) { return ask(c); });
  router.post("/teams/:team/referrals", sends, [this](const Call& c) { return begin(c); });
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

  typed.set("SignOff.Referrer", person.display_name);
  typed.set("SignOff.Role", person.job_title);
  if (const config::Team* own = caller.configuration->directory.find(*team)) {
    typed.set("SignOff.Team", own->name);
    for (const std::string_view part : {"SignOff", "Custody"}) {
      typed.set(std::string(part) + ".Telephone", own->telephone);
      typed.set(std::string(part) + ".Mailbox", own->email);
    }
  }
  GP_TRY_REPLY(const DraftId id, co_await desk_.begin(call, std::move(beginning)));
  co_return Redirect{pages::draft_page(id)};
}

}  // namespace gatepost::web
