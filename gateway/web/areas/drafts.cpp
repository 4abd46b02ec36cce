#include "gateway/web/areas/drafts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "certs/digest.hpp"
#include "gateway/app/errors.hpp"
#include "gateway/exchange/decide.hpp"
#include "gateway/identity/errors.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/pages/sent.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/leaves.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;
using writing::Part;
using writing::Typed;

void Drafts::add_to(Router& router) {
  const Access writes = Access::to(Action::write_drafts);
  router.get("/teams/:team/drafts", writes, [this](const Call& c) { return list(c); });
  router.get("/drafts/:id", writes, [this](const Call& c) { return parts(c); });
  router.get("/drafts/:id/parts/:part", writes, [this](const Call& c) { return ask(c); });
  router.post("/drafts/:id/parts/:part", writes, [this](const Call& c) { return take(c); });
  router.get("/drafts/:id/check", writes, [this](const Call& c) { return check(c); });
  router.post("/drafts/:id/send", writes, [this](const Call& c) { return send(c); });
  router.get("/drafts/:id/discard", writes, [this](const Call& c) { return ask_discard(c); });
  router.post("/drafts/:id/discard", writes, [this](const Call& c) { return discard(c); });
  router.get("/messages/:id/sent", Access::to(Action::see_messages),
             [this](const Call& c) { return sent(c); });
}

static html::Url sent_page(const MessageId& id) {
  return html::Url::path({"messages", id.str(), "sent"});
}

asio::awaitable<Reply> Drafts::missing(const Call& call, app::Refusal why) {
  const auto id = DraftId::parse(call.path("id"));
  if (!id || !why.error.is(app::Errc::not_found)) co_return std::move(why).error;
  // What was typed and cannot be kept any more is given back, also when the form was sent.
  const bool is_typed = call.head.method == "POST" && call.head.path.contains("/parts/");
  if (!is_typed && co_await was_sent(call, *id)) co_return Redirect{sent_page(message_of(*id))};
  co_return pages::draft_gone(call);
}

asio::awaitable<bool> Drafts::was_sent(const Call& call, const DraftId& id) {
  const std::string form = message_of(id).str();
  const identity::Person& person = person_of(call);
  for (const TeamCode& team : identity::teams_for(person, Action::see_messages)) {
    const auto caller =
        co_await desk_.services().identity.act_for(person, Action::see_messages, team);
    if (caller && co_await desk_.services().gateway.message(*caller, form)) co_return true;
  }
  co_return false;
}

asio::awaitable<Reply> Drafts::list(const Call& call) {
  const auto team = TeamCode::parse(call.path("team"));
  if (!team) co_return Error(Errc::not_found, "no such team");
  GP_TRY_REPLY(const auto drafts,
               co_await desk_.services().identity.drafts(person_of(call), *team));
  std::vector<pages::DraftRow> rows;
  for (const app::DraftView& draft : drafts) {
    const auto type = forms::type_from_root(draft.record.form);
    const writing::Plan* plan = type ? writing::plan_for(*type) : nullptr;
    const auto typed = Typed::from_text(draft.content);
    if (plan == nullptr || !typed) continue;
    rows.push_back({draft.record.id, std::string(plan->noun), writing::person_of(*plan, *typed),
                    desk_.to_in_words(*typed), draft.changed_by,
                    desk_.minute(call, draft.record.changed_at)});
  }
  const auto has = [&](Action action) {
    const auto teams = identity::teams_for(person_of(call), action);
    return std::ranges::find(teams, *team) != teams.end();
  };
  std::vector<NavigationItem> begin;
  if (has(Action::send_referral))
    begin.push_back(
        {"Send a referral", html::Url::path({"teams", team->str(), "referrals", "new"})});
  if (has(Action::send_alert))
    begin.push_back(
        {"Send an Alert Form", html::Url::path({"teams", team->str(), "alerts", "new"})});
  const config::Team* known = desk_.services().gateway.configuration()->directory.find(*team);
  co_return pages::draft_list({.team = *team,
                               .team_name = known == nullptr ? team->str() : known->name,
                               .drafts = std::move(rows),
                               .begin = std::move(begin),
                               .page = call.query.number("page", {1, 1000}).value_or(1),
                               .discarded = call.query.has("discarded")});
}

asio::awaitable<Reply> Drafts::parts(const Call& call) {
  auto draft = co_await desk_.open(call, call.path("id"));
  if (!draft) co_return co_await missing(call, std::move(draft).error());
  if (co_await was_sent(call, draft->id()))
    co_return pages::draft_sent_already(call, draft->in_hand(), sent_page(message_of(draft->id())));
  co_return pages::draft_parts(draft->in_hand());
}

// Of what is stored for a page: whether somebody else saved it meanwhile is seen by it.
static std::string base_of(const Part& part, const Typed& typed) {
  return certs::sha256(as_bytes(writing::of_part(part, typed).to_text())).hex();
}

asio::awaitable<Reply> Drafts::ask(const Call& call) {
  auto draft = co_await desk_.open(call, call.path("id"));
  if (!draft) co_return co_await missing(call, std::move(draft).error());
  const Part* part = draft->plan->part(call.path("part"));
  if (part == nullptr) co_return Error(Errc::not_found, "no such page");
  const auto hand = draft->in_hand();
  pages::Questions questions{.part = *part, .base = base_of(*part, draft->typed)};
  questions.from_check = call.query.text("from") == "check";
  // Coming from the list of what is wrong, somebody wants to see what.
  if (questions.from_check && writing::was_seen(draft->typed, *part))
    questions.shown = writing::problems_of(*draft->plan, *part, hand.problems);
  co_return pages::draft_questions(call, hand, questions);
}

// Who saved a page last, and when: a draft as a whole only knows its last change of any page.
static std::string note_of(std::string_view what, const Part& part) {
  return fmt::format("draft.{}.{}", what, part.slug);
}
static pages::Meanwhile meanwhile_of(const DraftDesk& desk, const Call& call,
                                     const OpenDraft& draft, const Part& part,
                                     const Typed& stored) {
  std::string by = stored.text(note_of("by", part));
  if (by.empty()) by = draft.view.changed_by;
  if (by == person_of(call).display_name) by = "You, in another window,";
  const auto at = from_rfc3339(stored.text(note_of("at", part)));
  return {std::move(by), desk.minute(call, at.value_or(draft.view.record.changed_at)), stored};
}

// Saving does not wait for the page to be right: a mistake is shown beside what is kept.
asio::awaitable<Reply> Drafts::take(const Call& call) {
  constexpr int most_tries = 3;  // a colleague saved another page in between
  for (int i = 0; i < most_tries; ++i) {
    auto draft = co_await desk_.open(call, call.path("id"));
    if (!draft) co_return co_await missing(call, std::move(draft).error());
    const Part* part = draft->plan->part(call.path("part"));
    if (part == nullptr) co_return Error(Errc::not_found, "no such page");
    const Typed stored = draft->typed;
    type_from(call.form, *draft->plan, *part, draft->typed);
    const std::string base = base_of(*part, stored);
    pages::Questions questions{.part = *part, .base = base};
    questions.from_check = call.form.text("from") == "check";
    if (call.form.text("base") != base && base_of(*part, draft->typed) != base) {
      questions.meanwhile.emplace(meanwhile_of(desk_, call, *draft, *part, stored));
      co_return pages::draft_questions(call, draft->in_hand(), questions);
    }
    writing::mark_seen(draft->typed, *part);
    draft->typed.set(note_of("by", *part), person_of(call).display_name);
    draft->typed.set(note_of("at", *part), to_rfc3339(call.now));
    auto saved = co_await desk_.save(call, *draft);
    if (!saved && saved.error().error.is(identity::Errc::changed_meanwhile)) continue;
    if (!saved && saved.error().error.is(identity::Errc::too_many)) {
      questions.shown = {{"This page", "", "it is more than a draft can keep, and was not saved",
                          "shorter texts"}};
      co_return pages::draft_questions(call, draft->in_hand(), questions);
    }
    if (!saved) co_return std::move(saved).error().error;
    desk_.judge(*draft, call.now);
    const std::string then = call.form.text("then");
    if (then == "later") co_return Redirect{pages::draft_page(draft->id())};
    questions.base = base_of(*part, draft->typed);
    const auto hand = draft->in_hand();
    if (then != "again") questions.shown = writing::problems_of(*draft->plan, *part, hand.problems);
    if (then == "again" || !questions.shown.empty())
      co_return pages::draft_questions(call, hand, questions);
    const Part* next = writing::next_part(*draft->plan, *part, draft->typed);
    if (questions.from_check || next == nullptr)
      co_return Redirect{html::Url::path({"drafts", draft->id().str(), "check"})};
    co_return Redirect{pages::part_page(draft->id(), next->slug)};
  }
  co_return Error(app::Errc::unavailable, "the draft is being changed by several people at once");
}

pages::Checking Drafts::checking(const Call& call, const OpenDraft& draft) const {
  const identity::Person& person = person_of(call);
  pages::Checking checking;
  checking.signer = person.display_name;
  if (!person.job_title.empty()) checking.signer += ", " + person.job_title;
  const auto action = identity::action_of_sending(draft.plan->type);
  const std::array teams{draft.team()};
  if (!action || !identity::authorise(person, *action, teams, call.now))
    checking.may_not =
        "You can write this draft, and a colleague with the role for it signs and sends it. It is "
        "in the team’s list of drafts.";
  return checking;
}

asio::awaitable<Reply> Drafts::check(const Call& call) {
  auto draft = co_await desk_.open(call, call.path("id"));
  if (!draft) co_return co_await missing(call, std::move(draft).error());
  if (co_await was_sent(call, draft->id())) co_return Redirect{pages::draft_page(draft->id())};
  co_return pages::draft_check(call, draft->in_hand(), checking(call, *draft));
}

asio::awaitable<Reply> Drafts::send(const Call& call) {
  auto draft = co_await desk_.open(call, call.path("id"));
  if (!draft) co_return co_await missing(call, std::move(draft).error());
  const html::Url confirmation = sent_page(message_of(draft->id()));
  if (co_await was_sent(call, draft->id())) co_return Redirect{confirmation};
  pages::Checking shown = checking(call, *draft);
  // Nobody signs what they have not seen.
  if (call.form.text("version") != std::to_string(draft->view.record.version)) {
    shown.changed = draft->saved + ", after you looked at it. Check it again before you sign it.";
    co_return pages::draft_check(call, draft->in_hand(), shown);
  }
  if (!draft->form) co_return pages::draft_check(call, draft->in_hand(), shown);
  auto accepted =
      co_await desk_.services().identity.send(person_of(call), draft->team(), *draft->form);
  // Two clicks at once: the other one was first.
  const bool other_was_first = !accepted && accepted.error().error.is(exchange::Errc::id_reused);
  if (!accepted && !other_was_first) {
    auto why = why_not_sent(accepted.error());
    if (!why) co_return std::move(accepted).error().error;
    shown.failed = std::move(*why);
    co_return pages::draft_check(call, draft->in_hand(), shown);
  }
  // Only what was sent is thrown away: a colleague may have saved something since it was read.
  if (accepted && co_await desk_.save(call, *draft))
    (void)co_await desk_.services().identity.discard_draft(person_of(call), draft->id());
  co_return Redirect{confirmation};
}

asio::awaitable<Reply> Drafts::ask_discard(const Call& call) {
  auto draft = co_await desk_.open(call, call.path("id"));
  if (!draft) co_return co_await missing(call, std::move(draft).error());
  co_return pages::draft_discard(call, draft->in_hand());
}

asio::awaitable<Reply> Drafts::discard(const Call& call) {
  auto draft = co_await desk_.open(call, call.path("id"));
  if (!draft) co_return co_await missing(call, std::move(draft).error());
  GP_CHECK_REPLY(co_await desk_.services().identity.discard_draft(person_of(call), draft->id()));
  co_return Redirect{
      html::Url::path({"teams", draft->team().str(), "drafts"}, {{"discarded", "1"}})};
}

asio::awaitable<Reply> Drafts::sent(const Call& call) {
  const app::Gateway& gateway = desk_.services().gateway;
  GP_TRY_REPLY(const auto caller, co_await desk_.services().identity.act_on(
                                      person_of(call), Action::see_messages, call.path("id")));
  GP_TRY_REPLY(const auto message,
               co_await desk_.services().gateway.message(caller, call.path("id")));
  // To whom it was sent it is a message like others.
  if (!exchange::same_side(message.state.key.from, caller.team, caller.configuration->directory))
    co_return Redirect{html::Url::path({"messages", message.state.handle.str()})};
  co_return pages::sent(message, *gateway.configuration(), desk_.time(call), caller.team);
}

}  // namespace gatepost::web
