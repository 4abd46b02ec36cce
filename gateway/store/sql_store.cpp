#include "gateway/store/sql_store.hpp"

namespace gatepost::store {

using exchange::StoreErrc;

Result<sql::LentDatabase> ViewPool::lend() {
  std::unique_ptr<sql::Database> database;
  {
    std::unique_lock lock(mutex_);
    const bool free = returned_.wait_for(
        lock, options_.wait, [this] { return closed_ || lent_ < options_.connections; });
    if (!free) return fail(StoreErrc::failed, "no reading connection came free in time");
    if (closed_) return fail(StoreErrc::stopped, "the store is closed");
    ++lent_;
    if (!idle_.empty()) {
      database = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  // Opening may touch the disk, so it is done without the lock.
  if (!database) {
    auto opened = open_();
    if (!opened) {
      give_back(nullptr);
      return std::unexpected(opened.error());
    }
    database = std::move(*opened);
  }
  return sql::LentDatabase(database.release(), [pool = shared_from_this()](sql::Database* back) {
    pool->give_back(std::unique_ptr<sql::Database>(back));
  });
}

void ViewPool::give_back(std::unique_ptr<sql::Database> database) {
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    const bool fit = database && database->health() == sql::Health::good && !closed_;
    if (fit) idle_.push_back(std::move(database));
  }
  returned_.notify_one();
}

void ViewPool::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  idle_.clear();
  returned_.notify_all();
}

SqlStore::SqlStore(std::unique_ptr<sql::Database> writer, OpenReader open_reader, Log& log,
                   WriterOptions writer_options, ViewPool::Options view_options)
    : pool_(std::make_shared<ViewPool>(std::move(open_reader), view_options)),
      writer_(std::move(writer), log, std::move(writer_options)) {}

SqlStore::~SqlStore() {
  // Readers first: the writer's connection then closes last, and folds the write-ahead log into the
  // database.
  pool_->close();
  writer_.stop();
}

void SqlStore::submit(exchange::Work work, Done done) {
  writer_.submit(std::move(work), std::move(done));
}

Result<std::unique_ptr<exchange::View>> SqlStore::view() {
  GP_TRY(auto database, pool_->lend());
  return sql::SqlView::open(std::move(database));
}

}  // namespace gatepost::store
