// A prison's daily caseload and discharge list as a CSV (DESIGN section 4: senders have duties
// too): read with every problem at once, by row and column, and never repeating whom a row is
// about. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/errors.hpp"
#include "formats/forms/alert_form.hpp"
#include "gateway/exchange/duties.hpp"

namespace gatepost::cli {

struct CaseloadRow {
  int line = 0;  // of the file
  std::string prisoner_number;
  exchange::CaseloadLine where;
  // For drafts.
  std::string first_name, surname;
  std::optional<std::chrono::year_month_day> date_of_birth;
  std::optional<formats::forms::Sex> sex;
  std::optional<AreaCode> area;  // where they go
  std::string to_prison;         // NOMIS code, when transferred
};

config::Checked<std::vector<CaseloadRow>> read_caseload(std::string_view text,
                                                        std::string_view file_name);

// A form for what is missing, filled in as far as the list goes; whoever completes it is told of
// the rest by `form check`. Nothing when the row has no name to put into it.
struct DraftIds {
  MessageId message;
  ConversationId conversation;
  Instant now;
  TeamCode from;
  std::string prison;  // the sender's, NOMIS code
};
std::optional<std::string> draft_for(const CaseloadRow& row, std::string_view step,
                                     const DraftIds& ids);

}  // namespace gatepost::cli
