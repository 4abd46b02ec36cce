#include "gateway/store/sqlite/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "gateway/exchange/port.hpp"

namespace gatepost::store::sqlite {

using exchange::StoreErrc;

Result<LockFile> LockFile::take(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fail(StoreErrc::failed, file.string() + ": " + std::generic_category().message(errno));
  }
  LockFile lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    return fail(
        StoreErrc::failed,
        file.string() + (reason == EWOULDBLOCK ? ": locked; another gateway uses this database"
                                               : ": " + std::generic_category().message(reason)));
  }
  return lock;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace gatepost::store::sqlite
