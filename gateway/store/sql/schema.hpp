// Schema: the tables, as numbered migrations (README.md of this folder's parent lists them).
// Written once for every driver. A published migration is never edited; a change is a new one.
#pragma once

#include "gateway/store/sql/database.hpp"

namespace gatepost::store::sql {

// The version this program reads and writes.
std::int64_t schema_version();

// Brings a database to schema_version(), all in one transaction. Errors: wrong_schema when it is
// newer; failed, full, unknown.
Result<void> migrate(Database& database);

// To an earlier version, at most schema_version(): how the tests of migrations begin.
Result<void> migrate_to(Database& database, std::int64_t version);

// For readers: the database must have schema_version() exactly. Errors: wrong_schema, failed.
Result<void> check_schema(Database& database);

}  // namespace gatepost::store::sql
