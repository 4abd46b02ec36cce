#include "gateway/web/components/navigation.hpp"

namespace gatepost::web::components {

using html::css;
using html::el;
using html::href;
using html::join_classes;

namespace {

Html footer_link(const FooterLink& link) {
  if (!link.link)
    return el("a", Attributes{css("govuk-footer__link")} + link.attributes, link.content);
  return el("a", Attributes{css("govuk-footer__link"), href(*link.link)} + link.attributes,
            link.content);
}

Html section(const Footer::Section& options) {
  Html content = el("h2", {css("govuk-footer__heading govuk-heading-m")}, {options.title});
  if (!options.links.empty()) {
    Html list;
    for (const FooterLink& link : options.links)
      if (link.link && !link.content.empty())
        list += el("li", {css("govuk-footer__list-item")}, footer_link(link));
    const std::string columns =
        options.columns > 0 ? "govuk-footer__list--columns-" + std::to_string(options.columns) : "";
    content += el("ul", {css(join_classes({"govuk-footer__list", columns}))}, list);
  }
  return el("div",
            {css(join_classes({"govuk-footer__section", "govuk-grid-column-" + options.width}))},
            content);
}

Html meta(const FooterMeta& options) {
  Html content = el("h2", {css("govuk-visually-hidden")}, {options.visually_hidden_title});
  if (!options.links.empty()) {
    Html list;
    for (const FooterLink& link : options.links)
      list += el("li", {css("govuk-footer__inline-list-item")}, footer_link(link));
    content += el("ul", {css("govuk-footer__inline-list")}, list);
  }
  if (!options.content.empty())
    content += el("div", {css("govuk-footer__meta-custom")}, options.content);
  return content;
}

}  // namespace

Html footer(const Footer& options) {
  Html content = options.mark;
  if (!options.sections.empty()) {
    Html sections;
    for (const Footer::Section& each : options.sections) sections += section(each);
    content += el("div", {css("govuk-footer__navigation")}, sections) +
               el("hr", {css("govuk-footer__section-break")});
  }
  Html left;
  if (options.meta) left += meta(*options.meta);
  if (!options.licence.empty())
    left += Html::of({options.licence_mark, " ",
                      el("span", {css("govuk-footer__licence-description")}, options.licence)});
  Html inside = el("div", {css("govuk-footer__meta-item govuk-footer__meta-item--grow")}, left);
  if (options.owner)
    inside += el(
        "div", {css("govuk-footer__meta-item")},
        el("a", {css("govuk-footer__link govuk-footer__copyright-logo"), href(options.owner->link)},
           options.owner->content));
  content += el("div", {css("govuk-footer__meta")}, inside);
  return el("div",
            Attributes{css(join_classes({"govuk-footer", options.classes}))} + options.attributes,
            el("div", {css(join_classes({"govuk-width-container", options.container_classes}))},
               content));
}

}  // namespace gatepost::web::components
