#include "gateway/base/ids.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/bytes.hpp"

namespace gatepost {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper_or_digit(char c) { return is_upper(c) || is_digit(c); }
bool is_lower_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

bool only_upper_and_digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::ranges::all_of(text, is_upper_or_digit);
}

}  // namespace

namespace detail {

bool TeamTag::well_formed(std::string_view text) {
  return text.size() >= 2 && text.size() <= 32 && is_upper_or_digit(text.front()) &&
         is_upper_or_digit(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_upper_or_digit(c) || c == '-'; });
}

bool UuidTag::well_formed(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !is_lower_hex(text[i])) return false;
  }
  return true;
}

bool HandleTag::well_formed(std::string_view text) { return only_upper_and_digits(text, 20, 40); }

bool MailboxTag::well_formed(std::string_view text) { return only_upper_and_digits(text, 3, 20); }

bool AreaTag::well_formed(std::string_view text) {
  return text.size() == 9 && is_upper(text.front()) &&
         std::ranges::all_of(text.substr(1), is_digit);
}

}  // namespace detail

std::string make_uuid(Random& random) {
  std::array<std::uint8_t, 16> raw{};
  random.fill(raw);
  // RFC 9562 section 5.4: the version nibble is 4, the variant bits are 10.
  raw[6] = static_cast<std::uint8_t>((raw[6] & 0x0FU) | 0x40U);
  raw[8] = static_cast<std::uint8_t>((raw[8] & 0x3FU) | 0x80U);
  std::string text = to_hex(raw);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

Handle make_handle(Random& random) {
  // Without I, L, O and U, so that a handle read over the telephone has one spelling.
  constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<std::uint8_t, 16> raw{};
  random.fill(raw);
  // 26 digits hold 130 bits: the first digit carries the two leading zero bits.
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 2;
  for (const std::uint8_t byte : raw) {
    held = (held << 8U) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text.push_back(digits[(held >> bits) & 31U]);
    }
    held &= (1U << bits) - 1U;
  }
  return *Handle::parse(text);
}

}  // namespace gatepost
