// Connection: the SQLite driver, and the only place that includes sqlite3.h. One thread at a time.
// WAL with synchronous=FULL, measured to lose nothing at a power cut; checkpoints are run by
// maintain(), not by SQLite inside COMMIT, because there SQLite would swallow a failed fsync and
// try again later.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "gateway/store/sql/database.hpp"
#include "gateway/store/sqlite/limits.hpp"
#include "gateway/store/sqlite/lock_file.hpp"

namespace gatepost::store::sqlite {

enum class Role { writer, reader };

struct ConnectionOptions {
  Role role = Role::reader;
  std::string vfs;                         // empty: the system's; tests put one with faults here
  std::optional<std::int64_t> most_pages;  // the database never grows beyond: then `full`
  int checkpoint_pages = sqlite_checkpoint_pages;
  std::optional<LockFile> lock;  // held as long as the connection
};

class Connection final : public sql::Database {
 public:
  // A writer creates a missing file with mode 0600, and takes a wider mode back. Errors: failed,
  // corrupt (not a database).
  static Result<std::unique_ptr<sql::Database>> open(const std::filesystem::path& file,
                                                     ConnectionOptions options);
  ~Connection() override;

  Result<void> execute(const std::string& sql) override;
  Result<sql::Statement*> prepare(std::string_view sql) override;
  std::int64_t changes() const override;
  Result<void> begin(Access access) override;
  Result<void> commit() override;
  void rollback() override;
  Result<void> savepoint() override;
  Result<void> release_savepoint() override;
  Result<void> rollback_to_savepoint() override;
  sql::Health health() const override { return health_; }
  Result<std::vector<std::string>> self_check() override;
  Result<void> maintain() override;

 private:
  class CachedStatement;
  struct CloseHandle {
    void operator()(sqlite3* handle) const { ::sqlite3_close_v2(handle); }
  };

  explicit Connection(ConnectionOptions options);
  Result<void> configure();
  // The error of a result code, after noting what it does to the connection's health.
  Error error_of(int result);

  ConnectionOptions options_;
  // Statements must go before the handle.
  std::unique_ptr<sqlite3, CloseHandle> handle_;
  std::map<std::string, std::unique_ptr<CachedStatement>, std::less<>> statements_;
  sql::Health health_ = sql::Health::good;
  bool in_transaction_ = false;
  int wal_pages_ = 0;
};

}  // namespace gatepost::store::sqlite
