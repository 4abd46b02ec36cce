#include "gateway/store/memory/transaction.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/audit/tree.hpp"

namespace gatepost::store::memory {

using exchange::Conversation;
using exchange::MessageKey;
using exchange::StoreErrc;

namespace {

std::unexpected<Error> conflict(const char* table) {
  return fail(StoreErrc::conflict, std::string("a key of ") + table + " exists already");
}

template <class Map>
Result<void> insert_once(UndoList& undo, Map& map, const typename Map::key_type& key,
                         typename Map::mapped_type value, const char* table) {
  if (map.contains(key)) return conflict(table);
  put(undo, map, key, std::move(value));
  return {};
}

}  // namespace

Result<std::optional<Conversation>> MemoryTransaction::load(const ConversationId& id) {
  const auto found = state_.conversations.find(id);
  if (found == state_.conversations.end()) return std::nullopt;
  return found->second;
}

Result<void> MemoryTransaction::save(const Conversation& conversation) {
  GP_CHECK(claim_keys(conversation));
  auto& wakes = state_.wakes;
  const auto before = state_.conversations.find(conversation.id);
  if (before != state_.conversations.end()) {
    if (const auto wake = before->second.wake_at()) {
      const std::pair entry{*wake, conversation.id};
      undo_.add([&wakes, entry] { wakes.insert(entry); });
      wakes.erase(entry);
    }
  }
  if (const auto wake = conversation.wake_at()) {
    const std::pair entry{*wake, conversation.id};
    undo_.add([&wakes, entry] { wakes.erase(entry); });
    wakes.insert(entry);
  }
  put(undo_, state_.conversations, conversation.id, conversation);
  return {};
}

// A message or task belongs to one conversation for ever.
Result<void> MemoryTransaction::claim_keys(const Conversation& conversation) {
  for (const auto& message : conversation.messages) {
    const auto owner = state_.messages.find(message.key);
    if (owner == state_.messages.end()) {
      put(undo_, state_.messages, message.key, conversation.id);
    } else if (owner->second != conversation.id) {
      return conflict("messages");
    }
  }
  for (const auto& task : conversation.tasks) {
    const auto owner = state_.tasks.find(task.id);
    if (owner == state_.tasks.end()) {
      put(undo_, state_.tasks, task.id, conversation.id);
    } else if (owner->second != conversation.id) {
      return conflict("tasks");
    }
  }
  return {};
}

Result<std::optional<exchange::FormRecord>> MemoryTransaction::find_form(const MessageKey& key) {
  const auto found = state_.forms.find(key);
  return found == state_.forms.end() ? std::nullopt : std::optional(found->second);
}

Result<void> MemoryTransaction::add_form(const exchange::FormRecord& record) {
  GP_CHECK(insert_once(undo_, state_.forms_by_handle, record.handle, record.key, "forms"));
  return insert_once(undo_, state_.forms, record.key, record, "forms");
}

Result<void> MemoryTransaction::add_payload(const exchange::PayloadRecord& payload) {
  return insert_once(undo_, state_.payloads, payload.key, payload.sealed, "payloads");
}

Result<std::optional<exchange::ReceiptRecord>> MemoryTransaction::find_receipt(
    const MessageKey& about, exchange::Rung rung) {
  const auto found = state_.receipts.find(about);
  if (found == state_.receipts.end() || !found->second.contains(rung)) return std::nullopt;
  return found->second.at(rung);
}

Result<void> MemoryTransaction::add_receipt(const exchange::ReceiptRecord& record) {
  std::map<exchange::Rung, exchange::ReceiptRecord> records;
  if (const auto found = state_.receipts.find(record.about); found != state_.receipts.end()) {
    records = found->second;
  }
  if (!records.emplace(record.rung, record).second) return conflict("receipts");
  put(undo_, state_.receipts, record.about, std::move(records));
  return {};
}

Result<void> MemoryTransaction::add_inbox(const exchange::InboxItem& item) {
  const std::uint64_t position = state_.inbox.empty() ? 1 : state_.inbox.rbegin()->first + 1;
  GP_CHECK(insert_once(undo_, state_.inbox_positions, {item.team, item.handle}, position, "inbox"));
  put(undo_, state_.inbox, position, item);
  return {};
}

Result<std::optional<exchange::InboxItem>> MemoryTransaction::find_inbox(const TeamCode& team,
                                                                         const Handle& handle) {
  const auto position = state_.inbox_positions.find({team, handle});
  if (position == state_.inbox_positions.end()) return std::nullopt;
  return state_.inbox.at(position->second);
}

Result<void> MemoryTransaction::mark_collected(const TeamCode& team, const Handle& handle,
                                               Instant at) {
  GP_TRY(auto item, find_inbox(team, handle));
  if (!item) return fail(StoreErrc::failed, "nothing to collect under " + handle.str());
  if (item->collected_at) return {};  // the first collection counts
  item->collected_at = at;
  put(undo_, state_.inbox, state_.inbox_positions.at({team, handle}), std::move(*item));
  return {};
}

Result<bool> MemoryTransaction::remove_uncollected(const TeamCode& team, const Handle& handle) {
  GP_TRY(const auto item, find_inbox(team, handle));
  if (!item || item->collected_at) return false;
  take_out(undo_, state_.inbox, state_.inbox_positions.at({team, handle}));
  return take_out(undo_, state_.inbox_positions, {team, handle});
}

Result<void> MemoryTransaction::add_effect(const exchange::Effect& effect) {
  return insert_once(undo_, state_.effects, effect.reference, effect, "effects");
}

Result<bool> MemoryTransaction::finish_effect(const std::string& reference) {
  return take_out(undo_, state_.effects, reference);
}

Result<void> MemoryTransaction::postpone_effect(const std::string& reference, Instant until) {
  const auto found = state_.effects.find(reference);
  if (found == state_.effects.end()) return {};
  exchange::Effect effect = found->second;
  effect.due_at = until;
  ++effect.attempts;
  put(undo_, state_.effects, reference, std::move(effect));
  return {};
}

Result<void> MemoryTransaction::add_facts(const exchange::ReportFacts& facts) {
  if (facts.facts.empty()) return {};
  return insert_once(undo_, state_.facts, facts.about, facts, "facts");
}

Result<void> MemoryTransaction::add_search_token(const std::string& kind, const Digest& token,
                                                 const MessageKey& about) {
  const TokenKey key{kind, token, about};
  if (!state_.tokens.insert(key).second) return {};
  undo_.add([&tokens = state_.tokens, key] { tokens.erase(key); });
  return {};
}

Result<void> MemoryTransaction::keep_crl(const Digest& digest, const Bytes& der) {
  if (!state_.crls.contains(digest)) put(undo_, state_.crls, digest, der);
  return {};
}

Result<std::string> MemoryTransaction::run(const exchange::Work& work) {
  const bool kept = !work.idempotency_key.empty();
  if (kept) {
    const auto before = state_.outcomes.find(work.idempotency_key);
    if (before != state_.outcomes.end()) return before->second;
  }
  const UndoList::Mark start = undo_.mark();
  Result<std::string> outcome = work.run(*this);
  if (outcome) {
    if (kept) put(undo_, state_.outcomes, work.idempotency_key, *outcome);
    std::ranges::move(work_entries_, std::back_inserter(batch_entries_));
  } else {
    undo_.back_to(start);
  }
  work_entries_.clear();
  return outcome;
}

void MemoryTransaction::append_audit_entries() {
  if (batch_entries_.empty()) return;
  undo_.add([&state = state_, size = state_.audit_rows.size(), head = state_.audit_head] {
    state.audit_rows.resize(size);
    state.audit_head = head;
  });
  std::vector<audit::Node> kept;
  for (const audit::Entry& entry : batch_entries_) {
    audit::Row row;
    row.index = state_.audit_head.size;
    row.bytes = audit::canonical(entry, row.index);
    row.leaf = audit::leaf_hash(row.bytes);
    row.message = entry.message;
    audit::append_leaf(state_.audit_head, row.leaf, kept);
    state_.audit_rows.push_back(std::move(row));
  }
  audit::finish_root(state_.audit_head);
  for (const audit::Node& node : kept)
    put(undo_, state_.audit_hashes, {node.level, node.index}, node.hash);
}

}  // namespace gatepost::store::memory
