// What is not wrong with a directory and yet would leave somebody without an answer one day: for
// `gatepost directory check` and `import`. Pure; any thread; never repeats a name, number or
// address.
#pragma once

#include <string_view>
#include <vector>

#include "config/directory.hpp"

namespace gatepost::config {

struct Remark {
  enum class Weight {
    warning,  // somebody should mend it
    note      // somebody should know it
  } weight{};
  Problem about;
};

// `today` decides which rows are looked at: those that hold then, or will.
std::vector<Remark> review(const Directory& directory, std::string_view file_name,
                           std::chrono::year_month_day today);

}  // namespace gatepost::config
