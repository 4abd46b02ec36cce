// One spelling for what people type: the only place that knows Unicode's normal forms (utf8proc).
// Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatepost::identity {

// Unicode normalisation form C: the same password from every keyboard is the same bytes (NIST SP
// 800-63B section 3.1.1.2). Nothing for what is not UTF-8.
std::optional<std::string> to_nfc(std::string_view text);

// Code points of well-formed UTF-8.
std::size_t length_of(std::string_view utf8);

// A sign-in name as it is compared: lower case. Nothing unless it has 3 to 64 of a-z, 0-9 and
// ".-_@+'", beginning with a letter or digit: few enough that no two look alike.
std::optional<std::string> to_sign_in_name(std::string_view text);

}  // namespace gatepost::identity
