// The small value types that the sections of forms are made of. Plain data; any thread. "Don't
// know" is a value people choose, stored and counted; a blank is a blank.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gatepost::formats::forms {

using Date = std::chrono::year_month_day;

enum class YesNo { yes, no };
enum class YesNoDontKnow { yes, no, dont_know };

// A value of an open list (drugs, ethnicity, courts): the code as sent, and the label it had when
// it was sent. A code we do not know is kept as it is, unmapped, rather than refused: lists change
// faster than programs.
struct Coded {
  std::string code;
  std::string label;  // XML: the attribute "label"; may be empty

  bool operator==(const Coded&) const = default;
};

struct Address {
  std::vector<std::string> lines;
  std::optional<std::string> postcode;
};

}  // namespace gatepost::formats::forms
