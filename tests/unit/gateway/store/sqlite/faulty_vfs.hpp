// FaultyVfs: SQLite's own file layer, with one write or fsync that fails on command. Registered as
// "faulty" for the process; one at a time.
#pragma once

#include <sqlite3.h>

#include <atomic>

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
  static const sqlite3_io_methods*& original() {
    static const sqlite3_io_methods* methods = nullptr;
    return methods;
  }
  static sqlite3_io_methods& replaced() {
    static sqlite3_io_methods methods;
    return methods;
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
    if (original() == nullptr) {
      original() = file->pMethods;
      replaced() = *file->pMethods;
      replaced().xWrite = &FaultyVfs::write;
      replaced().xSync = &FaultyVfs::sync;
    }
    if (file->pMethods == original()) file->pMethods = &replaced();
    return result;
  }
  static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    if (!strikes()) return original()->xWrite(file, data, size, offset);
    // Half of it reached the disk: the worst that a failed write can leave behind.
    original()->xWrite(file, data, size / 2, offset);
    return error();
  }
  static int sync(sqlite3_file* file, int flags) {
    return strikes() ? SQLITE_IOERR_FSYNC : original()->xSync(file, flags);
  }

  sqlite3_vfs vfs_;
};

}  // namespace gatepost::store::test
