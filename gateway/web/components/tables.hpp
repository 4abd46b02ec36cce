// GOV.UK's summary list (with or without a card) and table. See parts.hpp.
#pragma once

#include "gateway/web/components/parts.hpp"

namespace gatepost::web::components {

struct ActionLink {
  Html content{};
  Url link = "#";
  std::string visually_hidden{};  // what "Change" changes
  std::string classes{};
  Attributes attributes{};
};

struct SummaryCard {
  Html title{};
  bool has_title = true;
  int heading_level = 2;
  std::string title_classes{};
  std::vector<ActionLink> actions{};
  std::string actions_classes{};
  std::string classes{};
  Attributes attributes{};
};

struct SummaryList {
  struct Row {
    Html key{};
    Html value{};
    std::vector<ActionLink> actions{};
    bool keeps_actions_column = false;  // with no action, and yet no wider value
    std::string classes{}, key_classes{}, value_classes{}, actions_classes{};
  };
  std::vector<Row> rows{};
  std::optional<SummaryCard> card{};
  std::string classes{};
  Attributes attributes{};
};
Html summary_list(const SummaryList& options);

struct Table {
  struct Cell {
    Html content{};
    std::string format{};  // "numeric": aligned to the right
    std::string classes{};
    int colspan = 0, rowspan = 0;  // 0: none given
    Attributes attributes{};
  };
  using Row = std::vector<Cell>;
  Html caption{};
  std::string caption_classes{};
  std::optional<Row> head{};
  std::vector<Row> rows{};
  bool first_cell_is_header = false;
  std::string classes{};
  Attributes attributes{};
};
Html table(const Table& options);

}  // namespace gatepost::web::components
