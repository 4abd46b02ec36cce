#include "formats/http1/message.hpp"

#include <algorithm>

namespace gatepost::formats::http1 {

std::optional<std::string_view> find_field(const Fields& fields, std::string_view lower_name) {
  const auto found = std::ranges::find(
      fields, lower_name, [](const auto& field) -> std::string_view { return field.first; });
  if (found == fields.end()) return std::nullopt;
  return found->second;
}

}  // namespace gatepost::formats::http1
