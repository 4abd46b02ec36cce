#include "gateway/web/components/moj.hpp"

#include "gateway/web/components/controls.hpp"

namespace gatepost::web::components {

using html::attr;
using html::attr_if_any;
using html::css;
using html::el;
using html::href;
using html::join_classes;

Html timeline(const Timeline& options) {
  Html items;
  for (const Timeline::Item& item : options.items) {
    Html header =
        el(html::Tag::heading(options.heading_level), {css("moj-timeline__title")}, item.title);
    if (!item.by.empty()) header += " " + el("p", {css("moj-timeline__byline")}, {"by ", item.by});
    Html content = el("div", {css("moj-timeline__header")}, header);
    if (!item.date.empty())
      content += el("p", {css("moj-timeline__date")},
                    el("time", {attr_if_any("datetime", item.datetime)}, {item.date}));
    if (!item.content.empty())
      content += el("div", {css("moj-timeline__description")}, item.content);
    items += el("div", {css(join_classes({"moj-timeline__item", item.classes}))}, content);
  }
  return el("div",
            Attributes{css(join_classes({"moj-timeline", options.classes}))} + options.attributes,
            items);
}

Html sub_navigation(const SubNavigation& options) {
  Html items;
  for (const SubNavigation::Item& item : options.items)
    items += el("li", {css("moj-sub-navigation__item")},
                el("a",
                   {css("moj-sub-navigation__link"),
                    attr_if_any("aria-current", item.current ? "page" : ""), href(item.link)},
                   item.content));
  return el("nav",
            {css(join_classes({"moj-sub-navigation", options.classes})),
             attr("aria-label", options.label)},
            el("ul", {css("moj-sub-navigation__list")}, items));
}

Html badge(const Badge& options) {
  return el("span", {css(join_classes({"moj-badge", options.classes}))}, options.content);
}

Html identity_bar(const IdentityBar& options) {
  Html content = el("div", {css("moj-identity-bar__details")},
                    el("span", {css("moj-identity-bar__title")}, options.title));
  if (!options.actions.empty())
    content += el("div", {css("moj-identity-bar__actions")},
                  el("div", {css("moj-identity-bar__menu")}, options.actions));
  return el("div", {css(join_classes({"moj-identity-bar", options.classes}))},
            el("div", {css("moj-identity-bar__container")}, content));
}

namespace {

Html chosen_filters(const Filter& options) {
  if (options.chosen.empty()) return {};
  Html content =
      el("div", {css("moj-filter__selected-heading")},
         {el("div", {css("moj-filter__heading-title")},
             el("h3", {css("govuk-heading-m")}, {"Selected filters"})),
          el("div", {css("moj-filter__heading-action")},
             el("p", {},
                el("a", {css("govuk-link govuk-link--no-visited-state"), href(options.clear)},
                   {"Clear filters"})))});
  for (const Filter::Chosen& each : options.chosen)
    content += el("h4", {css("govuk-heading-s govuk-!-margin-bottom-0")}, {each.heading}) +
               el("ul", {css("moj-filter-tags")},
                  el("li", {},
                     el("a", {css("moj-filter__tag"), href(each.remove)},
                        {el("span", {css("govuk-visually-hidden")}, {"Remove this filter"}), " ",
                         each.content})));
  return el("div", {css("moj-filter__selected")}, content);
}

}  // namespace

Html filter(const Filter& options) {
  const Html heading = el("div", {css("moj-filter__header")},
                          el("div", {css("moj-filter__header-title")},
                             el("h2", {css("govuk-heading-m")}, {options.heading})));
  const Html form = el("form", {attr("method", "get"), html::action(options.target)},
                       {options.fields, button({.content = "Apply filters"})});
  return el(
      "div", {css("moj-filter")},
      {heading, el("div", {css("moj-filter__content")},
                   {chosen_filters(options), el("div", {css("moj-filter__options")}, form)})});
}

Html results(const Results& options) {
  Html content;
  if (options.pages.items || options.pages.previous || options.pages.next) {
    Pagination pages = options.pages;
    pages.classes = join_classes({"moj-pagination__pagination", pages.classes});
    content += pagination(pages);
  }
  const std::string words = options.count == 0
                                ? "No " + options.noun
                                : "Showing " + std::to_string(options.from) + " to " +
                                      std::to_string(options.to) + " of " +
                                      std::to_string(options.count) + " " + options.noun;
  content += el("p", {css("moj-pagination__results")}, {words});
  return el("div", {css("moj-pagination")}, content);
}

}  // namespace gatepost::web::components
