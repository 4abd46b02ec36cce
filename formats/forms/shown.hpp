// A form as a page shows it: its sections in the form's order, each with what was said in it. Empty
// fields are left out, "Don't know" is shown. Pure; any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "formats/forms/form.hpp"

namespace gatepost::formats::forms {

struct ShownLine {
  std::string label;
  std::vector<std::string> values;  // of a list all of them
};
struct ShownPart {
  std::string heading;  // empty for what stands in the form itself
  int depth = 0;        // 1 for a part within a part: one of several drugs
  std::vector<ShownLine> lines;
  std::vector<std::string> ticks;  // of an Alert Form: what is ticked, with its words
};
// How an instant reads where it is shown: zones are the calendar's to know. In UTC when empty.
using InstantWords = std::function<std::string(Instant)>;
std::vector<ShownPart> shown_form(const Form& form, const InstantWords& at);

}  // namespace gatepost::formats::forms
