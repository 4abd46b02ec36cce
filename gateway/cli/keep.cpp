#include "gateway/cli/keep.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "gateway/base/posix/posix.hpp"

namespace gatepost::cli {

namespace fs = std::filesystem;

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Without the path: names of dropped files may hold people's names, and errors reach the log.
std::string errno_text(std::string_view doing, int error = errno) {
  return fmt::format("{}: {}", doing, std::generic_category().message(error));
}

fs::path with_extension(const fs::path& stem, const std::string& extension) {
  fs::path made = stem;
  made += extension;
  return made;
}

bool is_free(const fs::path& stem, const Piece& piece) {
  const fs::path file = with_extension(stem, piece.extension);
  if (!is_there(file)) return true;
  const auto held = read_regular_file(file, piece.content.size());
  return held && as_text(*held) == as_text(piece.content);
}

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() < 0 || ::fsync(handle.get()) != 0)
    return fail(posix::Errc::cannot_write, errno_text("fsync of a folder"));
  return {};
}

// Some network file systems do not know RENAME_NOREPLACE; there, looking first has to do: the
// folder's lock keeps other agents out.
int rename_onto_nothing(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return errno;
  if (is_there(to)) return EEXIST;
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

}  // namespace

bool is_there(const fs::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

Result<fs::path> free_stem(const fs::path& folder, const std::string& stem,
                           const std::vector<Piece>& pieces,
                           const std::vector<std::string>& absent) {
  for (int number = 1; number <= most_names; ++number) {
    fs::path candidate = folder / (number == 1 ? stem : fmt::format("{}-{}", stem, number));
    bool free = true;
    for (const Piece& piece : pieces) free = free && is_free(candidate, piece);
    for (const std::string& ending : absent)
      free = free && !is_there(with_extension(candidate, ending));
    if (free) return candidate;
  }
  return fail(posix::Errc::cannot_write,
              fmt::format("{} files of one name already: move some away", most_names));
}

Result<fs::path> keep_pieces(const fs::path& folder, const std::string& stem,
                             const std::vector<Piece>& pieces,
                             const std::vector<std::string>& absent) {
  GP_TRY(fs::path chosen, free_stem(folder, stem, pieces, absent));
  for (const Piece& piece : pieces)
    GP_CHECK(posix::write_file_durably(with_extension(chosen, piece.extension), piece.content,
                                       posix::Mode::secret));
  return chosen;
}

Result<void> move_file(const fs::path& from, const fs::path& to) {
  if (const int error = rename_onto_nothing(from, to); error != 0)
    return fail(posix::Errc::cannot_write, errno_text("moving a file", error));
  GP_CHECK(sync_folder(to.parent_path()));
  if (from.parent_path() != to.parent_path()) GP_CHECK(sync_folder(from.parent_path()));
  return {};
}

Result<Bytes> read_regular_file(const fs::path& file, std::size_t limit) {
  // Never blocks on a pipe and never follows a link that somebody put there meanwhile.
  const Descriptor opened(
      ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK));
  if (opened.get() < 0) return fail(posix::Errc::cannot_open, errno_text("opening a file"));
  struct stat status{};
  if (::fstat(opened.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return fail(posix::Errc::cannot_open, "not a regular file");
  Bytes content(limit + 1);  // one more than is allowed tells that there is more
  std::size_t held = 0;
  while (held < content.size()) {
    const ssize_t got = ::read(opened.get(), content.data() + held, content.size() - held);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(posix::Errc::cannot_read, errno_text("reading a file"));
    if (got == 0) break;
    held += static_cast<std::size_t>(got);
  }
  if (held > limit)
    return fail(posix::Errc::too_large, fmt::format("the file is longer than {} bytes", limit));
  content.resize(held);
  return content;
}

}  // namespace gatepost::cli
