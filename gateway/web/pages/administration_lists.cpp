// Pages of administration: tasks of all teams, notifications, the policy.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/policy_words.hpp"
#include "gateway/exchange/steps.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/pages/administration.hpp"

namespace gatepost::web::pages {

using components::Table;
using html::css;
using html::el;
using html::Html;
using namespace admin;  // NOLINT: the words of these pages
using Claim = exchange::TaskSelection::Claim;
using Press = exchange::TaskPlace::Press;

namespace {

namespace steps = exchange::steps;

// What a task asks for, without whom it is about.
constexpr std::array<std::pair<std::string_view, std::string_view>, 23> step_words{
    {{steps::no_route, "Ring: no team is known for the area"},
     {steps::telephone_route, "Ring: the area is only known by telephone"},
     {steps::call_must_follow, "Ring after an alert, as the guidance asks"},
     {steps::nobody_on_duty, "Urgent, and nobody is on duty there"},
     {steps::clinical_part, "The clinical part is to follow"},
     {steps::complete_referral, "Complete a referral from court"},
     {steps::choose_another_spoc, "Declined: choose another SPOC"},
     {steps::confirm_death, "Confirm that a death was taken note of"},
     {steps::confirm_withdrawal, "Confirm that a form was taken back"},
     {steps::taken_back, "Taken back: consent no longer covers it"},
     {steps::no_longer_agreed, "Confirm that sharing was ended"},
     {steps::tell_new_prison, "Tell the new prison, whose team is not known"},
     {steps::check_duplicate, "Declined as a duplicate that is not here"},
     {steps::death_taken_back, "A death was reported by mistake: look again"},
     {steps::not_told_consent_unstated, "Transfer not told: consent not stated"},
     {steps::not_told_consent_refused, "Transfer not told: consent refused"},
     {steps::not_told_consent_withdrawn, "Transfer not told: consent withdrawn"},
     {steps::not_told_not_covered, "Transfer not told: consent does not name the agency"},
     {steps::not_told_out_of_service, "Transfer not told: the team is out of service"},
     {steps::lief_missing, "A referral was never sent"},
     {steps::release_alert_missing, "A release was never told"},
     {steps::transfer_alert_missing, "A transfer was never told"},
     {steps::death_alert_missing, "A death was never told"}}};
static_assert(steps::has_words_for_all(step_words));

// Steps that a policy names say themselves what they are.
std::string step_in_words(std::string_view step) {
  for (const auto& [key, words] : step_words)
    if (key == step) return std::string(words);
  return in_words(step);
}

std::string_view claim_name(Claim claim) {
  return claim == Claim::unclaimed ? "unclaimed" : claim == Claim::claimed ? "claimed" : "";
}

Fields fields_of(const exchange::TaskSelection& which) {
  return {{"team", which.owner.str()},
          {"step", which.step},
          {"claim", std::string(claim_name(which.claim))}};
}

components::Select select_of(const char* label, const char* name, const std::string& chosen) {
  components::Select select;
  select.label = {.content = label};
  select.name = name;
  select.value = chosen;
  return select;
}

Html task_filter(const AdminFrame& frame, const exchange::TaskSelection& which,
                 const std::vector<exchange::TaskTally>& tallies) {
  auto teams = select_of("Team", "team", which.owner.str());
  teams.items.push_back({.content = "All teams", .value = ""});
  auto kinds = select_of("What is asked for", "step", which.step);
  kinds.items.push_back({.content = "Anything", .value = ""});
  std::vector<std::string> owners{which.owner.str()};
  std::vector<std::string> kinds_seen{which.step};
  for (const exchange::TaskTally& tally : tallies) {
    owners.push_back(tally.owner.str());
    kinds_seen.push_back(tally.step);
  }
  for (auto* list : {&owners, &kinds_seen}) {
    std::ranges::sort(*list);
    const auto repeated = std::ranges::unique(*list);
    list->erase(repeated.begin(), repeated.end());
    std::erase(*list, std::string());
  }
  for (const std::string& owner : owners)
    teams.items.push_back(
        {.content = team_in_words(frame.configuration.directory, *TeamCode::parse(owner)),
         .value = owner});
  for (const std::string& step : kinds_seen)
    kinds.items.push_back({.content = step_in_words(step), .value = step});
  auto claims = select_of("Claimed or not", "claim", std::string(claim_name(which.claim)));
  claims.items = {{.content = "Either", .value = ""},
                  {.content = "Nobody has claimed it", .value = "unclaimed"},
                  {.content = "Claimed", .value = "claimed"}};
  return el("form",
            {html::attr("method", "get"), html::action("/administration/tasks"),
             css("app-filter-line app-no-print")},
            {components::select(teams), components::select(kinds), components::select(claims),
             components::button({.content = "Show", .classes = "govuk-button--secondary"})});
}

Html press_tag(const app::OpenTask& task) {
  if (task.urgent) return red("Urgent");
  if (task.overdue_since || task.task.steps_taken > 0) return amber("Overdue");
  return {};
}

std::vector<Table::Cell> task_row(const AdminFrame& frame, const app::OpenTask& open) {
  const config::Directory& directory = frame.configuration.directory;
  Html what = step_in_words(open.task.step);
  if (open.type)
    what += el("br") + el("span", {css("govuk-hint govuk-!-margin-bottom-0")},
                          {fmt::format("{} to {}", formats::forms::words_for(*open.type),
                                       open.to.empty() ? std::string("an area without a team")
                                                       : team_in_words(directory, open.to))});
  Html reference = "No form";
  if (open.type)
    reference = link(address("/administration/log", {{"message", open.task.about.str()}}),
                     open.task.about.str());
  Html claimed = open.task.claimed_at
                     ? Html("Claimed " + frame.time.distance(*open.task.claimed_at))
                     : el("strong", {}, {"Nobody"});
  Html opened = frame.time.near(open.task.opened_at);
  return cells({what, team_in_words(directory, open.task.owner),
                Html::spaced({press_tag(open), opened}), claimed, reference});
}

}  // namespace

Page all_tasks(const AdminFrame& frame, const app::OpenTasks& tasks, const TaskChoice& choice,
               const std::vector<exchange::TaskTally>& tallies) {
  Page page = page_of(frame.call, parts::tasks, "Open tasks of all teams");
  Html content = heading(page.title);
  content += paragraph("What presses comes first. Whom a task is about is not shown here.");
  content += task_filter(frame, choice.which, tallies);
  Table table;
  table.head = cells({"What is asked for", "Team", "Opened", "Claimed", "Message"});
  for (const app::OpenTask& task : tasks.tasks) table.rows.push_back(task_row(frame, task));
  if (table.rows.empty())
    content += paragraph("There are no such tasks.");
  else
    content += wide_table(page.title, std::move(table));
  std::optional<html::Url> first;
  if (!choice.is_first) first = address("/administration/tasks", fields_of(choice.which));
  std::optional<html::Url> next;
  if (tasks.next) {
    Fields fields = fields_of(choice.which);
    fields.emplace_back("after", tasks.next->to_text());
    next = address("/administration/tasks", fields);
  }
  return with(std::move(page), content + next_page(first, next));
}

static std::string effect_words(const exchange::Effect& effect) {
  return effect.kind == exchange::Effect::Kind::report ? "Report in a mailbox" : "Notification";
}

static Html failing_table(const AdminFrame& frame, const Undelivered& values) {
  const bool can_mend = could(frame.call, identity::Action::mend_dead_letters);
  Table table;
  table.head = cells({"What", "For", "Tried", "Next attempt"});
  if (can_mend) table.head->push_back({.content = "Mend"});
  for (const exchange::Effect& effect : values.failing) {
    Html what = effect_words(effect) + ": " + step_in_words(effect.step);
    auto row = cells({what,
                      fmt::format("{}, {}", in_words(config::to_string(effect.role)),
                                  team_in_words(frame.configuration.directory, effect.team)),
                      fmt::format("{} time{}", effect.attempts, effect.attempts == 1 ? "" : "s"),
                      frame.time.distance(effect.due_at)});
    if (can_mend)
      row.push_back(
          {.content = button_to(frame.call, "/administration/notifications/try-again",
                                Html::of({"Try now", el("span", {css("govuk-visually-hidden")},
                                                        {" " + effect.reference})}),
                                hidden_field("reference", effect.reference))});
    table.rows.push_back(std::move(row));
  }
  return wide_table("Notifications that wait", std::move(table));
}

static std::string reason_words(const std::string& reason) {
  if (reason.contains("no-address")) return "nobody’s address is known";
  if (reason.contains("refused")) return "the mail server refused it for good";
  if (reason.contains("given-up")) return "given up after a day of trying";
  return reason;
}

Page undelivered(const AdminFrame& frame, const Undelivered& values) {
  Page page = page_of(frame.call, parts::undelivered, "Notifications that were not handed over");
  Html content;
  if (values.just_retried)
    content += components::notification_banner(
        {.content = "It is being tried again. Look at this page in a moment.",
         .kind = components::NotificationBanner::Kind::success});
  content += heading(page.title);
  content += paragraph(
      "A notification only makes people look: the ladder and its tasks go on whether it arrives or "
      "not. It is tried again after a pause that doubles, and given up after about a day.");
  content += subheading("Being tried again");
  if (values.failing.empty())
    content += paragraph("There are none.");
  else
    content += failing_table(frame, values);
  std::optional<html::Url> first;
  if (!values.is_first) first = html::Url("/administration/notifications");
  std::optional<html::Url> next;
  if (values.next)
    next = address("/administration/notifications",
                   {{"due", std::to_string(to_unix_ms(values.next->due_at))},
                    {"reference", values.next->reference}});
  content += next_page(first, next);
  content += subheading("Given up");
  Table table;
  table.head = cells({"When", "For", "Why", "Message"});
  for (const app::LogLine& line : values.given_up.lines)
    table.rows.push_back(cells(
        {frame.time.near(line.entry.at), line.entry.recipient, reason_words(line.entry.reason),
         line.entry.message.empty()
             ? Html("No form")
             : link(address("/administration/log", {{"message", line.entry.message}}),
                    line.entry.message)}));
  const std::string back = values.given_up.searched_to
                               ? " since " + frame.time.at(*values.given_up.searched_to)
                               : std::string();
  if (table.rows.empty())
    content += paragraph("There are none" + back + ".");
  else
    content += wide_table("Notifications that were given up", std::move(table));
  if (values.given_up.next)
    content += paragraph(link(address("/administration/log", {{"event", "notification-failed"}}),
                              "More of them in the delivery log"));
  return with(std::move(page), content);
}

Page policy(const AdminFrame& frame) {
  Page page = page_of(frame.call, parts::policy, "The escalation policy");
  const config::Policy& policy = frame.configuration.policy;
  Html content = heading(page.title);
  content += paragraph(fmt::format(
      "This is {}. Whoever runs the gateway changes it in a file; each change stands in the "
      "delivery log.",
      policy.id));
  for (const config::PolicyChapter& chapter : config::chapters(policy)) {
    if (chapter.rungs->empty()) continue;
    content += subheading(chapter.title);
    for (const config::RungPolicy& rung : *chapter.rungs) {
      content += paragraph(el("strong", {}, {config::must_in_words(rung)}));
      content += paragraph("If not:");
      std::vector<Html> lines;
      for (const std::string& line : config::steps_in_words(rung.steps, policy))
        lines.emplace_back(line);
      content += bullets(lines);
    }
  }
  content += subheading("Tasks that nobody claims");
  std::vector<Html> lines;
  for (const std::string& line : config::steps_in_words(policy.task_steps, policy))
    lines.emplace_back(line);
  content += bullets(lines);
  content += subheading("Rules for all of them");
  std::vector<Html> rules;
  for (const std::string& line : config::rules_in_words(policy)) rules.emplace_back(line);
  content += bullets(rules);
  return with(std::move(page), two_thirds(content));
}

}  // namespace gatepost::web::pages
