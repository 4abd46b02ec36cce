// SHA-256 of a configuration file's text, in hexadecimal: audit entries name the exact policy and
// directory they rest on. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace gatepost::config {

std::string text_digest_hex(std::string_view text);

}  // namespace gatepost::config
