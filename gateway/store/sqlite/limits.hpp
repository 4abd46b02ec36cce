// The SQLite driver's named limits (DESIGN rule 10).
#pragma once

#include <chrono>
#include <cstdint>

namespace gatepost::store::sqlite {

// How long a statement waits for another process's lock.
inline constexpr std::chrono::milliseconds sqlite_busy_wait{5000};
// The write-ahead log is folded into the database when it holds this many pages (4 KiB each).
inline constexpr int sqlite_checkpoint_pages = 1000;
// Beyond this the log's file is cut back when it starts anew.
inline constexpr std::int64_t sqlite_wal_kept_bytes = std::int64_t{64} << 20;

}  // namespace gatepost::store::sqlite
