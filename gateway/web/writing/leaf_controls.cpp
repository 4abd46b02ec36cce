#include "gateway/web/writing/leaf_controls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/web/components/choices.hpp"
#include "gateway/web/writing/choices.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/words.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;
using components::ErrorMessage;
using components::Hint;
using forms::Field;
using html::css;
using html::el;
using html::Html;

namespace {

constexpr std::size_t most_radios = 9;
constexpr std::size_t most_inline = 4;

bool is_optional(const Field& field) { return field.need == forms::Need::optional; }

Html label_content(const Question& question) {
  Html content = question.label;
  if (is_optional(question.field)) content += " (optional)";
  if (!question.within.empty())
    content += el("span", {css("govuk-visually-hidden")}, {": " + question.within});
  return content;
}
components::Label label(const Question& question) {
  return {.content = label_content(question), .classes = "govuk-label--s"};
}
components::Fieldset around(const Question& question) {
  return {.legend = {.content = label_content(question), .classes = "govuk-fieldset__legend--s"}};
}
std::optional<Hint> hint(const Question& question) {
  if (question.hint.empty()) return std::nullopt;
  return Hint{.content = question.hint};
}
std::optional<ErrorMessage> error(const Question& question) {
  if (question.problem == nullptr) return std::nullopt;
  return ErrorMessage{.content = problem_words(*question.problem)};
}

// How wide a box is says how much is wanted in it.
struct Look {
  std::string_view kind, width, type, inputmode;
};
constexpr std::array looks{
    Look{"prisoner-number", "govuk-input--width-10", "text", ""},
    Look{"nhs-number", "govuk-input--width-20", "text", "numeric"},
    Look{"postcode", "govuk-input--width-10", "text", ""},
    Look{"telephone", "govuk-input--width-20", "tel", ""},
    Look{"email", "", "email", ""},
    Look{"integer", "govuk-input--width-3", "text", "numeric"},
    Look{"milligrams", "govuk-input--width-5", "text", "decimal"},
    Look{"prison", "govuk-input--width-5", "text", ""},
    Look{"delius-crn", "govuk-input--width-10", "text", ""},
    Look{"ods", "govuk-input--width-10", "text", ""},
    Look{"dat", "govuk-input--width-5", "text", ""},
};

Html line_control(const Question& question, const Typed& typed) {
  components::Input input;
  const auto look = std::ranges::find(looks, question.field.kind.info->name, &Look::kind);
  if (look != looks.end()) {
    input.classes = std::string(look->width);
    input.type = std::string(look->type);
    input.inputmode = std::string(look->inputmode);
    input.spellcheck = false;
  } else if (question.field.kind.most <= 50) {
    input.classes = "govuk-input--width-20";
  }
  if (question.field.kind.info->name == "milligrams") input.suffix = {.content = "mg"};
  input.label = label(question);
  input.name = question.name;
  input.value = typed.text(question.name);
  input.hint = hint(question);
  input.error = error(question);
  // Somebody else's particulars: the browser's own are never right.
  input.autocomplete = "off";
  return components::input(input);
}

Html text_control(const Question& question, const Typed& typed) {
  components::Textarea area;
  area.label = label(question);
  area.name = question.name;
  area.value = typed.text(question.name);
  area.hint = hint(question);
  area.error = error(question);
  area.autocomplete = "off";
  if (shape_of(question.field) == Shape::lines) {
    area.rows = question.field.most > 6 ? 2 : 4;
    return components::textarea(area);
  }
  area.rows = question.field.kind.most > 500 ? 6 : 3;
  return components::character_count(
      {.textarea = area, .max_length = question.field.kind.most, .threshold = 50});
}

Html date_control(const Question& question, const Typed& typed) {
  components::DateInput date;
  date.id = question.name;
  date.name_prefix = question.name;
  date.fieldset = around(question);
  date.hint = hint(question);
  date.error = error(question);
  if (shape_of(question.field) == Shape::moment)
    date.items.push_back({.part = components::DateInput::Part::other,
                          .name = "time",
                          .label = "Time",
                          .classes = "govuk-input--width-5",
                          .inputmode = ""});
  for (const std::string part : {"day", "month", "year", "time"})
    date.values.emplace_back(question.name + "-" + part, typed.text(question.name + "-" + part));
  return components::date_input(date);
}

// A page that says which codes it offers says in which order, too.
std::vector<Option> options_of(const Question& question) {
  const forms::Codes& codes = *question.field.kind.codes;
  std::vector<Option> options;
  const auto add = [&](const forms::CodeName& name) {
    const auto said = std::ranges::find(question.sayings, name.code, &Saying::code);
    options.push_back({std::string(name.code),
                       std::string(said == question.sayings.end() ? name.words : said->words)});
  };
  if (question.offered.empty())
    for (const forms::CodeName& name : codes.names) add(name);
  else
    for (const std::string_view code : question.offered)
      if (const forms::CodeName* name = codes.by_code(code)) add(*name);
  return options;
}

std::optional<Hint> hint_beside(const Question& question, std::string_view code) {
  const auto said = std::ranges::find(question.sayings, code, &Saying::code);
  if (said == question.sayings.end() || said->hint.empty()) return std::nullopt;
  return Hint{.content = said->hint};
}

components::Select select_of(const Question& question, const std::vector<Option>& options,
                             const Typed& typed) {
  components::Select select;
  select.label = label(question);
  select.name = question.name;
  select.value = typed.text(question.name);
  select.hint = hint(question);
  select.error = error(question);
  select.items.push_back({.content = "Choose one", .value = ""});
  for (const Option& option : options)
    select.items.push_back({.content = option.label, .value = option.code});
  return select;
}

Html one_of_control(const Question& question, const Typed& typed, const Below& below) {
  const auto options = options_of(question);
  bool has_more = false;
  components::Radios radios;
  for (const Option& option : options) {
    Html more = below ? below(option.code) : Html();
    has_more = has_more || !more.empty();
    radios.items.push_back({.content = option.label,
                            .value = option.code,
                            .hint = hint_beside(question, option.code),
                            .conditional = std::move(more)});
  }
  if (options.size() > most_radios && !has_more)
    return components::select(select_of(question, options, typed));
  // What may be left out can be taken back.
  if (is_optional(question.field)) radios.items.push_back({.content = "Not stated", .value = ""});
  const bool is_short =
      std::ranges::all_of(options, [](const Option& each) { return each.label.size() < 16; });
  if (!has_more && is_short && radios.items.size() <= most_inline)
    radios.classes = "govuk-radios--inline";
  radios.name = question.name;
  radios.value = typed.text(question.name);
  radios.fieldset = around(question);
  radios.hint = hint(question);
  radios.error = error(question);
  // What a page is about, with words of its own, stands out.
  if (question.sayings.empty())
    radios.classes += radios.classes.empty() ? "govuk-radios--small" : " govuk-radios--small";
  return components::radios(radios);
}

Html any_of_control(const Question& question, const Typed& typed, const Below& below) {
  components::Checkboxes boxes;
  for (const Option& option : options_of(question))
    boxes.items.push_back({.content = option.label,
                           .value = option.code,
                           .hint = hint_beside(question, option.code),
                           .conditional = below ? below(option.code) : Html()});
  boxes.name = question.name;
  boxes.values = typed.all(question.name);
  boxes.fieldset = around(question);
  boxes.hint = hint(question);
  boxes.error = error(question);
  boxes.classes = "govuk-checkboxes--small";
  return components::checkboxes(boxes);
}

Html coded_control(const Question& question, const Typed& typed) {
  auto options = choices_of(question.field.element);
  const std::string other = question.name + "-other";
  if (options.empty())
    return components::input({.label = label(question),
                              .name = other,
                              .value = typed.text(other),
                              .hint = hint(question),
                              .error = error(question),
                              .autocomplete = "off"});
  // A code from elsewhere that this list has not.
  const std::string& code = typed.text(question.name);
  if (!code.empty() && std::ranges::find(options, code, &Option::code) == options.end())
    options.push_back({code, typed.text(other).empty() ? code : typed.text(other)});
  const bool is_area = shape_of(question.field) == Shape::area;
  const Html own =
      is_area
          ? Html("If it is outside London: the area’s code, such as E06000046")
          : Html::of({"If it is not in the list: ", el("span", {css("govuk-visually-hidden")},
                                                       {question.label + " in your own words"})});
  return components::select(select_of(question, options, typed)) +
         components::input({.label = {.content = own},
                            .name = other,
                            .value = typed.text(other),
                            .autocomplete = "off",
                            .classes = "govuk-input--width-20",
                            .group = {.classes = "app-own-words"}});
}

}  // namespace

Html leaf_control(const Question& question, const Typed& typed, const Below& below) {
  switch (shape_of(question.field)) {
    case Shape::line:
      return line_control(question, typed);
    case Shape::lines:
    case Shape::prose:
      return text_control(question, typed);
    case Shape::date:
    case Shape::moment:
      return date_control(question, typed);
    case Shape::one_of:
      return one_of_control(question, typed, below);
    case Shape::any_of:
      return any_of_control(question, typed, below);
    case Shape::coded:
    case Shape::area:
      return coded_control(question, typed);
  }
  return {};
}

std::string hint_of(const Ask& ask, const Field& field) {
  if (ask.hint == "-") return {};
  if (!ask.hint.empty()) return std::string(ask.hint);
  // Rules of when something must be there, and how lists stand in XML, are no help on a page.
  if (field.need == forms::Need::conditional || field.help.contains("element") ||
      field.help.contains("attribute"))
    return {};
  return std::string(field.help);
}

std::string problem_words(const Problem& problem) {
  std::string words = problem.wrong.empty() ? problem.right : problem.wrong;
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 32);
  if (!problem.wrong.empty() && !problem.right.empty())
    words += ". What is needed: " + problem.right;
  return words;
}

}  // namespace gatepost::web::writing
