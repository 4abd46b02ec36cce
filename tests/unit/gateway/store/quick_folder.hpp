// QuickFolder: a fresh folder in memory where the machine has one, because these tests commit
// thousands of times and inject their disk faults themselves; else in the temporary folder. Removed
// at the end.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace gatepost::store::test {

class QuickFolder {
 public:
  QuickFolder() {
    const bool memory = ::access("/dev/shm", R_OK | W_OK | X_OK) == 0;
    const std::filesystem::path below =
        memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
    std::string name = (below / "gatepost-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~QuickFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  QuickFolder(const QuickFolder&) = delete;
  QuickFolder& operator=(const QuickFolder&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace gatepost::store::test
