// SqlView: the port's View over SQL: one read transaction from construction to destruction, on a
// connection that is lent to it. One thread at a time; short-lived, because an open read
// transaction keeps the write-ahead log from being reused.
#pragma once

#include <functional>
#include <memory>

#include "gateway/exchange/port.hpp"
#include "gateway/store/sql/database.hpp"
#include "gateway/store/sql/overview.hpp"
#include "gateway/store/sql/people.hpp"

namespace gatepost::store::sql {

// A connection that goes back to where it came from.
using LentDatabase = std::unique_ptr<Database, std::function<void(Database*)>>;

class SqlView final : public exchange::View {
 public:
  // Begins the read transaction. Errors: failed, corrupt, unknown.
  static Result<std::unique_ptr<exchange::View>> open(LentDatabase database);
  ~SqlView() override;

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
  Result<audit::Head> audit_head() override;
  identity::Reads& people() override { return people_; }
  exchange::Overview& overview() override { return overview_; }
  Result<std::vector<StoredConversation>> conversations(const ConversationId& after,
                                                        std::size_t limit) override;
  Result<std::vector<std::string>> self_check() override;
  Result<std::vector<audit::Row>> audit_about(const exchange::MessageKey& message,
                                              std::size_t limit) override;
  Result<std::vector<Digest>> audit_hashes(unsigned level, std::uint64_t first,
                                           std::size_t count) override;
  Result<std::optional<Bytes>> crl(const Digest& digest) override;
  Result<std::vector<Bytes>> crls_at(Instant at, std::size_t limit) override;
  Result<Counts> counts() override;

 private:
  explicit SqlView(LentDatabase database)
      : database_(std::move(database)), people_(*database_), overview_(*database_) {}
  Result<std::optional<Instant>> earliest(std::string_view sql);
  Result<std::uint64_t> count(std::string_view sql);

  LentDatabase database_;
  SqlPeople people_;
  SqlOverview overview_;
};

}  // namespace gatepost::store::sql
