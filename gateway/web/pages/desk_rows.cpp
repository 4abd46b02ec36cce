// The rows of a desk's lists.
#include <fmt/format.h>

#include "gateway/app/task_words.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/message_words.hpp"
#include "gateway/web/pages/desk.hpp"

namespace gatepost::web::pages {

using html::attr;
using html::css;
using html::el;
using html::Html;

namespace {

html::Url message_page(const exchange::MessageState& message) {
  return html::Url::path({"messages", message.handle.str()});
}

Html link(const html::Url& to, const Html& content) {
  return el("a", {css("govuk-link"), html::href(to)}, content);
}

Html small(const Html& content) { return el("div", {css("app-small")}, content); }

// On a narrow screen a row becomes a block, and each cell says what it is.
components::Table::Cell cell(std::string_view label, Html content) {
  return {.content = std::move(content), .attributes = {html::data("label", label)}};
}

// Opened from the list at once: a second click confirms.
Html open_button(const DeskFrame& frame, const exchange::MessageState& message) {
  const std::string of = " the " + std::string(formats::forms::words_for(message.type)) + " from " +
                         team_name(message.key.from, frame.configuration.directory);
  return frame.call.form_to(
      html::Url::path({"messages", message.handle.str(), "open"}),
      components::button(
          {.content = Html::of({"Open", el("span", {css("govuk-visually-hidden")}, {of})}),
           .prevent_double_click = true,
           .classes = "app-button-small"}));
}

Html whom(const DeskFrame& frame, const app::DeskRow& row) {
  const bool to_us = row.message.to == frame.team;
  if (!row.person && to_us && !row.message.could_be_read()) return open_button(frame, row.message);
  Html made = link(message_page(row.message), row.person ? row.person->name : "Open the message");
  if (row.person && row.person->prisoner_number) made += small(*row.person->prisoner_number);
  return made;
}

std::string form_words(const exchange::MessageState& message) {
  return sentence_case(formats::forms::words_for(message.type));
}

Html state(const DeskFrame& frame, const exchange::MessageState& message) {
  Html made = components::tag(state_tag(message, frame.call.now));
  const std::string due = due_words(message, frame.time);
  made += small(state_words(message) + (due.empty() ? "" : ", " + due));
  return made;
}

}  // namespace

Html message_rows(const DeskFrame& frame, const std::vector<app::DeskRow>& rows, Side side,
                  std::string_view none) {
  if (rows.empty()) return el("p", {css("govuk-body app-none")}, {none});
  const config::Directory& directory = frame.configuration.directory;
  const std::string other = side == Side::sent ? "To" : "From";
  components::Table table;
  table.classes = "app-stack";
  table.head = components::Table::Row{{.content = "Person"},
                                      {.content = "Form"},
                                      {.content = other},
                                      {.content = "Release"},
                                      {.content = "State"}};
  for (const app::DeskRow& row : rows) {
    const exchange::MessageState& message = row.message;
    const std::string name = side == Side::sent ? recipient_name(message, directory)
                                                : team_name(message.key.from, directory);
    table.rows.push_back(
        {cell("Person", whom(frame, row)),
         cell("Form", Html::of({form_words(message), small(frame.time.near(message.accepted_at))})),
         cell(other, name),
         cell("Release", row.release_at
                             ? frame.time.date(frame.time.calendar().local_date(*row.release_at))
                             : std::string("not known")),
         cell("State", state(frame, message))});
  }
  return components::table(table);
}

Html task_rows(const DeskFrame& frame, const std::vector<app::TaskView>& tasks) {
  if (tasks.empty()) return el("p", {css("govuk-body app-none")}, {"No task is open."});
  Html list;
  for (const app::TaskView& view : tasks) {
    const exchange::Task& task = view.task;
    const bool closed = task.closed_at.has_value();
    Html content = el("p", {css("govuk-body govuk-!-margin-bottom-1")},
                      {app::task_words(view, frame.configuration, frame.call.now) + "."});
    if (!view.detail.empty()) content += small("About " + view.detail);
    std::string facts = "Opened " + frame.time.near(task.opened_at);
    if (closed) facts += ", closed " + frame.time.near(*task.closed_at);
    if (!view.claimed_by.empty()) facts += ". " + view.claimed_by + " has taken it on";
    content += small(facts + ".");
    Html actions;
    if (view.message)
      actions += el("a", {css("govuk-link"), html::href(message_page(*view.message))},
                    {"Open the message"});
    const auto act = [&](const char* verb, const char* words, const char* classes) {
      return frame.call.form_to(
          html::Url::path({"tasks", task.id.str(), verb}),
          Html::of({hidden_field("team", frame.team.str()),
                    components::button({.content = words,
                                        .prevent_double_click = true,
                                        .classes = std::string("app-button-small ") + classes})}));
    };
    if (!closed && view.claimed_by.empty()) actions += act("claim", "I take this on", "");
    if (!closed && !view.claimed_by.empty())
      actions += act("hand-back", "Put it back", "govuk-button--secondary");
    if (!closed) actions += act("done", "It is done", "govuk-button--secondary");
    content += el("div", {css("app-actions")}, actions);
    list += el("li", {css(closed ? "app-task app-task--closed" : "app-task")}, content);
  }
  return el("ul", {css("app-tasks")}, list);
}

}  // namespace gatepost::web::pages
