#include "gateway/web/pages/begin.hpp"

#include <fmt/format.h>

#include "config/reference.hpp"
#include "gateway/web/components/choices.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/navigation.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

namespace {

Html heading(const std::string& text) { return el("h1", {css("govuk-heading-l")}, {text}); }
Html subheading(const char* text) { return el("h2", {css("govuk-heading-m")}, {text}); }
Html paragraph(Html content) { return el("p", {css("govuk-body")}, content); }
Html bullets(std::initializer_list<const char*> lines) {
  Html list;
  for (const char* line : lines) list += el("li", {}, {line});
  return el("ul", {css("govuk-list govuk-list--bullet")}, list);
}

// Asking where it goes changes nothing, and holds nothing of a person: it is a GET.
Html asking(const html::Url& target, const Html& content) {
  return el("form", {html::action(target), html::attr("method", "get"), html::flag("novalidate")},
            content);
}

Html area_controls(const Destination& to, const FormErrors& errors, const char* label) {
  components::Select areas;
  areas.label = {.content = label, .classes = "govuk-label--s"};
  areas.name = "area";
  areas.hint = components::Hint{
      .content = "Where the person will live, or is known. Begin to type the name to find it."};
  areas.error = errors.beside("area");
  areas.value = to.area;
  areas.items.push_back({.content = "Choose a borough", .value = ""});
  for (const config::CodeList::Entry& entry : config::areas().entries())
    areas.items.push_back(
        {.content = fmt::format("{} ({})", entry.label, entry.code), .value = entry.code});
  const bool is_listed = config::areas().find(to.area) != nullptr;
  return components::select(areas) +
         components::input(
             {.label = {.content = "If it is outside London: the area’s code"},
              .name = "area-code",
              .value = is_listed ? "" : to.area,
              .hint = components::Hint{.content = "A letter and eight digits, such as E06000046"},
              .error = errors.beside("area-code"),
              .autocomplete = "off",
              .spellcheck = false,
              .classes = "govuk-input--width-10"});
}

// Who that is, and what happens when it is nobody.
Html destination(const Destination& to) {
  if (to.found == nullptr)
    return components::warning_text(
        {.content = fmt::format(
             "No team is known here for {}. You can send the form all the same: it is kept, and "
             "your team gets a task at once to find the service and ring it.",
             to.name)});
  components::SummaryList facts;
  facts.rows = {{.key = "Goes to", .value = to.found->name},
                {.key = "Telephone",
                 .value = to.found->telephone.empty() ? "Not listed" : to.found->telephone},
                {.key = "Hours", .value = to.hours}};
  Html content = components::summary_list(facts);
  const bool electronic = to.found->route == config::RouteKind::mailbox ||
                          to.found->route == config::RouteKind::console;
  if (!electronic)
    content += components::warning_text(
        {.content = "They cannot receive forms here. You can send it all the same: it is kept, and "
                    "your team gets a task at once to ring them."});
  return content;
}

Html chosen(const Call& call, const html::Url& target, const Destination& to, const Html& hidden,
            const std::string& button) {
  if (!to.is_chosen()) return {};
  return subheading("Where it goes") + destination(to) +
         call.form_to(
             target,
             hidden + hidden_field("area", to.area) + hidden_field("team", to.team) +
                 components::button(
                     {.content = button, .is_start_button = true, .prevent_double_click = true}));
}

}  // namespace

Page begin_referral(const Call& call, const BeginReferral& begin) {
  Page page;
  page.title = "Send a referral";
  page.section = sections::home;
  const FormErrors errors(begin.problems);
  page.outcome = errors.outcome();
  page.back = components::BackLink{.link = team_page(begin.team)};
  const html::Url here = html::Url::path({"teams", begin.team.str(), "referrals", "new"});
  const bool show_choice = begin.to.is_chosen() && errors.empty();
  Html content = errors.summary();
  content += el("span", {css("govuk-caption-l")}, {begin.team_name}) + heading(page.title);
  content += paragraph(
      "Use this to hand somebody over to the community drug and alcohol service of the borough "
      "that they go to. It is the information exchange form (LIEF).");
  content += subheading("What you need");
  content += bullets({"what the client agreed to: their signed consent form",
                      "who they are: name, date of birth, prisoner number",
                      "the release date, or why it is not known",
                      "their treatment, health, housing, risk and supervision as far as you know "
                      "them: don’t know is an answer"});
  content += paragraph(
      "It is saved as you go: you can stop and come back, and a colleague can go on. Your clinical "
      "colleagues can send the prescribing details themselves.");
  components::Radios kind;
  kind.name = "kind";
  kind.value = begin.kind;
  kind.fieldset = components::Fieldset{.legend = {.content = "What kind of referral is it?",
                                                  .classes = "govuk-fieldset__legend--s"}};
  kind.error = errors.beside("kind");
  kind.items = {{.content = "A referral before release", .value = "NEW_REFERRAL"},
                {.content = "An unplanned release from court",
                 .value = "COURT_RELEASE",
                 .hint = components::Hint{
                     .content = "Urgent: send what you know now. The other parts can follow."}}};
  content += asking(
      here, components::radios(kind) +
                area_controls(begin.to, errors, "Which borough do they go to?") +
                components::button({.content = show_choice ? "Look again" : "Continue",
                                    .classes = show_choice ? "govuk-button--secondary" : ""}));
  if (show_choice)
    content += chosen(call, html::Url::path({"teams", begin.team.str(), "referrals"}), begin.to,
                      hidden_field("kind", begin.kind) + hidden_field("begin", begin.token),
                      "Start the referral");
  page.content = two_thirds(content);
  return page;
}

Page begin_alert(const Call& call, const BeginAlert& begin) {
  Page page;
  page.title = "Send an Alert Form";
  page.section = sections::home;
  const FormErrors errors(begin.problems);
  page.outcome = errors.outcome();
  page.back = components::BackLink{.link = team_page(begin.team)};
  const bool show_choice = begin.to.is_chosen() && errors.empty();
  Html content = errors.summary();
  content += el("span", {css("govuk-caption-l")}, {begin.team_name}) + heading(page.title);
  content += paragraph(
      "An Alert tells the other side that something has changed: ticks and one sentence. If you "
      "have written about this person before, begin it from that message: it fills itself in, and "
      "the two are kept together.");
  components::Select teams;
  teams.label = {.content = "Or which prison’s team?", .classes = "govuk-label--s"};
  teams.name = "team";
  teams.value = begin.to.team;
  teams.items.push_back({.content = "Choose a team", .value = ""});
  for (const TeamChoice& team : begin.prisons)
    teams.items.push_back({.content = team.name, .value = team.code});
  content +=
      asking(html::Url::path({"teams", begin.team.str(), "alerts", "new"}),
             area_controls(begin.to, errors, "Which borough’s service should know?") +
                 components::select(teams) +
                 components::button({.content = show_choice ? "Look again" : "Continue",
                                     .classes = show_choice ? "govuk-button--secondary" : ""}));
  if (show_choice)
    content += chosen(call, html::Url::path({"teams", begin.team.str(), "alerts"}), begin.to,
                      hidden_field("begin", begin.token), "Start the Alert");
  page.content = two_thirds(content);
  return page;
}

Page begin_about(const Call& call, const BeginAbout& begin) {
  Page page;
  page.title = begin.title;
  page.section = sections::home;
  page.back = components::BackLink{.link = begin.back};
  Html content = heading(page.title);
  for (const std::string& text : begin.says) content += paragraph(text);
  components::SummaryList facts;
  facts.rows = {{.key = "About", .value = begin.about}, {.key = "Goes to", .value = begin.to}};
  content += components::summary_list(facts);
  if (!begin.begun.empty()) {
    Html list;
    for (const auto& [url, words] : begin.begun)
      list += el("li", {}, {el("a", {css("govuk-link"), html::href(url)}, {words})});
    content += components::inset_text(
        {.content = Html::of({el("p", {css("govuk-body")}, {"Somebody has begun one already:"}),
                              el("ul", {css("govuk-list govuk-list--bullet")}, list)})});
  }
  content += call.form_to(
      begin.target,
      hidden_field("begin", begin.token) +
          components::button({.content = begin.button,
                              .is_start_button = true,
                              .prevent_double_click = true,
                              .classes = begin.begun.empty() ? "" : "govuk-button--secondary"}));
  page.content = two_thirds(content);
  return page;
}

}  // namespace gatepost::web::pages
