// One field's control. See controls.hpp. Pure; any thread.
#pragma once

#include <functional>
#include <string>

#include "formats/forms/field.hpp"
#include "gateway/base/problem.hpp"
#include "gateway/web/html/html.hpp"
#include "gateway/web/writing/plan.hpp"
#include "gateway/web/writing/typed.hpp"

namespace gatepost::web::writing {

struct Question {
  const formats::forms::Field& field;
  std::string name;
  std::string label;
  std::string within{};  // said after the label to those who do not see where it stands
  std::string hint{};
  std::vector<std::string_view> offered{};  // of a closed list; all when empty
  std::vector<Saying> sayings{};            // codes in words of the page's own
  const Problem* problem = nullptr;
};

// What a page shows under one answer; may be empty, or answer nothing.
using Below = std::function<html::Html(std::string_view code)>;

html::Html leaf_control(const Question& question, const Typed& typed, const Below& below);

// The plan's own hint, or the table's help where that speaks to people; empty for none.
std::string hint_of(const Ask& ask, const formats::forms::Field& field);

// Beside the field, whose label stands above.
std::string problem_words(const Problem& problem);

}  // namespace gatepost::web::writing
