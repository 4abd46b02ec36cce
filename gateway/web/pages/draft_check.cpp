// The check before a form is signed and sent, and what ends a draft.
#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/components/content.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/pages/drafts.hpp"
#include "gateway/web/writing/build.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/words.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;
using writing::Part;
using writing::Progress;

namespace {

Html heading(const std::string& text) { return el("h1", {css("govuk-heading-l")}, {text}); }
Html paragraph(Html content) { return el("p", {css("govuk-body")}, content); }

html::Url mend(const DraftInHand& draft, const Part& part, std::string_view name) {
  const std::string control = writing::control_for(draft.plan, part, name);
  const std::string address =
      fmt::format("{}?from=check{}", part_page(draft.id, part.slug).text(),
                  control.empty() ? "" : "#" + html::percent_encode(control));
  return html::Url::relative(address).value_or(part_page(draft.id, part.slug));
}

// Each thing that is wrong once, leading to where it is put right; of a page that nobody has
// filled in one line is enough.
std::vector<components::ErrorSummary::Item> still_to_do(const DraftInHand& draft) {
  std::vector<components::ErrorSummary::Item> items;
  std::vector<std::string> told;
  for (const Part* part : draft.plan.parts()) {
    const Problems own = writing::problems_of(draft.plan, *part, draft.problems);
    const auto progress = writing::progress_of(draft.plan, *part, draft.typed, draft.problems);
    for (const Problem& problem : own) told.push_back(problem.path);
    if (own.empty()) continue;
    if (progress == Progress::not_started) {
      items.push_back({.content = fmt::format("{}: not filled in yet", part->title),
                       .link = part_page(draft.id, part->slug)});
      continue;
    }
    for (const Problem& problem : own)
      items.push_back(
          {.content = writing::sentence_of(problem), .link = mend(draft, *part, problem.path)});
  }
  // What no page asks for.
  for (const Problem& problem : draft.problems)
    if (std::ranges::find(told, problem.path) == told.end())
      items.push_back({.content = writing::sentence_of(problem)});
  return items;
}

Html list_of(const std::vector<components::ErrorSummary::Item>& items) {
  Html list;
  for (const auto& item : items)
    list += el("li", {},
               item.link ? el("a", {css("govuk-link"), html::href(*item.link)}, item.content)
                         : item.content);
  return el("ul", {css("govuk-list govuk-list--bullet")}, list);
}

Html card_of(const DraftInHand& draft, const Part& part) {
  components::SummaryList list;
  for (const writing::Answer& answer : writing::answers_of(draft.plan, part, draft.typed)) {
    Html value;
    for (const std::string& line : answer.lines)
      value += (value.empty() ? Html() : el("br")) + Html(line);
    list.rows.push_back({.key = answer.label, .value = value});
  }
  const auto blank = writing::unanswered(draft.plan, part, draft.typed);
  if (!blank.empty()) {
    std::string words;
    for (const std::string& label : blank) words += (words.empty() ? "" : ", ") + label;
    list.rows.push_back(
        {.key = "Left blank",
         .value = el("span", {css("govuk-hint govuk-!-margin-bottom-0")}, {words})});
  }
  list.card = components::SummaryCard{
      .title = part.title, .actions = {{.content = "Change", .link = mend(draft, part, "")}}};
  return components::summary_list(list);
}

Html cards(const DraftInHand& draft) {
  Html content;
  std::string follow;
  for (const Part* part : draft.plan.parts()) {
    const auto progress = writing::progress_of(draft.plan, *part, draft.typed, draft.problems);
    if (progress == Progress::not_needed || progress == Progress::not_started ||
        progress == Progress::may_stay_blank)
      continue;
    if (progress == Progress::may_follow)
      follow += (follow.empty() ? "" : ", ") + std::string(part->title);
    else
      content += card_of(draft, *part);
  }
  if (!follow.empty())
    content += components::inset_text(
        {.content = "The form will say that these parts follow, and you will get a task to send "
                    "them: " +
                    follow + "."});
  return content;
}

Html signing(const Call& call, const DraftInHand& draft, const Checking& checking) {
  if (!checking.may_not.empty()) return components::inset_text({.content = checking.may_not});
  const Html button =
      components::button({.content = "Sign and send", .prevent_double_click = true});
  return Html::of(
      {el("h2", {css("govuk-heading-m")}, {"Sign and send"}),
       paragraph(fmt::format("You sign this as {}, for {}. The gateway signs it with your team’s "
                             "key and keeps the proof.",
                             checking.signer, draft.team_name)),
       paragraph("It goes to " + draft.to + "."),
       call.form_to(html::Url::path({"drafts", draft.id.str(), "send"}),
                    hidden_field("version", std::to_string(draft.version)) + button)});
}

}  // namespace

Page draft_check(const Call& call, const DraftInHand& draft, const Checking& checking) {
  Page page;
  page.title = "Check your answers";
  page.section = sections::home;
  page.back = components::BackLink{.link = draft_page(draft.id)};
  auto items = still_to_do(draft);
  const bool attempted =
      !checking.failed.empty() || !checking.changed.empty() || call.head.method == "POST";
  Html content;
  if (!checking.changed.empty()) items.push_back({.content = checking.changed});
  for (const Problem& problem : checking.failed)
    items.push_back({.content = writing::sentence_of(problem)});
  if (attempted && !items.empty()) {
    page.outcome = Page::Outcome::with_errors;
    content += components::error_summary(
        {.items = items, .title = "It was not sent", .description = "Your draft is kept."});
  }
  content += heading(page.title);
  const std::string person = writing::person_of(draft.plan, draft.typed);
  if (!person.empty()) content += el("p", {css("govuk-body govuk-!-font-weight-bold")}, {person});
  if (!attempted && !items.empty())
    content += components::inset_text(
        {.content = Html::of({paragraph("Before you can send this:"), list_of(items)})});
  content += cards(draft);
  if (draft.problems.empty())
    content += signing(call, draft, checking);
  else
    content += paragraph("You can sign and send it when nothing is left to do above.");
  page.content = two_thirds(content);
  return page;
}

Page draft_discard(const Call& call, const DraftInHand& draft) {
  Page page;
  page.title = "Discard this draft?";
  page.section = sections::home;
  page.back = components::BackLink{.link = draft_page(draft.id)};
  const std::string person = writing::person_of(draft.plan, draft.typed);
  components::SummaryList list;
  list.rows = {{.key = "Form", .value = draft.plan.noun},
               {.key = "About", .value = person.empty() ? "Nobody yet" : person},
               {.key = "To", .value = draft.to}};
  const Html buttons =
      el("div", {css("govuk-button-group")},
         {components::button({.content = "Discard it",
                              .prevent_double_click = true,
                              .classes = "govuk-button--warning"}),
          el("a", {css("govuk-link"), html::href(draft_page(draft.id))}, {"Keep it"})});
  page.content = two_thirds(Html::of(
      {heading(page.title), components::summary_list(list),
       paragraph(draft.saved + ". Everything that was typed into it is lost, for your colleagues "
                               "too. Nothing of it was sent."),
       call.form_to(html::Url::path({"drafts", draft.id.str(), "discard"}), buttons)}));
  return page;
}

Page draft_sent_already(const Call& call, const DraftInHand& draft, const html::Url& sent) {
  Page page;
  page.title = "This was sent already";
  page.section = sections::home;
  page.back = components::BackLink{.link = team_page(draft.team, "drafts"), .content = "Drafts"};
  page.content = two_thirds(
      Html::of({heading(page.title),
                paragraph(Html::of(
                    {"The form was sent, and its draft is still here: perhaps somebody went on "
                     "writing in it. What was written since is not in what was sent. ",
                     el("a", {css("govuk-link"), html::href(sent)}, {"See what was sent"}), "."})),
                paragraph(draft.saved + "."), cards(draft),
                call.form_to(html::Url::path({"drafts", draft.id.str(), "discard"}),
                             components::button({.content = "Discard the draft",
                                                 .prevent_double_click = true,
                                                 .classes = "govuk-button--warning"}))}));
  return page;
}

// Values only: which page they stood on went with the draft.
static Html typed_in_vain(const Call& call) {
  Html values;
  for (const auto& [name, value] : call.form.pairs()) {
    const bool ours = name.find_first_of(".-") == std::string::npos;  // token, base, buttons
    if (!ours && !value.empty()) values += el("li", {css("app-break")}, {value});
  }
  if (values.empty()) return {};
  return paragraph("What you just typed was not saved. You can copy it from here:") +
         el("ul", {css("govuk-list govuk-list--bullet")}, values);
}

Page draft_gone(const Call& call) {
  Page page;
  page.title = "This draft is not there any more";
  page.status = 404;
  page.content = two_thirds(
      Html::of({heading(page.title),
                paragraph("It was discarded or sent, or it belongs to a team that you are not in."),
                typed_in_vain(call),
                paragraph(Html::of(
                    {"You can begin again at ",
                     el("a", {css("govuk-link"), html::href("/")}, {"the start page"}), "."}))}));
  return page;
}

}  // namespace gatepost::web::pages
