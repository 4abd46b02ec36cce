// MemoryStore: the port's Store in memory, for simulation and tests: one thread, deterministic, no
// clock and no randomness. submit() only queues; pump() runs what waits as one batch, with the same
// semantics as the SQL store: a work's error undoes that work alone, repeats are answered from
// their stored outcome, audit indices are dense, `done` comes after the commit.
//
// Unlike the SQL store it lives on after an unknown commit, as a store over several nodes would: a
// simulated crash is crash().
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "gateway/base/limits.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::store::memory {

struct State;

// What befalls a batch.
enum class Fault {
  none,
  fail_batch,         // rolled back; every work is answered `failed`
  unknown_committed,  // committed, but every work is answered `unknown`
  unknown_lost,       // rolled back, and every work is answered `unknown`
};

class MemoryStore final : public exchange::Store {
 public:
  MemoryStore();
  ~MemoryStore() override;

  // Over limits::store_queue_commands the work is answered `full` by the next pump().
  void submit(exchange::Work work, std::function<void(Result<std::string>)> done) override;
  // A snapshot: later batches do not change it. Not to be called from inside a work.
  Result<std::unique_ptr<exchange::View>> view() override;

  // Runs what waits, at most limits::store_batch_commands works, as one batch and calls their
  // `done`; works that they submit wait for the next pump. Answers how many works were answered.
  std::size_t pump();
  // Works waiting.
  std::size_t waiting() const { return queue_.size() + refused_.size(); }
  // Asked once per batch, after its works ran.
  void set_fault(std::function<Fault()> fault) { fault_ = std::move(fault); }
  // The process dies: what is queued is dropped, its `done` never called. Committed state stays.
  void crash();

  // What reports will read; the port has no view of it yet.
  std::vector<exchange::ReportFacts> facts() const;

 private:
  struct Pending {
    exchange::Work work;
    std::function<void(Result<std::string>)> done;
  };

  std::shared_ptr<State> state_;  // shared with the Views that still look at it; cloned before it
                                  // is changed under them
  std::deque<Pending> queue_;
  std::vector<std::function<void(Result<std::string>)>> refused_;
  std::function<Fault()> fault_;
};

}  // namespace gatepost::store::memory
