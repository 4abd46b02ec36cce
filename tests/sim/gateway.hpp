// Gateway: the simulated process. What gateway/app does with threads and sockets, it does with
// events: prepares works, submits them to the store, answers after the commit, and runs the
// escalation and effect loops over the store's views. It dies and restarts.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "gateway/exchange/service.hpp"
#include "gateway/store/memory/memory_store.hpp"
#include "tests/sim/world.hpp"

namespace gatepost::sim {

using Answer = std::function<void(Result<std::string>)>;

class Gateway {
 public:
  explicit Gateway(World& world);

  // Each answers after the commit, or never (the process died).
  void accept(exchange::AcceptCommand command, Answer answer);
  void download(const TeamCode& team, const Handle& handle, Answer answer);
  void collect(const TeamCode& team, const Handle& handle, Answer answer);
  // What a person does with a task or a form. `once` names the wish, so that asking again is no
  // second wish.
  void act(const ConversationId& conversation, const exchange::Command& command,
           const std::string& once, Answer answer);

  bool up() const { return up_; }
  // Since when it has been up without a break.
  Instant up_since() const { return up_since_; }
  std::unique_ptr<exchange::View> view() { return *store_.view(); }
  int crashes() const { return crashes_; }

 private:
  void submit(exchange::Work work, Answer answer);
  void pump();
  void loop();
  void tick(const ConversationId& id);
  void carry_out(const exchange::Effect& effect);
  void crash();
  void restart();
  std::vector<exchange::ReceiptCandidate> receipts_proved_by(
      const exchange::AcceptCommand& command);
  exchange::ReceiptCandidate receipt(const exchange::MessageKey& about, exchange::Rung rung);
  exchange::Provenance provenance(std::string actor) const;
  bool came_too_late(const exchange::AcceptCommand& command);

  World& world_;
  store::memory::MemoryStore store_;
  bool up_ = true;
  bool pumping_soon_ = false;
  bool deaf_ = false;  // dying: the batch is committed, but no answer leaves
  Instant up_since_;
  Instant next_effects_;  // the loop that hands over is slower than the one that decides
  int crashes_ = 0;
  std::uint64_t life_ = 0;          // events of an earlier life do nothing
  std::set<ConversationId> armed_;  // Plant::timer_not_rearmed_after_restart only
};

}  // namespace gatepost::sim
