// CheckpointKeeper: writes the log's signed checkpoint to [audit] checkpoint_copy, on its schedule
// and only when the log has grown. First it reads what it wrote before: a log that does not
// continue it is not signed again, here or by the read endpoint, and the log says so loudly at
// every round, until an operator has looked and moved the old checkpoint away. Owned by the server;
// used on the io_context's thread, with a thread of its own for the files: the other place may be a
// network away and hang.
//
// In the folder: `checkpoint`, the latest; `checkpoint-2026-04-02`, the last of each UTC day.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>

#include "gateway/app/gateway.hpp"

namespace gatepost::app {

class CheckpointKeeper {
 public:
  explicit CheckpointKeeper(Gateway& gateway) : gateway_(gateway) {}

  // Until stop(); one round at the start, one at the end of each pause.
  boost::asio::awaitable<void> keep_for_ever();
  // Until stop(): says so when a round takes longer than a place that works would.
  boost::asio::awaitable<void> watch_for_ever();
  static constexpr std::chrono::seconds longest_round{30};
  void stop() { stopping_ = true; }
  // When a checkpoint was last known to stand in the other place; nothing before the first.
  std::optional<Instant> copied_at() const;

 private:
  boost::asio::awaitable<void> keep_once();
  boost::asio::awaitable<void> pause(std::chrono::seconds how_long);
  Result<void> copy(const Configuration& configuration, Instant now);

  Gateway& gateway_;
  Workers files_{1};
  std::atomic<bool> stopping_ = false;
  std::atomic<std::int64_t> copied_at_ = 0;   // unix ms
  std::atomic<std::int64_t> started_at_ = 0;  // unix ms; 0 between rounds
};

}  // namespace gatepost::app
