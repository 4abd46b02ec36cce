// LockFile: an exclusive lock beside the database, so that two gateways cannot share one. Held
// until destruction, also given up by the kernel when the process dies. The file itself stays:
// removing it would let two processes lock two files of one name.
#pragma once

#include <filesystem>
#include <utility>

#include "gateway/base/result.hpp"

namespace gatepost::store::sqlite {

class LockFile {
 public:
  // Errors: StoreErrc::failed, naming the file, when another process (or this one) holds it or it
  // cannot be made.
  static Result<LockFile> take(const std::filesystem::path& file);

  LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  LockFile& operator=(LockFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~LockFile();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace gatepost::store::sqlite
