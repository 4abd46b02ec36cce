#include "gateway/web/pages/desk.hpp"

#include <fmt/format.h>

#include "gateway/web/components/choices.hpp"
#include "gateway/web/components/moj.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/message_words.hpp"
#include "gateway/web/navigation.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

namespace {

Html heading(int level, const std::string& text, const char* size) {
  return el(html::Tag::heading(level), {css(size)}, {text});
}

Html counted(const std::string& words, std::size_t count) {
  return el("h2", {css("govuk-heading-m")},
            {words + " ", el("span", {css("app-count")}, {std::to_string(count)})});
}

Html more(const html::Url& to, const std::string& words) {
  return el("p", {css("govuk-body")}, el("a", {css("govuk-link"), html::href(to)}, {words}));
}

html::Url list_page(const TeamCode& team, Side side, Stage stage) {
  return html::Url::path({"teams", team.str(), side == Side::sent ? "sent" : "received"},
                         {{"stage", exchange::to_string(stage)}});
}

Html search_form(const DeskFrame& frame, const SearchView& view) {
  const FormErrors errors(view.problems);
  return frame.call.form_to(
      team_page(frame.team, "search"),
      Html::of(
          {components::input(
               {.label = {.content = "Find a person or a message"},
                .name = "text",
                .value = view.typed,
                .hint =
                    components::Hint{.content = "A surname, a prisoner number, an NHS number, or a "
                                                "message's reference"},
                .error = errors.beside("text"),
                .autocomplete = "off",
                .spellcheck = false,
                .classes = "govuk-input--width-20"}),
           components::button({.content = "Search", .classes = "govuk-button--secondary"})}));
}

// The same page of the person's other teams: `below` is where, as in team_page.
Html team_links(const DeskFrame& frame, std::string_view below = {}) {
  if (frame.teams.size() < 2) return {};
  components::SubNavigation navigation;
  navigation.label = "Your teams";
  for (const TeamCode& team : frame.teams)
    navigation.items.push_back({.content = team_name(team, frame.configuration.directory),
                                .link = team_page(team, below),
                                .current = team == frame.team});
  return components::sub_navigation(navigation);
}

// Above a heading: whose list this is.
Html of_team(const DeskFrame& frame) {
  return el("span", {css("govuk-caption-xl")},
            {team_name(frame.team, frame.configuration.directory)});
}

Html begin_buttons(const DeskFrame& frame, const HomeView& view) {
  Html buttons;
  const auto path = [&](const char* what) {
    return html::Url::path({"teams", frame.team.str(), what, "new"});
  };
  if (view.may_refer)
    buttons += components::button({.content = "Send a referral", .link = path("referrals")});
  if (view.may_alert)
    buttons += components::button({.content = "Send an Alert Form",
                                   .link = path("alerts"),
                                   .classes = view.may_refer ? "govuk-button--secondary" : ""});
  return el("div", {css("govuk-button-group")}, buttons);
}

// What a person has to do, loudest first; one line when there is nothing.
Html needs_you(const DeskFrame& frame, const HomeView& view) {
  const TeamCode& team = frame.team;
  Html content;
  if (!view.tasks.tasks.empty()) {
    content += heading(3, "Tasks", "govuk-heading-s") + task_rows(frame, view.tasks.tasks);
    if (view.tasks.next) content += more(team_page(team, "tasks"), "All tasks");
  }
  if (!view.to_confirm.rows.empty()) {
    content += heading(3, "To open and confirm", "govuk-heading-s") +
               message_rows(frame, view.to_confirm.rows, Side::received, "");
    if (view.to_confirm.next)
      content += more(list_page(team, Side::received, Stage::unconfirmed), "All to confirm");
  }
  if (!view.to_answer.rows.empty()) {
    content += heading(3, "To answer", "govuk-heading-s") +
               message_rows(frame, view.to_answer.rows, Side::received, "");
    if (view.to_answer.next)
      content += more(list_page(team, Side::received, Stage::confirmed), "All to answer");
  }
  if (!view.soon.rows.empty())
    content +=
        heading(3, "Due out within a fortnight, and nobody has confirmed", "govuk-heading-s") +
        message_rows(frame, view.soon.rows, Side::sent, "");
  if (view.soon.next)
    content += more(html::Url::path({"teams", team.str(), "sent"},
                                    {{"stage", exchange::to_string(Stage::unconfirmed)},
                                     {"release", "fortnight"}}),
                    "All that are due out within a fortnight");
  if (view.counts.drafts > 0)
    content +=
        more(team_page(team, "drafts"), fmt::format("{} form{} being written", view.counts.drafts,
                                                    view.counts.drafts == 1 ? "" : "s"));
  if (content.empty())
    content = el("p", {css("govuk-body app-none")}, {"Nothing needs you just now."});
  return el("section", {css("app-needs-you")},
            Html::of({heading(2, "Needs you", "govuk-heading-l"), content}));
}

}  // namespace

Page home(const DeskFrame& frame, const HomeView& view) {
  Page page;
  page.title = "Home";
  page.section = sections::home;
  const TeamCode& team = frame.team;
  Html content = team_links(frame);
  content += heading(1, team_name(team, frame.configuration.directory), "govuk-heading-xl");
  content += begin_buttons(frame, view);
  content += needs_you(frame, view);
  content += counted("Waiting for the other side", view.counts.waiting);
  content += message_rows(frame, view.waiting.rows, Side::sent, "Nothing you sent is unconfirmed.");
  if (view.waiting.next)
    content += more(list_page(team, Side::sent, Stage::unconfirmed), "All that is waiting");
  content += counted("Confirmed", view.counts.confirmed);
  content += message_rows(frame, view.confirmed.rows, Side::sent,
                          "Nothing you sent is confirmed and still awaits an answer.");
  if (view.confirmed.next)
    content += more(list_page(team, Side::sent, Stage::confirmed), "All that is confirmed");
  content += search_form(frame, {});
  page.content = content;
  return page;
}

namespace {

const char* stage_words(Side side, Stage stage) {
  if (stage == Stage::unconfirmed) return side == Side::sent ? "Unconfirmed" : "To confirm";
  if (stage == Stage::confirmed) return side == Side::sent ? "Confirmed" : "To answer";
  return "Done";
}

Html stage_tabs(const DeskFrame& frame, const ListView& view) {
  components::SubNavigation navigation;
  navigation.label = "Which messages";
  for (const Stage stage : {Stage::unconfirmed, Stage::confirmed, Stage::settled})
    navigation.items.push_back({.content = stage_words(view.side, stage),
                                .link = list_page(frame.team, view.side, stage),
                                .current = stage == view.stage});
  return components::sub_navigation(navigation);
}

Html filter_form(const DeskFrame& frame, const ListView& view) {
  components::Select others;
  others.label = {.content = view.side == Side::sent ? "To" : "From"};
  others.name = "other";
  others.value = view.other;
  others.items.push_back({.content = "anybody", .value = ""});
  for (const TeamCode& team : view.others)
    others.items.push_back(
        {.content = team_name(team, frame.configuration.directory), .value = team.str()});
  components::Select release;
  release.label = {.content = "Release"};
  release.name = "release";
  release.value = view.release;
  release.items = {{.content = "any day", .value = ""},
                   {.content = "within 7 days", .value = "week"},
                   {.content = "within 14 days", .value = "fortnight"},
                   {.content = "already released", .value = "past"}};
  return el("form",
            {css("app-filter"), html::attr("method", "get"),
             html::action(html::Url::path(
                 {"teams", frame.team.str(), view.side == Side::sent ? "sent" : "received"}))},
            {hidden_field("stage", exchange::to_string(view.stage)), components::select(others),
             components::select(release),
             components::button({.content = "Show", .classes = "govuk-button--secondary"})});
}

}  // namespace

Page message_list(const DeskFrame& frame, const ListView& view) {
  const bool sent = view.side == Side::sent;
  Page page;
  page.section = sent ? sections::sent : sections::received;
  page.title = std::string(page.section) + ": " + stage_words(view.side, view.stage);
  Html content = team_links(frame, sent ? "sent" : "received") + of_team(frame) +
                 heading(1, page.section, "govuk-heading-xl") + stage_tabs(frame, view) +
                 filter_form(frame, view) +
                 message_rows(frame, view.page.rows, view.side, "There is none.");
  if (view.page.next) {
    components::Pagination pagination;
    pagination.next = components::PaginationArrow{
        .link = html::Url::path({"teams", frame.team.str(), sent ? "sent" : "received"},
                                {{"stage", exchange::to_string(view.stage)},
                                 {"other", view.other},
                                 {"release", view.release},
                                 {"after", view.page.next->to_text()}})};
    content += components::pagination(pagination);
  }
  page.content = content;
  return page;
}

Page tasks(const DeskFrame& frame, const app::TaskPage& list, bool all) {
  Page page;
  page.title = all ? "Tasks, also those that are done" : "Tasks";
  page.section = sections::tasks;
  Html content = team_links(frame, "tasks") + of_team(frame) +
                 heading(1, page.title, "govuk-heading-xl") + task_rows(frame, list.tasks);
  const char* which = all ? "all" : "open";
  if (list.next) {
    components::Pagination pagination;
    pagination.next = components::PaginationArrow{
        .link = html::Url::path({"teams", frame.team.str(), "tasks"},
                                {{"which", which}, {"after", list.next->to_text()}})};
    content += components::pagination(pagination);
  }
  content +=
      more(html::Url::path({"teams", frame.team.str(), "tasks"}, {{"which", all ? "open" : "all"}}),
           all ? "Only those that are open" : "Also those that are done");
  page.content = content;
  return page;
}

Page search(const DeskFrame& frame, const SearchView& view) {
  Page page;
  page.title = "Search";
  const FormErrors errors(view.problems);
  page.outcome = errors.outcome();
  Html content =
      errors.summary() + heading(1, "Search", "govuk-heading-xl") + search_form(frame, view);
  if (view.found)
    content += heading(2, fmt::format("{} found", view.found->size()), "govuk-heading-m") +
               message_rows(frame, *view.found, Side::sent,
                            "Nothing of your team's fits. Somebody may have been written with "
                            "another spelling, or referred by another team.");
  page.content = content;
  return page;
}

}  // namespace gatepost::web::pages
