#include "gateway/web/components/navigation.hpp"

namespace gatepost::web::components {

using html::attr;
using html::attr_if_any;
using html::css;
using html::el;
using html::flag;
using html::href;
using html::id;
using html::join_classes;

Html back_link(const BackLink& options) {
  return el(
      "a",
      Attributes{href(options.link), css(join_classes({"govuk-back-link", options.classes}))} +
          options.attributes,
      options.content);
}

Html skip_link(const SkipLink& options) {
  Attributes attributes{href(options.link),
                        css(join_classes({"govuk-skip-link", options.classes}))};
  attributes += options.attributes;
  attributes += attr("data-module", "govuk-skip-link");
  return el("a", attributes, options.content);
}

Html breadcrumbs(const Breadcrumbs& options) {
  Html items;
  for (const Breadcrumbs::Item& item : options.items) {
    if (item.link)
      items +=
          el("li", {css("govuk-breadcrumbs__list-item")},
             el("a", Attributes{css("govuk-breadcrumbs__link"), href(*item.link)} + item.attributes,
                item.content));
    else
      items += el("li", {css("govuk-breadcrumbs__list-item"), attr("aria-current", "page")},
                  item.content);
  }
  const std::string_view collapses =
      options.collapse_on_mobile ? "govuk-breadcrumbs--collapse-on-mobile" : "";
  Attributes attributes{css(join_classes({"govuk-breadcrumbs", options.classes, collapses}))};
  attributes += options.attributes;
  attributes += attr("aria-label", options.label);
  return el("nav", attributes, el("ol", {css("govuk-breadcrumbs__list")}, items));
}

namespace {

struct ArrowKind {
  std::string_view name, word, path;
};
constexpr ArrowKind towards_previous{
    "prev", "Previous",
    "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4."
    "2931-4.293-1.414-1.414z"};
constexpr ArrowKind towards_next{"next", "Next",
                                 "m8.107-0.0078125-1.4136 1.414 4.2926 "
                                 "4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-"
                                 "6.4062-6.7246-6.7266z"};

Html arrow_icon(const ArrowKind& kind) {
  const std::string icon = "govuk-pagination__icon govuk-pagination__icon--";
  return el("svg",
            {css(icon + std::string(kind.name)), attr("xmlns", "http://www.w3.org/2000/svg"),
             attr("height", "13"), attr("width", "15"), attr("aria-hidden", "true"),
             attr("focusable", "false"), attr("viewBox", "0 0 15 13")},
            {el("path", {attr("d", kind.path)})});
}

// A block of two arrows, one above the other, when there are no numbers between them.
enum class Shape { block, row };

Html arrow_link(const PaginationArrow& arrow, const ArrowKind& kind, Shape shape) {
  const bool block = shape == Shape::block;
  const Html words = arrow.content.empty()
                         ? Html(kind.word) + el("span", {css("govuk-visually-hidden")}, {" page"})
                         : arrow.content;
  const bool icon_first = block || kind.name == towards_previous.name;
  Html content;
  if (icon_first) content += arrow_icon(kind) + " ";
  content +=
      el("span",
         {css(join_classes(
             {"govuk-pagination__link-title",
              block && arrow.label.empty() ? "govuk-pagination__link-title--decorated" : ""}))},
         words);
  if (block && !arrow.label.empty())
    content += Html::of({" ", el("span", {css("govuk-visually-hidden")}, {":"}), " ",
                         el("span", {css("govuk-pagination__link-label")}, {arrow.label})});
  if (!icon_first) content += " " + arrow_icon(kind);
  return el("div", {css("govuk-pagination__" + std::string(kind.name))},
            el("a",
               Attributes{css("govuk-link govuk-pagination__link"), href(arrow.link),
                          attr("rel", kind.name)} +
                   arrow.attributes,
               content));
}

Html page_item(const Pagination::Item& item) {
  const std::string classes =
      join_classes({"govuk-pagination__item", item.current ? "govuk-pagination__item--current" : "",
                    item.ellipsis ? "govuk-pagination__item--ellipsis" : ""});
  if (item.ellipsis) return el("li", {css(classes)}, {"\u22ef"});
  return el("li", {css(classes)},
            el("a",
               Attributes{css("govuk-link govuk-pagination__link"), href(item.link),
                          attr("aria-label", item.visually_hidden.value_or("Page " + item.number)),
                          attr_if_any("aria-current", item.current ? "page" : "")} +
                   item.attributes,
               {item.number}));
}

}  // namespace

Html pagination(const Pagination& options) {
  const Shape shape =
      !options.items && (options.next || options.previous) ? Shape::block : Shape::row;
  Html content;
  if (options.previous) content += arrow_link(*options.previous, towards_previous, shape);
  if (options.items) {
    Html items;
    for (const Pagination::Item& item : *options.items) items += page_item(item);
    content += el("ul", {css("govuk-pagination__list")}, items);
  }
  if (options.next) content += arrow_link(*options.next, towards_next, shape);
  return el("nav",
            Attributes{css(join_classes({"govuk-pagination",
                                         shape == Shape::block ? "govuk-pagination--block" : "",
                                         options.classes})),
                       attr("aria-label", options.landmark_label)} +
                options.attributes,
            content);
}

Html phase_banner(const PhaseBanner& options) {
  Tag shown = options.tag;
  shown.classes = join_classes({"govuk-phase-banner__content__tag", shown.classes});
  return el(
      "div",
      Attributes{css(join_classes({"govuk-phase-banner govuk-width-container", options.classes}))} +
          options.attributes,
      el("p", {css("govuk-phase-banner__content")},
         {tag(shown), " ", el("span", {css("govuk-phase-banner__text")}, options.content)}));
}

Html generic_header(const GenericHeader& options) {
  return el(
      "div",
      Attributes{css(join_classes({"govuk-generic-header", options.classes}))} + options.attributes,
      el("div", {css(join_classes({"govuk-generic-header__container", options.container_classes}))},
         el("div", {css("govuk-generic-header__logo")},
            el("a", {href(options.link), css("govuk-generic-header__homepage-link")},
               options.logo))));
}

namespace {

Html service_name(const ServiceNavigation& options) {
  if (options.service_name.empty()) return {};
  const Html name =
      options.service_link
          ? el("a", {href(*options.service_link), css("govuk-service-navigation__link")},
               {options.service_name})
          : el("span", {css("govuk-service-navigation__text")}, {options.service_name});
  return el("span", {css("govuk-service-navigation__service-name")}, name);
}

Html navigation_item(const ServiceNavigation::Item& item) {
  using Place = ServiceNavigation::Item::Place;
  const bool here = item.place != Place::elsewhere;
  // Strong, so that people with their own style sheets see it too.
  const Html content =
      here ? el("strong", {css("govuk-service-navigation__active-fallback")}, item.content)
           : item.content;
  const auto current = attr_if_any("aria-current", !here                          ? ""
                                                   : item.place == Place::current ? "page"
                                                                                  : "true");
  Html inside;
  if (item.link)
    inside = el("a",
                Attributes{css("govuk-service-navigation__link"), href(*item.link), current} +
                    item.attributes,
                content);
  else if (!item.content.empty())
    inside = el("span", {css("govuk-service-navigation__text"), current}, content);
  return el("li",
            {css(join_classes({"govuk-service-navigation__item",
                               here ? "govuk-service-navigation__item--active" : ""}))},
            inside);
}

Html navigation(const ServiceNavigation& options) {
  const auto& slots = options.slots;
  if (options.items.empty() && slots.navigation_start.empty() && slots.navigation_end.empty())
    return {};
  Html content;
  if (options.collapse_on_mobile.value_or(options.items.size() > 1)) {
    const std::string label =
        options.menu_button_label == options.menu_button ? "" : options.menu_button_label;
    content += el("button",
                  {attr("type", "button"),
                   css("govuk-service-navigation__toggle govuk-js-service-navigation-toggle"),
                   attr("aria-controls", options.navigation_id), attr_if_any("aria-label", label),
                   flag("hidden"), attr("aria-hidden", "true")},
                  {options.menu_button});
  }
  Html items = slots.navigation_start;
  for (const ServiceNavigation::Item& item : options.items) items += navigation_item(item);
  items += slots.navigation_end;
  content += el("ul", {css("govuk-service-navigation__list"), id(options.navigation_id)}, items);
  const std::string& label =
      options.navigation_label.empty() ? options.menu_button : options.navigation_label;
  return el("nav",
            {attr("aria-label", label),
             css(join_classes({"govuk-service-navigation__wrapper", options.navigation_classes}))},
            content);
}

}  // namespace

Html service_navigation(const ServiceNavigation& options) {
  const auto& slots = options.slots;
  const Html content = el(
      "div",
      {css(join_classes({"govuk-width-container",
                         slots.end_inline ? "govuk-service-navigation__inlining-container" : ""}))},
      {slots.start,
       el("div", {css("govuk-service-navigation__container")},
          {service_name(options), " ", navigation(options)}),
       slots.end});
  const Attributes attributes =
      Attributes{css(join_classes({"govuk-service-navigation", options.classes})),
                 attr("data-module", "govuk-service-navigation")} +
      options.attributes;
  // With a service name it is a landmark of its own; otherwise the <nav> within is enough.
  if (!options.service_name.empty() || !slots.start.empty() || !slots.end.empty())
    return el("section", Attributes{attr("aria-label", options.label)} + attributes, content);
  return el("div", attributes, content);
}

}  // namespace gatepost::web::components
