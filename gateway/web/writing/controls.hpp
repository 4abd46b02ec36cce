// Controls: a field of a form's table as the GOV.UK component that asks for it: text, dates, yes or
// no or don't know, lists of codes, several ticks, lists of parts. One mapping for every form.
// Pure; any thread.
#pragma once

#include "gateway/base/problem.hpp"
#include "gateway/web/html/html.hpp"
#include "gateway/web/writing/plan.hpp"

namespace gatepost::web::writing {

// What a page of questions is made of: what was typed goes back into the controls, and each problem
// stands beside its own.
struct Filled {
  const Plan& plan;
  const Part& part;
  const Typed& typed;
  const Problems& problems;  // paths are names
};
html::Html questions(const Filled& filled);

// The control that mends a problem, for the summary's link: of what has none of its own, the first
// below it; empty when this page has none.
std::string control_for(const Plan& plan, const Part& part, std::string_view name);

// Every control that the page may have, for reading back what was typed.
std::vector<std::string> controls_in(const Plan& plan, const Part& part);

// How a field is called on a page.
std::string label_of(const Ask& ask, const formats::forms::Field& field);

// Keys of a list's items on a page: those that are typed, and one more.
std::vector<std::string> item_keys(const formats::forms::Field& field, std::string_view name,
                                   const Typed& typed);

}  // namespace gatepost::web::writing
