#include "gateway/web/areas/replies.hpp"

#include <algorithm>

#include "certs/digest.hpp"
#include "gateway/exchange/decide.hpp"
#include "gateway/web/answers.hpp"
#include "gateway/web/areas/draft_desk.hpp"
#include "gateway/web/message_words.hpp"
#include "gateway/web/writing/answers.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/plan_replies.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using exchange::FormType;
using exchange::MessageState;
using identity::Action;
using pages::ReplyPage;
using writing::Plan;
using writing::Typed;

namespace {

constexpr std::string_view answer_verb = "respond";
constexpr std::size_t most_said = 6;  // each is opened to be shown

bool is_response_of(const app::DeskRow& row, const TeamCode& team,
                    const config::Directory& directory) {
  return row.message.type == FormType::response &&
         exchange::same_side(row.message.key.from, team, directory);
}

std::vector<std::string> said_beforehand(const MessageState& state) {
  if (state.confirmed_at) return {};
  return {"With your answer you also confirm that you have seen the form."};
}

// By what was said and reached: changes when somebody says more.
std::string seen_of(const app::MessageView& message, const std::vector<app::DeskRow>& rows,
                    const TeamCode& team, const config::Directory& directory) {
  std::string all(exchange::to_string(message.state.standing));
  for (const app::DeskRow& row : rows)
    if (is_response_of(row, team, directory)) all += "\n" + row.message.key.str();
  return certs::sha256(as_bytes(all)).hex();
}

}  // namespace

void Replies::add_to(Router& router) {
  const Access answers = Access::to(Action::respond);
  router.get("/messages/:id/respond", answers, [this](const Call& c) { return ask_answer(c); });
  router.post("/messages/:id/respond", answers, [this](const Call& c) { return take_answer(c); });
  const Access asks = Access::to(Action::send_information);
  router.get("/messages/:id/ask", asks, [this](const Call& c) { return ask_question(c); });
  router.post("/messages/:id/ask", asks, [this](const Call& c) { return take_question(c); });
  router.get("/messages/:id/reply", asks, [this](const Call& c) { return ask_reply(c); });
  router.post("/messages/:id/reply", asks, [this](const Call& c) { return take_reply(c); });
}

// The form's id comes with the page; what is known beforehand is typed in.
Replies::Making Replies::making(const Call& call, const FoundMessage& found, Plan plan) const {
  const auto id = MessageId::parse(call.form.text("form"));
  Making made{.form = id ? *id : make_id<MessageId>(services_.gateway.parts().random),
              .plan = std::move(plan)};
  const config::Team* own = found.caller.configuration->directory.find(found.caller.team);
  if (own != nullptr) made.typed.set("Telephone", own->telephone);
  return made;
}

bool Replies::was_sent(const FoundMessage& found, const MessageId& form) const {
  return std::ranges::any_of(found.conversation, [&](const app::DeskRow& row) {
    return row.message.carried() == exchange::MessageKey{found.caller.team, form};
  });
}

asio::awaitable<Reply> Replies::send(const Call& call, const FoundMessage& found, Making making,
                                     ReplyPage view) {
  const app::Configuration& configuration = *found.caller.configuration;
  const MessageState& state = found.message.state;
  const identity::Person& person = person_of(call);
  Typed typed = making.typed;
  const TeamCode& to = found.other_side();
  typed.set("Control.ToTeam", to.str());
  if (to.empty() && state.area) typed.set("Control.ToArea", state.area->str());
  // Who says it is whoever has signed in.
  for (const auto& [name, role] : {std::pair{"PersonName", "PersonRole"},
                                   {"AskedBy", "AskedByRole"},
                                   {"AnsweredBy", "AnsweredByRole"}}) {
    if (writing::field_at(making.plan.table, name) == nullptr) continue;
    typed.set(name, person.display_name);
    if (!person.job_title.empty()) typed.set(role, person.job_title);
  }
  const std::string today = format_date(configuration.calendar.local_date(call.now));
  auto form = writing::build(making.plan, typed,
                             {.message_id = making.form,
                              .conversation = found.message.conversation,
                              .created_at = std::chrono::floor<std::chrono::seconds>(call.now),
                              .from = found.caller.team,
                              .prison = {},
                              .sending_team_type = {},
                              .today = today},
                             configuration.calendar);
  if (!form) {
    view.problems = writing::beside_fields(making.plan, form.error());
    co_return co_await again(call, found, std::move(view));
  }
  auto sent = co_await services_.identity.send(person, found.caller.team, std::move(*form));
  // Pressed twice at one moment: the first has said it.
  if (sent || sent.error().error.is(exchange::Errc::id_reused))
    co_return Redirect{page_of(state, making.done)};
  auto why = why_not_sent(sent.error());
  if (!why) co_return std::move(sent).error().error;
  view.problems = std::move(*why);
  co_return co_await again(call, found, std::move(view));
}

asio::awaitable<Reply> Replies::again(const Call& call, const FoundMessage& found, ReplyPage view) {
  if (view.verb == answer_verb) {
    view.said = (co_await earlier(call, found)).said;
    view.before = said_beforehand(found.message.state);
  }
  co_return pages::reply(frame_of(call, found), view);
}

// ---- The answer to a referral.

static writing::Unknown unknown_role(const Call& call, std::string_view role) {
  if (person_of(call).job_title.empty()) return {role};
  return {};
}

static bool may_answer(const app::Caller& caller, const MessageState& state) {
  return state.to == caller.team &&
         app::has_read(caller.team, state, caller.configuration->directory) &&
         (state.type == FormType::lief || state.type == FormType::alert_form);
}

asio::awaitable<Replies::Earlier> Replies::earlier(const Call& call, const FoundMessage& found) {
  Earlier made;
  const config::Directory& directory = found.caller.configuration->directory;
  const LocalTime time(found.caller.configuration->calendar, call.now);
  for (auto row = found.conversation.rbegin(); row != found.conversation.rend(); ++row) {
    if (!is_response_of(*row, found.caller.team, directory)) continue;
    if (made.said.size() == most_said) break;
    const auto opened = co_await services_.identity.open_form(
        person_of(call), row->message.handle.str(), std::nullopt);
    if (!opened) continue;
    const auto* response = std::get_if<forms::Response>(&opened->form);
    if (response == nullptr) continue;
    const exchange::MessageKey about{response->subject.from, response->subject.message_id};
    if (about != found.message.state.carried()) continue;
    made.said.push_back(
        {row->message.accepted_at, response->person_name, said_in(*response, time)});
    if (response->appointment && !made.appointment_at)
      made.appointment_at = response->appointment->at;
  }
  co_return made;
}

static ReplyPage answer_page(const Plan& plan, const Typed& typed) {
  return {.plan = plan, .typed = typed, .verb = answer_verb, .button = "Send the answer"};
}

asio::awaitable<Reply> Replies::ask_answer(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found, co_await find_message(services_, call, Action::respond));
  const MessageState& state = found.message.state;
  if (!may_answer(found.caller, state)) co_return Redirect{page_of(state)};
  const config::Directory& directory = found.caller.configuration->directory;
  const auto kinds = answer_kinds(state);
  Making made =
      making(call, found, writing::response_plan(kinds, unknown_role(call, "PersonRole")));
  Earlier before = co_await earlier(call, found);
  if (before.appointment_at && state.waiting_for(exchange::Rung::outcome) != nullptr)
    writing::type_leaf(*writing::field_at(made.plan.table, "Outcome.AppointmentAt"),
                       "Outcome.AppointmentAt", {to_rfc3339(*before.appointment_at), {}},
                       made.typed, found.caller.configuration->calendar);
  if (kinds.size() == 1) made.typed.set("Kind", std::string(kinds.front()));
  ReplyPage view = answer_page(made.plan, made.typed);
  view.said = std::move(before.said);
  if (kinds.empty()) co_return pages::nothing_to_answer(frame_of(call, found), view);
  view.goes_to = team_name(found.other_side(), directory);
  view.form_id = made.form.str();
  view.seen = seen_of(found.message, found.conversation, found.caller.team, directory);
  view.before = said_beforehand(state);
  co_return pages::reply(frame_of(call, found), view);
}

// The page as it was when it was made: so that nothing typed is lost when it offers less now.
static Plan plan_of_page(const FieldSet& form) {
  if (form.has("DropInTimes")) return writing::response_plan({"ACCEPTED", "DECLINED"}, {});
  return writing::response_plan({"FOLLOW_UP", "OUTCOME", "ENGAGED", "APPOINTMENT", "DECLINED"}, {});
}

asio::awaitable<Reply> Replies::take_answer(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found, co_await find_message(services_, call, Action::respond));
  const MessageState& state = found.message.state;
  if (!may_answer(found.caller, state)) co_return Redirect{page_of(state)};
  const config::Directory& directory = found.caller.configuration->directory;
  const auto kinds = answer_kinds(state);
  Making made =
      making(call, found, writing::response_plan(kinds, unknown_role(call, "PersonRole")));
  made.done = "answered";
  if (was_sent(found, made.form)) co_return Redirect{page_of(state, made.done)};
  const Plan plan = made.plan;
  const Plan before = plan_of_page(call.form);
  type_from(call.form, before, writing::the_page(before), made.typed);
  type_from(call.form, plan, writing::the_page(plan), made.typed);
  const Typed typed = made.typed;
  ReplyPage view = answer_page(plan, typed);
  view.goes_to = team_name(found.other_side(), directory);
  view.form_id = made.form.str();
  view.seen = seen_of(found.message, found.conversation, found.caller.team, directory);
  const std::string kind = typed.text("Kind");
  const bool is_offered = kind.empty() || std::ranges::find(kinds, kind) != kinds.end();
  if (call.form.text("seen") != view.seen || !is_offered || kinds.empty()) {
    view.said = (co_await earlier(call, found)).said;
    view.meanwhile = ReplyPage::Meanwhile::somebody_spoke;
    view.before = said_beforehand(state);
    if (!is_offered) view.in_vain = writing::answers_of(before, writing::the_page(before), typed);
    if (kinds.empty()) co_return pages::nothing_to_answer(frame_of(call, found), view);
    co_return pages::reply(frame_of(call, found), view);
  }
  const exchange::MessageKey subject = state.carried();
  made.typed.set("Subject.From", subject.from.str());
  made.typed.set("Subject.MessageId", subject.id.str());
  made.typed.set("Subject.Digest", state.digest.hex());
  co_return co_await send(call, found, std::move(made), std::move(view));
}

}  // namespace gatepost::web
