// The conversation's rows: conversations, messages, deadlines, tasks. Reading rebuilds the value
// exactly; writing touches only the rows that differ. On the thread of the Database; the caller
// holds the transaction.
#pragma once

#include <optional>

#include "gateway/exchange/conversation.hpp"
#include "gateway/store/sql/database.hpp"
#include "gateway/store/sql/query.hpp"

namespace gatepost::store::sql {

// Errors: corrupt, and those of the database.
Result<std::optional<exchange::Conversation>> read_conversation(Database& database,
                                                                const ConversationId& id);

// Writes what differs between `before` (what the rows hold; nothing when there are none) and
// `after`. Errors: conflict when a message or task belongs to another conversation, and those of
// the database.
Result<void> write_conversation(Database& database,
                                const std::optional<exchange::Conversation>& before,
                                const exchange::Conversation& after);

// The column `parties`; nothing when it cannot be.
std::optional<std::vector<TeamCode>> split_parties(std::string_view text);

// Columns of a task, for queries that list tasks; read_task takes them in this order.
inline constexpr std::string_view task_columns =
    "id, from_team, message_id, rung, step, ends, role, owner, opened_at, claimed_at, claimed_by, "
    "detail, steps_taken, next_step_at, closed_at, outcome";
exchange::Task read_task(Query& query);

}  // namespace gatepost::store::sql
