#include "gateway/web/html/escape.hpp"

#include <array>
#include <cstdint>

namespace gatepost::web::html {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

enum class Place { text, attribute };

// The length of the well-formed UTF-8 sequence that begins here; 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  // RFC 3629 section 4: the second byte's range excludes overlong forms and surrogates.
  struct Row {
    unsigned char from, to, second_from, second_to;
    std::size_t length;
  };
  static constexpr std::array<Row, 8> rows{{{0xC2, 0xDF, 0x80, 0xBF, 2},
                                            {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                            {0xE1, 0xEC, 0x80, 0xBF, 3},
                                            {0xED, 0xED, 0x80, 0x9F, 3},
                                            {0xEE, 0xEF, 0x80, 0xBF, 3},
                                            {0xF0, 0xF0, 0x90, 0xBF, 4},
                                            {0xF1, 0xF3, 0x80, 0xBF, 4},
                                            {0xF4, 0xF4, 0x80, 0x8F, 4}}};
  for (const Row& row : rows) {
    if (first < row.from || first > row.to) continue;
    if (text.size() < row.length) return 0;
    if (byte(1) < row.second_from || byte(1) > row.second_to) return 0;
    for (std::size_t i = 2; i < row.length; ++i)
      if ((byte(i) & 0xC0U) != 0x80) return 0;
    return row.length;
  }
  return 0;
}

// Controls other than white space, and U+0080 to U+009F, which windows-1252 habits read as others.
bool is_forbidden(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1)
    return (first < 0x20 && first != '\n' && first != '\r' && first != '\t') || first == 0x7F;
  return sequence.size() == 2 && first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

std::string_view reference_for(char c, Place place) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return place == Place::attribute ? "&quot;" : std::string_view{};
    case '\'':
      return place == Place::attribute ? "&#39;" : std::string_view{};
    case '\r':  // a bare one would become a line feed in the reader's parser
      return "&#13;";
    default:
      return {};
  }
}

void append(std::string& out, std::string_view text, Place place) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      out += replacement;
      text.remove_prefix(1);
      continue;
    }
    const std::string_view sequence = text.substr(0, length);
    text.remove_prefix(length);
    if (is_forbidden(sequence)) {
      out += replacement;
      continue;
    }
    const std::string_view reference =
        length == 1 ? reference_for(sequence[0], place) : std::string_view{};
    out += reference.empty() ? sequence : reference;
  }
}

}  // namespace

void append_text(std::string& out, std::string_view text) { append(out, text, Place::text); }

void append_attribute_value(std::string& out, std::string_view text) {
  append(out, text, Place::attribute);
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace gatepost::web::html
