// Opening the embedded store. Called once at start (and by `gatepost audit`), on any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "gateway/base/log.hpp"
#include "gateway/exchange/port.hpp"
#include "gateway/store/sql_store.hpp"
#include "gateway/store/sqlite/limits.hpp"

namespace gatepost::store::sqlite {

struct Options {
  WriterOptions writer;
  ViewPool::Options views;
  std::string vfs;                         // empty: the system's; tests put one with faults here
  std::optional<std::int64_t> most_pages;  // the database never grows beyond: then `full`
  int checkpoint_pages = sqlite_checkpoint_pages;
};

// Opens, creates or migrates the database. Takes `<file>.lock` exclusively as long as the store
// lives; files are 0600. Errors: failed (locked by another gateway, no permission; the context
// names the file), wrong_schema (newer than this program), corrupt.
Result<std::unique_ptr<exchange::Store>> open_sqlite(const std::filesystem::path& database_file,
                                                     Log& log, Options options = {});

// For an administrator's one change, beside a running gateway or without one: SQLite lets one
// process write at a time, and each transaction of a gateway reads what it decides on inside it. As
// open_sqlite when no gateway runs; beside one nothing is created or migrated. Errors: as
// open_sqlite.
Result<std::unique_ptr<exchange::Store>> open_sqlite_briefly(
    const std::filesystem::path& database_file, Log& log);

// A snapshot for reading while a gateway may be running; takes no lock file and changes nothing.
// Errors: failed, wrong_schema, corrupt.
Result<std::unique_ptr<exchange::View>> open_sqlite_readonly(
    const std::filesystem::path& database_file);

}  // namespace gatepost::store::sqlite
