#include "gateway/web/pages/administration_parts.hpp"

#include <fmt/format.h>

#include "gateway/web/components/controls.hpp"
#include "gateway/web/navigation.hpp"

namespace gatepost::web::pages::admin {

using html::attr;
using html::css;
using html::el;
using identity::Action;

namespace {

struct Part {
  std::string_view name;
  html::Url link;
  Action action;
};
const std::vector<Part>& all_parts() {
  static const std::vector<Part> all{
      {parts::overview, "/administration", Action::see_health},
      {parts::tasks, "/administration/tasks", Action::see_all_tasks},
      {parts::log, "/administration/log", Action::see_delivery_log},
      {parts::directory, "/administration/directory", Action::see_directory},
      {parts::users, "/administration/users", Action::manage_users},
      {parts::policy, "/administration/policy", Action::see_policies},
      {parts::certificates, "/administration/certificates", Action::see_certificates},
      {parts::undelivered, "/administration/notifications", Action::see_health},
      {parts::health, "/administration/health", Action::see_health}};
  return all;
}

Html coloured(std::string_view text, const char* classes) {
  return components::tag({.content = text, .classes = classes});
}

}  // namespace

Html heading(std::string_view text) { return el("h1", {css("govuk-heading-l")}, {Html(text)}); }
Html subheading(std::string_view text) { return el("h2", {css("govuk-heading-m")}, {Html(text)}); }
Html paragraph(Html content) { return el("p", {css("govuk-body")}, content); }
Html link(const html::Url& to, Html content) {
  return el("a", {css("govuk-link"), html::href(to)}, content);
}
Html whole(Html content) { return el("span", {css("app-whole")}, content); }
Html bullets(const std::vector<Html>& items) {
  Html list;
  for (const Html& item : items) list += el("li", {}, item);
  return el("ul", {css("govuk-list govuk-list--bullet")}, list);
}
Html green(std::string_view text) { return coloured(text, "govuk-tag--green"); }
Html amber(std::string_view text) { return coloured(text, "govuk-tag--yellow"); }
Html red(std::string_view text) { return coloured(text, "govuk-tag--red"); }

Html button_to(const Call& call, const html::Url& target, Html words, Html fields,
               std::string_view classes) {
  fields += components::button(
      {.content = std::move(words), .prevent_double_click = true, .classes = std::string(classes)});
  return call.form_to(target, fields);
}

html::Url address(std::string_view path, const Fields& fields) {
  std::string text(path);
  char sign = '?';
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    text += sign + html::percent_encode(name) + "=" + html::percent_encode(value);
    sign = '&';
  }
  return html::Url::relative(text).value_or(html::Url("/administration"));
}

bool could(const Call& call, Action action) {
  if (!call.session.is_full()) return false;
  const auto allowed = identity::authorise(*call.session.person, action, {}, call.now);
  return allowed || allowed.error().is(identity::Errc::step_up_wanted);
}

Page page_of(const Call& call, std::string_view part, std::string title) {
  Page page;
  page.title = std::move(title);
  if (!is_of_the_gateway(*call.session.person)) return page;
  page.section = sections::administration;
  components::SubNavigation navigation;
  navigation.label = "Administration";
  for (const Part& each : all_parts())
    if (could(call, each.action))
      navigation.items.push_back({each.name, each.link, each.name == part});
  page.content = components::sub_navigation(navigation);
  return page;
}

Page with(Page page, const Html& content) {
  page.content += content;
  return page;
}

Html wide_table(const std::string& name, components::Table table) {
  return el("div",
            {css("app-table-scroll"), attr("tabindex", "0"), attr("role", "region"),
             attr("aria-label", name)},
            components::table(table));
}

std::vector<components::Table::Cell> cells(std::initializer_list<Html> contents) {
  std::vector<components::Table::Cell> row;
  for (const Html& content : contents) row.push_back({.content = content});
  return row;
}

Html next_page(const std::optional<html::Url>& first, const std::optional<html::Url>& next) {
  if (!first && !next) return {};
  components::Pagination pages;
  if (first) pages.previous = components::PaginationArrow{.link = *first, .content = "First page"};
  if (next) pages.next = components::PaginationArrow{.link = *next, .content = "Next page"};
  return components::pagination(pages);
}

std::string team_in_words(const config::Directory& directory, const TeamCode& code) {
  const config::Team* team = directory.find(code);
  return team == nullptr ? code.str() : fmt::format("{} ({})", team->name, code.str());
}

std::string in_words(std::string_view code) {
  std::string words(code);
  for (char& c : words)
    if (c == '-') c = ' ';
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

}  // namespace gatepost::web::pages::admin
