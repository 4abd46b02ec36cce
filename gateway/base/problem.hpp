// Problem: one thing wrong with what a person or system gave us (a form, a configuration, a CSV),
// said so that they can mend it. Checks return every problem at once, never only the first.
#pragma once

#include <string>
#include <vector>

namespace gatepost {

struct Problem {
  std::string label;  // what people call it: "Prisoner number", "[listener] port"
  std::string path;   // where it stands: "LIEF/Client/PrisonerNumber", "directory.csv:12:telephone"
  std::string
      wrong;  // "\"A12\" is not a prisoner number"; never repeats a name, address or free text
  std::string right;  // "one letter, four digits, two letters, such as A1234BC"

  bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

}  // namespace gatepost
