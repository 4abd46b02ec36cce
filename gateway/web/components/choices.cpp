#include "gateway/web/components/choices.hpp"

#include <algorithm>

namespace gatepost::web::components {

using html::attr;
using html::attr_if_any;
using html::css;
using html::el;
using html::flag;
using html::id;
using html::join_classes;

namespace {

// What differs between radios and checkboxes.
struct Kind {
  std::string_view type;   // of the input
  std::string_view block;  // the class that all others begin with
};
constexpr Kind radio{"radio", "govuk-radios"};
constexpr Kind checkbox{"checkbox", "govuk-checkboxes"};

std::string part_of(const Kind& kind, std::string_view part) {
  return std::string(kind.block) + std::string(part);
}

struct ItemPlace {
  std::string id, name;
  std::string described_by;  // by what stands above the group
  bool checked = false;
};

Html choice(const Kind& kind, const Choice& item, const ItemPlace& place) {
  if (!item.divider.empty()) return el("div", {css(part_of(kind, "__divider"))}, {item.divider});
  const std::string conditional_id = "conditional-" + place.id;
  const bool has_hint = item.hint && !item.hint->content.empty();
  const std::string hint_id = place.id + "-item-hint";
  Html inside =
      el("input",
         Attributes{css(part_of(kind, "__input")), attr("id", place.id), attr("name", place.name),
                    attr("type", kind.type), attr("value", item.value),
                    flag("checked", place.checked), flag("disabled", item.disabled),
                    attr_if_any("data-aria-controls",
                                item.conditional.empty() ? std::string() : conditional_id),
                    attr_if_any("data-behaviour", item.behaviour),
                    attr_if_any("aria-describedby",
                                join_classes({place.described_by, has_hint ? hint_id : ""}))} +
             item.attributes);
  inside += " " + label({.content = item.content,
                         .of = place.id,
                         .classes = join_classes({part_of(kind, "__label"), item.label_classes}),
                         .attributes = item.label_attributes});
  if (has_hint) {
    Hint shown = *item.hint;
    shown.id = hint_id;
    shown.classes = join_classes({part_of(kind, "__hint"), shown.classes});
    inside += hint(shown);
  }
  Html whole = el("div", {css(part_of(kind, "__item"))}, inside);
  if (!item.conditional.empty()) {
    const std::string hidden = place.checked ? "" : part_of(kind, "__conditional--hidden");
    whole +=
        el("div", {css(join_classes({part_of(kind, "__conditional"), hidden})), id(conditional_id)},
           item.conditional);
  }
  return whole;
}

// Only the first item's id has no number, so that an error summary can link to it.
std::string item_id(const Choice& item, const std::string& prefix, std::size_t index) {
  if (!item.id.empty()) return item.id;
  return index == 0 ? prefix : prefix + "-" + std::to_string(index + 1);
}

// The group around them: a fieldset when there is one, and the form group.
Html grouped(const FormGroup& group, const std::optional<Fieldset>& fieldset_options,
             const Description& description, State state, const Html& content) {
  if (!fieldset_options) return form_group(group, state, content);
  Fieldset around = *fieldset_options;
  around.described_by = description.ids;
  around.content = content;
  return form_group(group, state, fieldset(around));
}

State state_of(const std::optional<ErrorMessage>& error) {
  return error ? State::in_error : State::valid;
}

}  // namespace

Html radios(const Radios& options) {
  const std::string& prefix = options.id_prefix.empty() ? options.name : options.id_prefix;
  const Description description = describe(options.fieldset ? options.fieldset->described_by : "",
                                           prefix, options.hint, options.error);
  Html items = options.group.before;
  for (std::size_t i = 0; i < options.items.size(); ++i) {
    const Choice& item = options.items[i];
    const bool chosen = !options.value.empty() && item.value == options.value;
    items += choice(radio, item,
                    {item_id(item, prefix, i), options.name, "", item.checked.value_or(chosen)});
  }
  items += options.group.after;
  Attributes attributes{css(join_classes({"govuk-radios", options.classes}))};
  attributes += options.attributes;
  attributes += attr("data-module", "govuk-radios");
  return grouped(options.group, options.fieldset, description, state_of(options.error),
                 description.content + el("div", attributes, items));
}

Html checkboxes(const Checkboxes& options) {
  const std::string& prefix = options.id_prefix.empty() ? options.name : options.id_prefix;
  const bool own_description = options.fieldset && !options.fieldset->described_by.empty();
  const Description description =
      describe(own_description ? options.fieldset->described_by : options.described_by, prefix,
               options.hint, options.error);
  Html items = options.group.before;
  for (std::size_t i = 0; i < options.items.size(); ++i) {
    const Choice& item = options.items[i];
    const bool ticked = std::ranges::find(options.values, item.value) != options.values.end();
    items +=
        choice(checkbox, item,
               {item_id(item, prefix, i), item.name.empty() ? options.name : item.name,
                options.fieldset ? std::string() : description.ids, item.checked.value_or(ticked)});
  }
  items += options.group.after;
  Attributes attributes{css(join_classes({"govuk-checkboxes", options.classes}))};
  attributes += options.attributes;
  attributes += attr("data-module", "govuk-checkboxes");
  return grouped(options.group, options.fieldset, description, state_of(options.error),
                 description.content + el("div", attributes, items));
}

namespace {

std::string_view default_name(DateInput::Part part) {
  switch (part) {
    case DateInput::Part::day:
      return "day";
    case DateInput::Part::month:
      return "month";
    case DateInput::Part::year:
      return "year";
    case DateInput::Part::other:
      break;
  }
  return "";
}

bool marked_wrong(const DateInput::Item& item) {
  return item.in_error.value_or(false) || item.classes.contains("govuk-input--error");
}

std::optional<std::string> date_value(const DateInput& options, const DateInput::Item& item,
                                      const std::string& field) {
  if (item.value) return item.value;
  for (const std::string_view key : {default_name(item.part), std::string_view(field)})
    for (const auto& [name, value] : options.values)
      if (!key.empty() && name == key) return value;
  return std::nullopt;
}

Html date_item(const DateInput& options, const DateInput::Item& item, bool any_marked) {
  const std::string name = item.name.empty() ? std::string(default_name(item.part)) : item.name;
  const std::string field = options.name_prefix.empty() ? name : options.name_prefix + "-" + name;
  const bool wrong = marked_wrong(item) || (item.in_error != false && options.error && !any_marked);
  const bool is_year = item.part == DateInput::Part::year;
  const std::string_view width = item.classes.contains("govuk-input--width-") ? ""
                                 : is_year ? "govuk-input--width-4"
                                           : "govuk-input--width-2";
  std::string label_text = item.label.empty() ? name : item.label;
  if (item.label.empty() && !label_text.empty() && label_text[0] >= 'a' && label_text[0] <= 'z')
    label_text[0] = static_cast<char>(label_text[0] - 'a' + 'A');
  const bool add_error = wrong && !item.classes.contains("govuk-input--error");
  Input field_input;
  field_input.label = {.content = label_text, .classes = "govuk-date-input__label"};
  field_input.name = field;
  field_input.id = item.id.empty() ? options.id + "-" + name : item.id;
  field_input.value = date_value(options, item, field);
  field_input.inputmode = item.inputmode;
  field_input.autocomplete = item.autocomplete;
  field_input.pattern = item.pattern;
  field_input.classes = join_classes(
      {"govuk-date-input__input", add_error ? "govuk-input--error" : "", width, item.classes});
  field_input.attributes = item.attributes;
  return el("div", {css("govuk-date-input__item")}, input(field_input));
}

}  // namespace

Html date_input(const DateInput& options) {
  const Description description = describe(options.fieldset ? options.fieldset->described_by : "",
                                           options.id, options.hint, options.error);
  const bool any_marked = std::ranges::any_of(options.items, marked_wrong);
  Html items = options.group.before;
  for (const DateInput::Item& item : options.items) items += date_item(options, item, any_marked);
  items += options.group.after;
  Attributes attributes{css(join_classes({"govuk-date-input", options.classes}))};
  attributes += options.attributes;
  attributes += id(options.id);
  std::optional<Fieldset> around = options.fieldset;
  // Without it JAWS does not read the description of a fieldset of text inputs.
  if (around) around->role = "group";
  return grouped(options.group, around, description, state_of(options.error),
                 description.content + el("div", attributes, items));
}

}  // namespace gatepost::web::components
