// What a migration cannot say in SQL: values that are computed from old rows. Inside the
// migration's transaction, on the thread of the Database.
#pragma once

#include "gateway/store/sql/database.hpp"

namespace gatepost::store::sql {

// Entries' messages, the tree's inner hashes, and the dates of CRLs. A row that cannot be read
// stays as it is: it is for `gatepost audit verify` to name, not for an upgrade to fail over.
// Errors: those of the database.
Result<void> fill_transparency(Database& database);

}  // namespace gatepost::store::sql
