// MemoryTransaction: the port's Transaction over a State, undoable to any mark. Internal to this
// folder; lives for one batch.
#pragma once

#include "gateway/store/memory/people.hpp"
#include "gateway/store/memory/state.hpp"

namespace gatepost::store::memory {

class MemoryTransaction final : public exchange::Transaction {
 public:
  explicit MemoryTransaction(State& state) : state_(state), people_(state, undo_) {}

  Result<std::optional<exchange::Conversation>> load(const ConversationId& id) override;
  Result<void> save(const exchange::Conversation& conversation) override;
  Result<std::optional<exchange::FormRecord>> find_form(const exchange::MessageKey& key) override;
  Result<void> add_form(const exchange::FormRecord& record) override;
  Result<void> add_payload(const exchange::PayloadRecord& payload) override;
  Result<std::optional<exchange::ReceiptRecord>> find_receipt(const exchange::MessageKey& about,
                                                              exchange::Rung rung) override;
  Result<void> add_receipt(const exchange::ReceiptRecord& record) override;
  Result<void> add_inbox(const exchange::InboxItem& item) override;
  Result<std::optional<exchange::InboxItem>> find_inbox(const TeamCode& team,
                                                        const Handle& handle) override;
  Result<void> mark_collected(const TeamCode& team, const Handle& handle, Instant at) override;
  Result<bool> remove_uncollected(const TeamCode& team, const Handle& handle) override;
  Result<void> add_effect(const exchange::Effect& effect) override;
  Result<bool> finish_effect(const std::string& reference) override;
  Result<void> postpone_effect(const std::string& reference, Instant until) override;
  Result<void> add_facts(const exchange::ReportFacts& facts) override;
  Result<void> add_search_token(const std::string& kind, const Digest& token,
                                const exchange::MessageKey& about) override;
  Result<void> keep_crl(const Digest& digest, const Bytes& der) override;
  identity::Rows& people() override { return people_; }
  void append_audit(audit::Entry entry) override { work_entries_.push_back(std::move(entry)); }

  // One work, start to end: its outcome, with everything undone when that is an error.
  Result<std::string> run(const exchange::Work& work);
  // Gives the batch's log entries their indices: the last thing before the commit.
  void append_audit_entries();
  // Undoes the whole batch.
  void roll_back() { undo_.back_to(0); }

 private:
  Result<void> claim_keys(const exchange::Conversation& conversation);

  State& state_;
  UndoList undo_;
  MemoryPeople people_;
  std::vector<audit::Entry> work_entries_;
  std::vector<audit::Entry> batch_entries_;
};

}  // namespace gatepost::store::memory
