#include "gateway/web/pages/directory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/reference.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/navigation.hpp"

namespace gatepost::web::pages {

using components::SummaryList;
using components::Table;
using html::attr;
using html::css;
using html::el;
using html::Html;
using namespace admin;  // NOLINT: the words of these pages

namespace {

constexpr std::size_t changes_shown = 200;

std::string kind_words(config::TeamKind kind) {
  using enum config::TeamKind;
  switch (kind) {
    case prison_psychosocial:
      return "Prison psychosocial team";
    case prison_clinical:
      return "Prison clinical team";
    case prison_court:
      return "Prison court team";
    case spoc:
      return "Borough SPOC";
    case court:
      return "Court team";
    case probation:
      return "Probation";
    case dr:
      return "Dependency and recovery";
  }
  return "?";
}

std::string route_words(config::RouteKind route) {
  using enum config::RouteKind;
  switch (route) {
    case mailbox:
      return "Mailbox";
    case console:
      return "This console";
    case as4:
      return "AS4";
    case mesh:
      return "MESH";
    case email:
      return "Secure e-mail";
    case telephone:
      return "Telephone only";
  }
  return "?";
}

Html telephone(const std::string& number) {
  const auto url = html::Url::telephone(number);
  return url ? whole(link(*url, number)) : Html(number);
}

Html contact(const config::Contact& who) {
  if (who.empty()) return {};
  Html content = who.name;
  if (!who.email.empty()) content += el("br") + Html(who.email);
  if (!who.telephone.empty()) content += el("br") + telephone(who.telephone);
  return content;
}

// "Lambeth (E09000022)"
std::string named(const config::CodeList& list, const std::string& code) {
  const auto* entry = list.find(code);
  return entry == nullptr ? code : fmt::format("{} ({})", entry->label, code);
}

html::Url team_address(const TeamCode& team) {
  return html::Url::path({"administration", "directory", "teams", team.str()});
}

// One row of a team: it may have several, each for its days.
Html particulars(const AdminFrame& frame, const config::Team& team) {
  SummaryList list;
  const auto add = [&list](const char* key, Html value) {
    if (!value.empty()) list.rows.push_back({.key = key, .value = std::move(value)});
  };
  add("Kind", kind_words(team.kind));
  if (!team.prison.empty()) add("Prison", named(config::prisons(), team.prison));
  std::string areas;
  for (const AreaCode& area : team.areas)
    areas += (areas.empty() ? "" : ", ") + named(config::areas(), area.str());
  add("Areas", areas);
  Html route = route_words(team.route);
  if (team.mailbox) route += Html(", mailbox " + team.mailbox->str());
  add("Forms go by", route);
  if (team.acknowledgement)
    add("Acknowledged by", team.acknowledgement == config::AcknowledgementKind::automatic
                               ? "Its system, by itself"
                               : "A person");
  add("Telephone", team.telephone.empty() ? Html() : telephone(team.telephone));
  add("E-mail", team.email);
  add("Hours", team.hours.spelling());
  add("At any hour", contact(team.urgent_contact));
  if (team.fallback_team)
    add("Fallback team", link(team_address(*team.fallback_team),
                              team_in_words(frame.configuration.directory, *team.fallback_team)));
  add("Fallback contact", contact(team.fallback_contact));
  add("Service manager", contact(team.service_manager));
  add("Oversight", contact(team.oversight));
  add("In service", config::service_in_words(team));
  return components::summary_list(list);
}

Html expiry(const AdminFrame& frame, Instant at) {
  const Instant now = frame.time.now();
  Html tag = at < now ? red("Expired") : at < now + std::chrono::days(30) ? amber("Soon") : Html();
  return Html::spaced(
      {frame.time.date(frame.configuration.calendar.local_date(at)), std::move(tag)});
}

Html certificates_of(const AdminFrame& frame, const config::Team& team) {
  SummaryList list;
  if (const certs::Signer* signer = frame.configuration.custody.signer(team.code))
    list.rows.push_back({.key = "Key held here for its people",
                         .value = expiry(frame, signer->certificate().not_after())});
  for (const certs::Certificate& anchor : frame.configuration.forms_trust.anchors())
    if (config::pins(team, anchor.issuer_pin()))
      list.rows.push_back(
          {.key = "Authority that certifies it", .value = expiry(frame, anchor.not_after())});
  if (list.rows.empty())
    return paragraph(
        "This gateway holds no key for its people and knows no authority pinned to "
        "it.");
  return components::summary_list(list);
}

Html search_form(const DirectoryListValues& values) {
  components::Input input;
  input.label = {.content = "Search for a team"};
  input.hint = components::Hint{.content = "Part of its name, code, prison or area"};
  input.name = "search";
  input.value = values.search;
  input.autocomplete = "off";
  input.classes = "govuk-input--width-20";
  return el("form",
            {attr("method", "get"), html::action("/administration/directory"),
             css("app-filter-line app-no-print")},
            {components::input(input),
             components::button({.content = "Search", .classes = "govuk-button--secondary"})});
}

components::Breadcrumbs crumbs(const char* here) {
  return {.items = {{.content = "Directory", .link = html::Url("/administration/directory")},
                    {.content = here}}};
}

}  // namespace

Page directory_list(const AdminFrame& frame, const DirectoryListValues& values) {
  Page page = page_of(frame.call, parts::directory, "Directory");
  const config::Directory& directory = frame.configuration.directory;
  Html content = heading(page.title);
  Html about = fmt::format("{} teams", directory.teams().size());
  if (directory.updated())
    about += Html(", last checked on " + frame.time.date(*directory.updated()));
  about += Html(". ") + link("/administration/directory/history", "When it changed");
  content += paragraph(about);
  if (could(frame.call, identity::Action::change_directory))
    content += components::button({.content = "Take in a new list",
                                   .link = html::Url("/administration/directory/import"),
                                   .classes = "govuk-button--secondary app-no-print"});
  content += search_form(values);
  Table table;
  table.head = cells({"Team", "Kind", "Forms go by", "Telephone", "Today"});
  for (const config::Team* team : values.teams)
    table.rows.push_back(
        cells({link(team_address(team->code), Html::of({team->name, " (", team->code.str(), ")"})),
               kind_words(team->kind), route_words(team->route),
               team->telephone.empty() ? Html() : telephone(team->telephone),
               config::holds_on(*team, frame.time.today()) ? Html("In service")
                                                           : amber("Not in service")}));
  if (table.rows.empty())
    content += paragraph("No team was found.");
  else
    content += wide_table("Teams", std::move(table));
  const auto numbered = [&](std::size_t number) {
    return address("/administration/directory",
                   {{"search", values.search}, {"page", std::to_string(number)}});
  };
  components::Results results;
  results.noun = "teams";
  results.count = static_cast<int>(values.found);
  results.from = static_cast<int>((values.page - 1) * values.page_size + 1);
  results.to = static_cast<int>(std::min(values.page * values.page_size, values.found));
  if (values.page > 1)
    results.pages.previous = components::PaginationArrow{.link = numbered(values.page - 1)};
  if (values.page * values.page_size < values.found)
    results.pages.next = components::PaginationArrow{.link = numbered(values.page + 1)};
  if (values.found > 0) content += components::results(results);
  return with(std::move(page), content);
}

Page directory_team(const AdminFrame& frame, const config::Team& team) {
  Page page = page_of(frame.call, parts::directory, team.name);
  page.breadcrumbs = crumbs("Team");
  Html content = el("span", {css("govuk-caption-l")}, {team.code.str()}) + heading(team.name) +
                 particulars(frame, team);
  std::vector<const config::Team*> others;
  for (const config::Team& row : frame.configuration.directory.rows())
    if (row.code == team.code && row.line != team.line) others.push_back(&row);
  for (const config::Team* row : others)
    content +=
        subheading("At other times: " + config::service_in_words(*row)) + particulars(frame, *row);
  content += subheading("Certificates") + certificates_of(frame, team);
  if (could(frame.call, identity::Action::see_delivery_log))
    content += paragraph(link(address("/administration/log", {{"team", team.code.str()}}),
                              "This team in the delivery log"));
  return with(std::move(page), two_thirds(content));
}

// "directory:<digest> before:<digest>": the first eight digits tell lists apart for people.
static std::string digest_in(const std::string& reason, std::string_view name) {
  const auto at = reason.find(name);
  return at == std::string::npos ? "" : reason.substr(at + name.size(), 8);
}

Page directory_history(const AdminFrame& frame, const app::LogPage& history) {
  Page page = page_of(frame.call, parts::directory, "When the directory changed");
  page.breadcrumbs = crumbs("History");
  Html content = heading(page.title);
  content += paragraph(
      "Each line is an entry of the delivery log. A list is told apart by the first digits of its "
      "digest.");
  Table table;
  table.head = cells({"When", "What happened", "List", "Who", "Entry"});
  for (const auto& [index, entry] : history.lines) {
    const bool imported = entry.event == "directory-imported";
    const auto name = history.names.find(entry.actor);
    const bool is_person = entry.actor.starts_with("user:");
    table.rows.push_back(
        cells({frame.time.near(entry.at),
               imported ? "Taken in, in place of " + digest_in(entry.reason, "before:")
                        : "Loaded by the gateway, with policy " + entry.policy,
               el("code", {}, {digest_in(entry.reason, "directory:")}),
               name != history.names.end() ? name->second
               : is_person                 ? "An administrator"
                                           : "The gateway",
               std::to_string(index)}));
  }
  if (table.rows.empty())
    content += paragraph("Nothing was found.");
  else
    content += wide_table(page.title, std::move(table));
  if (history.searched_to)
    content += paragraph("This looked back to " + frame.time.at(*history.searched_to) + ".");
  return with(std::move(page), content);
}

Page directory_import(const AdminFrame& frame, const std::string& typed, const Problems& problems) {
  Page page = page_of(frame.call, parts::directory, "Take in a new list");
  page.breadcrumbs = crumbs("New list");
  // Every problem names its own line and column; all of them belong to the one field.
  Problems shown;
  for (const Problem& problem : problems)
    shown.push_back(
        {problem.label.empty() ? problem.path : problem.label + " (" + problem.path + ")", "csv",
         problem.wrong, problem.right});
  const FormErrors errors(shown);
  page.outcome = errors.outcome();
  Html content = errors.summary() + heading(page.title);
  content += paragraph(
      "Copy the whole list out of the spreadsheet’s CSV file, with its first row of column names. "
      "Nothing changes until you have seen what would change.");
  components::Textarea area;
  area.label = {.content = "The list as CSV"};
  area.name = "csv";
  area.value = typed;
  area.rows = 15;
  area.spellcheck = false;
  if (!shown.empty())
    area.error = components::ErrorMessage{
        .content = fmt::format("A gateway would not take this list: {} problem{}", shown.size(),
                               shown.size() == 1 ? "" : "s")};
  area.classes = "app-code";
  content += frame.call.form_to(
      "/administration/directory/import",
      Html::of({components::textarea(area), components::button({.content = "See what changes",
                                                                .prevent_double_click = true})}));
  return with(std::move(page), content);
}

static Html changes_of(const app::DirectoryProposal& proposal) {
  if (proposal.changes.empty()) return paragraph("Nothing changes.");
  std::vector<Html> lines;
  for (const auto& [change, waiting] : proposal.changes) {
    Html line = change.in_words();
    if (waiting > 0)
      line += el("strong", {},
                 {fmt::format("; {} form{} there {} not confirmed yet", waiting,
                              waiting == 1 ? "" : "s", waiting == 1 ? "is" : "are")});
    lines.push_back(std::move(line));
    if (lines.size() == changes_shown) break;
  }
  Html content = bullets(lines);
  if (proposal.changes.size() > changes_shown)
    content += paragraph(fmt::format("And {} more.", proposal.changes.size() - changes_shown));
  return content;
}

static Html remarks_of(const app::DirectoryProposal& proposal, config::Remark::Weight weight) {
  std::vector<Html> lines;
  for (const config::Remark& remark : proposal.remarks)
    if (remark.weight == weight)
      lines.emplace_back(fmt::format("{} ({}): {}; {}", remark.about.label, remark.about.path,
                                     remark.about.wrong, remark.about.right));
  return lines.empty() ? Html() : bullets(lines);
}

Page directory_review(const AdminFrame& frame, const app::DirectoryProposal& proposal) {
  Page page = page_of(frame.call, parts::directory, "What the new list changes");
  page.breadcrumbs = crumbs("New list");
  Html content = heading(page.title);
  content += paragraph(
      fmt::format("The new list holds {} teams. A gateway would take it.", proposal.teams));
  content += changes_of(proposal);
  if (Html warnings = remarks_of(proposal, config::Remark::Weight::warning); !warnings.empty())
    content += subheading("Somebody should mend this") + warnings;
  if (Html notes = remarks_of(proposal, config::Remark::Weight::note); !notes.empty())
    content += subheading("Somebody should know this") + notes;
  if (proposal.changes.empty() && proposal.fresh_digest == proposal.current_digest)
    return with(std::move(page), two_thirds(content + paragraph(link("/administration/directory",
                                                                     "Back to the directory"))));
  Html fields = hidden_field("fresh", proposal.fresh_digest) +
                hidden_field("current", proposal.current_digest);
  content += button_to(frame.call, "/administration/directory/import/take", "Put it in place",
                       std::move(fields), "govuk-button--warning");
  content += paragraph(link("/administration/directory/import", "Paste another list instead"));
  return with(std::move(page), two_thirds(content));
}

Page directory_not_taken_up(const AdminFrame& frame, const Problems& problems) {
  Page page = page_of(frame.call, parts::directory, "The list is in place, and not taken up");
  page.outcome = Page::Outcome::with_errors;
  Html reasons;
  for (const Problem& problem : problems) reasons += el("li", {}, {FormErrors::sentence(problem)});
  const Html content = Html::of(
      {heading(page.title),
       paragraph("The new list was written, and the one before is kept beside it. The gateway "
                 "still works with the one before, because it could not load its settings again:"),
       el("ul", {css("govuk-list govuk-list--bullet")}, reasons),
       paragraph("Whoever runs the gateway must mend this on the server.")});
  return with(std::move(page), two_thirds(content));
}

Page directory_taken(const AdminFrame& frame) {
  Page page = page_of(frame.call, parts::directory, "The new list is in place");
  Html content =
      components::panel({.title = page.title, .content = "The gateway works with it now."});
  content += paragraph(
      "The list before it is kept beside it on the server, under the time of this change. Your "
      "change stands in the delivery log.");
  content += paragraph(Html::of({link("/administration/directory", "The directory"), " · ",
                                 link("/administration/directory/history", "When it changed")}));
  return with(std::move(page), two_thirds(content));
}

}  // namespace gatepost::web::pages
