// csv_cell: one cell of a CSV that people open in a spreadsheet. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace gatepost {

// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
inline std::string csv_cell(std::string text) {
  constexpr std::string_view formula = "=+-@\t\r";
  if (!text.empty() && formula.contains(text.front())) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace gatepost
