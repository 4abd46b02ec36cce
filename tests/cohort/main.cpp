// cohort: the 264 transfers of the 2016-17 audit under a virtual clock, and the count that matters.
// Exit codes: 0 every referral is confirmed, or was claimed by a named person in time; 1 one is
// not; 2 usage, or the replay itself went wrong.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "tests/cohort/print.hpp"

namespace gatepost::cohort {

namespace fs = std::filesystem;

namespace {

constexpr int most_weeks = 50;  // what is sent later would outlive the year

// A folder of its own, gone with the object. In memory where there is such a place: the replay
// makes tens of thousands of commits one after the other, and what it proves is not the disk.
class Folder {
 public:
  explicit Folder(const fs::path& below) {
    std::string name = (below / "gatepost-cohort.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw Broken("cannot make a folder in " + below.string());
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

  static fs::path default_place() {
    const fs::path memory{"/dev/shm"};
    return access(memory.c_str(), W_OK | X_OK) == 0 ? memory : fs::temp_directory_path();
  }

 private:
  fs::path path_;
};

template <class N>
bool read_number(std::string_view text, N& out) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc{} && end == text.data() + text.size();
}

// The options; `folder` is what the store's own folder is made in.
std::optional<ReplayOptions> parse(int argc, char** argv) {
  ReplayOptions options;
  options.folder = Folder::default_place();
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--nobody-acts") {
      options.tasks = Tasks::claimed_by_nobody;
      continue;
    }
    ++i;
    if (word == "--seed" && read_number(value, options.seed)) continue;
    if (word == "--weeks" && read_number(value, options.weeks) && options.weeks > 0 &&
        options.weeks <= most_weeks)
      continue;
    if (word == "--folder" && !value.empty()) {
      options.folder = value;
      continue;
    }
    return std::nullopt;
  }
  return options;
}

int run(ReplayOptions options) {
  const auto began = std::chrono::steady_clock::now();
  const Folder folder(options.folder);
  options.folder = folder.path();
  const Replay made = replay(options);
  const Count count = count_of(made.verdicts);
  std::cout << in_words(made) << std::flush;
  // These differ from run to run, so they are no part of the result.
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::cerr << fmt::format(
      "({:.1f} s; {} works in {} commits of up to {}, {:.2f} ms each, in {})\n", took.count(),
      made.store.works, made.store.commits, made.store.largest_batch,
      std::chrono::duration<double, std::milli>(made.store.committing).count() /
          static_cast<double>(std::max<std::size_t>(made.store.commits, 1)),
      folder.path().parent_path().string());
  std::cout << last_line(count) << std::endl;
  return count.unaccounted == 0 ? 0 : 1;
}

}  // namespace

int main_of(int argc, char** argv) {
  const auto options = parse(argc, argv);
  if (!options) {
    std::cerr << "usage: cohort [--seed N] [--nobody-acts] [--weeks 1..50] [--folder DIR]\n";
    return 2;
  }
  try {
    return run(*options);
  } catch (const std::exception& wrong) {
    std::cerr << "cohort: seed " << options->seed << ": " << wrong.what() << "\n";
    return 2;
  }
}

}  // namespace gatepost::cohort

int main(int argc, char** argv) { return gatepost::cohort::main_of(argc, argv); }
