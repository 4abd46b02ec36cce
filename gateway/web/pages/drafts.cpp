#include "gateway/web/pages/drafts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/components/content.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/writing/build.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/words.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;
using writing::Part;
using writing::Progress;
using writing::Typed;

namespace {

Html heading(const std::string& text) { return el("h1", {css("govuk-heading-l")}, {text}); }
Html paragraph(Html content) { return el("p", {css("govuk-body")}, content); }
Html link(const html::Url& to, Html text) {
  return el("a", {css("govuk-link"), html::href(to)}, text);
}
std::string capital(std::string_view noun) {
  std::string text(noun);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

// Who it is about, to whom it goes, who saved it.
Html about(const DraftInHand& draft) {
  const std::string person = writing::person_of(draft.plan, draft.typed);
  Html lines;
  if (!person.empty())
    lines += el("span", {css("govuk-!-font-weight-bold app-about__person")}, {person});
  lines += el("span", {}, {"To " + draft.to});
  if (draft.typed.text("Referral.Kind") == "COURT_RELEASE")
    lines += el("span", {}, {"Unplanned release from court: urgent"});
  if (!draft.saved.empty())
    lines += el("span", {css("govuk-hint govuk-!-margin-bottom-0")}, {draft.saved});
  return el("div", {css("app-about")}, lines);
}

components::TaskList::Item task(const DraftInHand& draft, const Part& part) {
  components::TaskList::Item item{.title = part.title, .link = part_page(draft.id, part.slug)};
  switch (writing::progress_of(draft.plan, part, draft.typed, draft.problems)) {
    case Progress::not_needed:
      item.link.reset();
      item.hint = part.not_needed;
      item.status = "Not needed";
      item.status_classes = "govuk-task-list__status--cannot-start-yet";
      break;
    case Progress::not_started:
      item.tag = components::Tag{.content = "Not started", .classes = "govuk-tag--blue"};
      break;
    case Progress::may_stay_blank:
      item.status = "Optional";
      break;
    case Progress::filled_in:
      item.status = "Filled in for you";
      break;
    case Progress::may_follow:
      item.status = "Can follow later";
      break;
    case Progress::in_progress:
      item.tag = components::Tag{.content = "In progress", .classes = "govuk-tag--light-blue"};
      break;
    case Progress::completed:
      item.status = "Completed";
      break;
  }
  return item;
}

}  // namespace

html::Url draft_page(const DraftId& id) { return html::Url::path({"drafts", id.str()}); }
html::Url part_page(const DraftId& id, std::string_view part) {
  return html::Url::path({"drafts", id.str(), "parts", part});
}

Page draft_parts(const DraftInHand& draft) {
  Page page;
  page.title = draft.plan.type == formats::forms::FormType::lief ? "Send a referral"
                                                                 : capital(draft.plan.noun);
  page.section = sections::home;
  page.back = components::BackLink{.link = team_page(draft.team, "drafts"), .content = "Drafts"};
  Html content = heading(page.title) + about(draft);
  int number = 0;
  for (const writing::Group& group : draft.plan.groups) {
    components::TaskList list;
    list.id_prefix = fmt::format("group-{}", ++number);
    for (const Part& part : group.parts) list.items.push_back(task(draft, part));
    if (draft.plan.groups.size() > 1) content += el("h2", {css("govuk-heading-m")}, {group.title});
    content += components::task_list(list);
  }
  components::TaskList::Item check{.title = "Check your answers, sign and send",
                                   .link = html::Url::path({"drafts", draft.id.str(), "check"})};
  if (draft.problems.empty())
    check.tag = components::Tag{.content = "Ready to send", .classes = "govuk-tag--green"};
  else
    check.status = "Cannot send yet";
  content += el("h2", {css("govuk-heading-m")}, {"Send"});
  content += components::task_list({.items = {check}, .id_prefix = "send"});
  content +=
      paragraph(link(html::Url::path({"drafts", draft.id.str(), "discard"}), "Discard this draft"));
  page.content = two_thirds(content);
  return page;
}

namespace {

Html summary_of(const DraftInHand& draft, const Part& part, const Problems& problems) {
  if (problems.empty()) return {};
  components::ErrorSummary summary;
  for (const Problem& problem : problems) {
    components::ErrorSummary::Item item{.content = writing::sentence_of(problem)};
    const std::string control = writing::control_for(draft.plan, part, problem.path);
    if (!control.empty()) item.link = html::Url::fragment(control);
    summary.items.push_back(std::move(item));
  }
  // A problem of no field is one of saving itself.
  if (std::ranges::none_of(problems, [](const Problem& problem) { return problem.path.empty(); }))
    summary.description =
        "What you typed is saved. You can put it right now, or save it and finish later.";
  return components::error_summary(summary);
}

std::string lines_of(const std::vector<writing::Answer>& answers, const std::string& label) {
  std::string text;
  for (const writing::Answer& answer : answers)
    if (answer.label == label)
      for (const std::string& line : answer.lines) text += (text.empty() ? "" : "; ") + line;
  return text.empty() ? "Nothing" : text;
}

// Both versions, where they differ.
Html two_versions(const DraftInHand& draft, const Part& part, const Meanwhile& meanwhile) {
  const auto mine = writing::answers_of(draft.plan, part, draft.typed);
  const auto theirs = writing::answers_of(draft.plan, part, meanwhile.theirs);
  components::Table table;
  table.caption = "Where the two differ";
  table.caption_classes = "govuk-table__caption--s";
  table.head = components::Table::Row{
      {.content = "Question"}, {.content = "Saved at " + meanwhile.at}, {.content = "Yours"}};
  table.first_cell_is_header = true;
  std::vector<std::string> labels;
  for (const auto& list : {theirs, mine})
    for (const writing::Answer& answer : list)
      if (std::ranges::find(labels, answer.label) == labels.end()) labels.push_back(answer.label);
  for (const std::string& label : labels) {
    const std::string their_words = lines_of(theirs, label), my_words = lines_of(mine, label);
    if (their_words != my_words)
      table.rows.push_back({{.content = label}, {.content = their_words}, {.content = my_words}});
  }
  return components::notification_banner(
      {.content = Html::of(
           {el("p", {css("govuk-notification-banner__heading")},
               {fmt::format("{} saved this page at {}, while you were writing. Yours is not saved "
                            "yet.",
                            meanwhile.by, meanwhile.at)}),
            components::table(table),
            paragraph(
                Html::of({"Your version stands in the page below. Change it as you both need "
                          "it and save, or ",
                          link(part_page(draft.id, part.slug), "keep what was saved"), "."}))})});
}

}  // namespace

Page draft_questions(const Call& call, const DraftInHand& draft, const Questions& questions) {
  const Part& part = questions.part;
  Page page;
  page.title = std::string(part.title);
  page.section = sections::home;
  page.outcome = questions.shown.empty() ? Page::Outcome::fine : Page::Outcome::with_errors;
  page.back = components::BackLink{
      .link = questions.from_check ? html::Url::path({"drafts", draft.id.str(), "check"})
                                   : draft_page(draft.id)};
  Html fields = hidden_field("base", questions.base);
  if (questions.from_check) fields += hidden_field("from", "check");
  fields += writing::questions({draft.plan, part, draft.typed, questions.shown});
  fields += el("div", {css("govuk-button-group")},
               {components::button({.content = "Save and continue",
                                    .name = "then",
                                    .value = "on",
                                    .prevent_double_click = true}),
                components::button({.content = "Save and finish later",
                                    .name = "then",
                                    .value = "later",
                                    .prevent_double_click = true,
                                    .classes = "govuk-button--secondary"})});
  Html content = summary_of(draft, part, questions.shown);
  if (questions.meanwhile) content += two_versions(draft, part, *questions.meanwhile);
  if (part.title != draft.plan.noun)
    content += el("span", {css("govuk-caption-l")}, {capital(draft.plan.noun)});
  content += heading(page.title) + about(draft);
  for (const std::string_view text : part.before) content += paragraph(text);
  content += call.form_to(part_page(draft.id, part.slug), fields);
  page.content = two_thirds(content);
  return page;
}

}  // namespace gatepost::web::pages
