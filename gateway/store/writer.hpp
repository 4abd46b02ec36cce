// BatchWriter: the one thread that writes (DESIGN section 6, group commit). It takes everything
// that waits into one transaction, runs each work in a savepoint of its own, appends the audit
// entries last, commits, and only then answers. It never waits for company: a work that comes alone
// is committed alone, and batches form by themselves while a commit is under way.
//
// After an I/O error or a commit with an unknown outcome it stops for good: every later work is
// answered `stopped`, and nothing is tried again, because a second fsync can succeed over pages
// that the first one lost.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/base/limits.hpp"
#include "gateway/base/log.hpp"
#include "gateway/exchange/port.hpp"
#include "gateway/store/sql/database.hpp"
#include "gateway/store/sql/transaction.hpp"

namespace gatepost::store {

using Done = std::function<void(Result<std::string>)>;

// For metrics: works in the batch, and how long it took from its begin to the end of its commit
// (zero without a stopwatch). Called on the writer thread after the answers went out.
using CommitObserver = std::function<void(std::size_t batch_size, std::chrono::nanoseconds)>;

struct WriterOptions {
  std::size_t queue_commands = limits::store_queue_commands;
  std::size_t batch_commands = limits::store_batch_commands;
  CommitObserver on_commit;
  // A monotonic reading; time is passed in here as everywhere.
  std::function<std::chrono::nanoseconds()> stopwatch;
};

class BatchWriter {
 public:
  BatchWriter(std::unique_ptr<sql::Database> database, Log& log, WriterOptions options);
  ~BatchWriter();  // stop()
  BatchWriter(const BatchWriter&) = delete;
  BatchWriter& operator=(const BatchWriter&) = delete;

  // Never blocks; any thread. An empty idempotency key means that no outcome is kept.
  void submit(exchange::Work work, Done done);

  // Takes nothing more: the batch under way is finished, what waits is answered `stopped`, the
  // thread is joined, the connection closed. Call it once, not from a `done`.
  void stop();

 private:
  struct Pending {
    exchange::Work work;
    Done done;
  };
  using Outcomes = std::vector<Result<std::string>>;

  void run();
  void run_batch(std::vector<Pending>& batch);
  Result<Outcomes> run_works(const std::vector<Pending>& batch, sql::SqlTransaction& transaction);
  Result<std::string> run_work(const exchange::Work& work, sql::SqlTransaction& transaction);
  Result<std::string> call(const exchange::Work& work, sql::SqlTransaction& transaction);
  Error abandon(const Error& cause);
  void answer(const Done& done, Result<std::string> outcome);
  void answer_all(std::vector<Pending>& batch, const Error& error);

  std::unique_ptr<sql::Database> database_;
  Log& log_;
  const WriterOptions options_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Pending> queue_;  // at most options_.queue_commands
  std::vector<Done> refused_;  // over the limit: only their answers wait, their works are dropped
  bool stopping_ = false;

  bool broken_ = false;  // writer thread only
  std::thread thread_;
};

}  // namespace gatepost::store
