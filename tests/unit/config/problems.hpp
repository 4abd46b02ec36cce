// What tests of configuration look for in a list of problems.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include "gateway/base/problem.hpp"

namespace gatepost {

inline void PrintTo(const Problem& problem, std::ostream* out) {
  *out << problem.path << ": " << problem.label << ": " << problem.wrong << "; " << problem.right;
}

}  // namespace gatepost

namespace gatepost::config::test {

inline std::string listed(const Problems& problems) {
  std::string text;
  for (const auto& problem : problems)
    text +=
        problem.path + ": " + problem.label + ": " + problem.wrong + "; " + problem.right + "\n";
  return text;
}

inline bool has(const Problems& problems, std::string_view path, std::string_view label,
                std::string_view wrong, std::string_view right = "") {
  return std::ranges::any_of(problems, [&](const Problem& problem) {
    return problem.path == path && problem.label == label &&
           problem.wrong.find(wrong) != std::string::npos &&
           problem.right.find(right) != std::string::npos;
  });
}

}  // namespace gatepost::config::test
