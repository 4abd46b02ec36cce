#include "gateway/web/areas/messages.hpp"

#include <algorithm>

#include "formats/forms/codes.hpp"
#include "gateway/web/answers.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using exchange::FormType;
using exchange::MessageState;
using exchange::Rung;
using identity::Action;

namespace {

// What was done, as the page says it afterwards. The address holds the key alone, and anybody may
// type one: it is said only when it is so.
struct Done {
  std::string_view key, words;
  bool (*holds)(const MessageState&);
};
constexpr Done done_words[] = {
    {"confirmed", "You have confirmed it. The sender has a signed receipt.",
     [](const MessageState& m) { return m.confirmed_at.has_value(); }},
    {"telephone", "The telephone confirmation is recorded.",
     [](const MessageState& m) { return m.confirmed_how == exchange::ReachedHow::telephone; }},
    {"withdrawn", "It is withdrawn. The other side is told, and asked to confirm.",
     [](const MessageState& m) { return m.standing == exchange::Standing::withdrawn; }},
    {"closed", "It is closed.",
     [](const MessageState& m) { return m.standing == exchange::Standing::closed; }},
    {"already", "That had happened already: see below how far it has come.",
     [](const MessageState& m) {
       return m.confirmed_at.has_value() || m.standing != exchange::Standing::open;
     }},
    {"answered", "Your answer is sent.", [](const MessageState&) { return true; }},
    {"asked", "Your question is sent.", [](const MessageState&) { return true; }}};

// The envelope of a form about this message. Its id follows from the person's session and what it
// is, so that a double click sends one form.
forms::Control control_about(const FoundMessage& found, const MessageId& id, Instant now) {
  forms::Control control;
  control.message_id = id;
  control.conversation_id = found.message.conversation;
  control.created_at = std::chrono::floor<std::chrono::seconds>(now);
  control.from = found.caller.team;
  if (const TeamCode& to = found.other_side(); !to.empty())
    control.to_team = to;
  else
    control.to_area = found.state().area;
  return control;
}

forms::Subject subject_of(const MessageState& message) {
  const exchange::MessageKey form = message.carried();
  return {form.from, form.id, message.digest};
}

MessageId id_for(const Call& call, const MessageState& message, std::string_view what) {
  // Of the session too: what somebody else says is a form of its own.
  return exchange::derived_id<MessageId>(call.session.person->session.str() + "/" +
                                         message.key.str() + "/" + std::string(what));
}

bool has_role_for(const Call& call, Action action, const TeamCode& team) {
  return std::ranges::count(identity::teams_for(person_of(call), action), team) > 0;
}

// The form itself lies in it. So whoever it is for opens it first, which delivers it; and a
// colleague's team of one's own side, which must say why it opens a form, takes none away.
bool may_take_evidence(const FoundMessage& found) {
  const MessageState& state = found.state();
  const TeamCode& team = found.caller.team;
  const bool is_own = state.to == team || state.key.from == team || state.holder() == team;
  return is_own && found.is_read();
}

bool is_referral(FormType type) { return type == FormType::lief || type == FormType::alert_form; }

}  // namespace

void Messages::add_to(Router& router) {
  const Access see = Access::to(Action::see_messages);
  router.get("/messages/:id", see, [this](const Call& c) { return show(c); });
  router.post("/messages/:id/open", Access::to(Action::open_form),
              [this](const Call& c) { return open(c); });
  router.get("/messages/:id/form", Access::to(Action::open_form),
             [this](const Call& c) { return read(c); });
  router.post("/messages/:id/confirm", Access::to(Action::confirm),
              [this](const Call& c) { return confirm(c); });
  router.get(
      "/messages/:id/telephone", Access::to(Action::confirm_by_telephone),
      [this](const Call& c) { return ask(c, Action::confirm_by_telephone, pages::telephone); });
  router.post("/messages/:id/telephone", Access::to(Action::confirm_by_telephone),
              [this](const Call& c) { return take_telephone(c); });
  router.get("/messages/:id/withdraw", Access::to(Action::withdraw),
             [this](const Call& c) { return ask(c, Action::withdraw, pages::withdraw); });
  router.post("/messages/:id/withdraw", Access::to(Action::withdraw),
              [this](const Call& c) { return take_withdrawal(c); });
  router.get("/messages/:id/close", Access::to(Action::close_message),
             [this](const Call& c) { return ask(c, Action::close_message, pages::close); });
  router.post("/messages/:id/close", Access::to(Action::close_message),
              [this](const Call& c) { return take_end(c); });
  router.get("/messages/:id/evidence", Access::to(Action::download_evidence),
             [this](const Call& c) { return evidence(c); });
}

pages::MessageFrame Messages::frame(const Call& call, const FoundMessage& found) const {
  const MessageState& state = found.state();
  const TeamCode& team = found.caller.team;
  pages::MessageFrame made = frame_of(call, found);
  const bool to_us = state.to == team;
  const bool open = state.standing == exchange::Standing::open;
  const bool read = found.is_read();
  const auto may = [&](Action action) { return has_role_for(call, action, team); };
  made.may.open = may(Action::open_form);
  made.may.confirm = to_us && open && read && state.waiting_for(Rung::confirmed) != nullptr &&
                     may(Action::confirm);
  made.may.respond = to_us && read && !answer_kinds(state).empty() && may(Action::respond);
  made.may.reply = to_us && read && open && state.type == FormType::information_request &&
                   may(Action::send_information);
  const bool is_our_referral =
      state.type == FormType::lief && state.key.from == team && may(Action::send_referral);
  made.may.update = is_our_referral && open;
  made.may.redirect = is_our_referral && was_declined(state);
  made.may.ask = read && may(Action::send_information);
  made.may.alert = read && may(Action::send_alert);
  made.may.add_clinical_part =
      !to_us && state.type == FormType::lief && open && may(Action::send_clinical_part);
  made.may.telephone = !to_us && open && state.waiting_for(Rung::confirmed) != nullptr &&
                       may(Action::confirm_by_telephone);
  made.may.withdraw = !to_us && open && is_referral(state.type) && may(Action::withdraw);
  made.may.close = !to_us && open && !state.deadlines.empty() && may(Action::close_message);
  made.may.evidence = may_take_evidence(found) && may(Action::download_evidence);
  return made;
}

asio::awaitable<Reply> Messages::show(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::see_messages));
  pages::MessagePageView view;
  view.others = found.conversation;
  for (const Done& done : done_words)
    if (done.key == call.query.text("done") && done.holds(found.state())) view.done = done.words;
  for (const exchange::Task& task : found.message.tasks) {
    if (task.closed_at || task.owner != found.caller.team) continue;
    auto one = co_await services_.gateway.task(found.caller, task.id);
    if (one) view.tasks.push_back(std::move(*one));
  }
  co_return pages::message(frame(call, found), view);
}

// Opening is something that happens, not something that is looked at: it delivers the form, and is
// in the log. So the first time it is a POST.
asio::awaitable<Reply> Messages::open(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found, co_await find_message(services_, call, Action::open_form));
  const auto reason = app::parse_opening_reason(call.form.text("reason"));
  auto opened = co_await services_.identity.open_form(person_of(call), call.path("id"), reason);
  if (!opened && opened.error().error.is(identity::Errc::reason_wanted))
    co_return pages::ask_reason(frame(call, found));
  if (!opened) co_return opened.error().error;
  // As it stands now that it is delivered.
  GP_TRY_REPLY(const FoundMessage after, co_await find_message(services_, call, Action::open_form));
  co_return pages::form_to_read(frame(call, after), opened->form);
}

asio::awaitable<Reply> Messages::read(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found, co_await find_message(services_, call, Action::open_form));
  const MessageState& state = found.message.state;
  const bool is_first = state.to == found.caller.team && !state.delivered_at;
  if (is_first) co_return Redirect{page_of(state)};
  auto opened =
      co_await services_.identity.open_form(person_of(call), call.path("id"), std::nullopt);
  if (!opened && opened.error().error.is(identity::Errc::reason_wanted))
    co_return pages::ask_reason(frame(call, found));
  if (!opened) co_return opened.error().error;
  co_return pages::form_to_read(frame(call, found), opened->form);
}

asio::awaitable<Reply> Messages::send(const Call& call, const FoundMessage& found, forms::Form form,
                                      MakePage page, std::string_view done) {
  auto sent = co_await services_.identity.send(person_of(call), found.caller.team, std::move(form));
  // Pressed twice at one moment: the first has said it.
  if (sent || sent.error().error.is(exchange::Errc::id_reused))
    co_return Redirect{page_of(found.message.state, done)};
  if (page == nullptr || sent.error().problems.empty()) co_return sent.error().error;
  Problems problems = std::move(sent).error().problems;
  // The pages name their fields as forms do, in small letters.
  for (Problem& problem : problems) {
    const std::string element = problem.path.substr(problem.path.rfind('/') + 1);
    problem.path = element == "SpokeTo"  ? "spoke_to"
                   : element == "Note"   ? "note"
                   : element == "Reason" ? "reason"
                                         : "";
  }
  co_return page(frame(call, found), problems);
}

asio::awaitable<Reply> Messages::confirm(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found, co_await find_message(services_, call, Action::confirm));
  const MessageState& state = found.message.state;
  // Somebody was quicker, or it was pressed twice: what was to be reached is reached.
  if (state.confirmed_at) co_return Redirect{page_of(state, "already")};
  if (!found.is_read()) co_return Redirect{page_of(state)};
  forms::Acknowledgement form;
  form.control = control_about(found, id_for(call, state, "confirm"), call.now);
  form.subject = subject_of(state);
  form.mode = forms::Acknowledgement::Mode::person;
  form.received_at = form.control.created_at;
  co_return co_await send(call, found, form, nullptr, "confirmed");
}

asio::awaitable<Reply> Messages::ask(const Call& call, Action action, MakePage page) {
  GP_TRY_REPLY(const FoundMessage found, co_await find_message(services_, call, action));
  co_return page(frame(call, found), {});
}

asio::awaitable<Reply> Messages::take_telephone(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::confirm_by_telephone));
  const MessageState& state = found.message.state;
  if (state.confirmed_at) co_return Redirect{page_of(state, "already")};
  forms::PhoneConfirmation form;
  form.control = control_about(found, id_for(call, state, "telephone"), call.now);
  form.subject = subject_of(state);
  form.spoken_at = form.control.created_at;
  form.spoke_to = call.form.text("spoke_to");
  if (form.spoke_to.empty())
    co_return pages::telephone(frame(call, found),
                               {{"", "spoke_to", "Enter the name of who you spoke to", ""}});
  if (std::string note = call.form.text("note"); !note.empty()) form.note = std::move(note);
  co_return co_await send(call, found, form, pages::telephone, "telephone");
}

asio::awaitable<Reply> Messages::take_withdrawal(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found, co_await find_message(services_, call, Action::withdraw));
  const MessageState& state = found.message.state;
  if (state.standing == exchange::Standing::withdrawn)
    co_return Redirect{page_of(state, "already")};
  const forms::CodeName* reason =
      forms::codes_of(forms::Of<forms::WithdrawnReason>{}).by_code(call.form.text("reason"));
  if (reason == nullptr)
    co_return pages::withdraw(frame(call, found), {{"", "reason", "Say why it is withdrawn", ""}});
  forms::Withdrawal form;
  form.control = control_about(found, id_for(call, state, "withdraw"), call.now);
  form.subject = subject_of(state);
  form.reason = static_cast<forms::WithdrawnReason>(reason->value);
  if (form.reason == forms::WithdrawnReason::consent_withdrawn)
    form.consent_withdrawn_on = found.caller.configuration->calendar.local_date(call.now);
  if (std::string note = call.form.text("note"); !note.empty()) form.note = std::move(note);
  co_return co_await send(call, found, form, pages::withdraw, "withdrawn");
}

asio::awaitable<Reply> Messages::take_end(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::close_message));
  const std::string reason = call.form.text("reason");
  if (reason.empty())
    co_return pages::close(frame(call, found), {{"", "reason", "Say why it is closed", ""}});
  auto closed = co_await services_.gateway.close(found.caller, call.path("id"),
                                                 {reason, person_of(call).display_name});
  if (!closed && closed.error().error.is(exchange::Errc::message_ended))
    co_return Redirect{page_of(found.message.state, "already")};
  GP_CHECK_REPLY(std::move(closed));
  co_return Redirect{page_of(found.message.state, "closed")};
}

asio::awaitable<Reply> Messages::evidence(const Call& call) {
  GP_TRY_REPLY(const FoundMessage found,
               co_await find_message(services_, call, Action::download_evidence));
  if (!may_take_evidence(found)) co_return Redirect{page_of(found.state())};
  GP_TRY_REPLY(Bytes zip, co_await services_.gateway.evidence(found.caller, call.path("id")));
  co_return Download{"evidence-" + found.message.state.key.id.str() + ".zip", "application/zip",
                     std::move(zip)};
}

}  // namespace gatepost::web
