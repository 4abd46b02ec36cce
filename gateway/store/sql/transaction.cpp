#include "gateway/store/sql/transaction.hpp"

#include <iterator>

#include "certs/trust.hpp"
#include "gateway/store/names.hpp"
#include "gateway/store/sql/conversation_rows.hpp"
#include "gateway/store/sql/record_rows.hpp"

namespace gatepost::store::sql {

using exchange::Conversation;
using exchange::MessageKey;
using exchange::StoreErrc;

Result<std::optional<Conversation>> SqlTransaction::load(const ConversationId& id) {
  if (const auto seen = seen_.find(id); seen != seen_.end()) return seen->second;
  GP_TRY(auto conversation, read_conversation(database_, id));
  seen_[id] = conversation;
  return conversation;
}

Result<void> SqlTransaction::save(const Conversation& conversation) {
  GP_TRY(const auto before, load(conversation.id));
  // Marked first: a save that fails half-way leaves rows that only the savepoint undoes.
  saved_by_this_work_.insert(conversation.id);
  GP_CHECK(write_conversation(database_, before, conversation));
  seen_[conversation.id] = conversation;
  return {};
}

Result<std::optional<exchange::FormRecord>> SqlTransaction::find_form(const MessageKey& key) {
  return read_form(database_, key);
}

Result<void> SqlTransaction::add_form(const exchange::FormRecord& record) {
  return Query(database_,
               "INSERT INTO forms (from_team, message_id, conversation_id, type, to_team, digest, "
               "handle, accepted_at, size_bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
      .with(record.key.from, record.key.id, record.conversation)
      .with(formats::forms::root_name(record.type), record.to, record.digest, record.handle)
      .with(record.accepted_at, record.size_bytes)
      .done();
}

Result<void> SqlTransaction::add_payload(const exchange::PayloadRecord& payload) {
  GP_CHECK(
      Query(database_, "INSERT INTO payloads (from_team, message_id, wrap) VALUES ($1, $2, $3)")
          .with(payload.key.from, payload.key.id, payload.sealed.wrap)
          .done());
  for (const certs::SealedPart& part : payload.sealed.parts) {
    for (std::size_t index = 0; index < part.segments.size(); ++index) {
      GP_CHECK(Query(database_,
                     "INSERT INTO segments (from_team, message_id, part, idx, bytes) "
                     "VALUES ($1, $2, $3, $4, $5)")
                   .with(payload.key.from, payload.key.id, part.part, index, part.segments[index])
                   .done());
    }
  }
  return {};
}

Result<std::optional<exchange::ReceiptRecord>> SqlTransaction::find_receipt(const MessageKey& about,
                                                                            exchange::Rung rung) {
  return read_receipt(database_, about, rung);
}

Result<void> SqlTransaction::add_receipt(const exchange::ReceiptRecord& record) {
  return Query(database_,
               "INSERT INTO receipts (about_team, about_id, rung, from_team, message_id, handle, "
               "reached_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
      .with(record.about.from, record.about.id, config::to_string(record.rung), record.key.from)
      .with(record.key.id, record.handle, record.reached_at)
      .done();
}

Result<void> SqlTransaction::add_inbox(const exchange::InboxItem& item) {
  std::optional<TeamCode> payload_team;
  std::optional<MessageId> payload_id;
  if (item.payload) {
    payload_team = item.payload->from;
    payload_id = item.payload->id;
  }
  std::optional<Handle> linked;
  std::optional<std::string> event, code, description;
  if (item.report) {
    linked = item.report->linked;
    event = item.report->event;
    code = item.report->code;
    description = item.report->description;
  }
  // The position is the order of arrival: it never goes back, whatever the clock does, and a page
  // can go on after it.
  return Query(database_,
               "INSERT INTO inbox (team, handle, position, kind, type, from_team, payload_team, "
               "payload_id, report_linked, report_event, report_code, report_description, "
               "arrived_at, collected_at, size_bytes) VALUES ($1, $2, (SELECT "
               "COALESCE(MAX(position), 0) + 1 FROM inbox), $3, $4, $5, $6, $7, $8, $9, $10, $11, "
               "$12, $13, $14)")
      .with(item.team, item.handle, store::to_string(item.kind))
      .with(formats::forms::root_name(item.type), item.from, payload_team, payload_id, linked)
      .with(event, code, description, item.arrived_at, item.collected_at, item.size_bytes)
      .done();
}

Result<std::optional<exchange::InboxItem>> SqlTransaction::find_inbox(const TeamCode& team,
                                                                      const Handle& handle) {
  return read_inbox_item(database_, team, handle);
}

Result<void> SqlTransaction::mark_collected(const TeamCode& team, const Handle& handle,
                                            Instant at) {
  // The first collection counts: a client that collects twice does not move it.
  GP_TRY(const std::int64_t found,
         Query(database_,
               "UPDATE inbox SET collected_at = COALESCE(collected_at, $3) "
               "WHERE team = $1 AND handle = $2")
             .with(team, handle, at)
             .run());
  if (found == 0) return fail(StoreErrc::failed, "nothing to collect under " + handle.str());
  return {};
}

Result<bool> SqlTransaction::remove_uncollected(const TeamCode& team, const Handle& handle) {
  GP_TRY(
      const std::int64_t removed,
      Query(database_, "DELETE FROM inbox WHERE team = $1 AND handle = $2 AND collected_at IS NULL")
          .with(team, handle)
          .run());
  return removed > 0;
}

Result<void> SqlTransaction::add_effect(const exchange::Effect& effect) {
  return Query(database_,
               "INSERT INTO effects (reference, kind, about_team, about_id, role, team, rung, "
               "step, due_at, attempts, conversation_id, task_id) VALUES ($1, $2, $3, $4, $5, $6, "
               "$7, $8, $9, $10, $11, $12)")
      .with(effect.reference, store::to_string(effect.kind), effect.about.from, effect.about.id)
      .with(config::to_string(effect.role), effect.team, config::to_string(effect.rung))
      .with(effect.step, effect.due_at, effect.attempts, effect.conversation, effect.task)
      .done();
}

Result<bool> SqlTransaction::finish_effect(const std::string& reference) {
  GP_TRY(const std::int64_t gone,
         Query(database_, "DELETE FROM effects WHERE reference = $1").with(reference).run());
  return gone > 0;
}

Result<void> SqlTransaction::postpone_effect(const std::string& reference, Instant until) {
  return Query(database_,
               "UPDATE effects SET due_at = $2, attempts = attempts + 1 WHERE reference = $1")
      .with(reference, until)
      .done();
}

Result<void> SqlTransaction::add_facts(const exchange::ReportFacts& facts) {
  for (std::size_t seq = 0; seq < facts.facts.size(); ++seq) {
    const auto& [name, value] = facts.facts[seq];
    GP_CHECK(Query(database_,
                   "INSERT INTO facts (from_team, message_id, seq, accepted_at, name, value) "
                   "VALUES ($1, $2, $3, $4, $5, $6)")
                 .with(facts.about.from, facts.about.id, seq, facts.accepted_at, name, value)
                 .done());
  }
  return {};
}

Result<void> SqlTransaction::add_search_token(const std::string& kind, const Digest& token,
                                              const MessageKey& about) {
  // One form may name the same number twice.
  return Query(database_,
               "INSERT INTO search_tokens (kind, token, from_team, message_id) "
               "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
      .with(kind, token, about.from, about.id)
      .done();
}

Result<void> SqlTransaction::keep_crl(const Digest& digest, const Bytes& der) {
  {
    // Nearly always it is there already; then it is not read through for its dates.
    Query known(database_, "SELECT 1 FROM crls WHERE digest = $1");
    GP_TRY(const bool found, known.with(digest).next());
    if (found) return {};
  }
  std::optional<Instant> from, until;
  if (const auto window = certs::crl_window(der)) {
    from = window->this_update;
    until = window->next_update;
  }
  return Query(database_,
               "INSERT INTO crls (digest, der, this_update, next_update) VALUES ($1, $2, $3, $4)")
      .with(digest, der, from, until)
      .done();
}

void SqlTransaction::append_audit(audit::Entry entry) { work_entries_.push_back(std::move(entry)); }

Result<std::optional<std::string>> SqlTransaction::find_outcome(const std::string& key) {
  Query query(database_, "SELECT outcome FROM outcomes WHERE idempotency_key = $1");
  GP_TRY(const bool row, query.with(key).next());
  if (!row) return std::nullopt;
  std::string outcome = query.text();
  if (!query.sound()) return Query::corrupt("outcomes", key);
  return outcome;
}

Result<void> SqlTransaction::add_outcome(const std::string& key, const std::string& outcome) {
  return Query(database_, "INSERT INTO outcomes (idempotency_key, outcome) VALUES ($1, $2)")
      .with(key, outcome)
      .done();
}

void SqlTransaction::work_succeeded() {
  std::ranges::move(work_entries_, std::back_inserter(batch_entries_));
  work_entries_.clear();
  saved_by_this_work_.clear();
}

void SqlTransaction::work_failed() {
  // The rows are back where they were before this work; what is remembered of them is not.
  for (const ConversationId& id : saved_by_this_work_) seen_.erase(id);
  saved_by_this_work_.clear();
  work_entries_.clear();
}

}  // namespace gatepost::store::sql
