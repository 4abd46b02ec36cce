#include "gateway/web/core/page.hpp"

namespace gatepost::web {

using html::attr;
using html::css;
using html::el;
using html::Html;
using html::id;

namespace {

std::string full_title(const Page& page, const Brand& brand) {
  std::string title = page.outcome == Page::Outcome::with_errors ? "Error: " : "";
  if (!page.title.empty() && page.title != brand.name) title += page.title + " \u2013 ";
  return title + brand.name;
}

Html head(const Page& page, const Frame& frame) {
  const Assets& assets = frame.assets;
  Html refresh;
  if (page.go_on_to)
    refresh = el("meta", {attr("http-equiv", "refresh"),
                          attr("content", "0; url=" + std::string(page.go_on_to->text()))});
  return el(
      "head", {},
      {el("meta", {attr("charset", "utf-8")}), el("title", {}, {full_title(page, frame.brand)}),
       el("meta", {attr("name", "viewport"),
                   attr("content", "width=device-width, initial-scale=1, viewport-fit=cover")}),
       el("meta", {attr("name", "theme-color"), attr("content", "#0b0c0c")}),
       el("meta", {attr("name", "robots"), attr("content", "noindex")}), refresh,
       html::icon_link("image/svg+xml", assets.url_of("icon.svg")),
       html::style_sheet(assets.url_of("console.css"), frame.nonce)});
}

Html header(const Page& page, const Frame& frame) {
  Html logo;
  if (const auto url = frame.assets.logo_url())
    logo = el("img", {css("app-header__logo"), html::src(*url), attr("alt", "")});
  logo += el("span", {css("app-header__name")}, {frame.brand.name});
  Html content = components::generic_header({.logo = logo});
  if (!frame.navigation.empty() || !frame.account.empty()) {
    components::ServiceNavigation navigation;
    using Place = components::ServiceNavigation::Item::Place;
    for (const NavigationItem& item : frame.navigation)
      navigation.items.push_back(
          {.content = item.text,
           .link = item.link,
           .place = item.text == page.section ? Place::active : Place::elsewhere});
    navigation.slots.end = frame.account;
    navigation.slots.end_inline = true;
    content += components::service_navigation(navigation);
  }
  if (!frame.brand.phase_text.empty())
    content += components::phase_banner(
        {.tag = {.content = frame.brand.phase_tag}, .content = frame.brand.phase_text});
  return el("header", {css("govuk-template__header")}, content);
}

Html footer(const Frame& frame) {
  components::Footer options;
  options.meta = components::FooterMeta{
      .links = {{.content = "Licences", .link = frame.assets.url_of("licences.txt")}}};
  return el("footer", {css("govuk-template__footer")}, components::footer(options));
}

Html body(const Page& page, const Frame& frame) {
  Html before;
  // In a landmark, as everything is, so that nobody who jumps between landmarks misses it.
  if (page.back)
    before = el("nav", {attr("aria-label", "Back")}, components::back_link(*page.back));
  if (page.breadcrumbs) before += components::breadcrumbs(*page.breadcrumbs);
  return el(
      "body", {css("govuk-template__body")},
      {html::script_from(frame.assets.url_of("start.js"), "", frame.nonce),
       components::skip_link({.link = "#main-content", .content = "Skip to main content"}),
       header(page, frame),
       el("div", {css("govuk-width-container")},
          {before, el("main", {css("govuk-main-wrapper"), id("main-content")}, page.content)}),
       footer(frame), html::script_from(frame.assets.url_of("console.js"), "module", frame.nonce)});
}

}  // namespace

Html render(const Page& page, const Frame& frame) {
  return html::document({attr("lang", "en"), css("govuk-template")},
                        head(page, frame) + body(page, frame));
}

Html two_thirds(const Html& content) {
  return el("div", {css("govuk-grid-row")},
            el("div", {css("govuk-grid-column-two-thirds")}, content));
}

}  // namespace gatepost::web
