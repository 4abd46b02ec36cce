#include "gateway/base/bytes.hpp"

#include <algorithm>
#include <limits>

namespace gatepost {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> digit_values(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}

constexpr std::array<std::uint8_t, 256> base64_values = digit_values(base64_digits);

std::optional<std::uint8_t> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

bool is_xml_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::uint8_t low_byte(std::uint32_t word) { return static_cast<std::uint8_t>(word & 0xFFU); }

}  // namespace

ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Bytes to_bytes(std::string_view text) {
  const ByteView view = as_bytes(text);
  return Bytes(view.begin(), view.end());
}

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text.push_back(hex_digits[byte >> 4U]);
    text.push_back(hex_digits[byte & 0x0FU]);
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = hex_value(text[i]);
    const auto low = hex_value(text[i + 1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>((*high << 4U) | *low));
  }
  return bytes;
}

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t held = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t word = static_cast<std::uint32_t>(bytes[i]) << 16U;
    if (held > 1) word |= static_cast<std::uint32_t>(bytes[i + 1]) << 8U;
    if (held > 2) word |= bytes[i + 2];
    text.push_back(base64_digits[(word >> 18U) & 63U]);
    text.push_back(base64_digits[(word >> 12U) & 63U]);
    text.push_back(held > 1 ? base64_digits[(word >> 6U) & 63U] : '=');
    text.push_back(held > 2 ? base64_digits[word & 63U] : '=');
  }
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::size_t digits = i + 4 == text.size() ? 4 - padding : 4;
    std::uint32_t word = 0;
    for (std::size_t j = 0; j < digits; ++j) {
      const std::uint8_t value = base64_values[static_cast<unsigned char>(text[i + j])];
      if (value == no_digit) return std::nullopt;
      word |= static_cast<std::uint32_t>(value) << (18U - 6U * static_cast<std::uint32_t>(j));
    }
    bytes.push_back(low_byte(word >> 16U));
    if (digits > 2) bytes.push_back(low_byte(word >> 8U));
    if (digits > 3) bytes.push_back(low_byte(word));
    // Stray bits after the last whole byte would give one value two spellings.
    if ((digits == 2 && (word & 0xFFFFU) != 0) || (digits == 3 && (word & 0xFFU) != 0))
      return std::nullopt;
  }
  return bytes;
}

std::optional<Bytes> from_base64_wrapped(std::string_view text) {
  std::string joined;
  joined.reserve(text.size());
  std::ranges::copy_if(text, std::back_inserter(joined), [](char c) { return !is_xml_space(c); });
  return from_base64(joined);
}

std::string to_base64url(ByteView bytes) {
  std::string text = to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::optional<Bytes> from_base64url(std::string_view text) {
  if (text.find_first_of("+/=") != std::string_view::npos) return std::nullopt;
  std::string padded(text);
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  return from_base64(padded);
}

std::string to_base32(ByteView bytes) {
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = (held << 8U) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text.push_back(base32_digits[(held >> (bits - 5)) & 0x1FU]);
    held &= (1U << bits) - 1;
  }
  if (bits > 0) text.push_back(base32_digits[(held << (5 - bits)) & 0x1FU]);
  return text;
}

std::optional<Bytes> from_base32(std::string_view text) {
  Bytes bytes;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char typed : text) {
    const char c = typed >= 'a' && typed <= 'z' ? static_cast<char>(typed - 'a' + 'A') : typed;
    const std::size_t value = base32_digits.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 5U) | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(low_byte(held >> bits));
    held &= (1U << bits) - 1;
  }
  // Five bits or more left over are a digit too many; others must be zero.
  if (bits >= 5 || held != 0) return std::nullopt;
  return bytes;
}

std::optional<Digest> Digest::from_hex(std::string_view text) {
  const auto raw = gatepost::from_hex(text);
  return raw ? from_bytes(*raw) : std::nullopt;
}

std::optional<Digest> Digest::from_bytes(ByteView raw) {
  Digest digest;
  if (raw.size() != digest.bytes.size()) return std::nullopt;
  std::ranges::copy(raw, digest.bytes.begin());
  return digest;
}

}  // namespace gatepost
