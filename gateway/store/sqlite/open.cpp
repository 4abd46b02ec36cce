#include "gateway/store/sqlite/open.hpp"

#include "gateway/store/sql/schema.hpp"
#include "gateway/store/sql/view.hpp"
#include "gateway/store/sqlite/connection.hpp"

namespace gatepost::store::sqlite {

Result<std::unique_ptr<exchange::Store>> open_sqlite(const std::filesystem::path& database_file,
                                                     Log& log, Options options) {
  std::filesystem::path lock_path = database_file;
  lock_path += ".lock";
  GP_TRY(LockFile lock, LockFile::take(lock_path));
  ConnectionOptions writing;
  writing.role = Role::writer;
  writing.vfs = options.vfs;
  writing.most_pages = options.most_pages;
  writing.checkpoint_pages = options.checkpoint_pages;
  writing.lock = std::move(lock);
  GP_TRY(auto writer, Connection::open(database_file, std::move(writing)));
  GP_CHECK(sql::migrate(*writer));
  OpenReader open_reader = [database_file, vfs = options.vfs] {
    ConnectionOptions reading;
    reading.vfs = vfs;
    return Connection::open(database_file, std::move(reading));
  };
  log.info("store-opened", {{"schema", sql::schema_version()}});
  return std::make_unique<SqlStore>(std::move(writer), std::move(open_reader), log,
                                    std::move(options.writer), options.views);
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
