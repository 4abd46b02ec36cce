// Text as people type it: trimming, counting and refusing what cannot be printed.
#include <cstdint>
#include <optional>

#include "formats/forms/kind.hpp"

namespace gatepost::formats::forms {

namespace {

constexpr std::string_view xml_white = " \t\r\n";

// One code point from the front of `text`, which it shortens; nothing for bytes that are not UTF-8
// (RFC 3629 section 4).
std::optional<char32_t> next_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || size > text.size()) return std::nullopt;
  char32_t point = size == 1 ? lead : lead & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return std::nullopt;
    point = (point << 6U) | (byte(i) & 0x3fU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < least[size] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
    return std::nullopt;
  }
  text.remove_prefix(size);
  return point;
}

// C0, DEL and C1 controls, line and paragraph separators, and the bidirectional overrides, with
// which a form could show a worker other words than it says.
bool is_unprintable(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x2028 && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0xfeff;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(xml_white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(xml_white) - first + 1);
}

std::optional<int> printable_length(std::string_view text, Lines lines) {
  int length = 0;
  while (!text.empty()) {
    const auto point = next_code_point(text);
    if (!point) return std::nullopt;
    const bool line_break = *point == U'\n' && lines == Lines::many;
    if (is_unprintable(*point) && !line_break) return std::nullopt;
    ++length;
  }
  return length;
}

}  // namespace gatepost::formats::forms
