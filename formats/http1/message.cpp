#include "formats/http1/message.hpp"

#include <algorithm>

namespace gatepost::formats::http1 {

std::optional<std::string_view> find_field(const Fields& fields, std::string_view lower_name) {
  const auto found = std::ranges::find(
      fields, lower_name, [](const auto& field) -> std::string_view { return field.first; });
  if (found == fields.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) == name)
      return std::string(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (end == std::string_view::npos) break;
    query.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace gatepost::formats::http1
