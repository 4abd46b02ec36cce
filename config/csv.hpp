// RFC 4180 CSV, as spreadsheets write it: quoted fields, doubled quotes, line breaks inside quotes,
// CRLF or LF, a byte order mark. Pure; any thread. Strict where a guess could shift columns: a
// quote inside an unquoted field, or text after a closing quote, is a problem.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/errors.hpp"

namespace gatepost::config {

struct CsvRow {
  int line = 0;  // of the file, where the row begins, counted from 1
  std::vector<std::string> fields;
};

struct CsvLimits {
  std::size_t bytes = std::size_t{1} << 20;
  std::size_t rows = 10'000;
};

// Rows whose fields are all empty are left out: spreadsheets append them.
Checked<std::vector<CsvRow>> parse_csv(std::string_view text, std::string_view file_name,
                                       const CsvLimits& limits = {});

// A CSV whose first lines may begin with '#': notes about it, such as "updated 2026-04-01". A
// spreadsheet that saves such a file fills the line up with commas; they do not belong to the note.
struct CsvDocument {
  std::vector<std::string> notes;  // without '#' and surrounding blanks
  std::vector<CsvRow> rows;
};
Checked<CsvDocument> parse_csv_with_notes(std::string_view text, std::string_view file_name,
                                          const CsvLimits& limits = {});

}  // namespace gatepost::config
