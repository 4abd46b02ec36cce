#include "gateway/store/sqlite/connection.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "gateway/exchange/port.hpp"
#include "gateway/store/sql/query.hpp"

namespace gatepost::store::sqlite {

using exchange::StoreErrc;
using sql::Health;

namespace {

// The C macro SQLITE_TRANSIENT ("copy the bytes now") is an old-style cast.
sqlite3_destructor_type copied() {
  return reinterpret_cast<sqlite3_destructor_type>(std::intptr_t{-1});
}

int primary(int result) { return result & 0xff; }

StoreErrc code_of(int result) {
  if (result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return StoreErrc::conflict;
  }
  switch (primary(result)) {
    case SQLITE_FULL:
      return StoreErrc::full;
    case SQLITE_IOERR:
      return result == SQLITE_IOERR_NOMEM ? StoreErrc::failed : StoreErrc::unknown;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StoreErrc::corrupt;
    default:
      return StoreErrc::failed;
  }
}

// A new file gets its mode at birth; an old one is narrowed by name. It is never opened and closed
// here: closing any descriptor of a file drops the process's POSIX locks on it, SQLite's too.
Result<void> ensure_private_file(const std::filesystem::path& file) {
  const int created = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (created >= 0) {
    ::close(created);
    return {};
  }
  if (errno == EEXIST && ::chmod(file.c_str(), 0600) == 0) return {};
  return fail(StoreErrc::failed, file.string() + ": " + std::generic_category().message(errno));
}

}  // namespace

class Connection::CachedStatement final : public sql::Statement {
 public:
  CachedStatement(Connection& owner, sqlite3_stmt* handle) : owner_(owner), handle_(handle) {}

  void bind_null(int parameter) override { note(::sqlite3_bind_null(handle_.get(), parameter)); }
  void bind_integer(int parameter, std::int64_t value) override {
    note(::sqlite3_bind_int64(handle_.get(), parameter, value));
  }
  void bind_text(int parameter, std::string_view value) override {
    // A null pointer would bind NULL; an empty text is not that.
    const char* text = value.empty() ? "" : value.data();
    note(
        ::sqlite3_bind_text64(handle_.get(), parameter, text, value.size(), copied(), SQLITE_UTF8));
  }
  void bind_blob(int parameter, ByteView value) override {
    if (value.empty()) return note(::sqlite3_bind_zeroblob(handle_.get(), parameter, 0));
    note(::sqlite3_bind_blob64(handle_.get(), parameter, value.data(), value.size(), copied()));
  }

  Result<bool> step() override {
    if (bound_ != SQLITE_OK) return std::unexpected(owner_.error_of(bound_));
    const int result = ::sqlite3_step(handle_.get());
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    return std::unexpected(owner_.error_of(result));
  }

  sql::ColumnType type(int column) const override {
    switch (::sqlite3_column_type(handle_.get(), column)) {
      case SQLITE_INTEGER:
        return sql::ColumnType::integer;
      case SQLITE_TEXT:
        return sql::ColumnType::text;
      case SQLITE_BLOB:
        return sql::ColumnType::blob;
      default:
        return sql::ColumnType::null;
    }
  }
  std::int64_t integer(int column) const override {
    return ::sqlite3_column_int64(handle_.get(), column);
  }
  std::string_view text(int column) const override { return as_text(blob(column)); }
  ByteView blob(int column) const override {
    // SQLite's order: the pointer first, then the length of that form.
    const void* data = ::sqlite3_column_blob(handle_.get(), column);
    const int size = ::sqlite3_column_bytes(handle_.get(), column);
    return {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
  }
  void reset() override {
    ::sqlite3_reset(handle_.get());
    ::sqlite3_clear_bindings(handle_.get());
    bound_ = SQLITE_OK;
    in_use_ = false;
  }

  // False when somebody uses it already.
  bool take() { return !std::exchange(in_use_, true); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { ::sqlite3_finalize(handle); }
  };
  void note(int result) {
    if (bound_ == SQLITE_OK) bound_ = result;
  }

  Connection& owner_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int bound_ = SQLITE_OK;
  bool in_use_ = false;
};

Result<std::unique_ptr<sql::Database>> Connection::open(const std::filesystem::path& file,
                                                        ConnectionOptions options) {
  const bool writes = options.role == Role::writer;
  if (writes) GP_CHECK(ensure_private_file(file));
  auto connection = std::unique_ptr<Connection>(new Connection(std::move(options)));
  const std::string& vfs = connection->options_.vfs;
  const int flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX |
                    SQLITE_OPEN_EXRESCODE;
  sqlite3* handle = nullptr;
  const int result =
      ::sqlite3_open_v2(file.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
  connection->handle_.reset(handle);
  if (result != SQLITE_OK) {
    return fail(code_of(result), fmt::format("{}: {}", file.string(), ::sqlite3_errstr(result)));
  }
  if (auto configured = connection->configure(); !configured) {
    const Error& error = configured.error();
    return fail(code_of(::sqlite3_extended_errcode(handle)),
                fmt::format("{}: {}", file.string(), error.context()));
  }
  return connection;
}

Connection::Connection(ConnectionOptions options) : options_(std::move(options)) {}

Connection::~Connection() {
  statements_.clear();
  // Closing the last connection would fold the write-ahead log in, which is another fsync: not on a
  // broken disk.
  if (handle_ && health_ == Health::broken) {
    ::sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
}

Result<void> Connection::configure() {
  sqlite3* handle = handle_.get();
  ::sqlite3_busy_timeout(handle, static_cast<int>(sqlite_busy_wait.count()));
  ::sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  GP_CHECK(
      execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; "
              "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY"));
  if (options_.role == Role::reader) return execute("PRAGMA query_only = ON");
  GP_CHECK(
      execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
              "PRAGMA secure_delete = ON"));
  GP_CHECK(execute(fmt::format("PRAGMA journal_size_limit = {}", sqlite_wal_kept_bytes)));
  if (options_.most_pages) {
    GP_CHECK(execute(fmt::format("PRAGMA max_page_count = {}", *options_.most_pages)));
  }
  // Our own hook replaces SQLite's automatic checkpoint; see maintain().
  ::sqlite3_wal_hook(
      handle,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  return {};
}

Error Connection::error_of(int result) {
  Health after = Health::good;
  switch (code_of(result)) {
    case StoreErrc::unknown:
    case StoreErrc::corrupt:
      after = Health::broken;
      break;
    case StoreErrc::full:
      after = Health::lost;
      break;
    default: {
      const int kind = primary(result);
      const bool passing = kind == SQLITE_BUSY || kind == SQLITE_NOMEM || kind == SQLITE_LOCKED ||
                           kind == SQLITE_INTERRUPT || kind == SQLITE_IOERR;
      if (passing) after = Health::lost;
    }
  }
  // SQLite rolls the whole transaction back by itself after some errors.
  if (in_transaction_ && ::sqlite3_get_autocommit(handle_.get()) != 0) {
    after = std::max(after, Health::lost);
  }
  health_ = std::max(health_, after);
  return Error(code_of(result),
               fmt::format("sqlite {}: {}", result, ::sqlite3_errmsg(handle_.get())));
}

Result<void> Connection::execute(const std::string& sql) {
  const int result = ::sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result == SQLITE_OK) return {};
  return std::unexpected(error_of(result));
}

Result<std::vector<std::string>> Connection::self_check() {
  std::vector<std::string> wrong;
  const auto ask = [&](std::string_view pragma, auto say) -> Result<void> {
    sql::Query query(*this, pragma);
    for (;;) {
      GP_TRY(const bool row, query.next());
      if (!row) return {};
      if (std::string sentence = say(query); !sentence.empty()) wrong.push_back(sentence);
    }
  };
  GP_CHECK(ask("PRAGMA integrity_check(20)", [](sql::Query& row) {
    const std::string answer = row.text();
    return answer == "ok" ? std::string() : answer;
  }));
  GP_CHECK(ask("PRAGMA foreign_key_check", [](sql::Query& row) {
    return fmt::format("a row of {} refers to one that is not there", row.text());
  }));
  return wrong;
}

Result<sql::Statement*> Connection::prepare(std::string_view sql) {
  auto cached = statements_.find(sql);
  if (cached == statements_.end()) {
    // SQLite numbers $1 by order of appearance, as a name; ?1 is the number itself.
    std::string spelled(sql);
    std::ranges::replace(spelled, '$', '?');
    sqlite3_stmt* handle = nullptr;
    const int result =
        ::sqlite3_prepare_v3(handle_.get(), spelled.c_str(), static_cast<int>(spelled.size() + 1),
                             SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (result != SQLITE_OK) return std::unexpected(error_of(result));
    cached = statements_.emplace(std::string(sql), std::make_unique<CachedStatement>(*this, handle))
                 .first;
  }
  if (!cached->second->take()) {
    return fail(StoreErrc::failed, "a statement is used twice at once (a bug)");
  }
  return cached->second.get();
}

std::int64_t Connection::changes() const { return ::sqlite3_changes64(handle_.get()); }

Result<void> Connection::begin(Access access) {
  if (health_ == Health::broken) return fail(StoreErrc::stopped, "the connection is broken");
  health_ = Health::good;
  GP_CHECK(execute(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN"));
  in_transaction_ = true;
  if (access == Access::write) return {};
  // BEGIN alone takes no snapshot: the first read does.
  if (auto read = execute("SELECT 1 FROM sqlite_schema LIMIT 1"); !read) {
    rollback();
    return read;
  }
  return {};
}

Result<void> Connection::commit() {
  const int result = ::sqlite3_exec(handle_.get(), "COMMIT", nullptr, nullptr, nullptr);
  if (result == SQLITE_OK) {
    in_transaction_ = false;
    return {};
  }
  const Error error = error_of(result);
  // No room and no lock are found out before the commit record is complete: a frame of the log that
  // could not be written whole has a wrong checksum, and recovery stops in front of it. Everything
  // else could have struck after it.
  const int kind = primary(result);
  const bool certain = kind == SQLITE_FULL || kind == SQLITE_BUSY || kind == SQLITE_CONSTRAINT;
  if (certain) {
    rollback();
    return std::unexpected(error);
  }
  in_transaction_ = false;
  health_ = Health::broken;
  return fail(StoreErrc::unknown, error.context());
}

void Connection::rollback() {
  in_transaction_ = false;
  if (::sqlite3_get_autocommit(handle_.get()) == 0) {
    if (auto rolled_back = execute("ROLLBACK"); !rolled_back) health_ = Health::broken;
  }
  if (health_ != Health::broken) health_ = Health::good;
}

Result<void> Connection::savepoint() { return execute("SAVEPOINT work"); }
Result<void> Connection::release_savepoint() { return execute("RELEASE work"); }
Result<void> Connection::rollback_to_savepoint() {
  return execute("ROLLBACK TO work; RELEASE work");
}

Result<void> Connection::maintain() {
  if (wal_pages_ < options_.checkpoint_pages) return {};
  // Passive: it waits for no reader; what a reader still needs stays in the log for the next time.
  const int result = ::sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                                 nullptr, nullptr);
  if (result == SQLITE_OK) {
    wal_pages_ = 0;
    return {};
  }
  // Without room or lock the log simply stays as it is: nothing is lost, and the next commit tries
  // again.
  const int kind = primary(result);
  if (kind == SQLITE_FULL || kind == SQLITE_BUSY || kind == SQLITE_LOCKED) return {};
  const Error error = error_of(result);
  health_ = Health::broken;
  return fail(StoreErrc::unknown, error.context());
}

}  // namespace gatepost::store::sqlite
