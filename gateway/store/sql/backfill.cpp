#include "gateway/store/sql/backfill.hpp"

#include "certs/trust.hpp"
#include "gateway/store/sql/record_rows.hpp"

namespace gatepost::store::sql {

namespace {

constexpr std::size_t page = 4096;

Result<void> fill_entries(Database& database) {
  audit::Head head = audit::empty_head();
  for (std::int64_t next = 0;;) {
    std::vector<audit::Row> rows;
    {
      Query query(database,
                  "SELECT idx, bytes, leaf, message FROM audit_log WHERE idx >= $1 ORDER BY idx "
                  "LIMIT $2");
      GP_TRY(rows, read_audit_rows(query.with(next, page)));
    }
    std::vector<audit::Node> kept;
    for (const audit::Row& row : rows) {
      // From the first damaged row on there is no tree.
      if (row.columns == audit::Row::Columns::wrong_type || row.index != head.size)
        return add_audit_hashes(database, kept);
      audit::append_leaf(head, row.leaf, kept);
      const auto parsed = audit::parse_canonical(row.bytes);
      if (!parsed || parsed->first.message.empty()) continue;
      GP_CHECK(Query(database, "UPDATE audit_log SET message = $2 WHERE idx = $1")
                   .with(row.index, parsed->first.message)
                   .done());
    }
    GP_CHECK(add_audit_hashes(database, kept));
    if (rows.empty()) return {};
    next = static_cast<std::int64_t>(rows.back().index) + 1;
  }
}

Result<void> fill_crls(Database& database) {
  std::vector<std::pair<Digest, certs::CrlWindow>> windows;
  {
    Query query(database, "SELECT digest, der FROM crls");
    for (;;) {
      GP_TRY(const bool row, query.next());
      if (!row) break;
      const Digest digest = query.digest();
      const auto window = certs::crl_window(query.blob());
      if (query.sound() && window) windows.emplace_back(digest, *window);
    }
  }
  for (const auto& [digest, window] : windows)
    GP_CHECK(Query(database, "UPDATE crls SET this_update = $2, next_update = $3 WHERE digest = $1")
                 .with(digest, window.this_update, window.next_update)
                 .done());
  return {};
}

}  // namespace

Result<void> fill_transparency(Database& database) {
  GP_CHECK(fill_entries(database));
  return fill_crls(database);
}

}  // namespace gatepost::store::sql
