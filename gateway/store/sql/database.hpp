// Database: the thin interface that a driver implements, so that SQL, schema and migrations are
// written once (DESIGN section 6). One connection, used by one thread at a time. It knows nothing
// of conversations; it only carries statements.
//
// SQL is written portably: parameters are $1, $2, ...; column types are TEXT, BIGINT and BLOB,
// which a driver may spell its own way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::store::sql {

enum class ColumnType { null, integer, text, blob };

// A prepared statement, owned and cached by its Database. Parameters count from 1, columns from 0.
// A parameter that could not be bound is reported by step().
class Statement {
 public:
  virtual ~Statement() = default;
  virtual void bind_null(int parameter) = 0;
  virtual void bind_integer(int parameter, std::int64_t value) = 0;
  virtual void bind_text(int parameter, std::string_view value) = 0;
  virtual void bind_blob(int parameter, ByteView value) = 0;

  // True: a row is there. False: done. Errors: as Database::execute.
  virtual Result<bool> step() = 0;
  // Valid until the next step() or reset(). The text and blob views die with the row.
  virtual ColumnType type(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual ByteView blob(int column) const = 0;
  virtual void reset() = 0;
};

// How a connection is after an error.
enum class Health {
  good,    // the error was the statement's own; the transaction can go on
  lost,    // the transaction cannot be committed any more: roll back; the connection lives on
  broken,  // an I/O error or a damaged file: nothing may be tried again on this database
};

class Database {
 public:
  virtual ~Database() = default;

  // Runs one or several statements without parameters. Errors: conflict (a unique key exists), full
  // (no room), failed (anything else that is known not to have been written), unknown (an I/O
  // error), corrupt.
  virtual Result<void> execute(const std::string& sql) = 0;
  // The cached statement, reset and without parameters. It may not be in use.
  virtual Result<Statement*> prepare(std::string_view sql) = 0;
  // Rows changed by the last INSERT, UPDATE or DELETE.
  virtual std::int64_t changes() const = 0;

  // A read transaction sees the state at begin(), and only that. A write transaction excludes other
  // writers from begin() on.
  enum class Access { read, write };
  virtual Result<void> begin(Access access) = 0;
  // Errors: full, failed: certainly not committed, and rolled back. unknown: no one can tell, and
  // the connection is broken.
  virtual Result<void> commit() = 0;
  virtual void rollback() = 0;

  // One level of savepoints inside a write transaction.
  virtual Result<void> savepoint() = 0;
  virtual Result<void> release_savepoint() = 0;
  virtual Result<void> rollback_to_savepoint() = 0;

  virtual Health health() const = 0;
  // What the engine finds wrong with its own files and foreign keys, a sentence each; at most a
  // few. Reads everything.
  virtual Result<std::vector<std::string>> self_check() = 0;
  // Housekeeping between transactions that may be slow (a checkpoint); called after answers went
  // out. Errors: unknown; the connection is broken then.
  virtual Result<void> maintain() = 0;
};

}  // namespace gatepost::store::sql
