// SqlStore: the port's Store over a driver: one writer thread, and a bounded pool of reading
// connections. Any thread may use it. It never writes outside of the writer and never reads through
// it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "gateway/exchange/port.hpp"
#include "gateway/store/sql/view.hpp"
#include "gateway/store/writer.hpp"

namespace gatepost::store {

inline constexpr std::size_t store_view_connections = 8;
inline constexpr std::chrono::seconds store_view_wait{5};

// Opens one more reading connection.
using OpenReader = std::function<Result<std::unique_ptr<sql::Database>>()>;

// Lends reading connections. Shared by its two owners: the store, and every View that still holds a
// connection of it.
class ViewPool : public std::enable_shared_from_this<ViewPool> {
 public:
  struct Options {
    std::size_t connections = store_view_connections;
    std::chrono::milliseconds wait = store_view_wait;
  };
  ViewPool(OpenReader open, Options options) : open_(std::move(open)), options_(options) {}

  // A connection, after waiting for one at most options.wait. Errors: failed when none came free,
  // and those of opening.
  Result<sql::LentDatabase> lend();
  // Closes what is idle; what is lent out is closed when it comes back.
  void close();

 private:
  void give_back(std::unique_ptr<sql::Database> database);

  const OpenReader open_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<sql::Database>> idle_;
  std::size_t lent_ = 0;
  bool closed_ = false;
};

class SqlStore final : public exchange::Store {
 public:
  SqlStore(std::unique_ptr<sql::Database> writer, OpenReader open_reader, Log& log,
           WriterOptions writer_options, ViewPool::Options view_options);
  ~SqlStore() override;  // finishes the batch under way, answers the rest with `stopped`

  void submit(exchange::Work work, Done done) override;
  // Errors: failed when no connection came free in time, and those of the database.
  Result<std::unique_ptr<exchange::View>> view() override;

 private:
  std::shared_ptr<ViewPool> pool_;
  BatchWriter writer_;
};

}  // namespace gatepost::store
