#include "config/directory_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/contact.hpp"

namespace gatepost::config {

namespace {

using std::chrono::year_month_day;

constexpr std::array<std::string_view, 19> columns{"team",
                                                   "name",
                                                   "kind",
                                                   "prison",
                                                   "areas",
                                                   "route",
                                                   "mailbox",
                                                   "telephone",
                                                   "email",
                                                   "hours",
                                                   "urgent_contact",
                                                   "fallback_team",
                                                   "fallback_contact",
                                                   "service_manager",
                                                   "oversight",
                                                   "issuer_pin",
                                                   "acknowledgement",
                                                   "valid_from",
                                                   "valid_to"};
constexpr std::array<std::string_view, 4> required_columns{"team", "name", "kind", "route"};
constexpr std::size_t most_text = 200;

// Indexed by the enumerators.
constexpr std::array<std::string_view, 7> kind_names{
    "prison-psychosocial", "prison-clinical", "prison-court", "spoc", "court", "probation", "dr"};
constexpr std::array<std::string_view, 6> route_names{"mailbox", "console", "as4",
                                                      "mesh",    "email",   "telephone"};
constexpr std::array<std::string_view, 2> acknowledgement_names{"automatic", "person"};

template <std::size_t N>
std::string listed(const std::array<std::string_view, N>& names) {
  return fmt::format("one of: {}", fmt::join(names, ", "));
}

bool is_text(std::string_view text) {
  return text.size() <= most_text &&
         std::ranges::none_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

}  // namespace

std::string_view to_string(TeamKind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }
std::string_view to_string(RouteKind kind) {
  return route_names.at(static_cast<std::size_t>(kind));
}
std::string_view to_string(AcknowledgementKind kind) {
  return acknowledgement_names.at(static_cast<std::size_t>(kind));
}

Team DirectoryRow::read() {
  Team team;
  team.line = row_->line;
  team.code = id<TeamCode>("team", "2 to 32 of A-Z, 0-9 and inner hyphens, such as LAMBETH-SPOC")
                  .value_or(TeamCode{});
  if (value("team").empty()) report("team", "it is missing", "the team's code");
  team.name = text("name");
  if (team.name.empty()) report("name", "it is missing", "what people call the team");
  const auto kind = choice("kind", kind_names);
  team.kind = static_cast<TeamKind>(kind.value_or(0));
  const auto route = choice("route", route_names);
  team.route = static_cast<RouteKind>(route.value_or(0));
  team.mailbox = id<MailboxId>("mailbox", "3 to 20 of A-Z and 0-9, such as GPLAM01");
  read_areas(team);
  if (kind) check_kind(team);
  read_contacts(team);
  if (route) check_route(team);
  read_pin_and_dates(team);
  return team;
}

void DirectoryRow::report(std::string_view column, std::string wrong, std::string right) {
  problems_->push_back({fmt::format("Directory, column {}", column),
                        fmt::format("{}:{}:{}", file_name_, row_->line, column), std::move(wrong),
                        std::move(right)});
}

std::string_view DirectoryRow::value(std::string_view column) const {
  const auto found = header_->find(column);
  return found == header_->end() ? std::string_view{} : row_->fields[found->second];
}

template <class Id>
std::optional<Id> DirectoryRow::id(std::string_view column, std::string right) {
  if (value(column).empty()) return std::nullopt;
  const auto parsed = Id::parse(value(column));
  if (!parsed) report(column, fmt::format("it is not a {} code", column), std::move(right));
  return parsed;
}

std::string DirectoryRow::text(std::string_view column) {
  if (is_text(value(column))) return std::string(value(column));
  report(column, "it is too long or holds a control character",
         fmt::format("at most {} characters on one line", most_text));
  return {};
}

template <std::size_t N>
std::optional<int> DirectoryRow::choice(std::string_view column,
                                        const std::array<std::string_view, N>& names) {
  const auto found = std::ranges::find(names, value(column));
  if (found != names.end()) return static_cast<int>(found - names.begin());
  report(column, value(column).empty() ? "it is missing" : "it is not a known word", listed(names));
  return std::nullopt;
}

std::optional<year_month_day> DirectoryRow::date(std::string_view column) {
  if (value(column).empty()) return std::nullopt;
  const auto parsed = parse_date(value(column));
  if (!parsed) report(column, "it is not a date", "a date such as 2026-04-01");
  return parsed;
}

std::vector<std::string_view> DirectoryRow::list(std::string_view column) const {
  std::vector<std::string_view> items;
  for (std::string_view rest = value(column); !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    auto item = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    items.push_back(item);
  }
  return items;
}

void DirectoryRow::read_areas(Team& team) {
  for (const std::string_view code : list("areas")) {
    const auto area = AreaCode::parse(code);
    if (!area)
      report("areas", "it holds something that is not a GSS code",
             "codes such as E09000022, separated by semicolons");
    else if (std::ranges::find(team.areas, *area) != team.areas.end())
      report("areas", fmt::format("{} stands there twice", area->str()), "each area once");
    else
      team.areas.push_back(*area);
  }
}

// What a SPOC has and others have not, and what a prison's team has.
void DirectoryRow::check_kind(Team& team) {
  const bool is_spoc = team.kind == TeamKind::spoc;
  if (is_spoc && value("areas").empty())
    report("areas", "a SPOC without areas can be sent nothing", "the GSS codes that it serves");
  if (!is_spoc && !value("areas").empty())
    report("areas", "only a SPOC serves areas", "nothing, or the kind spoc");
  const bool of_a_prison = team.kind == TeamKind::prison_psychosocial ||
                           team.kind == TeamKind::prison_clinical ||
                           team.kind == TeamKind::prison_court;
  // Lists from before the column was there name the prison by the team's code alone.
  const bool by_column = header_->contains("prison");
  team.prison = value("prison");
  if (of_a_prison && !by_column) team.prison = team.code.str().substr(0, 3);
  const bool is_code = team.prison.size() == 3 && std::ranges::all_of(team.prison, [](char c) {
                         return c >= 'A' && c <= 'Z';
                       });
  if (of_a_prison && team.prison.empty())
    report("prison", "a prison's team, and no prison", "its NOMIS code, such as BXI");
  else if (!team.prison.empty() && !of_a_prison)
    report("prison", "only a prison's team has one", "nothing, or a kind such as prison-clinical");
  else if (!team.prison.empty() && !is_code && by_column)
    report("prison", "it is not a NOMIS code", "three capital letters, such as BXI");
}

void DirectoryRow::read_contacts(Team& team) {
  team.telephone = value("telephone");
  if (!team.telephone.empty() && !is_telephone(team.telephone))
    report("telephone", "it is not a telephone number", "digits and spaces, such as 020 7946 0101");
  team.email = value("email");
  if (!team.email.empty() && !is_email(team.email))
    report("email", "it is not an e-mail address", "one address, such as duty@spoc.example");
  team.fallback_team = id<TeamCode>("fallback_team", "the code of another team of this file");
  team.fallback_contact = contact("fallback_contact");
  team.service_manager = contact("service_manager");
  team.oversight = contact("oversight");
  team.urgent_contact = contact("urgent_contact");
  if (!team.urgent_contact.empty() && team.urgent_contact.telephone.empty())
    report("urgent_contact", "it has no telephone number, and nobody reads mail at night",
           "a name and the number that is answered at any hour");
  if (value("hours").empty()) return;
  const auto hours = OpeningHours::parse(value("hours"));
  if (!hours)
    report("hours", "they cannot be read as opening hours",
           "24/7, or days and times such as Mon-Fri 09:00-17:00 or Sat 10:00-16:00");
  team.hours = hours.value_or(OpeningHours{});
}

Contact DirectoryRow::contact(std::string_view column) {
  auto parsed = parse_contact(text(column));
  if (parsed) return std::move(*parsed);
  report(column, parsed.error().wrong, parsed.error().right);
  return {};
}

void DirectoryRow::check_route(const Team& team) {
  if (team.route == RouteKind::mailbox && value("mailbox").empty())
    report("mailbox", "the route is mailbox, and there is none", "a mailbox, such as GPLAM01");
  if (team.route == RouteKind::telephone && team.telephone.empty())
    report("telephone", "the route is telephone, and there is none", "the number to ring");
  if (team.route == RouteKind::email && team.email.empty())
    report("email", "the route is email, and there is none", "the functional mailbox's address");
}

void DirectoryRow::read_pin_and_dates(Team& team) {
  for (const std::string_view digits : list("issuer_pin")) {
    if (const auto pin = Digest::from_hex(digits))
      team.issuer_pins.push_back(*pin);
    else
      report("issuer_pin", "it is not a SHA-256 value",
             "64 hexadecimal digits, several separated by semicolons, or nothing");
  }
  if (!value("acknowledgement").empty()) {
    if (const auto kind = choice("acknowledgement", acknowledgement_names))
      team.acknowledgement = static_cast<AcknowledgementKind>(*kind);
  }
  team.valid_from = date("valid_from");
  team.valid_to = date("valid_to");
  if (team.valid_from && team.valid_to && *team.valid_to < *team.valid_from)
    report("valid_to", "it lies before valid_from", "the last day on which the row holds");
}

DirectoryHeader read_directory_header(const CsvRow& row, std::string_view file_name,
                                      Problems& problems) {
  DirectoryHeader header;
  const auto report = [&](std::string wrong, std::string right) {
    problems.push_back({"Directory, header row", fmt::format("{}:{}", file_name, row.line),
                        std::move(wrong), std::move(right)});
  };
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    const auto known = std::ranges::find(columns, row.fields[i]);
    if (known == columns.end())
      report(fmt::format("column {} has no known name", i + 1), listed(columns));
    else if (!header.emplace(*known, i).second)
      report(fmt::format("there are two columns {}", *known), "each column once");
  }
  for (const auto column : required_columns)
    if (!header.contains(column))
      report(fmt::format("there is no column {}", column), listed(columns));
  return header;
}

}  // namespace gatepost::config
