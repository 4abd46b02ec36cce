// Gateway: what gateway/app does with sockets and threads, done in virtual time: the real exchange
// over the real SQLite store. Forms become commands, works go to the store's writer in batches and
// are waited for, and the two loops (escalation, effects) make their passes when something is due.
// Only signatures are left out: forms arrive as values, and receipts have no bytes.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "certs/seal.hpp"
#include "formats/forms/form.hpp"
#include "gateway/base/log.hpp"
#include "gateway/exchange/service.hpp"
#include "tests/cohort/world.hpp"

namespace gatepost::cohort {

// What the store's writer did.
struct StoreFigures {
  std::size_t works = 0, commits = 0, largest_batch = 0;
  std::chrono::nanoseconds committing{};
};

class Gateway {
 public:
  // Makes its database in the folder.
  Gateway(World& world, const std::filesystem::path& folder);

  // ---- What people and their systems do. Each returns after the commit. A refusal is Broken:
  // the people of the replay only do what they may.
  Digest accept(const formats::forms::Form& form);
  void collect(const TeamCode& team, const std::vector<exchange::InboxItem>& items);
  // False when somebody was faster, or the task is closed meanwhile.
  bool claim(const ConversationId& conversation, const exchange::Task& task,
             const std::string& person);
  void complete(const ConversationId& conversation, const exchange::Task& task);
  void close(const ConversationId& conversation, const exchange::MessageKey& key,
             const std::string& reason);

  // ---- The loops
  // When time alone next changes something, or an effect waits.
  std::optional<Instant> next_wake();
  // One pass of each loop, now.
  void pass();

  std::unique_ptr<exchange::View> view();
  std::optional<exchange::Conversation> conversation(const ConversationId& id);
  std::string name_of(const exchange::Task& task) const;  // who claimed it
  // Teams into whose mailbox something was put since the last call.
  std::set<TeamCode> take_arrivals() { return std::exchange(arrivals_, {}); }
  // Notifications handed over since the last call.
  std::vector<exchange::Effect> take_notices() { return std::exchange(notices_, {}); }
  // Closes the store; nothing may be asked afterwards.
  StoreFigures finish();

 private:
  using Outcomes = std::vector<Result<std::string>>;
  Outcomes commit(std::vector<exchange::Work> works);
  Result<std::string> act(const ConversationId& conversation, exchange::Command command,
                          const TeamCode& team);
  exchange::ReceiptCandidate receipt(const exchange::MessageKey& about, exchange::Rung rung);
  std::vector<exchange::ReceiptCandidate> receipts_for(const exchange::AcceptCommand& command);
  exchange::Provenance provenance(std::string actor) const;
  exchange::Work tick(const ConversationId& id);
  exchange::Work carry_out(const exchange::Effect& effect);

  World& world_;
  Log log_;
  certs::KeyRing keys_;
  StoreFigures figures_;  // written by the store's writer, read once it is gone
  std::unique_ptr<exchange::Store> store_;
  std::set<TeamCode> arrivals_;
  std::vector<exchange::Effect> notices_;
  std::optional<std::optional<Instant>> wake_;  // as last read; every commit forgets it
};

}  // namespace gatepost::cohort
