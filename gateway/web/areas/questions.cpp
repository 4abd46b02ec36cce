// Replies: questions about a form, and the answers to them.
#include <algorithm>

#include "gateway/exchange/decide.hpp"
#include "gateway/web/areas/draft_desk.hpp"
#include "gateway/web/areas/replies.hpp"
#include "gateway/web/message_words.hpp"
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

bool names_the_client(FormType type) {
  return type == FormType::lief || type == FormType::alert_form ||
         type == FormType::information_request || type == FormType::information_reply;
}

// What a form of the conversation says of whom it is about comes back with the page.
Typed client_in(const FieldSet& form) {
  constexpr std::string_view known = "known.";
  Typed typed;
  for (const auto& [name, value] : form.pairs())
    if (name.starts_with("known.Client.") && writing::is_name(name))
      typed.set(name.substr(known.size()), form.text(name));
  return typed;
}

writing::Unknown unknown_of(const Call& call, const Typed& client, std::string_view role) {
  writing::Unknown unknown = writing::unknown_of_client(client);
  if (person_of(call).job_title.empty()) unknown.push_back(role);
  return unknown;
}

bool may_ask(const app::Caller& caller, const MessageState& state) {
  return app::has_read(caller.team, state, caller.configuration->directory);
}

bool may_reply(const app::Caller& caller, const MessageState& state) {
  return state.type == FormType::information_request && state.to == caller.team &&
         state.standing == exchange::Standing::open && may_ask(caller, state);
}

void say_subject(Typed& typed, std::string_view name, const MessageState& state) {
  const exchange::MessageKey subject = state.carried();
  typed.set(std::string(name) + ".From", subject.from.str());
  typed.set(std::string(name) + ".MessageId", subject.id.str());
  typed.set(std::string(name) + ".Digest", state.digest.hex());
}

}  // namespace

asio::awaitable<Typed> Replies::client(const Call& call, const FoundMessage& found) {
  Typed typed;
  const config::Directory& directory = found.caller.configuration->directory;
  // This form first, then the newest that says it.
  std::vector<const MessageState*> states{&found.message.state};
  for (auto row = found.conversation.rbegin(); row != found.conversation.rend(); ++row)
    states.push_back(&row->message);
  for (const MessageState* state : states) {
    if (!names_the_client(state->type) || !app::has_read(found.caller.team, *state, directory))
      continue;
    const auto opened =
        co_await services_.identity.open_form(person_of(call), state->handle.str(), std::nullopt);
    if (!opened) continue;
    writing::prefill_client(typed, opened->form, found.caller.configuration->calendar);
    if (typed.any_at("Client")) co_return typed;
  }
  co_return typed;
}

// ---- A question.

static ReplyPage question_page(const Plan& plan, const Typed& typed, std::string to) {
  ReplyPage view{.plan = plan, .typed = typed, .verb = "ask", .button = "Send the question"};
  view.before = {
      "They are asked to answer, and reminded when they do not. By when is on the message's page "
      "once the question is sent."};
  view.goes_to = std::move(to);
  return view;
}

asio::awaitable<Reply> Replies::ask_question(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::send_information));
  const MessageState& state = found.message.state;
  if (!may_ask(found.caller, state)) co_return Redirect{page_of(state)};
  const Typed who = co_await client(call, found);
  Making made = making(call, found, writing::question_plan(unknown_of(call, who, "AskedByRole")));
  made.typed.take_at("Client", who);
  ReplyPage view = question_page(
      made.plan, made.typed, team_name(found.other_side(), found.caller.configuration->directory));
  view.form_id = made.form.str();
  co_return pages::reply(frame_of(call, found), view);
}

asio::awaitable<Reply> Replies::take_question(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::send_information));
  const MessageState& state = found.message.state;
  if (!may_ask(found.caller, state)) co_return Redirect{page_of(state)};
  const Typed who = client_in(call.form);
  Making made = making(call, found, writing::question_plan(unknown_of(call, who, "AskedByRole")));
  made.done = "asked";
  if (was_sent(found, made.form)) co_return Redirect{page_of(state, made.done)};
  made.typed.take_at("Client", who);
  type_from(call.form, made.plan, writing::the_page(made.plan), made.typed);
  const Typed typed = made.typed;
  const Plan plan = made.plan;
  ReplyPage view = question_page(
      plan, typed, team_name(found.other_side(), found.caller.configuration->directory));
  view.form_id = made.form.str();
  say_subject(made.typed, "About", state);
  co_return co_await send(call, found, std::move(made), std::move(view));
}

// ---- The answer to a question.

static writing::Prescribing prescribing_of(const Call& call, const TeamCode& team) {
  const auto teams = identity::teams_for(person_of(call), Action::send_clinical_part);
  return std::ranges::find(teams, team) == teams.end() ? writing::Prescribing::in_words
                                                       : writing::Prescribing::in_fields;
}

static ReplyPage question_reply_page(const Plan& plan, const Typed& typed, std::string to) {
  ReplyPage view{.plan = plan, .typed = typed, .verb = "reply", .button = "Send the answer"};
  view.goes_to = std::move(to);
  return view;
}

// What they ask, in the table's words.
static std::vector<std::string> asked_in(const forms::InformationRequest& request) {
  std::string topics;
  for (const forms::InformationTopic topic : request.topics)
    topics += (topics.empty() ? "" : "; ") + std::string(forms::words_of(topic));
  std::vector<std::string> lines{request.asked_by + " asks for: " + topics + "."};
  if (request.question) lines.push_back(*request.question);
  lines.push_back("They can be rung on " + request.telephone + ".");
  return lines;
}

asio::awaitable<Reply> Replies::ask_reply(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::send_information));
  const MessageState& state = found.message.state;
  if (!may_reply(found.caller, state)) co_return Redirect{page_of(state)};
  GP_TRY_REPLY(const auto opened, co_await services_.identity.open_form(
                                      person_of(call), call.path("id"), std::nullopt));
  const auto& request = std::get<forms::InformationRequest>(opened.form);
  Typed who;
  writing::prefill_client(who, opened.form, found.caller.configuration->calendar);
  Making made = making(call, found,
                       writing::question_reply_plan(prescribing_of(call, found.caller.team),
                                                    unknown_of(call, who, "AnsweredByRole")));
  made.typed.take_at("Client", who);
  for (const forms::InformationTopic topic : request.topics)
    made.typed.add("Topic", std::string(forms::code_of(topic)));
  ReplyPage view = question_reply_page(
      made.plan, made.typed, team_name(state.key.from, found.caller.configuration->directory));
  view.asked = asked_in(request);
  view.form_id = made.form.str();
  co_return pages::reply(frame_of(call, found), view);
}

asio::awaitable<Reply> Replies::take_reply(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::send_information));
  const MessageState& state = found.message.state;
  const auto prescribing = prescribing_of(call, found.caller.team);
  const Typed who = client_in(call.form);
  Making made =
      making(call, found,
             writing::question_reply_plan(prescribing, unknown_of(call, who, "AnsweredByRole")));
  made.done = "answered";
  if (was_sent(found, made.form)) co_return Redirect{page_of(state, made.done)};
  if (!may_reply(found.caller, state)) co_return Redirect{page_of(state)};
  GP_TRY_REPLY(const auto opened, co_await services_.identity.open_form(
                                      person_of(call), call.path("id"), std::nullopt));
  made.typed.take_at("Client", who);
  type_from(call.form, made.plan, writing::the_page(made.plan), made.typed);
  const Typed typed = made.typed;
  const Plan plan = made.plan;
  ReplyPage view = question_reply_page(
      plan, typed, team_name(state.key.from, found.caller.configuration->directory));
  view.asked = asked_in(std::get<forms::InformationRequest>(opened.form));
  view.form_id = made.form.str();
  say_subject(made.typed, "Request", state);
  co_return co_await send(call, found, std::move(made), std::move(view));
}

}  // namespace gatepost::web
