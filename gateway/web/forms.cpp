#include "gateway/web/forms.hpp"

#include <algorithm>

namespace gatepost::web {

html::Html hidden_field(std::string_view name, std::string_view value) {
  return html::el("input", {html::attr("type", "hidden"), html::attr("name", name),
                            html::attr("value", value)});
}

std::string FormErrors::sentence(const Problem& problem) {
  std::string text = problem.label;
  if (!problem.wrong.empty()) text += (text.empty() ? "" : ": ") + problem.wrong;
  if (!problem.right.empty()) text += "; " + problem.right;
  return text;
}

html::Html FormErrors::summary() const {
  if (problems_.empty()) return {};
  components::ErrorSummary summary;
  for (const Problem& problem : problems_) {
    components::ErrorSummary::Item item{.content = sentence(problem)};
    if (!problem.path.empty()) item.link = html::Url::fragment(problem.path);
    summary.items.push_back(std::move(item));
  }
  return components::error_summary(summary);
}

std::optional<components::ErrorMessage> FormErrors::beside(std::string_view field) const {
  const auto found = std::ranges::find(problems_, field, &Problem::path);
  if (found == problems_.end()) return std::nullopt;
  return components::ErrorMessage{.content = sentence(*found)};
}

}  // namespace gatepost::web
