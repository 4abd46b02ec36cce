// Bytes and their spellings. Pure functions; any thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatepost {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

ByteView as_bytes(std::string_view text);
std::string_view as_text(ByteView bytes);
Bytes to_bytes(std::string_view text);

// Lower-case hexadecimal; from_hex takes either case and answers nothing for odd length or other
// characters.
std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);

// RFC 4648 section 4 base64 with padding, no line breaks. `from_base64` is strict: canonical
// padding, no stray bits, no white space. `from_base64_wrapped` also allows XML white space between
// characters.
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);
std::optional<Bytes> from_base64_wrapped(std::string_view text);

// RFC 4648 section 5, "base64url", without padding: tokens in cookies, WebAuthn, OpenID Connect.
// Strict as from_base64; padding is refused.
std::string to_base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

// RFC 4648 section 6, base32, without padding: secrets and codes that people type. Reading takes
// either case; it is strict otherwise.
std::string to_base32(ByteView bytes);
std::optional<Bytes> from_base32(std::string_view text);

// A SHA-256 value: of a form's signed bytes, of a certificate, of a log entry.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const Digest&) const = default;
  ByteView view() const { return bytes; }
  std::string hex() const { return to_hex(bytes); }
  static std::optional<Digest> from_hex(std::string_view text);
  static std::optional<Digest> from_bytes(ByteView raw);
};

}  // namespace gatepost
