// SqlTransaction: the port's Transaction over SQL. Lives for one batch, on the writer thread; keeps
// the conversations it has seen, so that a later work of the batch finds them as the earlier one
// left them without reading them again. It neither begins nor commits: the batch writer does.
#pragma once

#include <map>
#include <set>

#include "gateway/exchange/port.hpp"
#include "gateway/store/sql/database.hpp"
#include "gateway/store/sql/people.hpp"

namespace gatepost::store::sql {

class SqlTransaction final : public exchange::Transaction {
 public:
  explicit SqlTransaction(Database& database) : database_(database), people_(database) {}

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
  void append_audit(audit::Entry entry) override;

  // The outcome stored under an idempotency key, and storing one.
  Result<std::optional<std::string>> find_outcome(const std::string& key);
  Result<void> add_outcome(const std::string& key, const std::string& outcome);

  // Ends one work: keeps its log entries for the batch, or forgets everything it did.
  void work_succeeded();
  void work_failed();

  // All log entries of the batch so far, in order.
  const std::vector<audit::Entry>& audit_entries() const { return batch_entries_; }

 private:
  Database& database_;
  SqlPeople people_;
  std::map<ConversationId, std::optional<exchange::Conversation>> seen_;
  std::set<ConversationId> saved_by_this_work_;
  std::vector<audit::Entry> work_entries_;
  std::vector<audit::Entry> batch_entries_;
};

}  // namespace gatepost::store::sql
