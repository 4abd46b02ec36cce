// Rows of forms, receipts, inboxes, effects and the audit log: reading and writing them is the same
// for the transaction and the view. On the thread of the Database; the caller holds the
// transaction.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gateway/audit/tree.hpp"
#include "gateway/exchange/port.hpp"
#include "gateway/store/sql/database.hpp"
#include "gateway/store/sql/query.hpp"

namespace gatepost::store::sql {

inline constexpr std::string_view form_columns =
    "from_team, message_id, conversation_id, type, to_team, digest, handle, accepted_at, "
    "size_bytes";
inline constexpr std::string_view inbox_columns =
    "handle, team, kind, type, from_team, payload_team, payload_id, report_linked, report_event, "
    "report_code, report_description, arrived_at, collected_at, size_bytes";

// Each takes the columns above, in order, from the query's current row.
exchange::FormRecord take_form(Query& query);
exchange::InboxItem take_inbox_item(Query& query);

// Errors of all of these: corrupt, and those of the database.
Result<std::optional<exchange::FormRecord>> read_form(Database& database,
                                                      const exchange::MessageKey& key);
Result<std::vector<exchange::ReceiptRecord>> read_receipts(Database& database,
                                                           const exchange::MessageKey& about);
Result<std::optional<exchange::ReceiptRecord>> read_receipt(Database& database,
                                                            const exchange::MessageKey& about,
                                                            exchange::Rung rung);
Result<std::optional<exchange::InboxItem>> read_inbox_item(Database& database, const TeamCode& team,
                                                           const Handle& handle);

// Every row of "SELECT idx, bytes, leaf, message"; a damaged one says so itself. Errors: those of
// the database.
Result<std::vector<audit::Row>> read_audit_rows(Query& query);
// The log's head; of an empty log when there is none yet.
Result<audit::Head> read_audit_head(Database& database);
// Gives the entries the next dense indices and moves the head. Errors also: corrupt when the stored
// head cannot be.
Result<void> append_audit_entries(Database& database, const std::vector<audit::Entry>& entries);
// Keeps inner hashes of the log's tree.
Result<void> add_audit_hashes(Database& database, const std::vector<audit::Node>& kept);

}  // namespace gatepost::store::sql
