// The look at the raw bytes before any parser sees them (SECURITY-AND-FAULTS, "exactly one shape",
// point 1). It recognises just enough of XML 1.0 to find every tag, and refuses what costs a parser
// time or makes two parsers disagree. Linear in the input, allocates nothing. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::formats::xml {

struct CodePoint {
  char32_t value;
  std::size_t length;  // bytes, 1 to 4
};

// The code point at the start of `bytes`; nothing for an empty view, overlong forms, surrogates,
// values past U+10FFFF (RFC 3629 section 3).
std::optional<CodePoint> decode_utf8(std::string_view bytes);

// XML 1.0 section 2.2, production [2] Char.
bool is_xml_char(char32_t c);
inline bool is_xml_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Errors: too_large, not_utf8, start_tag_too_large, doctype, processing_instruction, comment,
// malformed.
Result<void> scan_bytes(ByteView bytes);

}  // namespace gatepost::formats::xml
