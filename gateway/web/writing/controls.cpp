#include "gateway/web/writing/controls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/components/choices.hpp"
#include "gateway/web/writing/leaf_controls.hpp"
#include "gateway/web/writing/leaves.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;
using forms::Field;
using html::css;
using html::el;
using html::Html;

namespace {

bool is_ticked(const Field& field) {
  return field.is_record() && field.section->layout == forms::Section::Layout::tick;
}

// Asked inside the answer that it belongs to, on the same page.
bool is_nested(const Part& part, const Ask& ask) {
  if (ask.when.name.empty() || ask.when.values.size() != 1 || ask.when.sense != When::Sense::one_of)
    return false;
  return std::ranges::any_of(part.asks,
                             [&](const Ask& other) { return other.name == ask.when.name; });
}

class Asker {
 public:
  explicit Asker(const Filled& filled) : filled_(filled) {}

  Html page() const {
    Html content;
    for (const Ask& ask : filled_.part.asks)
      if (!is_nested(filled_.part, ask)) content += one(ask, "");
    return content;
  }

 private:
  // `within`: the answer that it belongs to, for those who hear labels without seeing where they
  // stand.
  Html one(const Ask& ask, std::string_view within) const {
    const Field* field = field_at(filled_.plan.table, ask.name);
    if (field == nullptr) return {};
    Html content;
    if (!ask.heading.empty()) content += el("h2", {css("govuk-heading-m")}, {ask.heading});
    if (is_ticked(*field)) return content + ticks(ask, *field);
    if (field->is_record()) return content + items(ask, *field);
    return content + leaf_control(question(ask, *field, ask.name, within), filled_.typed,
                                  [&](std::string_view code) { return below(ask.name, code); });
  }

  Question question(const Ask& ask, const Field& field, std::string_view name,
                    std::string_view within) const {
    Question asked{.field = field,
                   .name = std::string(name),
                   .label = label_of(ask, field),
                   .within = std::string(within),
                   .hint = hint_of(ask, field),
                   .offered = ask.offered,
                   .sayings = ask.sayings};
    const auto found = std::ranges::find(filled_.problems, name, &Problem::path);
    if (found != filled_.problems.end()) asked.problem = &*found;
    return asked;
  }

  // What is asked under one answer.
  Html below(std::string_view name, std::string_view code) const {
    Html content;
    for (const Ask& ask : filled_.part.asks) {
      if (ask.when.name != name || !is_nested(filled_.part, ask)) continue;
      if (ask.when.values.front() != code) continue;
      const Field* parent = field_at(filled_.plan.table, name);
      std::string_view within;
      if (parent != nullptr && is_ticked(*parent))
        within = parent->section->fields.front().kind.codes->by_code(code)->words;
      content += one(ask, within);
    }
    return content;
  }

  // The boxes of a paper form.
  Html ticks(const Ask& ask, const Field& field) const {
    components::Checkboxes boxes;
    boxes.name = std::string(ask.name);
    boxes.values = filled_.typed.all(ask.name);
    boxes.fieldset = components::Fieldset{
        .legend = {.content = field.label, .classes = "govuk-fieldset__legend--m"}};
    boxes.hint = components::Hint{.content = "Tick all that have changed."};
    const auto found = std::ranges::find(filled_.problems, ask.name, &Problem::path);
    if (found != filled_.problems.end())
      boxes.error = components::ErrorMessage{.content = problem_words(*found)};
    for (const forms::CodeName& code : field.section->fields.front().kind.codes->names)
      boxes.items.push_back({.content = code.words,
                             .value = std::string(code.code),
                             .conditional = below(ask.name, code.code)});
    return components::checkboxes(boxes);
  }

  // A list of parts: those that are typed, and room for one more.
  Html items(const Ask& ask, const Field& field) const {
    Html content;
    const std::string hint = hint_of(ask, field);
    if (!hint.empty()) content += el("p", {css("govuk-hint")}, {hint});
    const auto keys = item_keys(field, ask.name, filled_.typed);
    for (const std::string& key : keys) {
      const std::string name = fmt::format("{}.{}", ask.name, key);
      const bool blank = !filled_.typed.any_at(name);
      Html inside;
      for (const Field& each : field.section->fields) {
        const std::string at = fmt::format("{}.{}", name, each.element);
        inside += leaf_control(question(Ask{.name = at}, each, at, ""), filled_.typed, {});
      }
      const bool may_stay_blank = blank && (key != "1" || field.need != forms::Need::required);
      content += components::fieldset(
          {.legend = {.content =
                          fmt::format("{} {}{}", field.label, key,
                                      may_stay_blank ? " (leave blank if there is none)" : ""),
                      .classes = "govuk-fieldset__legend--m"},
           .content = inside,
           .classes = "app-item"});
    }
    if (keys.size() < static_cast<std::size_t>(field.most))
      content += components::button({.content = "Save, and add another",
                                     .name = "then",
                                     .value = "again",
                                     .prevent_double_click = true,
                                     .classes = "govuk-button--secondary"});
    return content;
  }

  const Filled& filled_;
};

void add_controls(const Field& field, const std::string& name, std::vector<std::string>& controls) {
  if (!field.is_record()) {
    for (std::string& control : controls_of(field, name)) controls.push_back(std::move(control));
    return;
  }
  if (is_ticked(field)) {
    controls.push_back(name);
    return;
  }
  for (int i = 1; i <= field.most; ++i)
    for (const Field& each : field.section->fields)
      add_controls(each, fmt::format("{}.{}.{}", name, i, each.element), controls);
}

}  // namespace

Html questions(const Filled& filled) { return Asker(filled).page(); }

std::string label_of(const Ask& ask, const Field& field) {
  return std::string(ask.label.empty() ? field.label : ask.label);
}

std::vector<std::string> item_keys(const Field& field, std::string_view name, const Typed& typed) {
  std::vector<std::string> keys;
  for (int i = 1; i <= field.most; ++i) {
    keys.push_back(std::to_string(i));
    const auto more = [&] {
      for (int later = i; later <= field.most; ++later)
        if (typed.any_at(fmt::format("{}.{}", name, later))) return true;
      return false;
    };
    if (!more()) break;
  }
  return keys;
}

std::vector<std::string> controls_in(const Plan& plan, const Part& part) {
  std::vector<std::string> controls;
  for (const Ask& ask : part.asks)
    if (const Field* field = field_at(plan.table, ask.name))
      add_controls(*field, std::string(ask.name), controls);
  return controls;
}

std::string control_for(const Plan& plan, const Part& part, std::string_view name) {
  // A leaf of this page, or of an item of one of its lists.
  const Field* field = field_at(plan.table, name);
  const auto asked = [&](const Ask& ask) {
    return name == ask.name || name.starts_with(std::string(ask.name) + ".");
  };
  const bool here = std::ranges::any_of(part.asks, asked);
  if (here && field != nullptr && !field->is_record()) return controls_of(*field, name).front();
  for (const Ask& ask : part.asks) {
    if (!asked(ask) && !std::string_view(ask.name).starts_with(std::string(name) + ".")) continue;
    const Field* first = field_at(plan.table, ask.name);
    if (first == nullptr) continue;
    if (!first->is_record()) return controls_of(*first, ask.name).front();
    if (is_ticked(*first)) return std::string(ask.name);
    const Field& leaf = first->section->fields.front();
    return controls_of(leaf, fmt::format("{}.1.{}", ask.name, leaf.element)).front();
  }
  return {};
}

}  // namespace gatepost::web::writing
