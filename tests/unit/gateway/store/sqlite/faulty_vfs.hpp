// FaultyVfs: SQLite's own file layer, with one write or fsync that fails on command. Registered as
// "faulty" for the process; one at a time.
#pragma once

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstdlib>

namespace gatepost::store::test {

class FaultyVfs {
 public:
  static constexpr const char* name = "faulty";

  FaultyVfs() {
    base() = ::sqlite3_vfs_find(nullptr);
    vfs_ = *base();
    vfs_.zName = name;
    vfs_.pNext = nullptr;
    vfs_.xOpen = &FaultyVfs::open;
    ::sqlite3_vfs_register(&vfs_, 0);
    disarm();
  }
  ~FaultyVfs() { ::sqlite3_vfs_unregister(&vfs_); }
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  // The n-th write or fsync from now fails (from 0). An fsync answers SQLITE_IOERR_FSYNC; a write
  // what is asked for.
  void arm(int nth, int write_error) {
    error() = write_error;
    countdown() = nth;
  }
  void disarm() { countdown() = -1; }
  // Whether the armed fault has struck.
  bool struck() const { return countdown() < 0; }

 private:
  static sqlite3_vfs*& base() {
    static sqlite3_vfs* vfs = nullptr;
    return vfs;
  }
  // SQLite has a table of methods for database files, which it locks, and another for logs and
  // journals, which it does not.
  struct Table {
    const sqlite3_io_methods* original = nullptr;
    sqlite3_io_methods replaced{};
  };
  static std::array<Table, 4>& tables() {
    static std::array<Table, 4> all;
    return all;
  }
  static const sqlite3_io_methods* original(const sqlite3_file* file) {
    for (const Table& table : tables()) {
      if (file->pMethods == &table.replaced) return table.original;
    }
    std::abort();  // a file that open() did not prepare
  }
  static std::atomic<int>& countdown() {
    static std::atomic<int> value{-1};
    return value;
  }
  static std::atomic<int>& error() {
    static std::atomic<int> value{0};
    return value;
  }
  static bool strikes() { return countdown() >= 0 && countdown()-- == 0; }

  // The system's file object is opened as it is; only its table of methods is exchanged for a copy
  // with two changes.
  static int open(sqlite3_vfs*, const char* file_name, sqlite3_file* file, int flags, int* out) {
    const int result = base()->xOpen(base(), file_name, file, flags, out);
    if (result != SQLITE_OK || file->pMethods == nullptr) return result;
    for (Table& table : tables()) {
      if (table.original == nullptr) {
        table.original = file->pMethods;
        table.replaced = *file->pMethods;
        table.replaced.xWrite = &FaultyVfs::write;
        table.replaced.xSync = &FaultyVfs::sync;
      }
      if (table.original != file->pMethods) continue;
      file->pMethods = &table.replaced;
      return result;
    }
    std::abort();  // more tables than we know of
  }
  static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    if (!strikes()) return original(file)->xWrite(file, data, size, offset);
    // Half of it reached the disk: the worst that a failed write can leave behind.
    original(file)->xWrite(file, data, size / 2, offset);
    return error();
  }
  static int sync(sqlite3_file* file, int flags) {
    return strikes() ? SQLITE_IOERR_FSYNC : original(file)->xSync(file, flags);
  }

  sqlite3_vfs vfs_;
};

}  // namespace gatepost::store::test
