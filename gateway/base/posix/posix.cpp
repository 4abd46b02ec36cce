#include "gateway/base/posix/posix.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace gatepost::posix {

namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { static_cast<void>(close()); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  // The result of close(2): on network file systems a write error may show only here.
  int close() { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

std::string errno_text(std::string_view doing, const fs::path& path, int error = errno) {
  return fmt::format("{} {}: {}", doing, path.string(), std::generic_category().message(error));
}

Result<Bytes> read_all(const Descriptor& file, const fs::path& path, std::size_t limit) {
  Bytes content;
  std::size_t held = 0;
  constexpr std::size_t step = std::size_t{64} << 10;
  for (;;) {
    // One byte beyond the limit is enough to know that the file is too large.
    content.resize(std::min(held + step, limit + 1));
    const ssize_t got = ::read(file.get(), content.data() + held, content.size() - held);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::cannot_read, errno_text("reading", path));
    if (got == 0) break;
    held += static_cast<std::size_t>(got);
    if (held > limit)
      return fail(Errc::too_large, fmt::format("{} is longer than {} bytes", path.string(), limit));
  }
  content.resize(held);
  return content;
}

Result<void> write_all(const Descriptor& file, const fs::path& path, ByteView content) {
  while (!content.empty()) {
    const ssize_t put = ::write(file.get(), content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail(Errc::cannot_write, errno_text("writing", path));
    content = content.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.open()) return fail(Errc::cannot_write, errno_text("opening folder", folder));
  // An fsync error is never retried: the kernel may have dropped the dirty pages
  // (SECURITY-AND-FAULTS).
  if (::fsync(handle.get()) != 0)
    return fail(Errc::cannot_write, errno_text("fsync of folder", folder));
  return {};
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<void> fill_temporary(Descriptor& file, const fs::path& path, ByteView content, Mode mode) {
  if (::fchmod(file.get(), static_cast<mode_t>(mode)) != 0)
    return fail(Errc::cannot_write, errno_text("setting the mode of", path));
  GP_CHECK(write_all(file, path, content));
  if (::fsync(file.get()) != 0) return fail(Errc::cannot_write, errno_text("fsync of", path));
  if (file.close() != 0) return fail(Errc::cannot_write, errno_text("closing", path));
  return {};
}

}  // namespace

ErrorInfo error_info(Errc code) {
  switch (code) {
    case Errc::cannot_open:
      return {"posix", "cannot_open"};
    case Errc::cannot_read:
      return {"posix", "cannot_read"};
    case Errc::cannot_write:
      return {"posix", "cannot_write"};
    case Errc::too_large:
      return {"posix", "too_large"};
    case Errc::bad_mode:
      return {"posix", "bad_mode"};
  }
  return {"posix", "unknown"};
}

Instant SystemClock::now() const {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) std::abort();  // weak randomness would be worse than no gateway
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

Result<Bytes> read_file(const fs::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.open()) return fail(Errc::cannot_open, errno_text("opening", path));
  return read_all(file, path, limit);
}

Result<Bytes> read_secret_file(const fs::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.open()) return fail(Errc::cannot_open, errno_text("opening", path));
  // The descriptor is asked, not the path, so that the file cannot be exchanged in between.
  struct stat status{};
  if (::fstat(file.get(), &status) != 0)
    return fail(Errc::cannot_read, errno_text("looking at", path));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(Errc::bad_mode, fmt::format("{} is a secret that others can use (mode {:04o}): "
                                            "give it mode 0600",
                                            path.string(), status.st_mode & 07777U));
  return read_all(file, path, limit);
}

Result<void> write_file_durably(const fs::path& path, ByteView content, Mode mode) {
  const fs::path folder = folder_of(path);
  std::string temporary = (folder / ("." + path.filename().string() + ".XXXXXX")).string();
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.open()) return fail(Errc::cannot_write, errno_text("creating a file beside", path));
  // 1. The content reaches the disk under a name nobody reads; 2. the rename makes it the target in
  // one step; 3. the folder's fsync makes the rename itself survive a power cut.
  if (auto filled = fill_temporary(file, path, content, mode); !filled) {
    ::unlink(temporary.c_str());
    return filled;
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return fail(Errc::cannot_write, errno_text("renaming onto", path, error));
  }
  return sync_folder(folder);
}

Result<void> make_folder(const fs::path& path, Mode mode) {
  if (path.empty()) return {};
  const mode_t bits = mode == Mode::secret ? 0700 : 0755;
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return {};
    return fail(Errc::cannot_write, errno_text("making folder", path, ENOTDIR));
  }
  const fs::path parent = folder_of(path);
  if (parent != path) GP_CHECK(make_folder(parent, mode));
  // Another process may have made it meanwhile, and a path may end in a slash: then it simply is
  // there.
  if (::mkdir(path.c_str(), bits) != 0) {
    if (errno != EEXIST) return fail(Errc::cannot_write, errno_text("making folder", path));
    return {};
  }
  return sync_folder(parent);
}

}  // namespace gatepost::posix
