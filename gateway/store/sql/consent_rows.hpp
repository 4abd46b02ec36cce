// Columns of consent: the person's word in a conversation's row, what a message discloses in its
// own. Used on the thread of the Query's database.
#pragma once

#include <string>
#include <vector>

#include "gateway/exchange/conversation.hpp"
#include "gateway/store/sql/query.hpp"

namespace gatepost::store::sql {

// As codes of the form's own list: "SPOC GP".
std::string join_agencies(const std::vector<formats::forms::ConsentAgency>& agencies);

// sharing_basis, sharing_agencies, sharing_stated_on, sharing_stated_at.
exchange::Sharing read_sharing(Query& query);
// content, ground, agency.
exchange::Disclosure read_disclosure(Query& query);

}  // namespace gatepost::store::sql
