// MemoryView: the port's View over a State that nobody changes while the view lives. Internal to
// this folder.
#pragma once

#include <memory>

#include "gateway/store/memory/overview.hpp"
#include "gateway/store/memory/people.hpp"
#include "gateway/store/memory/state.hpp"

namespace gatepost::store::memory {

class MemoryView final : public exchange::View {
 public:
  explicit MemoryView(std::shared_ptr<const State> state)
      : state_(std::move(state)), people_(*state_), overview_(*state_) {}

  Result<std::optional<exchange::Conversation>> conversation(const ConversationId& id) override;
  Result<std::optional<exchange::FormRecord>> form(const exchange::MessageKey& key) override;
  Result<std::optional<exchange::FormRecord>> form_by_handle(const Handle& handle) override;
  Result<std::optional<exchange::ReceiptRecord>> receipt(const exchange::MessageKey& about,
                                                         exchange::Rung rung) override;
  Result<std::vector<exchange::ReceiptRecord>> receipts(const exchange::MessageKey& about) override;
  Result<std::optional<SealedPartRow>> payload_part(const exchange::MessageKey& key,
                                                    const std::string& part) override;
  Result<std::vector<exchange::InboxItem>> inbox(const TeamCode& team, std::size_t limit,
                                                 const Handle& after) override;
  Result<std::size_t> inbox_count(const TeamCode& team) override;
  Result<std::optional<exchange::InboxItem>> inbox_item(const TeamCode& team,
                                                        const Handle& handle) override;
  Result<std::vector<exchange::FormRecord>> forms_of(const TeamCode& team, std::size_t limit,
                                                     std::optional<Instant> before) override;
  Result<std::vector<exchange::ListedMessage>> messages_of(
      const exchange::MessageQuery& wanted) override;
  Result<std::size_t> count_messages(const TeamCode& team, exchange::MessageQuery::Side side,
                                     exchange::ListStage stage) override;
  Result<std::vector<exchange::ListedTask>> tasks_of(
      const TeamCode& owner, TaskFilter filter, std::size_t limit,
      const std::optional<exchange::TaskPlace>& after) override;
  Result<std::optional<exchange::MessageKey>> subject_of_task(const TeamCode& owner,
                                                              const MessageId& about) override;
  Result<std::optional<std::pair<ConversationId, exchange::Task>>> task(const TaskId& id) override;
  Result<std::vector<ConversationId>> due(Instant now, std::size_t limit) override;
  Result<std::optional<Instant>> next_wake() override;
  Result<std::size_t> waiting_on(const TeamCode& team) override;
  Result<std::vector<exchange::Effect>> effects(Instant now, std::size_t limit) override;
  Result<std::vector<exchange::Effect>> effects_of(exchange::Effect::Kind kind, Instant now,
                                                   std::size_t limit) override;
  Result<std::optional<Instant>> next_effect() override;
  Result<std::vector<exchange::MessageKey>> search(const std::string& kind, const Digest& token,
                                                   std::size_t limit) override;
  Result<std::vector<audit::Row>> audit_rows(std::uint64_t first, std::size_t limit) override;
  Result<audit::Head> audit_head() override { return state_->audit_head; }
  identity::Reads& people() override { return people_; }
  exchange::Overview& overview() override { return overview_; }
  Result<std::vector<StoredConversation>> conversations(const ConversationId& after,
                                                        std::size_t limit) override;
  Result<std::vector<std::string>> self_check() override { return std::vector<std::string>{}; }
  Result<std::vector<audit::Row>> audit_about(const exchange::MessageKey& message,
                                              std::size_t limit) override;
  Result<std::vector<Digest>> audit_hashes(unsigned level, std::uint64_t first,
                                           std::size_t count) override;
  Result<std::optional<Bytes>> crl(const Digest& digest) override;
  Result<std::vector<Bytes>> crls_at(Instant at, std::size_t limit) override;
  Result<Counts> counts() override;

 private:
  std::shared_ptr<const State> state_;
  PeopleReads people_;
  MemoryOverview overview_;
};

}  // namespace gatepost::store::memory
