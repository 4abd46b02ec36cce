#include "gateway/web/pages/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/forms/shown.hpp"
#include "gateway/app/identity.hpp"
#include "gateway/web/components/choices.hpp"
#include "gateway/web/components/moj.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/message_words.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/pages/desk.hpp"

namespace gatepost::web::pages {

using exchange::Deadline;
using exchange::MessageState;
using exchange::Rung;
using html::css;
using html::el;
using html::Html;

namespace {

constexpr std::array ladder{Rung::accepted, Rung::delivered, Rung::acknowledged, Rung::confirmed,
                            Rung::answered, Rung::outcome,   Rung::followed_up,  Rung::engaged};

html::Url page_of(const MessageFrame& frame) {
  return html::Url::path({"messages", frame.message.state.handle.str()});
}
html::Url below(const MessageFrame& frame, std::string_view what) {
  return html::Url::path({"messages", frame.message.state.handle.str(), what});
}

std::string title_of(const MessageFrame& frame) {
  const MessageState& state = frame.message.state;
  const config::Directory& directory = frame.configuration.directory;
  const std::string form = sentence_case(formats::forms::words_for(state.type));
  return state.to == frame.team ? form + " from " + team_name(state.key.from, directory)
                                : form + " to " + recipient_name(state, directory);
}

Html act(const MessageFrame& frame, const char* verb, const char* words, const char* classes = "") {
  return frame.call.form_to(
      below(frame, verb),
      components::button({.content = words, .prevent_double_click = true, .classes = classes}));
}

Html go(const html::Url& to, const char* words) {
  return components::button({.content = words, .link = to, .classes = "govuk-button--secondary"});
}

Html buttons(const MessageFrame& frame) {
  const MessageActions& may = frame.may;
  Html made;
  // What comes next stands first, and in green.
  const MessageState& state = frame.message.state;
  const bool is_unread = state.to == frame.team && !state.could_be_read();
  if (may.confirm) made += act(frame, "confirm", "Confirm that I have seen it");
  if (may.respond)
    made += components::button(
        {.content = frame.message.state.answered_at ? "Say what became of it" : "Answer",
         .link = below(frame, "respond"),
         .classes = may.confirm ? "govuk-button--secondary" : ""});
  if (may.open)
    made += act(frame, "open", "Open the form", is_unread ? "" : "govuk-button--secondary");
  if (may.reply) made += go(below(frame, "reply"), "Answer the question");
  if (may.redirect) made += go(below(frame, "referral"), "Send it to another service");
  if (may.update) made += go(below(frame, "update"), "Update the referral");
  if (may.telephone) made += go(below(frame, "telephone"), "Record a telephone confirmation");
  if (may.ask) made += go(below(frame, "ask"), "Ask a question");
  if (may.alert) made += go(below(frame, "alert"), "Send an Alert Form");
  if (may.add_clinical_part) made += go(below(frame, "clinical-part"), "Add the clinical part");
  if (may.withdraw) made += go(below(frame, "withdraw"), "Withdraw");
  if (may.close) made += go(below(frame, "close"), "Close by hand");
  if (may.evidence) made += go(below(frame, "evidence"), "Download the evidence");
  return el("div", {css("govuk-button-group app-no-print")}, made);
}

components::Timeline::Item reached_item(const MessageFrame& frame, Rung rung, Instant at) {
  components::Timeline::Item item;
  item.title = rung_words(rung);
  item.datetime = to_rfc3339(at);
  item.date = frame.time.at(at);
  Html content = sentence_case(how_words(frame.message.state, rung));
  for (const exchange::ReceiptRecord& receipt : frame.message.receipts)
    if (receipt.rung == rung)
      content += el("div", {css("app-small")},
                    {"Signed receipt ", el("span", {css("app-break")}, {receipt.key.id.str()})});
  item.content = content;
  return item;
}

components::Timeline::Item awaited_item(const MessageFrame& frame, const Deadline& deadline) {
  const bool late = deadline.due < frame.call.now;
  components::Timeline::Item item;
  item.title = rung_words(deadline.rung) + (late ? ": overdue" : ": awaited");
  item.classes = late ? "app-overdue" : "app-awaited";
  std::string words =
      fmt::format("{} {}.", late ? "Was due" : "Due", frame.time.near(deadline.due));
  if (deadline.steps_taken > 0)
    words += fmt::format(" {} step{} of the escalation taken.", deadline.steps_taken,
                         deadline.steps_taken == 1 ? "" : "s");
  if (deadline.next_step_at)
    words += " The next step comes " + frame.time.near(*deadline.next_step_at) + ".";
  item.content = words;
  return item;
}

// What happened, then what is awaited.
Html timeline_of(const MessageFrame& frame) {
  const MessageState& state = frame.message.state;
  components::Timeline timeline;
  timeline.heading_level = 3;
  for (const Rung rung : ladder)
    if (const auto at = state.reached(rung))
      timeline.items.push_back(reached_item(frame, rung, *at));
  if (state.standing != exchange::Standing::open) {
    components::Timeline::Item ended;
    ended.title = state_words(state);
    std::string why = state.ended_why.empty() ? "" : "Because " + end_words(state.ended_why) + ".";
    if (!frame.message.closed_by.empty()) why += " By " + frame.message.closed_by + ".";
    ended.content = why;
    timeline.items.push_back(std::move(ended));
  }
  if (exchange::nearest_awaited(state) != nullptr)
    for (const Deadline& deadline : state.deadlines)
      if (!deadline.met_at) timeline.items.push_back(awaited_item(frame, deadline));
  return components::timeline(timeline);
}

Html facts(const MessageFrame& frame) {
  const MessageState& state = frame.message.state;
  const config::Directory& directory = frame.configuration.directory;
  components::SummaryList list;
  list.rows = {{.key = "From", .value = team_name(state.key.from, directory)},
               {.key = "To", .value = recipient_name(state, directory)},
               {.key = "Sent", .value = frame.time.at(state.accepted_at)},
               {.key = "Reference", .value = el("span", {css("app-break")}, {state.key.id.str()})}};
  const config::Team* recipient = directory.find(state.to);
  if (state.to != frame.team && recipient != nullptr && !recipient->telephone.empty()) {
    Html number = recipient->telephone;
    if (const auto dial = html::Url::telephone(recipient->telephone))
      number = el("a", {css("govuk-link"), html::href(*dial)}, {recipient->telephone});
    list.rows.push_back({.key = "Telephone", .value = number});
  }
  return components::summary_list(list);
}

// The rest of the conversation, as one line each.
Html others_of(const MessageFrame& frame, const std::vector<app::DeskRow>& rows) {
  Html list;
  for (const app::DeskRow& row : rows) {
    const MessageState& each = row.message;
    if (each.key == frame.message.state.key) continue;
    const bool to_us = each.to == frame.team;
    const config::Directory& directory = frame.configuration.directory;
    const std::string words = sentence_case(formats::forms::words_for(each.type)) +
                              (to_us ? " from " + team_name(each.key.from, directory)
                                     : " to " + recipient_name(each, directory));
    list += el(
        "li", {},
        {el("a", {css("govuk-link"), html::href(html::Url::path({"messages", each.handle.str()}))},
            {words}),
         el("div", {css("app-small")},
            {frame.time.near(each.accepted_at) + ". " + state_words(each) + "."})});
  }
  if (list.empty()) return {};
  return el("h2", {css("govuk-heading-m")}, {"Also in this conversation"}) +
         el("ul", {css("govuk-list govuk-list--spaced")}, list);
}

}  // namespace

Html person_bar(const MessageFrame& frame) {
  const auto& person = frame.person;
  if (!person)
    return el("div", {css("app-person-bar")},
              {el("p", {css("govuk-body govuk-!-margin-bottom-0")},
                  {"Open the form to see whom it is about."})});
  Html bar = el("strong", {}, {person->name});
  const auto add = [&](const std::string& words) {
    bar += el("span", {css("app-person-bar__fact")}, {words});
  };
  if (person->prisoner_number) add(*person->prisoner_number);
  if (person->date_of_birth) add("born " + frame.time.date(*person->date_of_birth));
  if (frame.release_at)
    add("release " + frame.time.date(frame.time.calendar().local_date(*frame.release_at)));
  return el("div", {css("app-person-bar govuk-body")}, bar);
}

Page message(const MessageFrame& frame, const MessagePageView& view) {
  const MessageState& state = frame.message.state;
  Page page;
  page.title = title_of(frame);
  const bool to_us = state.to == frame.team;
  page.section = to_us ? sections::received : sections::sent;
  page.back = components::BackLink{.link = "/", .content = "Home"};
  Html content;
  if (!view.done.empty())
    content += components::notification_banner(
        {.content = el("p", {css("govuk-notification-banner__heading")}, {view.done}),
         .kind = components::NotificationBanner::Kind::success});
  content += person_bar(frame);
  content += el("h1", {css("govuk-heading-l")}, {page.title});
  const std::string due = due_words(state, frame.time);
  content += el("p", {css("govuk-body-l")},
                {components::tag(state_tag(state, frame.call.now)), " ",
                 state_words(state) + (due.empty() ? "." : ", " + due + ".")});
  content += buttons(frame);
  if (!view.tasks.empty())
    content += el("h2", {css("govuk-heading-m")}, {"What needs somebody"}) +
               task_rows({frame.call, frame.configuration, frame.time, frame.team, {}}, view.tasks);
  content += facts(frame);
  content += el("h2", {css("govuk-heading-m")}, {"How far it has come"}) + timeline_of(frame);
  content += others_of(frame, view.others);
  page.content = two_thirds(content);
  return page;
}

namespace {

Html lines_of(const formats::forms::ShownPart& part) {
  components::SummaryList list;
  for (const formats::forms::ShownLine& line : part.lines) {
    Html value;
    for (const std::string& each : line.values)
      value += value.empty() ? Html(each) : el("br") + Html(each);
    list.rows.push_back({.key = line.label, .value = value});
  }
  return list.rows.empty() ? Html() : components::summary_list(list);
}

Html part_of(const formats::forms::ShownPart& part) {
  Html content;
  if (!part.heading.empty())
    content += el(html::Tag::heading(part.depth == 0 ? 2 : 3),
                  {css(part.depth == 0 ? "govuk-heading-m" : "govuk-heading-s")}, {part.heading});
  content += lines_of(part);
  Html ticks;
  for (const std::string& tick : part.ticks) ticks += el("li", {}, {tick});
  if (!ticks.empty()) content += el("ul", {css("govuk-list govuk-list--bullet")}, ticks);
  return content;
}

}  // namespace

Page form_to_read(const MessageFrame& frame, const formats::forms::Form& form) {
  Page page;
  page.title = title_of(frame);
  page.section = frame.message.state.to == frame.team ? sections::received : sections::sent;
  page.back = components::BackLink{.link = page_of(frame), .content = "The message"};
  Html content = person_bar(frame) + el("h1", {css("govuk-heading-l")}, {page.title});
  Html top;
  if (frame.may.confirm) top += act(frame, "confirm", "Confirm that I have seen it");
  if (frame.may.respond) top += go(below(frame, "respond"), "Answer");
  if (frame.may.reply) top += go(below(frame, "reply"), "Answer the question");
  content += el("div", {css("govuk-button-group app-no-print")}, top);
  const auto in_london = [&](Instant at) { return frame.time.at(at); };
  for (const formats::forms::ShownPart& part : formats::forms::shown_form(form, in_london))
    content += part_of(part);
  if (frame.may.confirm)
    content +=
        el("div", {css("app-no-print")}, act(frame, "confirm", "Confirm that I have seen it"));
  page.content = two_thirds(el("article", {css("app-form")}, content));
  return page;
}

Page ask_reason(const MessageFrame& frame) {
  Page page;
  page.title = "Why do you open this form?";
  page.back = components::BackLink{.link = page_of(frame), .content = "The message"};
  components::Radios reasons;
  reasons.name = "reason";
  reasons.fieldset = components::Fieldset{.legend = {.content = page.title,
                                                     .classes = "govuk-fieldset__legend--l",
                                                     .is_page_heading = true}};
  reasons.hint = components::Hint{
      .content = "It is another team's of your prison. Who opens it, and why, is in the log."};
  for (const auto& [reason, words] :
       {std::pair{app::OpeningReason::direct_care, "I am caring for this person"},
        std::pair{app::OpeningReason::covering_for_colleagues, "I stand in for my colleagues"},
        std::pair{app::OpeningReason::complaint_or_incident, "A complaint or an incident"},
        std::pair{app::OpeningReason::data_subject,
                  "The person has asked what is kept about them"}})
    reasons.items.push_back({.content = words, .value = std::string(app::to_string(reason))});
  page.content = two_thirds(frame.call.form_to(
      below(frame, "open"),
      components::radios(reasons) + components::button({.content = "Open the form"})));
  return page;
}

}  // namespace gatepost::web::pages
