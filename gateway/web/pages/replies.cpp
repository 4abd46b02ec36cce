#include "gateway/web/pages/replies.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/components/content.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/message_words.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/plan_replies.hpp"
#include "gateway/web/writing/words.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

namespace {

Html paragraph(const Html& content) { return el("p", {css("govuk-body")}, content); }

Html summary_of(const ReplyPage& view) {
  if (view.problems.empty()) return {};
  components::ErrorSummary summary;
  for (const Problem& problem : view.problems) {
    components::ErrorSummary::Item item{.content = writing::sentence_of(problem)};
    const std::string control =
        writing::control_for(view.plan, writing::the_page(view.plan), problem.path);
    if (!problem.path.empty() && !control.empty()) item.link = html::Url::fragment(control);
    summary.items.push_back(std::move(item));
  }
  return components::error_summary(summary);
}

Html said_so_far(const MessageFrame& frame, const std::vector<SaidBefore>& said) {
  if (said.empty()) return {};
  Html list;
  for (const SaidBefore& each : said)
    list +=
        el("li", {},
           {each.words,
            el("div", {css("app-small")},
               {fmt::format("{}, {}", each.by,
                            frame.time.near(std::chrono::floor<std::chrono::minutes>(each.at)))})});
  return el("h2", {css("govuk-heading-m")}, {"Said so far"}) +
         el("ul", {css("govuk-list govuk-list--spaced")}, list);
}

Html what_is_asked(const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  Html content;
  for (const std::string& line : lines) content += paragraph(line);
  return components::inset_text({.content = content});
}

// What does not fit any more is shown as it was typed.
Html typed_in_vain(const ReplyPage& view) {
  if (view.in_vain.empty()) return {};
  components::SummaryList list;
  for (const writing::Answer& answer : view.in_vain) {
    Html value;
    for (const std::string& line : answer.lines)
      value += value.empty() ? Html(line) : el("br") + Html(line);
    list.rows.push_back({.key = answer.label, .value = value});
  }
  return el("h2", {css("govuk-heading-m")}, {"What you typed"}) + components::summary_list(list);
}

Html meanwhile_banner(const ReplyPage& view) {
  if (view.meanwhile == ReplyPage::Meanwhile::nothing) return {};
  std::string heading = "Something has happened while you were writing. Yours is not sent.";
  Html what;
  if (!view.said.empty()) {
    heading = view.said.front().by + " has answered while you were writing. Yours is not sent.";
    what = paragraph(view.said.front().words);
  }
  const char* next = view.in_vain.empty()
                         ? "What you typed is still below. Send it only if it is still needed."
                         : "What you typed does not fit any more. It is shown below.";
  return components::notification_banner(
      {.content = Html::of({el("p", {css("govuk-notification-banner__heading")}, {heading}), what,
                            paragraph(next)})});
}

Page about(const MessageFrame& frame, const ReplyPage& view) {
  Page page;
  page.title = std::string(writing::the_page(view.plan).title);
  page.section = frame.message.state.to == frame.team ? sections::received : sections::sent;
  page.outcome = view.problems.empty() ? Page::Outcome::fine : Page::Outcome::with_errors;
  page.back =
      components::BackLink{.link = html::Url::path({"messages", frame.message.state.handle.str()}),
                           .content = "The message"};
  return page;
}

// What nobody is asked for, because a form of the conversation says it.
Html carried(const ReplyPage& view) {
  const writing::Part& part = writing::the_page(view.plan);
  const auto asked = writing::controls_in(view.plan, part);
  Html fields;
  for (const auto& [name, values] : view.typed.fields())
    if (name.starts_with("Client.") && std::ranges::find(asked, name) == asked.end())
      for (const std::string& value : values) fields += hidden_field("known." + name, value);
  return fields;
}

}  // namespace

Page reply(const MessageFrame& frame, const ReplyPage& view) {
  const writing::Part& part = writing::the_page(view.plan);
  Page page = about(frame, view);
  Html content = summary_of(view);
  content += meanwhile_banner(view);
  content += person_bar(frame) + el("h1", {css("govuk-heading-l")}, {page.title});
  content += paragraph("To " + view.goes_to);
  for (const std::string& words : view.before) content += paragraph(words);
  content += what_is_asked(view.asked) + said_so_far(frame, view.said) + typed_in_vain(view);
  Html fields = hidden_field("form", view.form_id);
  if (!view.seen.empty()) fields += hidden_field("seen", view.seen);
  fields += carried(view);
  fields += writing::questions({view.plan, part, view.typed, view.problems});
  fields += components::button({.content = view.button, .prevent_double_click = true});
  content += frame.call.form_to(
      html::Url::path({"messages", frame.message.state.handle.str(), view.verb}), fields);
  page.content = two_thirds(content);
  return page;
}

Page nothing_to_answer(const MessageFrame& frame, const ReplyPage& view) {
  Page page = about(frame, view);
  page.title = "Nothing is left to answer";
  Html content =
      meanwhile_banner(view) + person_bar(frame) + el("h1", {css("govuk-heading-l")}, {page.title});
  content += paragraph(state_words(frame.message.state) + ".");
  content += said_so_far(frame, view.said) + typed_in_vain(view);
  content +=
      paragraph(el("a",
                   {css("govuk-link"),
                    html::href(html::Url::path({"messages", frame.message.state.handle.str()}))},
                   {"Go to the message"}));
  page.content = two_thirds(content);
  return page;
}

}  // namespace gatepost::web::pages
