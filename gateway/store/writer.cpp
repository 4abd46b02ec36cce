#include "gateway/store/writer.hpp"

#include <pthread.h>

#include <algorithm>
#include <exception>
#include <iterator>

#include "gateway/store/sql/record_rows.hpp"

namespace gatepost::store {

using exchange::StoreErrc;
using exchange::Work;
using sql::Health;
using sql::SqlTransaction;

BatchWriter::BatchWriter(std::unique_ptr<sql::Database> database, Log& log, WriterOptions options)
    : database_(std::move(database)), log_(log), options_(std::move(options)) {
  thread_ = std::thread([this] {
    ::pthread_setname_np(::pthread_self(), "gp-store");
    run();
  });
}

BatchWriter::~BatchWriter() { stop(); }

void BatchWriter::submit(Work work, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() < options_.queue_commands) {
      queue_.push_back({std::move(work), std::move(done)});
    } else {
      refused_.push_back(std::move(done));
    }
  }
  wake_.notify_one();
}

void BatchWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  database_.reset();
}

void BatchWriter::run() {
  for (;;) {
    std::vector<Pending> batch;
    std::vector<Done> refused;
    bool stopping = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty() || !refused_.empty(); });
      stopping = stopping_;
      refused.swap(refused_);
      const std::size_t most = stopping ? queue_.size() : options_.batch_commands;
      const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), most));
      batch.assign(std::move_iterator(queue_.begin()), std::move_iterator(end));
      queue_.erase(queue_.begin(), end);
    }
    for (const Done& done : refused) {
      answer(done, fail(StoreErrc::full, "the store's queue is full"));
    }
    if (stopping || broken_) {
      answer_all(batch, Error(StoreErrc::stopped, "the store takes no more commands"));
    } else if (!batch.empty()) {
      run_batch(batch);
    }
    if (stopping) return;
  }
}

// The life of a batch. The order is the promise of DESIGN rule 1:
void BatchWriter::run_batch(std::vector<Pending>& batch) {
  const auto started = options_.stopwatch ? options_.stopwatch() : std::chrono::nanoseconds{};
  // 1. BEGIN takes the write lock at once: what the works read is what they change, and no deadlock
  // can arise half-way.
  if (auto begun = database_->begin(sql::Database::Access::write); !begun) {
    return answer_all(batch, abandon(begun.error()));
  }
  // 2. Each work runs behind a savepoint, so that its error undoes it alone; its outcome is stored
  // under its idempotency key in the same
  //    transaction, so that a repeat after an unknown commit finds the truth.
  SqlTransaction transaction(*database_);
  Result<Outcomes> outcomes = run_works(batch, transaction);
  if (!outcomes) return answer_all(batch, abandon(outcomes.error()));
  // 3. The log's head is taken last and once per batch: indices are dense, and no work holds it
  // while it does other things.
  if (auto logged = sql::append_audit_entries(*database_, transaction.audit_entries()); !logged) {
    return answer_all(batch, abandon(logged.error()));
  }
  // 4. The commit point. Before it nothing of this batch exists; when it returns, everything is on
  // disk (WAL, synchronous=FULL).
  //    It is called once: an error is an answer, never a reason to call it again.
  if (auto committed = database_->commit(); !committed) {
    return answer_all(batch, abandon(committed.error()));
  }
  const auto ended = options_.stopwatch ? options_.stopwatch() : std::chrono::nanoseconds{};
  // 5. Only now does anybody hear of it.
  for (std::size_t i = 0; i < batch.size(); ++i) answer(batch[i].done, std::move((*outcomes)[i]));
  if (options_.on_commit) options_.on_commit(batch.size(), ended - started);
  // 6. Housekeeping delays no answer. It too may find the disk broken: what was answered stays
  // true, but nothing more is taken.
  if (auto maintained = database_->maintain(); !maintained) abandon(maintained.error());
}

// One outcome per work, or the reason why the whole transaction is lost.
Result<BatchWriter::Outcomes> BatchWriter::run_works(const std::vector<Pending>& batch,
                                                     SqlTransaction& transaction) {
  Outcomes outcomes;
  outcomes.reserve(batch.size());
  for (const Pending& pending : batch) {
    outcomes.push_back(run_work(pending.work, transaction));
    if (database_->health() == Health::good) continue;
    if (!outcomes.back()) return std::unexpected(outcomes.back().error());
    return fail(StoreErrc::failed, "a work hid that its transaction was lost");
  }
  return outcomes;
}

Result<std::string> BatchWriter::run_work(const Work& work, SqlTransaction& transaction) {
  if (!work.idempotency_key.empty()) {
    GP_TRY(auto before, transaction.find_outcome(work.idempotency_key));
    if (before) return *before;
  }
  GP_CHECK(database_->savepoint());
  Result<std::string> outcome = call(work, transaction);
  if (outcome && !work.idempotency_key.empty()) {
    if (auto kept = transaction.add_outcome(work.idempotency_key, *outcome); !kept) {
      outcome = std::unexpected(kept.error());
    }
  }
  if (outcome) {
    GP_CHECK(database_->release_savepoint());
    transaction.work_succeeded();
    return outcome;
  }
  transaction.work_failed();
  if (database_->health() == Health::good) GP_CHECK(database_->rollback_to_savepoint());
  return outcome;
}

// An exception is a bug in the work; it must not take the other works of the batch, or the thread,
// with it.
Result<std::string> BatchWriter::call(const Work& work, SqlTransaction& transaction) {
  try {
    return work.run(transaction);
  } catch (const std::exception&) {
    log_.error("store-work-threw");
    return fail(StoreErrc::failed, "the work threw an exception");
  }
}

// Gives the transaction up and answers what its works are told. Afterwards the store lives on, or
// has stopped.
Error BatchWriter::abandon(const Error& cause) {
  const bool says_enough = cause.is(StoreErrc::full) || cause.is(StoreErrc::corrupt);
  if (database_->health() == Health::broken) {
    broken_ = true;
    log_.error("store-stopped", {{"error", cause}});
    return says_enough ? cause : Error(StoreErrc::unknown, cause.context());
  }
  database_->rollback();
  log_.warning("store-batch-failed", {{"error", cause}});
  return says_enough ? cause : Error(StoreErrc::failed, cause.context());
}

void BatchWriter::answer(const Done& done, Result<std::string> outcome) {
  try {
    done(std::move(outcome));
  } catch (const std::exception&) {
    log_.error("store-answer-threw");
  }
}

void BatchWriter::answer_all(std::vector<Pending>& batch, const Error& error) {
  for (const Pending& pending : batch) answer(pending.done, std::unexpected(error));
}

}  // namespace gatepost::store
