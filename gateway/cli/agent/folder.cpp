#include "gateway/cli/agent/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "gateway/base/posix/posix.hpp"

namespace gatepost::cli::agent {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_stem = 200;  // of the 255 bytes that a name may have

Entry::Kind kind_of(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return Entry::Kind::file;
  return S_ISLNK(status.st_mode) ? Entry::Kind::link : Entry::Kind::other;
}

// One agent a folder. The kernel lets go of the lock however the process ends.
Result<int> lock(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    return fail(posix::Errc::cannot_write, fmt::format("opening {}: {}", file.string(),
                                                       std::generic_category().message(errno)));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  const int error = errno;
  ::close(descriptor);
  if (error != EWOULDBLOCK)
    return fail(posix::Errc::cannot_write, fmt::format("locking {}: {}", file.string(),
                                                       std::generic_category().message(error)));
  return fail(Errc::busy, fmt::format("another agent is at work in {}: stop it, or give this one a "
                                      "folder of its own",
                                      file.parent_path().parent_path().string()));
}

Result<void> on_one_file_system(const std::vector<fs::path>& folders) {
  struct stat first{};
  for (const fs::path& folder : folders) {
    struct stat status{};
    if (::stat(folder.c_str(), &status) != 0)
      return fail(posix::Errc::cannot_write, fmt::format("cannot look at {}", folder.string()));
    if (&folder == &folders.front()) first = status;
    if (status.st_dev != first.st_dev)
      return fail(Errc::two_systems,
                  fmt::format("{} lies on another file system than {}: a form could not be moved "
                              "in one step. Let the whole folder lie on one",
                              folder.string(), folders.front().string()));
  }
  return {};
}

}  // namespace

ErrorInfo error_info(Errc code) {
  switch (code) {
    case Errc::busy:
      return {"agent", "busy"};
    case Errc::id_in_use:
      return {"agent", "id_in_use"};
    case Errc::two_systems:
      return {"agent", "two_systems"};
  }
  return {"agent", "unknown"};
}

Folder::Folder(const fs::path& root, int lock)
    : out(root / "out"),
      sent(root / "sent"),
      failed(root / "failed"),
      in(root / "in"),
      receipts(in / "receipts"),
      reports(in / "reports"),
      unverified(in / "unverified"),
      work(root / "work"),
      lock_(lock) {}

Folder::Folder(Folder&& other) noexcept
    : Folder(other.work.parent_path(), std::exchange(other.lock_, -1)) {}
Folder::~Folder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<Folder> Folder::open(const fs::path& root) {
  GP_CHECK(posix::make_folder(root / "work", posix::Mode::secret));
  GP_TRY(const int descriptor, lock(root / "work" / "lock"));
  Folder folder(root, descriptor);
  for (const fs::path& each :
       {folder.out, folder.sent, folder.failed, folder.in, folder.receipts, folder.reports})
    GP_CHECK(posix::make_folder(each, posix::Mode::secret));
  GP_CHECK(on_one_file_system({folder.work, folder.out, folder.sent, folder.failed}));
  return folder;
}

Result<std::vector<Entry>> Folder::dropped() const {
  std::vector<Entry> entries;
  std::error_code bad;
  for (fs::directory_iterator each(out, bad), end; !bad && each != end; each.increment(bad)) {
    struct stat status{};
    if (::lstat(each->path().c_str(), &status) != 0) continue;  // gone again
    entries.push_back(
        {each->path().filename().string(), kind_of(status), status.st_ino,
         static_cast<std::uint64_t>(status.st_size),
         std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec});
  }
  if (bad)
    return fail(posix::Errc::cannot_read,
                fmt::format("looking into {}: {}", out.string(), bad.message()));
  return entries;
}

bool Folder::has_failed() const {
  std::error_code bad;
  for (fs::directory_iterator each(failed, bad), end; !bad && each != end; each.increment(bad))
    if (!each->path().filename().string().starts_with('.')) return true;
  return false;
}

std::string ending_of(const std::string& name) {
  if (name.size() <= 4) return {};
  const std::string ending = name.substr(name.size() - 4);
  std::string lower = ending;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower == ".xml" ? ending : std::string{};
}

std::string stem_of(const std::string& name) {
  std::string stem = name.substr(0, name.size() - ending_of(name).size());
  if (stem.size() > longest_stem) {
    std::size_t cut = longest_stem;
    // Not in the middle of a character: continuation bytes of UTF-8 are 10xxxxxx.
    while (cut > 0 && (static_cast<unsigned char>(stem[cut]) & 0xC0U) == 0x80U) --cut;
    stem.resize(cut);
  }
  return stem;
}

// No instant in it: an attempt that a crash cut short must find its own words again.
std::string reason_text(const Reason& reason) {
  std::string text = fmt::format("{} was not sent.\n", reason.what);
  if (!reason.why.empty()) text += fmt::format("\n{}\n", reason.why);
  if (!reason.problems.empty())
    text += reason.problems.size() == 1
                ? "\nOne thing is wrong:\n"
                : fmt::format("\n{} things are wrong:\n", reason.problems.size());
  for (std::size_t number = 0; number < reason.problems.size(); ++number) {
    const Problem& problem = reason.problems[number];
    text += fmt::format("\n{}. {} ({})\n   wrong: {}\n   right: {}\n", number + 1, problem.label,
                        problem.path, problem.wrong, problem.right);
  }
  text += fmt::format("\nWhat to do: {}\n", reason.then);
  return text;
}

}  // namespace gatepost::cli::agent
