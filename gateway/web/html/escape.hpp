// Escaping for the two places where text may stand in HTML: between tags and in a quoted attribute.
// Pure; any thread. Whatever comes in, what goes out is well-formed UTF-8 without control
// characters that HTML forbids (WHATWG HTML, section 13.1.4), so that two readers never see two
// documents.
#pragma once

#include <string>
#include <string_view>

namespace gatepost::web::html {

// Appends `text` as character data. Broken UTF-8 and forbidden characters become U+FFFD.
void append_text(std::string& out, std::string_view text);

// Appends `text` as the inside of a double-quoted attribute value.
void append_attribute_value(std::string& out, std::string_view text);

// True for UTF-8 without surrogates, overlong forms or anything past U+10FFFF (RFC 3629).
bool is_utf8(std::string_view text);

}  // namespace gatepost::web::html
