// Cookies of the console: all of them `__Host-`, Secure, HttpOnly and for the whole console, so
// that neither a sister host nor a script nor plain HTTP can set or read them (RFC 6265bis section
// 4.1.3.2). Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "formats/http1/message.hpp"

namespace gatepost::web {

// The value of the first cookie of that name, in any of the request's cookie fields.
std::optional<std::string> cookie_value(const formats::http1::Fields& fields,
                                        std::string_view name);

struct Cookie {
  std::string name;   // "__Host-gatepost-session"; throws std::logic_error without the prefix
  std::string value;  // token characters only; throws std::logic_error otherwise
  enum class SameSite { strict, lax } same_site = SameSite::strict;
  // How long the browser keeps it; until it is closed when absent, zero to forget it now.
  std::optional<std::chrono::seconds> max_age{};
};
std::string set_cookie_field(const Cookie& cookie);

}  // namespace gatepost::web
