#include "gateway/store/sql/consent_rows.hpp"

#include <algorithm>

namespace gatepost::store::sql {

namespace {

using formats::forms::ConsentAgency;

std::optional<std::vector<ConsentAgency>> split_agencies(std::string_view joined) {
  const auto& codes = codes_of(formats::forms::Of<ConsentAgency>{});
  std::vector<ConsentAgency> agencies;
  while (!joined.empty()) {
    const std::size_t end = std::min(joined.find(' '), joined.size());
    const auto* name = codes.by_code(joined.substr(0, end));
    if (name == nullptr) return std::nullopt;
    agencies.push_back(static_cast<ConsentAgency>(name->value));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return agencies;
}

}  // namespace

std::string join_agencies(const std::vector<ConsentAgency>& agencies) {
  std::string joined;
  for (const ConsentAgency agency : agencies) {
    if (!joined.empty()) joined += ' ';
    joined += formats::forms::code_of(agency);
  }
  return joined;
}

exchange::Sharing read_sharing(Query& query) {
  exchange::Sharing sharing;
  sharing.basis = query.named(exchange::parse_basis);
  sharing.agencies = query.named(split_agencies);
  if (const auto date = query.optional_text()) {
    sharing.stated_on = parse_date(*date);
    if (!sharing.stated_on) query.mark_unsound();
  }
  sharing.stated_at = query.optional_instant();
  return sharing;
}

exchange::Disclosure read_disclosure(Query& query) {
  exchange::Disclosure disclosure;
  disclosure.content = query.named(exchange::parse_content);
  disclosure.ground = query.named(exchange::parse_ground);
  if (const auto code = query.optional_text()) {
    const auto agency = split_agencies(*code);
    if (!agency || agency->size() != 1)
      query.mark_unsound();
    else
      disclosure.agency = agency->front();
  }
  return disclosure;
}

}  // namespace gatepost::store::sql
