#include "gateway/web/areas/clinical.hpp"

#include <fmt/format.h>

#include "gateway/web/pages/begin.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;

void Clinical::add_to(Router& router) {
  const Access sends = Access::to(Action::send_clinical_part);
  router.get("/messages/:id/clinical-part", sends, [this](const Call& c) { return ask(c); });
  router.post("/messages/:id/clinical-part", sends, [this](const Call& c) { return begin(c); });
}

asio::awaitable<app::Answer<Clinical::Found>> Clinical::find(const Call& call) {
  const std::string id = call.path("id");
  auto caller =
      co_await desk_.services().identity.act_on(person_of(call), Action::send_clinical_part, id);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  auto referral = co_await desk_.services().gateway.message(*caller, id);
  if (!referral) co_return std::unexpected(std::move(referral).error());
  // Only the side that sent it completes it.
  const bool is_ours = referral->state.to != caller->team;
  if (referral->state.type != forms::FormType::lief || !is_ours)
    co_return app::refuse(
        Error(app::Errc::not_found, "only a referral of your own prison has a clinical part"));
  co_return Found{std::move(*caller), std::move(*referral)};
}

// It goes where the referral went.
static void address(writing::Typed& typed, const exchange::MessageState& referral) {
  typed.set("Control.ToTeam", referral.to.str());
  if (referral.to.empty() && referral.area) typed.set("Control.ToArea", referral.area->str());
}

asio::awaitable<Reply> Clinical::ask(const Call& call) {
  GP_TRY_REPLY(const Found found, co_await find(call));
  const exchange::MessageState& referral = found.referral.state;
  GP_TRY_REPLY(const auto begun,
               co_await desk_.begun(call, found.caller.team, forms::FormType::clinical_part,
                                    found.referral.conversation));
  writing::Typed to;
  address(to, referral);
  pages::BeginAbout begin{
      .title = "Send the clinical part",
      .target = html::Url::path({"messages", call.path("id"), "clinical-part"}),
      .back = html::Url::path({"messages", call.path("id")}),
      .to = desk_.to_in_words(to),
      .about = fmt::format("The referral sent at {}, reference {}",
                           desk_.minute(call, referral.accepted_at), referral.handle.str()),
      .says = {"The prescribing part of a referral: substitution treatment, supply at release, "
               "naloxone. It is a form of its own that you sign, bound to exactly this referral."},
      .button = "Start the clinical part"};
  begin.begun = desk_.links_to(call, begun);
  begin.token = desk_.new_token();
  co_return pages::begin_about(call, begin);
}

asio::awaitable<Reply> Clinical::begin(const Call& call) {
  GP_TRY_REPLY(const Found found, co_await find(call));
  const exchange::MessageState& referral = found.referral.state;
  DraftDesk::Beginning beginning{.team = found.caller.team,
                                 .type = forms::FormType::clinical_part,
                                 .conversation = found.referral.conversation};
  writing::Typed& typed = beginning.typed;
  address(typed, referral);
  typed.set("Lief.From", referral.key.from.str());
  typed.set("Lief.MessageId", referral.key.id.str());
  typed.set("Lief.Digest", referral.digest.hex());
  typed.set("SignOff.Referrer", person_of(call).display_name);
  typed.set("SignOff.Role", person_of(call).job_title);
  if (const config::Team* own = found.caller.configuration->directory.find(found.caller.team)) {
    typed.set("SignOff.Team", own->name);
    typed.set("SignOff.Telephone", own->telephone);
    typed.set("SignOff.Mailbox", own->email);
  }
  GP_TRY_REPLY(const DraftId draft, co_await desk_.begin(call, std::move(beginning)));
  co_return Redirect{pages::draft_page(draft)};
}

}  // namespace gatepost::web
