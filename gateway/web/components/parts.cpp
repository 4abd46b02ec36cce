#include "gateway/web/components/parts.hpp"

namespace gatepost::web::components {

using html::attr_if_any;
using html::css;
using html::el;
using html::id;
using html::join_classes;

Html hint(const Hint& options) {
  return el("div",
            Attributes{id(options.id), css(join_classes({"govuk-hint", options.classes}))} +
                options.attributes,
            options.content);
}

Html error_message(const ErrorMessage& options) {
  Html content;
  if (!options.visually_hidden.empty())
    content = el("span", {css("govuk-visually-hidden")}, {options.visually_hidden, ":"}) + " ";
  content += options.content;
  return el(
      "p",
      Attributes{id(options.id), css(join_classes({"govuk-error-message", options.classes}))} +
          options.attributes,
      content);
}

Html label(const Label& options) {
  if (options.content.empty()) return {};
  Attributes attributes{css(join_classes({"govuk-label", options.classes}))};
  attributes += options.attributes;
  attributes += attr_if_any("for", options.of);
  const Html labelled = el("label", attributes, options.content);
  if (!options.is_page_heading) return labelled;
  return el("h1", {css("govuk-label-wrapper")}, labelled);
}

Html fieldset(const Fieldset& options) {
  Html content;
  if (!options.legend.content.empty()) {
    const Html text = options.legend.is_page_heading
                          ? el("h1", {css("govuk-fieldset__heading")}, options.legend.content)
                          : options.legend.content;
    content =
        el("legend", {css(join_classes({"govuk-fieldset__legend", options.legend.classes}))}, text);
  }
  content += options.content;
  return el("fieldset",
            Attributes{css(join_classes({"govuk-fieldset", options.classes})),
                       attr_if_any("role", options.role),
                       attr_if_any("aria-describedby", options.described_by)} +
                options.attributes,
            content);
}

Description describe(std::string ids_before, std::string_view id_prefix,
                     const std::optional<Hint>& hint, const std::optional<ErrorMessage>& error) {
  Description description{{}, std::move(ids_before)};
  const auto name = [&](std::string_view suffix) {
    std::string made = std::string(id_prefix) + std::string(suffix);
    description.ids = join_classes({description.ids, made});
    return made;
  };
  if (hint) {
    Hint shown = *hint;
    shown.id = name("-hint");
    description.content += components::hint(shown);
  }
  if (error) {
    ErrorMessage shown = *error;
    shown.id = name("-error");
    description.content += error_message(shown);
  }
  return description;
}

Html form_group(const FormGroup& group, State state, const Html& content) {
  const std::string_view in_error = state == State::in_error ? "govuk-form-group--error" : "";
  return el("div",
            Attributes{css(join_classes({"govuk-form-group", in_error, group.classes}))} +
                group.attributes,
            content);
}

}  // namespace gatepost::web::components
