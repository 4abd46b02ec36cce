#include "gateway/base/result.hpp"

#include <fmt/format.h>

namespace gatepost {

std::string Error::to_string() const {
  return fmt::format("{}.{}: {}", info_.library, info_.name, context_);
}

}  // namespace gatepost
