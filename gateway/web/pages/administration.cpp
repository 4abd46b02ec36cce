#include "gateway/web/pages/administration.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/components/controls.hpp"

namespace gatepost::web::pages {

using components::SummaryList;
using components::Table;
using exchange::TaskPlace;
using exchange::TaskTally;
using html::css;
using html::el;
using html::Html;
using namespace admin;  // NOLINT: the words of these pages
using Claim = exchange::TaskSelection::Claim;
using Press = TaskPlace::Press;

namespace {

constexpr std::size_t teams_shown = 10;

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::uint64_t sum(const std::vector<TaskTally>& tallies, auto admits) {
  std::uint64_t count = 0;
  for (const TaskTally& tally : tallies)
    if (admits(tally)) count += tally.count;
  return count;
}

// Unclaimed first: nobody has said that they know.
Html pressing_table(const std::vector<TaskTally>& tallies) {
  Table table;
  table.caption = "Open tasks of all teams";
  table.caption_classes = "govuk-table__caption--s";
  table.head = cells({"How they press", "Nobody has claimed it", "Claimed"});
  table.first_cell_is_header = true;
  for (const auto& [press, words] : {std::pair{Press::urgent, "Urgent"},
                                     {Press::overdue, "Overdue"},
                                     {Press::waits, "Others"}}) {
    const auto count = [&](Claim claim) {
      return sum(tallies, [&](const TaskTally& tally) {
        return tally.press == press && tally.claim == claim;
      });
    };
    const std::uint64_t unclaimed = count(Claim::unclaimed);
    const bool alarms = unclaimed > 0 && press != Press::waits;
    table.rows.push_back(cells(
        {words,
         alarms ? el("strong", {}, {std::to_string(unclaimed)}) : Html(std::to_string(unclaimed)),
         std::to_string(count(Claim::claimed))}));
  }
  return components::table(table);
}

struct TeamLoad {
  TeamCode team;
  std::uint64_t pressing_unclaimed = 0, open = 0;
  Instant oldest;
};
std::vector<TeamLoad> loads_of(const std::vector<TaskTally>& tallies) {
  std::vector<TeamLoad> loads;
  for (const TaskTally& tally : tallies) {
    if (loads.empty() || loads.back().team != tally.owner)
      loads.push_back({tally.owner, 0, 0, tally.oldest});
    TeamLoad& load = loads.back();
    load.open += tally.count;
    load.oldest = std::min(load.oldest, tally.oldest);
    if (tally.claim == Claim::unclaimed && tally.press != Press::waits)
      load.pressing_unclaimed += tally.count;
  }
  std::ranges::sort(loads, std::greater{}, [](const TeamLoad& load) {
    return std::tuple(load.pressing_unclaimed, load.open, load.team);
  });
  if (loads.size() > teams_shown) loads.resize(teams_shown);
  return loads;
}

Html teams_table(const AdminFrame& frame, const std::vector<TaskTally>& tallies) {
  Table table;
  table.caption = "Teams with most to do";
  table.caption_classes = "govuk-table__caption--s";
  table.head = cells({"Team", "Urgent or overdue, unclaimed", "All open", "Oldest"});
  for (const TeamLoad& load : loads_of(tallies))
    table.rows.push_back(cells({link(address("/administration/tasks", {{"team", load.team.str()}}),
                                     team_in_words(frame.configuration.directory, load.team)),
                                std::to_string(load.pressing_unclaimed), std::to_string(load.open),
                                frame.time.distance(load.oldest)}));
  return wide_table("Teams with most to do", std::move(table));
}

Html pressing(const AdminFrame& frame, const std::vector<TaskTally>& tallies) {
  const auto is_unclaimed = [](const TaskTally& tally) { return tally.claim == Claim::unclaimed; };
  if (tallies.empty()) return paragraph("No team has an open task.");
  const std::uint64_t unclaimed = sum(tallies, is_unclaimed);
  Html content;
  if (unclaimed > 0)
    content += components::warning_text(
        {.content = counted(unclaimed, "task") + " that nobody has claimed. A task that stays so "
                                                 "goes on to the next person by itself."});
  content += pressing_table(tallies);
  content += teams_table(frame, tallies);
  content += paragraph(Html::of({link("/administration/tasks?claim=unclaimed", "Unclaimed tasks"),
                                 " · ", link("/administration/tasks", "All open tasks")}));
  return content;
}

Html good_or(bool good, Html otherwise) { return good ? green("Good") : std::move(otherwise); }

Html checkpoint_words(const AdminFrame& frame, const app::Health& health) {
  using enum app::Gateway::LogState;
  const auto& audit = frame.configuration.settings.audit;
  if (!audit || !audit->checkpoint_copy)
    return Html::spaced({amber("Not set up"), "The log has no second place."});
  if (health.log_state == forked)
    return Html::spaced({red("Act now"),
                         "The log does not continue what was signed before. Nothing is signed "
                         "until an operator has looked."});
  if (!health.checkpoint_copied_at)
    return Html::spaced({amber("Waiting"), "No checkpoint was copied since the gateway started."});
  const bool old =
      frame.time.now() - *health.checkpoint_copied_at >
      std::chrono::seconds(4 * audit->checkpoint_every_seconds) + std::chrono::minutes(2);
  return Html::spaced({old ? amber("Late") : green("Good"),
                       "Last copied " + frame.time.distance(*health.checkpoint_copied_at)});
}

SummaryList::Row row(const char* key, Html value) {
  SummaryList::Row made;
  made.key = key;
  made.value = std::move(value);
  return made;
}

std::vector<SummaryList::Row> health_rows(const AdminFrame& frame, const app::Health& health) {
  return {
      row("Store", good_or(health.store_answers,
                           Html::spaced({red("Act now"), "It does not take anything."}))),
      row("Escalation",
          good_or(health.loops_alive,
                  Html::spaced({red("Act now"), "The loops stand still: restart the gateway."}))),
      row("Log in a second place", checkpoint_words(frame, health))};
}

Html count_or_good(std::size_t count, const char* what, const html::Url& where) {
  if (count == 0) return green("None");
  return Html::spaced({amber("Look"), link(where, counted(count, what))});
}

}  // namespace

std::size_t pressing_expiries(const app::Configuration& configuration, Instant now) {
  return static_cast<std::size_t>(
      std::ranges::count_if(configuration.expiries, [&](const app::Configuration::Expiry& expiry) {
        return expiry.at < now + std::chrono::days(30);
      }));
}

Page administration_overview(const AdminFrame& frame, const OverviewValues& values) {
  Page page = page_of(frame.call, parts::overview, "Administration");
  Html content = heading("What presses now");
  if (values.tallies) content += subheading("Tasks") + pressing(frame, *values.tallies);
  SummaryList list;
  list.rows = health_rows(frame, values.health);
  list.rows.push_back(
      row("Notifications that could not be handed over",
          count_or_good(values.failing, "notification", "/administration/notifications")));
  list.rows.push_back(
      row("Expires within 30 days",
          count_or_good(pressing_expiries(frame.configuration, frame.time.now()), "thing",
                        could(frame.call, identity::Action::see_certificates)
                            ? html::Url("/administration/certificates")
                            : html::Url("/administration/health"))));
  list.rows.push_back(
      row("Warnings about the configuration",
          count_or_good(frame.configuration.warnings.size(), "warning", "/administration/health")));
  content += subheading("The gateway") + components::summary_list(list);
  return with(std::move(page), content);
}

Page health(const AdminFrame& frame, const app::Health& health) {
  Page page = page_of(frame.call, parts::health, "Health");
  SummaryList list;
  list.rows = health_rows(frame, health);
  list.rows.push_back(row("Forms kept", std::to_string(health.counts.forms)));
  list.rows.push_back(row("Waiting in mailboxes", std::to_string(health.counts.uncollected)));
  list.rows.push_back(row("Conversations that wait for something",
                          std::to_string(health.counts.open_conversations)));
  list.rows.push_back(row("Open tasks", std::to_string(health.counts.open_tasks)));
  list.rows.push_back(
      row("Reports and notifications on their way", std::to_string(health.counts.pending_effects)));
  list.rows.push_back(
      row("Bank holidays known until", frame.time.date(frame.configuration.calendar.horizon())));
  list.rows.push_back(row("Version", health.version));
  Html content = heading("Health") + components::summary_list(list) +
                 subheading("Warnings about the configuration");
  if (frame.configuration.warnings.empty()) content += paragraph("There are none.");
  std::vector<Html> warnings;
  for (const Problem& warning : frame.configuration.warnings)
    warnings.push_back(fmt::format("{} ({}): {}. What would be right: {}", warning.label,
                                   warning.path, warning.wrong, warning.right));
  if (!warnings.empty()) content += bullets(warnings);
  return with(std::move(page), content);
}

static std::string date_of(const AdminFrame& frame, Instant at) {
  return frame.time.date(frame.configuration.calendar.local_date(at));
}

static Html expiry_row_tag(Instant at, Instant now) {
  if (at < now) return red("Expired");
  return at < now + std::chrono::days(30) ? amber("Soon") : green("Good");
}

// What the configuration calls them.
static std::string expiry_words(std::string_view what) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words{
      {{"receipt-certificate", "Certificate that signs receipts"},
       {"machine-certificate", "Certificate of the machine port"},
       {"console-certificate", "Certificate of this console"},
       {"forms-authority", "Authority that certifies teams"},
       {"forms-crl", "Revocation list for forms"},
       {"machine-crl", "Revocation list for machines"},
       {"bank-holidays", "Bank holidays"},
       {"custodial-keys", "First of the teams’ keys that the gateway holds"}}};
  for (const auto& [key, value] : words)
    if (key == what) return std::string(value);
  return in_words(what);
}

Page certificates(const AdminFrame& frame) {
  Page page = page_of(frame.call, parts::certificates, "Certificates and expiry");
  const Instant now = frame.time.now();
  auto expiries = frame.configuration.expiries;
  std::ranges::sort(expiries, {}, &app::Configuration::Expiry::at);
  Table table;
  table.head = cells({"What", "Expires", "That is", "State"});
  for (const auto& [what, at] : expiries)
    table.rows.push_back(cells({expiry_words(what), date_of(frame, at), frame.time.distance(at),
                                expiry_row_tag(at, now)}));
  Html content = heading(page.title) + wide_table("What expires", std::move(table)) +
                 subheading("Keys that the gateway holds for teams");
  Table keys;
  keys.head = cells({"Team", "Expires", "State"});
  for (const auto& [team, signer] : frame.configuration.custody.signers()) {
    const Instant at = signer->certificate().not_after();
    keys.rows.push_back(cells({team_in_words(frame.configuration.directory, team),
                               date_of(frame, at), expiry_row_tag(at, now)}));
  }
  content += paragraph("People of a team can only send from here with such a key.");
  if (keys.rows.empty())
    content += paragraph("It holds none: see gatepost custody on the server.");
  else
    content += wide_table("Keys held for teams", std::move(keys));
  return with(std::move(page), content);
}

}  // namespace gatepost::web::pages
