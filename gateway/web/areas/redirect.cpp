#include "gateway/web/areas/redirect.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/answers.hpp"
#include "gateway/web/pages/begin.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/prefill.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;

void Redirection::add_to(Router& router) {
  const Access sends = Access::to(Action::send_referral);
  router.get("/messages/:id/redirect", sends, [this](const Call& c) { return ask(c); });
  router.post("/messages/:id/redirect", sends, [this](const Call& c) { return begin(c); });
}

asio::awaitable<app::Answer<Redirection::Found>> Redirection::find(const Call& call) {
  const std::string id = call.path("id");
  const Services& services = desk_.services();
  auto caller = co_await services.identity.act_on(person_of(call), Action::send_referral, id);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  auto declined = co_await services.gateway.message(*caller, id);
  if (!declined) co_return std::unexpected(std::move(declined).error());
  const exchange::MessageState& state = declined->state;
  if (state.type != forms::FormType::lief || state.key.from != caller->team || !was_declined(state))
    co_return app::refuse(Error(app::Errc::not_found,
                                "only a referral of your team that was declined goes elsewhere"));
  auto rows = co_await rows_.conversation(*caller, declined->conversation);
  if (!rows) co_return std::unexpected(std::move(rows).error());
  Found found{std::move(*caller), std::move(*declined), {}, {}};
  const auto decline = std::ranges::find_if(*rows, [&](const app::DeskRow& row) {
    return row.message.carried() == found.declined.state.ended_with;
  });
  if (decline == rows->end()) co_return found;
  const auto opened = co_await services.identity.open_form(
      person_of(call), decline->message.handle.str(), std::nullopt);
  const auto* response = opened ? std::get_if<forms::Response>(&opened->form) : nullptr;
  if (response == nullptr) co_return found;
  found.decline = said_in(*response, desk_.time(call));
  if (response->decline) found.right_area = response->decline->redirect_area;
  co_return found;
}

asio::awaitable<Reply> Redirection::ask(const Call& call) {
  GP_TRY_REPLY(const Found found, co_await find(call));
  const exchange::MessageState& state = found.declined.state;
  GP_TRY_REPLY(const auto begun,
               co_await desk_.begun(call, found.caller.team, forms::FormType::lief,
                                    found.declined.conversation));
  writing::Typed to;
  if (found.right_area) to.set("Control.ToArea", found.right_area->str());
  pages::BeginAbout about{
      .title = "Send it to another service",
      .target = html::Url::path({"messages", call.path("id"), "redirect"}),
      .back = html::Url::path({"messages", call.path("id")}),
      .to = found.right_area ? desk_.to_in_words(to) : "You choose it on the first page",
      .about = fmt::format("The referral sent at {}, reference {}",
                           desk_.minute(call, state.accepted_at), state.handle.str()),
      .says = {},
      .button = "Start the referral"};
  if (!found.decline.empty()) about.says.push_back("They said: " + found.decline);
  about.says.push_back(
      "What the first referral says is filled in already. Check it, and check that the client’s "
      "consent names the service that it goes to now. Opening it is noted in the log.");
  about.says.push_back("Your team’s task to find another service closes when they acknowledge it.");
  about.begun = desk_.links_to(call, begun);
  about.token = desk_.new_token();
  co_return pages::begin_about(call, about);
}

asio::awaitable<Reply> Redirection::begin(const Call& call) {
  GP_TRY_REPLY(const Found found, co_await find(call));
  const config::Calendar& calendar = found.caller.configuration->calendar;
  GP_TRY_REPLY(const auto opened, co_await desk_.services().identity.open_form(
                                      person_of(call), call.path("id"), std::nullopt));
  DraftDesk::Beginning beginning{.team = found.caller.team,
                                 .type = forms::FormType::lief,
                                 .conversation = found.declined.conversation};
  writing::prefill_redirect(beginning.typed, std::get<forms::Lief>(opened.form), calendar);
  if (found.right_area) {
    const forms::Field& area = *writing::field_at(writing::referral_plan().table, "Control.ToArea");
    writing::type_leaf(area, "Control.ToArea", {found.right_area->str(), {}}, beginning.typed,
                       calendar);
    writing::mark_seen(beginning.typed, *writing::referral_plan().part("destination"));
  }
  know_sender(beginning.typed, found.caller.configuration->directory.find(found.caller.team),
              person_of(call));
  GP_TRY_REPLY(const DraftId draft, co_await desk_.begin(call, std::move(beginning)));
  co_return Redirect{pages::draft_page(draft)};
}

}  // namespace gatepost::web
