#include "gateway/web/core/cookies.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "formats/http1/characters.hpp"

namespace gatepost::web {

namespace http1 = formats::http1;

std::optional<std::string> cookie_value(const http1::Fields& fields, std::string_view name) {
  for (const auto& [field, content] : fields) {
    if (field != "cookie") continue;
    std::string_view rest = content;
    while (!rest.empty()) {
      const auto end = rest.find(';');
      const std::string_view pair = http1::trim_white_space(rest.substr(0, end));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name)
        return std::string(pair.substr(equals + 1));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  return std::nullopt;
}

std::string set_cookie_field(const Cookie& cookie) {
  if (!cookie.name.starts_with("__Host-") || !http1::is_token(cookie.name))
    throw std::logic_error("a cookie's name begins with __Host-");
  if (!cookie.value.empty() && !http1::is_token(cookie.value))
    throw std::logic_error("a cookie's value is a token");
  const std::string_view same_site =
      cookie.same_site == Cookie::SameSite::strict ? "Strict" : "Lax";
  std::string field = fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite={}", cookie.name,
                                  cookie.value, same_site);
  if (cookie.max_age) field += fmt::format("; Max-Age={}", cookie.max_age->count());
  return field;
}

}  // namespace gatepost::web
