#include "config/directory_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatepost::config {

namespace {

using std::chrono::year_month_day;

std::string areas_of(const Team& team) {
  std::string text;
  for (const auto& area : team.areas) text += (text.empty() ? "" : ";") + area.str();
  return text;
}

template <class Id>
std::string text_of(const std::optional<Id>& id) {
  return id ? id->str() : std::string();
}

std::string text_of(const std::optional<year_month_day>& day) {
  return day ? format_date(*day) : std::string();
}

struct Field {
  std::string_view name;   // the column
  std::string_view words;  // as people say it
  std::string (*of)(const Team&);
};

const std::array<Field, 18> fields{{
    {"name", "name", [](const Team& t) { return t.name; }},
    {"kind", "kind", [](const Team& t) { return std::string(to_string(t.kind)); }},
    {"prison", "prison", [](const Team& t) { return t.prison; }},
    {"areas", "areas", areas_of},
    {"route", "route", [](const Team& t) { return std::string(to_string(t.route)); }},
    {"mailbox", "mailbox", [](const Team& t) { return text_of(t.mailbox); }},
    {"telephone", "telephone", [](const Team& t) { return t.telephone; }},
    {"email", "e-mail", [](const Team& t) { return t.email; }},
    {"hours", "opening hours", [](const Team& t) { return t.hours.spelling(); }},
    {"urgent_contact", "urgent contact", [](const Team& t) { return t.urgent_contact.str(); }},
    {"fallback_team", "fallback team", [](const Team& t) { return text_of(t.fallback_team); }},
    {"fallback_contact", "fallback contact",
     [](const Team& t) { return t.fallback_contact.str(); }},
    {"service_manager", "service manager", [](const Team& t) { return t.service_manager.str(); }},
    {"oversight", "oversight", [](const Team& t) { return t.oversight.str(); }},
    {"issuer_pin", "pinned issuer",
     [](const Team& t) {
       std::string text;
       for (const Digest& pin : t.issuer_pins) text += (text.empty() ? "" : ";") + pin.hex();
       return text;
     }},
    {"acknowledgement", "acknowledgement",
     [](const Team& t) {
       return t.acknowledgement ? std::string(to_string(*t.acknowledgement)) : std::string();
     }},
    {"valid_from", "first day", [](const Team& t) { return text_of(t.valid_from); }},
    {"valid_to", "last day", [](const Team& t) { return text_of(t.valid_to); }},
}};

// The rows of one team in the order in which they hold.
std::vector<const Team*> rows_of(const Directory& directory, const TeamCode& code) {
  std::vector<const Team*> rows;
  for (const Team& row : directory.rows())
    if (row.code == code) rows.push_back(&row);
  std::ranges::sort(rows, {}, [](const Team* row) {
    return row->valid_from ? std::chrono::sys_days{*row->valid_from} : std::chrono::sys_days::min();
  });
  return rows;
}

DirectoryChange whole(DirectoryChange::Kind kind, const Team& team) {
  return {kind, team.code, team.name, team.kind, "", "", "", std::nullopt};
}

enum class Dates { compared, left_out };

void compare(const Team& before, const Team& after, Dates dates, std::optional<year_month_day> from,
             std::vector<DirectoryChange>& changes) {
  for (const Field& field : fields) {
    if (dates == Dates::left_out && field.name.starts_with("valid_")) continue;
    auto was = field.of(before);
    auto is = field.of(after);
    if (was == is) continue;
    changes.push_back({DirectoryChange::Kind::changed, after.code, after.name, after.kind,
                       std::string(field.name), std::move(was), std::move(is), from});
  }
}

// A row that begins on the same day is the same row, changed; any other is a change to come, and is
// told against the row before it.
void compare_team(const std::vector<const Team*>& before, const std::vector<const Team*>& after,
                  std::vector<DirectoryChange>& changes) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    const Team& row = *after[i];
    const auto same = std::ranges::find(before, row.valid_from, &Team::valid_from);
    if (same != before.end())
      compare(**same, row, Dates::compared, std::nullopt, changes);
    else if (i > 0)
      compare(*after[i - 1], row, Dates::left_out, row.valid_from, changes);
    else
      compare(*before.front(), row, Dates::compared, std::nullopt, changes);
  }
  // A planned row that is planned no longer.
  for (const Team* row : before)
    if (row->valid_from && row != before.front() &&
        std::ranges::find(after, row->valid_from, &Team::valid_from) == after.end())
      changes.push_back({DirectoryChange::Kind::changed, row->code, row->name, row->kind,
                         "valid_from", format_date(*row->valid_from), "", std::nullopt});
}

std::string_view words_for(std::string_view column) {
  const auto found = std::ranges::find(fields, column, &Field::name);
  return found == fields.end() ? column : found->words;
}

// Pins are told by their beginnings, as fingerprints are.
std::string shown(std::string_view column, const std::string& value) {
  if (column != "issuer_pin") return value;
  std::string text = value.substr(0, 16) + "...";
  for (auto at = value.find(';'); at != std::string::npos; at = value.find(';', at + 1))
    text += " and " + value.substr(at + 1, 16) + "...";
  return text;
}

}  // namespace

std::string_view to_string(DirectoryChange::Kind kind) {
  constexpr std::array<std::string_view, 3> names{"added", "removed", "changed"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string DirectoryChange::in_words() const {
  if (kind == Kind::added) return fmt::format("{} ({}) is new", name, team.str());
  if (kind == Kind::removed) return fmt::format("{} ({}) is removed", name, team.str());
  const std::string when = from ? fmt::format("from {}: ", format_date(*from)) : "";
  const auto words = words_for(field);
  if (before.empty())
    return fmt::format("{}: {}{} is now {}", name, when, words, shown(field, after));
  if (after.empty() && field == "valid_from")
    return fmt::format("{}: the row that begins on {} is taken away", name, before);
  if (after.empty())
    return fmt::format("{}: {}{} {} is taken away", name, when, words, shown(field, before));
  return fmt::format("{}: {}{} {} becomes {}", name, when, words, shown(field, before),
                     shown(field, after));
}

std::vector<DirectoryChange> difference(const Directory& before, const Directory& after) {
  std::vector<DirectoryChange> changes;
  for (const Team& team : after.teams()) {
    const auto was = rows_of(before, team.code);
    if (was.empty())
      changes.push_back(whole(DirectoryChange::Kind::added, team));
    else
      compare_team(was, rows_of(after, team.code), changes);
  }
  for (const Team& team : before.teams())
    if (after.find(team.code) == nullptr)
      changes.push_back(whole(DirectoryChange::Kind::removed, team));
  return changes;
}

}  // namespace gatepost::config
