// What every page with a form needs: problems beside their fields and in the summary above, and
// hidden fields. Pure; any thread.
#pragma once

#include "gateway/base/problem.hpp"
#include "gateway/web/components/content.hpp"
#include "gateway/web/core/page.hpp"

namespace gatepost::web {

html::Html hidden_field(std::string_view name, std::string_view value);

// The problems of one form. A problem's path is the id of its field.
class FormErrors {
 public:
  FormErrors() = default;
  explicit FormErrors(Problems problems) : problems_(std::move(problems)) {}

  bool empty() const { return problems_.empty(); }
  Page::Outcome outcome() const {
    return empty() ? Page::Outcome::fine : Page::Outcome::with_errors;
  }
  // Above the page's heading; nothing when there are no problems.
  html::Html summary() const;
  std::optional<components::ErrorMessage> beside(std::string_view field) const;
  // What a problem reads like: "Release date: there is no 31 June; give a day of the month".
  static std::string sentence(const Problem& problem);

 private:
  Problems problems_;
};

}  // namespace gatepost::web
