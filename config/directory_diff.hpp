// What changes from one directory to the next, in words. Pure; any thread. The words hold names,
// numbers and addresses of teams: they are for the person who changes the list, never for a log.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/directory.hpp"

namespace gatepost::config {

struct DirectoryChange {
  enum class Kind { added, removed, changed } kind{};
  TeamCode team;
  std::string name;  // as it is called after the change
  TeamKind team_kind{};
  std::string field;          // "telephone", as the column is called; empty for whole teams
  std::string before, after;  // of the field
  // When the change comes with a row of its own: from which day on.
  std::optional<std::chrono::year_month_day> from;
  // "Lambeth SPOC: telephone 020 7946 0111 becomes 020 7946 0999"
  std::string in_words() const;
};
std::string_view to_string(DirectoryChange::Kind kind);

// In the order of the new list, removed teams last.
std::vector<DirectoryChange> difference(const Directory& before, const Directory& after);

}  // namespace gatepost::config
