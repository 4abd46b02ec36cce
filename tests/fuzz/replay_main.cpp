// Feeds every file of the given corpus folders to a fuzz target, so that what a fuzzer once found
// stays found in ordinary test runs. Exit codes: 0 the target took every file, 1 it aborted on one
// (named on standard error), 2 a corpus is missing or empty.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

// An ordinary failure instead of a signal, so that ctest can tell a failing target from a broken
// run.
extern "C" void fail_on_abort(int) { std::_Exit(1); }

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

void replay(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<char> content{std::istreambuf_iterator<char>(in), {}};
  const std::vector<std::uint8_t> bytes(content.begin(), content.end());
  std::cerr << file.filename().string() << '\n';
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, fail_on_abort);
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& file : files_of(argv[i])) {
      replay(file);
      ++count;
    }
  }
  std::cerr << count << " inputs replayed\n";
  return count == 0 ? 2 : 0;
}
