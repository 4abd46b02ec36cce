// The drafts of a team.
#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/components/controls.hpp"
#include "gateway/web/components/moj.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/pages/drafts.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

namespace {

constexpr std::size_t rows_on_a_page = 50;

html::Url page_of(const DraftList& list, int number) {
  return html::Url::path({"teams", list.team.str(), "drafts"}, {{"page", std::to_string(number)}});
}

Html pages_of(const DraftList& list) {
  const int count = static_cast<int>((list.drafts.size() + rows_on_a_page - 1) / rows_on_a_page);
  if (count < 2) return {};
  components::Pagination pages;
  if (list.page > 1)
    pages.previous = components::PaginationArrow{.link = page_of(list, list.page - 1)};
  if (list.page < count)
    pages.next = components::PaginationArrow{.link = page_of(list, list.page + 1)};
  std::vector<components::Pagination::Item> items;
  for (int i = 1; i <= count; ++i)
    items.push_back(
        {.number = std::to_string(i), .link = page_of(list, i), .current = i == list.page});
  pages.items = std::move(items);
  return components::pagination(pages);
}

Html rows_of(const DraftList& list) {
  components::Table table;
  table.caption = "Drafts, last changed first";
  table.caption_classes = "govuk-visually-hidden";
  table.head = components::Table::Row{
      {.content = "About"}, {.content = "Form"}, {.content = "To"}, {.content = "Last changed"}};
  table.first_cell_is_header = true;
  const std::size_t first = static_cast<std::size_t>(list.page - 1) * rows_on_a_page;
  for (std::size_t i = first; i < std::min(list.drafts.size(), first + rows_on_a_page); ++i) {
    const DraftRow& draft = list.drafts[i];
    const Html name = draft.person.empty() ? "Nobody yet" : draft.person;
    table.rows.push_back(
        {{.content = el("a", {css("govuk-link"), html::href(draft_page(draft.id))}, name)},
         {.content = draft.noun},
         {.content = draft.to},
         {.content = fmt::format("{} by {}", draft.changed_at, draft.changed_by)}});
  }
  return components::table(table);
}

}  // namespace

Page draft_list(const DraftList& list) {
  Page page;
  page.title = "Drafts";
  page.section = sections::home;
  Html content;
  if (list.discarded)
    content += components::notification_banner(
        {.content =
             el("p", {css("govuk-notification-banner__heading")}, {"The draft is discarded"}),
         .kind = components::NotificationBanner::Kind::success});
  content += el("span", {css("govuk-caption-l")}, {list.team_name});
  content += el("h1", {css("govuk-heading-l")}, {page.title});
  content += el("p", {css("govuk-body")},
                {"Drafts belong to the team: a colleague can go on with yours. Nothing in a draft "
                 "has been sent."});
  content += list.drafts.empty() ? el("p", {css("govuk-body")}, {"There are no drafts."})
                                 : rows_of(list) + pages_of(list);
  Html buttons;
  for (const NavigationItem& item : list.begin)
    buttons += components::button(
        {.content = item.text, .link = item.link, .classes = "govuk-button--secondary"});
  content += el("div", {css("govuk-button-group")}, buttons);
  page.content = two_thirds(content);
  return page;
}

}  // namespace gatepost::web::pages
