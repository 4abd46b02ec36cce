#include "gateway/web/components/content.hpp"

#include "gateway/web/components/controls.hpp"

namespace gatepost::web::components {

using html::attr;
using html::attr_if_any;
using html::css;
using html::el;
using html::href;
using html::id;
using html::join_classes;

namespace {

html::Attribute auto_focus(const std::optional<bool>& disabled) {
  return attr_if_any("data-disable-auto-focus", !disabled ? "" : *disabled ? "true" : "false");
}

// Text becomes a paragraph; markup stands for itself.
Html paragraph(std::string_view classes, const Html& content) {
  if (content.empty() || content.holds_elements()) return content;
  return el("p", {css(classes)}, content);
}

html::Tag heading(int level) { return html::Tag::heading(level); }

}  // namespace

Html tag(const Tag& options) {
  return el("strong",
            Attributes{css(join_classes({"govuk-tag", options.classes}))} + options.attributes,
            options.content);
}

Html details(const Details& options) {
  Attributes attributes{id(options.id), css(join_classes({"govuk-details", options.classes}))};
  attributes += options.attributes;
  attributes += html::flag("open", options.open);
  return el("details", attributes,
            {el("summary", {css("govuk-details__summary")},
                el("span", {css("govuk-details__summary-text")}, options.summary)),
             el("div", {css("govuk-details__text")}, options.content)});
}

Html inset_text(const InsetText& options) {
  return el("div",
            Attributes{id(options.id), css(join_classes({"govuk-inset-text", options.classes}))} +
                options.attributes,
            options.content);
}

Html warning_text(const WarningText& options) {
  return el(
      "div",
      Attributes{css(join_classes({"govuk-warning-text", options.classes}))} + options.attributes,
      {el("span", {css("govuk-warning-text__icon"), attr("aria-hidden", "true")}, {"!"}), " ",
       el("strong", {css("govuk-warning-text__text")},
          {el("span", {css("govuk-visually-hidden")}, {options.icon_fallback}), " ",
           options.content})});
}

Html error_summary(const ErrorSummary& options) {
  Html body;
  if (!options.description.empty()) body = el("p", {}, options.description);
  if (!options.items.empty()) {
    Html list;
    for (const ErrorSummary::Item& item : options.items)
      list += el("li", {},
                 item.link ? el("a", Attributes{href(*item.link)} + item.attributes, item.content)
                           : item.content);
    body += el("ul", {css("govuk-list govuk-error-summary__list")}, list);
  }
  Attributes attributes{css(join_classes({"govuk-error-summary", options.classes})),
                        auto_focus(options.disable_auto_focus)};
  attributes += options.attributes;
  attributes += attr("data-module", "govuk-error-summary");
  // The alert is a child of its own: focusing and announcing one element race with each other.
  return el("div", attributes,
            el("div", {attr("role", "alert")},
               {el("h2", {css("govuk-error-summary__title")}, options.title),
                el("div", {css("govuk-error-summary__body")}, body)}));
}

Html notification_banner(const NotificationBanner& options) {
  const bool success = options.kind == NotificationBanner::Kind::success;
  const Html title = !options.title.empty() ? options.title
                     : success              ? Html("Success")
                                            : Html("Important");
  const std::string role = !options.role.empty() ? options.role : success ? "alert" : "region";
  Attributes attributes{
      css(join_classes({"govuk-notification-banner",
                        success ? "govuk-notification-banner--success" : "", options.classes})),
      attr("role", role), attr("aria-labelledby", options.title_id),
      attr("data-module", "govuk-notification-banner"), auto_focus(options.disable_auto_focus)};
  attributes += options.attributes;
  return el("div", attributes,
            {el("div", {css("govuk-notification-banner__header")},
                el(heading(options.heading_level),
                   {css("govuk-notification-banner__title"), id(options.title_id)}, title)),
             el("div", {css("govuk-notification-banner__content")},
                paragraph("govuk-notification-banner__heading", options.content))});
}

namespace {

Html panel_action(const Panel::Action& action) {
  if (!action.link || action.kind == Panel::Action::Kind::button)
    return button({.content = action.content,
                   .type = action.button_type,
                   .link = action.link,
                   .classes = join_classes({"govuk-button--inverse", action.classes}),
                   .attributes = action.attributes});
  return el("a",
            Attributes{css(join_classes({"govuk-link govuk-link--inverse", action.classes})),
                       href(*action.link)} +
                action.attributes,
            action.content);
}

}  // namespace

Html panel(const Panel& options) {
  const bool interruption = options.kind == Panel::Kind::interruption;
  Html content = el(heading(options.heading_level), {css("govuk-panel__title")}, options.title);
  if (!options.content.empty()) content += el("div", {css("govuk-panel__body")}, options.content);
  if (interruption && (options.has_actions || !options.actions.empty())) {
    Html group;
    for (const Panel::Action& action : options.actions) group += panel_action(action) + " ";
    if (!group.empty()) group = el("div", {css("govuk-button-group")}, group);
    content += el("div",
                  Attributes{css(join_classes({"govuk-panel__actions", options.actions_classes}))} +
                      options.actions_attributes,
                  group);
  }
  return el(
      "div",
      Attributes{css(join_classes(
          {"govuk-panel", interruption ? "govuk-panel--interruption" : "govuk-panel--confirmation",
           options.classes}))} +
          options.attributes,
      content);
}

namespace {

Html accordion_section(const Accordion& options, const Accordion::Section& section,
                       std::size_t number) {
  const auto part_id = [&](std::string_view part) {
    return options.id + "-" + std::string(part) + "-" + std::to_string(number);
  };
  Html header = el(heading(options.heading_level), {css("govuk-accordion__section-heading")},
                   el("span", {css("govuk-accordion__section-button"), id(part_id("heading"))},
                      section.heading));
  if (!section.summary.empty())
    header +=
        el("div", {css("govuk-accordion__section-summary govuk-body"), id(part_id("summary"))},
           section.summary);
  return el("div",
            {css(join_classes({"govuk-accordion__section",
                               section.expanded ? "govuk-accordion__section--expanded" : ""}))},
            {el("div", {css("govuk-accordion__section-header")}, header),
             el("div", {id(part_id("content")), css("govuk-accordion__section-content")},
                paragraph("govuk-body", section.content))});
}

}  // namespace

Html accordion(const Accordion& options) {
  Attributes attributes{css(join_classes({"govuk-accordion", options.classes})),
                        attr("data-module", "govuk-accordion"), attr("id", options.id)};
  for (const auto& [name, text] : options.texts) attributes += html::data("i18n." + name, text);
  if (options.remember_expanded)
    attributes += attr("data-remember-expanded", *options.remember_expanded ? "true" : "false");
  attributes += options.attributes;
  Html sections;
  for (std::size_t i = 0; i < options.sections.size(); ++i)
    if (!options.sections[i].skipped)
      sections += accordion_section(options, options.sections[i], i + 1);
  return el("div", attributes, sections);
}

Html tabs(const Tabs& options) {
  Html list, panels;
  for (std::size_t i = 0; i < options.items.size(); ++i) {
    const Tabs::Item& item = options.items[i];
    if (item.skipped) continue;
    const std::string panel_id =
        item.id.empty() ? options.id_prefix + "-" + std::to_string(i + 1) : item.id;
    list += el(
        "li",
        {css(join_classes(
            {"govuk-tabs__list-item", i == 0 ? "govuk-tabs__list-item--selected" : ""}))},
        el("a", Attributes{css("govuk-tabs__tab"), href(Url::fragment(panel_id))} + item.attributes,
           item.label));
    panels +=
        el("div",
           Attributes{
               css(join_classes({"govuk-tabs__panel", i == 0 ? "" : "govuk-tabs__panel--hidden"})),
               id(panel_id)} +
               item.panel_attributes,
           paragraph("govuk-body", item.content));
  }
  Attributes attributes{id(options.id), css(join_classes({"govuk-tabs", options.classes}))};
  attributes += options.attributes;
  attributes += attr("data-module", "govuk-tabs");
  Html content = el("h2", {css("govuk-tabs__title")}, {options.title});
  if (!options.items.empty()) content += el("ul", {css("govuk-tabs__list")}, list) + panels;
  return el("div", attributes, content);
}

namespace {

Html task(const TaskList::Item& item, const std::string& id_before) {
  const std::string hint_id = id_before + "-hint";
  const std::string status_id = id_before + "-status";
  const bool has_hint = !item.hint.empty();
  Html name =
      item.link ? el("a",
                     {css(join_classes({"govuk-link govuk-task-list__link", item.title_classes})),
                      href(*item.link),
                      attr("aria-describedby", join_classes({has_hint ? hint_id : "", status_id}))},
                     item.title)
                : el("div", {attr_if_any("class", item.title_classes)}, item.title);
  if (has_hint) name += el("div", {id(hint_id), css("govuk-task-list__hint")}, item.hint);
  return el(
      "li",
      {css(join_classes({"govuk-task-list__item",
                         item.link ? "govuk-task-list__item--with-link" : "", item.classes}))},
      {el("div", {css("govuk-task-list__name-and-hint")}, name),
       el("div",
          {css(join_classes({"govuk-task-list__status", item.status_classes})), id(status_id)},
          item.tag ? tag(*item.tag) : item.status)});
}

}  // namespace

Html task_list(const TaskList& options) {
  Html items;
  for (std::size_t i = 0; i < options.items.size(); ++i)
    if (!options.items[i].skipped)
      items += task(options.items[i], options.id_prefix + "-" + std::to_string(i + 1));
  return el(
      "ul",
      Attributes{css(join_classes({"govuk-task-list", options.classes}))} + options.attributes,
      items);
}

}  // namespace gatepost::web::components
