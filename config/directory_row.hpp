// Reads the rows of a directory's CSV, one at a time: header and cells into a Team. Used by
// directory.cpp only; every problem names file, line and column, and never repeats a name, number
// or address.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/csv.hpp"
#include "config/directory.hpp"

namespace gatepost::config {

// Where each known column stands.
using DirectoryHeader = std::map<std::string_view, std::size_t>;
// Unknown, repeated and missing columns are reported.
DirectoryHeader read_directory_header(const CsvRow& row, std::string_view file_name,
                                      Problems& problems);

// One row. Row, header and problems outlive it.
class DirectoryRow {
 public:
  DirectoryRow(const CsvRow& row, const DirectoryHeader& header, std::string_view file_name,
               Problems& problems)
      : row_(&row), header_(&header), file_name_(file_name), problems_(&problems) {}

  Team read();
  void report(std::string_view column, std::string wrong, std::string right);

 private:
  std::string_view value(std::string_view column) const;
  template <class Id>
  std::optional<Id> id(std::string_view column, std::string right);
  std::string text(std::string_view column);
  template <std::size_t N>
  std::optional<int> choice(std::string_view column, const std::array<std::string_view, N>& names);
  std::optional<std::chrono::year_month_day> date(std::string_view column);
  Contact contact(std::string_view column);
  // The items between semicolons.
  std::vector<std::string_view> list(std::string_view column) const;
  void read_areas(Team& team);
  void check_kind(Team& team);
  void read_contacts(Team& team);
  void check_route(const Team& team);
  void read_pin_and_dates(Team& team);

  const CsvRow* row_;
  const DirectoryHeader* header_;
  std::string_view file_name_;
  Problems* problems_;
};

}  // namespace gatepost::config
