// Where a form that begins may go: the choice of a page, looked up in the directory of today. Pure;
// any thread.
#pragma once

#include "config/calendar.hpp"
#include "gateway/web/core/field_set.hpp"
#include "gateway/web/pages/begin.hpp"

namespace gatepost::web {

// Reads `area`, `area-code` and `team`; says what is wrong beside their fields.
pages::Destination destination_of(const FieldSet& fields, const config::Directory& directory,
                                  std::chrono::year_month_day today, Problems& problems);

// "PRISON_TO_COMMUNITY": which side writes to which.
std::string direction_of(const config::Team* from, const config::Team* to);

bool is_of_a_prison(const config::Team* team);

}  // namespace gatepost::web
