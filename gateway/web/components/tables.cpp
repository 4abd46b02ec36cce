#include "gateway/web/components/tables.hpp"

#include <algorithm>

namespace gatepost::web::components {

using html::attr;
using html::attr_if_any;
using html::css;
using html::el;
using html::href;
using html::join_classes;

namespace {

Html action_link(const ActionLink& action, const Html& card_title) {
  Html content = action.content;
  if (!action.visually_hidden.empty() || !card_title.empty()) {
    Html hidden;
    if (!action.visually_hidden.empty()) hidden += Html(" " + action.visually_hidden);
    if (!card_title.empty()) hidden += Html::of({" (", card_title, ")"});
    content += el("span", {css("govuk-visually-hidden")}, hidden);
  }
  return el("a",
            Attributes{css(join_classes({"govuk-link", action.classes})), href(action.link)} +
                action.attributes,
            content);
}

// One link stands alone; several are a list.
struct ActionClasses {
  std::string_view list, item;
};
Html action_list(const std::vector<ActionLink>& actions, const Html& card_title,
                 const ActionClasses& classes) {
  Html items;
  for (const ActionLink& action : actions)
    items += el("li", {css(classes.item)}, action_link(action, card_title));
  return el("ul", {css(classes.list)}, items);
}

Html summary_row(const SummaryList::Row& row, const Html& card_title, bool any_actions) {
  const bool no_actions = any_actions && row.actions.empty() && !row.keeps_actions_column;
  Html content =
      el("dt", {css(join_classes({"govuk-summary-list__key", row.key_classes}))}, row.key);
  content +=
      el("dd", {css(join_classes({"govuk-summary-list__value", row.value_classes}))}, row.value);
  if (!row.actions.empty()) {
    const Html actions = row.actions.size() == 1
                             ? action_link(row.actions.front(), card_title)
                             : action_list(row.actions, card_title,
                                           {"govuk-summary-list__actions-list",
                                            "govuk-summary-list__actions-list-item"});
    content += el("dd", {css(join_classes({"govuk-summary-list__actions", row.actions_classes}))},
                  actions);
  }
  return el(
      "div",
      {css(join_classes({"govuk-summary-list__row",
                         no_actions ? "govuk-summary-list__row--no-actions" : "", row.classes}))},
      content);
}

Html summary_card(const SummaryCard& card, const Html& list) {
  Html title;
  if (card.has_title)
    title = el(html::Tag::heading(card.heading_level),
               {css(join_classes({"govuk-summary-card__title", card.title_classes}))}, card.title);
  const std::string classes = join_classes({"govuk-summary-card__actions", card.actions_classes});
  if (card.actions.size() == 1)
    title += el("div", {css(classes)}, action_link(card.actions.front(), card.title));
  else if (!card.actions.empty())
    title += action_list(card.actions, card.title, {classes, "govuk-summary-card__action"});
  return el("div",
            Attributes{css(join_classes({"govuk-summary-card", card.classes}))} + card.attributes,
            {el("div", {css("govuk-summary-card__title-wrapper")}, title),
             el("div", {css("govuk-summary-card__content")}, list)});
}

}  // namespace

Html summary_list(const SummaryList& options) {
  const bool any_actions = std::ranges::any_of(
      options.rows, [](const SummaryList::Row& row) { return !row.actions.empty(); });
  const Html card_title = options.card ? options.card->title : Html();
  Html rows;
  for (const SummaryList::Row& row : options.rows)
    rows += summary_row(row, card_title, any_actions);
  const Html list = el(
      "dl",
      Attributes{css(join_classes({"govuk-summary-list", options.classes}))} + options.attributes,
      rows);
  return options.card ? summary_card(*options.card, list) : list;
}

namespace {

Attributes spans(const Table::Cell& cell) {
  return Attributes{attr_if_any("colspan", cell.colspan > 0 ? std::to_string(cell.colspan) : ""),
                    attr_if_any("rowspan", cell.rowspan > 0 ? std::to_string(cell.rowspan) : "")} +
         cell.attributes;
}

std::string formatted(std::string_view base, const std::string& format) {
  return format.empty() ? std::string() : std::string(base) + "--" + format;
}

}  // namespace

Html table(const Table& options) {
  Html content;
  if (!options.caption.empty())
    content += el("caption", {css(join_classes({"govuk-table__caption", options.caption_classes}))},
                  options.caption);
  if (options.head) {
    Html cells;
    for (const Table::Cell& cell : *options.head)
      cells +=
          el("th",
             Attributes{
                 attr("scope", "col"),
                 css(join_classes({"govuk-table__header",
                                   formatted("govuk-table__header", cell.format), cell.classes}))} +
                 spans(cell),
             cell.content);
    content += el("thead", {css("govuk-table__head")}, el("tr", {css("govuk-table__row")}, cells));
  }
  Html rows;
  for (const Table::Row& row : options.rows) {
    Html cells;
    for (const Table::Cell& cell : row) {
      if (options.first_cell_is_header && &cell == &row.front())
        cells += el("th",
                    Attributes{attr("scope", "row"),
                               css(join_classes({"govuk-table__header", cell.classes}))} +
                        spans(cell),
                    cell.content);
      else
        cells += el("td",
                    Attributes{css(join_classes({"govuk-table__cell",
                                                 formatted("govuk-table__cell", cell.format),
                                                 cell.classes}))} +
                        spans(cell),
                    cell.content);
    }
    rows += el("tr", {css("govuk-table__row")}, cells);
  }
  content += el("tbody", {css("govuk-table__body")}, rows);
  return el("table",
            Attributes{css(join_classes({"govuk-table", options.classes}))} + options.attributes,
            content);
}

}  // namespace gatepost::web::components
