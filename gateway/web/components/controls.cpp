#include "gateway/web/components/controls.hpp"

namespace gatepost::web::components {

using html::attr;
using html::attr_if_any;
using html::css;
using html::el;
using html::flag;
using html::href;
using html::id;
using html::join_classes;

namespace {

std::string_view word(bool value) { return value ? "true" : "false"; }

html::Attribute attr_if_set(html::AttributeName name, const std::optional<std::string>& value) {
  return value ? attr(name, *value) : attr_if_any(name, "");
}
html::Attribute attr_if_set(html::AttributeName name, const std::optional<bool>& value) {
  return attr_if_any(name, value ? word(*value) : "");
}
html::Attribute attr_if_set(html::AttributeName name, const std::optional<int>& value) {
  return value ? attr(name, *value) : attr_if_any(name, "");
}

const std::string& id_of(const std::string& id, const std::string& name) {
  return id.empty() ? name : id;
}

State state_of(const std::optional<ErrorMessage>& error) {
  return error ? State::in_error : State::valid;
}

// The focusable="false" keeps old browsers from making the icon a stop of the tab key.
Html start_icon() {
  return el(
      "svg",
      {css("govuk-button__start-icon"), attr("xmlns", "http://www.w3.org/2000/svg"),
       attr("width", "17.5"), attr("height", "19"), attr("viewBox", "0 0 33 40"),
       attr("aria-hidden", "true"), attr("focusable", "false")},
      {el("path", {attr("fill", "currentColor"), attr("d", "M0 0h13l20 20-20 20H0l20-20z")})});
}

Label labelled(Label label, std::string_view of) {
  label.of = of;
  return label;
}

}  // namespace

Html button(const Button& options) {
  // A start button is a flex box, which would swallow the spaces between elements.
  const bool wrap = options.is_start_button && options.content.holds_elements();
  Html content = wrap ? el("span", {}, options.content) : options.content;
  if (options.is_start_button) content = Html::spaced({content, start_icon()});
  Attributes attributes;
  if (options.link)
    attributes = {href(*options.link), attr("role", "button"), attr("draggable", "false")};
  else
    attributes = {attr("type", options.type),
                  attr_if_any("value", options.value),
                  attr_if_any("name", options.name),
                  flag("disabled", options.disabled),
                  attr_if_any("aria-disabled", options.disabled ? "true" : ""),
                  attr_if_set("data-prevent-double-click", options.prevent_double_click)};
  attributes += css(join_classes(
      {"govuk-button", options.classes, options.is_start_button ? "govuk-button--start" : ""}));
  attributes += attr("data-module", "govuk-button");
  attributes += options.attributes;
  attributes += id(options.id);
  return options.link ? el("a", attributes, content) : el("button", attributes, content);
}

static Html affix(const Affix& options, std::string_view kind) {
  if (options.content.empty()) return {};
  return el("div",
            Attributes{css(join_classes({kind, options.classes})), attr("aria-hidden", "true")} +
                options.attributes,
            options.content);
}

Html input(const Input& options) {
  const std::string& own_id = id_of(options.id, options.name);
  const Description description =
      describe(options.described_by, own_id, options.hint, options.error);
  Attributes attributes{css(join_classes({"govuk-input", options.classes,
                                          options.error ? "govuk-input--error" : ""})),
                        attr("id", own_id),
                        attr("name", options.name),
                        attr("type", options.type),
                        attr_if_set("spellcheck", options.spellcheck),
                        attr_if_set("value", options.value),
                        flag("disabled", options.disabled),
                        attr_if_any("aria-describedby", description.ids),
                        attr_if_any("autocomplete", options.autocomplete),
                        attr_if_any("autocapitalize", options.autocapitalize),
                        attr_if_any("pattern", options.pattern),
                        attr_if_any("inputmode", options.inputmode)};
  attributes += options.attributes;
  Html control = el("input", attributes);
  if (!options.prefix.content.empty() || !options.suffix.content.empty() ||
      !options.group.before.empty() || !options.group.after.empty()) {
    control = el(
        "div",
        Attributes{css(join_classes({"govuk-input__wrapper", options.wrapper_classes}))} +
            options.wrapper_attributes,
        Html::spaced({options.group.before, affix(options.prefix, "govuk-input__prefix"), control,
                      affix(options.suffix, "govuk-input__suffix"), options.group.after}));
  }
  return form_group(
      options.group, state_of(options.error),
      Html::spaced({label(labelled(options.label, own_id)), description.content, control}));
}

Html password_input(const PasswordInput& options) {
  const std::string& own_id = id_of(options.id, options.name);
  Attributes attributes{
      attr("data-module", "govuk-password-input"),
      attr_if_any("data-i18n.show-password", options.show_text.value_or("")),
      attr_if_any("data-i18n.hide-password", options.hide_text),
      attr_if_any("data-i18n.show-password-aria-label", options.show_label.value_or("")),
      attr_if_any("data-i18n.hide-password-aria-label", options.hide_label),
      attr_if_any("data-i18n.password-shown-announcement", options.shown_announcement),
      attr_if_any("data-i18n.password-hidden-announcement", options.hidden_announcement)};
  const Html toggle =
      button({.content = options.show_text.value_or("Show"),
              .type = "button",
              .classes = join_classes({"govuk-button--secondary", "govuk-password-input__toggle",
                                       "govuk-js-password-input-toggle", options.button_classes}),
              .attributes = {attr("aria-controls", own_id),
                             attr("aria-label", options.show_label.value_or("Show password")),
                             flag("hidden")}});
  Input plain;
  plain.label = options.label;
  plain.name = options.name;
  plain.id = own_id;
  plain.value = options.value;
  plain.type = "password";
  plain.hint = options.hint;
  plain.error = options.error;
  plain.autocomplete = options.autocomplete;
  plain.autocapitalize = "none";
  plain.spellcheck = false;
  plain.disabled = options.disabled;
  plain.described_by = options.described_by;
  plain.classes = join_classes(
      {"govuk-password-input__input", "govuk-js-password-input-input", options.classes});
  plain.attributes = options.attributes;
  plain.group = {join_classes({"govuk-password-input", options.group.classes}),
                 attributes + options.group.attributes, options.group.before,
                 Html::spaced({toggle, options.group.after})};
  plain.wrapper_classes = "govuk-password-input__wrapper";
  return input(plain);
}

Html textarea(const Textarea& options) {
  const std::string& own_id = id_of(options.id, options.name);
  const Description description =
      describe(options.described_by, own_id, options.hint, options.error);
  Attributes attributes{
      css(join_classes(
          {"govuk-textarea", options.error ? "govuk-textarea--error" : "", options.classes})),
      attr("id", own_id),
      attr("name", options.name),
      attr("rows", options.rows),
      attr_if_set("spellcheck", options.spellcheck),
      flag("disabled", options.disabled),
      attr_if_any("aria-describedby", description.ids),
      attr_if_any("autocomplete", options.autocomplete)};
  attributes += options.attributes;
  return form_group(options.group, state_of(options.error),
                    Html::spaced({label(labelled(options.label, own_id)), description.content,
                                  options.group.before, el("textarea", attributes, {options.value}),
                                  options.group.after}));
}

Html character_count(const CharacterCount& options) {
  Textarea area = options.textarea;
  area.id = id_of(area.id, area.name);
  const std::string count_type = !options.count_type.empty() ? options.count_type
                                 : options.max_words         ? "words"
                                                             : "";
  const std::optional<int> limit = options.max_words ? options.max_words : options.max_length;

  std::string message;
  if (limit) {
    message = !options.description_text.empty() ? options.description_text
              : count_type == "words"           ? "You can enter up to %{count} words"
                                                : "You can enter up to %{count} characters";
    constexpr std::string_view placeholder = "%{count}";
    for (auto at = message.find(placeholder); at != std::string::npos;
         at = message.find(placeholder))
      message.replace(at, placeholder.size(), std::to_string(*limit));
  }
  Attributes attributes{attr("data-module", "govuk-character-count"),
                        attr_if_set("data-maxlength", options.max_length),
                        attr_if_set("data-maxwords", options.max_words),
                        attr_if_set("data-threshold", options.threshold),
                        attr_if_any("data-count-type", count_type)};
  // Without a limit only the script will know it.
  if (!limit && !options.description_text.empty())
    attributes += attr("data-i18n.textarea-description.other", options.description_text);
  for (const auto& [name, text] : options.texts) attributes += html::data("i18n." + name, text);

  area.described_by = area.id + "-info";
  area.classes = join_classes({"govuk-js-character-count", area.classes});
  area.group.classes = join_classes({"govuk-character-count", area.group.classes});
  area.group.attributes = attributes + area.group.attributes;
  area.group.after = Html::spaced(
      {hint({.content = message,
             .id = area.id + "-info",
             .classes = join_classes({"govuk-character-count__message", options.message_classes})}),
       area.group.after});
  return textarea(area);
}

Html select(const Select& options) {
  const std::string& own_id = id_of(options.id, options.name);
  const Description description =
      describe(options.described_by, own_id, options.hint, options.error);
  Html items;
  for (const Select::Item& item : options.items) {
    // Without a value, an option's value is its text (WHATWG HTML, section 4.10.10).
    const bool is_value = item.value ? *item.value == options.value
                                     : item.content.markup() == Html(options.value).markup();
    const bool selected = item.selected.value_or(!options.value.empty() && is_value);
    items += el("option",
                Attributes{attr_if_set("value", item.value), flag("selected", selected),
                           flag("disabled", item.disabled)} +
                    item.attributes,
                item.content);
  }
  Attributes attributes{css(join_classes({"govuk-select", options.classes,
                                          options.error ? "govuk-select--error" : ""})),
                        attr("id", own_id), attr("name", options.name),
                        flag("disabled", options.disabled),
                        attr_if_any("aria-describedby", description.ids)};
  attributes += options.attributes;
  return form_group(
      options.group, state_of(options.error),
      Html::spaced({label(labelled(options.label, own_id)), description.content,
                    options.group.before, el("select", attributes, items), options.group.after}));
}

Html file_upload(const FileUpload& options) {
  const std::string& own_id = id_of(options.id, options.name);
  const Description description =
      describe(options.described_by, own_id, options.hint, options.error);
  Attributes attributes{css(join_classes({"govuk-file-upload", options.classes,
                                          options.error ? "govuk-file-upload--error" : ""})),
                        attr("id", own_id),
                        attr("name", options.name),
                        attr("type", "file"),
                        flag("disabled", options.disabled),
                        flag("multiple", options.multiple),
                        attr_if_any("aria-describedby", description.ids)};
  attributes += options.attributes;
  Html control = el("input", attributes);
  if (options.drop_zone) {
    Attributes zone{css(join_classes({"govuk-file-upload-wrapper", options.wrapper_classes})),
                    attr("data-module", "govuk-file-upload")};
    for (const auto& [name, text] : options.texts) zone += html::data("i18n." + name, text);
    control = el("div", zone + options.wrapper_attributes, control);
  }
  return form_group(options.group, state_of(options.error),
                    Html::spaced({label(labelled(options.label, own_id)), description.content,
                                  options.group.before, control, options.group.after}));
}

}  // namespace gatepost::web::components
