#include "gateway/store/sqlite/open.hpp"

#include "gateway/store/sql/schema.hpp"
#include "gateway/store/sql/view.hpp"
#include "gateway/store/sqlite/connection.hpp"

namespace gatepost::store::sqlite {

namespace {

std::filesystem::path lock_of(std::filesystem::path database_file) {
  database_file += ".lock";
  return database_file;
}

// With a lock the store is ours alone and may be migrated; without, it is another's, and must be as
// we know it.
Result<std::unique_ptr<exchange::Store>> open_store(const std::filesystem::path& database_file,
                                                    Log& log, Options options,
                                                    std::optional<LockFile> lock) {
  const bool alone = lock.has_value();
  ConnectionOptions writing;
  writing.role = Role::writer;
  writing.vfs = options.vfs;
  writing.most_pages = options.most_pages;
  writing.checkpoint_pages = options.checkpoint_pages;
  writing.lock = std::move(lock);
  GP_TRY(auto writer, Connection::open(database_file, std::move(writing)));
  GP_CHECK(alone ? sql::migrate(*writer) : sql::check_schema(*writer));
  OpenReader open_reader = [database_file, vfs = options.vfs] {
    ConnectionOptions reading;
    reading.vfs = vfs;
    return Connection::open(database_file, std::move(reading));
  };
  log.info("store-opened", {{"schema", sql::schema_version()}});
  return std::make_unique<SqlStore>(std::move(writer), std::move(open_reader), log,
                                    std::move(options.writer), options.views);
}

}  // namespace

Result<std::unique_ptr<exchange::Store>> open_sqlite(const std::filesystem::path& database_file,
                                                     Log& log, Options options) {
  GP_TRY(LockFile lock, LockFile::take(lock_of(database_file)));
  return open_store(database_file, log, std::move(options), std::move(lock));
}

Result<std::unique_ptr<exchange::Store>> open_sqlite_briefly(
    const std::filesystem::path& database_file, Log& log) {
  auto lock = LockFile::take(lock_of(database_file));
  if (lock) return open_store(database_file, log, {}, std::move(*lock));
  return open_store(database_file, log, {}, std::nullopt);
}

Result<std::unique_ptr<exchange::View>> open_sqlite_readonly(
    const std::filesystem::path& database_file) {
  GP_TRY(auto reader, Connection::open(database_file, ConnectionOptions{}));
  GP_CHECK(sql::check_schema(*reader));
  sql::LentDatabase lent(reader.release(), [](sql::Database* database) {
    std::unique_ptr<sql::Database>{database}.reset();
  });
  return sql::SqlView::open(std::move(lent));
}

}  // namespace gatepost::store::sqlite
