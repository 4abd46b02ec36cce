#include "gateway/identity/totp.hpp"

#include <fmt/format.h>

#include "certs/digest.hpp"

namespace gatepost::identity {

namespace {

constexpr std::int64_t step_seconds = 30;

// RFC 3986 section 2.3: everything else is escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::int64_t totp_step(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / step_seconds;
}

std::string totp_code(ByteView secret, std::int64_t step, int digits) {
  Bytes counter;
  for (int shift = 56; shift >= 0; shift -= 8)
    counter.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> shift));
  const Bytes mac = certs::hmac_sha1(secret, counter);
  const std::size_t offset = mac.back() & 0x0FU;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = (value << 8U) | mac[offset + i];
  value &= 0x7FFFFFFFU;
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", value % modulus, digits);
}

std::optional<std::int64_t> match_totp(ByteView secret, std::string_view typed, Instant now,
                                       std::int64_t last_used) {
  std::string code;
  for (const char c : typed)
    if (c != ' ' && c != '\t') code.push_back(c);
  if (code.size() != totp_digits) return std::nullopt;
  std::optional<std::int64_t> found;
  const std::int64_t present = totp_step(now);
  for (std::int64_t step = present - totp_window; step <= present + totp_window; ++step)
    if (certs::equal_constant_time(as_bytes(totp_code(secret, step)), as_bytes(code)) &&
        step > last_used)
      found = step;
  return found;
}

std::string totp_uri(ByteView secret, std::string_view issuer, std::string_view name) {
  return fmt::format(
      "otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits={3}"
      "&period={4}",
      escaped(issuer), escaped(name), to_base32(secret), totp_digits, step_seconds);
}

}  // namespace gatepost::identity
