// Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 seconds, as every authenticator
// program does it. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/bytes.hpp"
#include "gateway/base/random.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::identity {

inline constexpr std::size_t totp_secret_bytes = 20;  // RFC 4226 section 4, R6
inline constexpr int totp_digits = 6;
// A code is taken during its own half minute and the ones beside it: clocks differ (RFC 6238
// section 5.2).
inline constexpr std::int64_t totp_window = 1;

// Half minutes since 1970.
std::int64_t totp_step(Instant at);
// RFC 4226 section 5.3; up to 9 digits.
std::string totp_code(ByteView secret, std::int64_t step, int digits = totp_digits);

// The step whose code this is; nothing when it is none's, or of a step that is not after
// `last_used` (RFC 6238 section 5.2: each code once). White space that people type between digits
// is ignored.
std::optional<std::int64_t> match_totp(ByteView secret, std::string_view typed, Instant now,
                                       std::int64_t last_used);

// What an authenticator program reads, usually out of a picture: otpauth://totp/ISSUER:NAME?...
std::string totp_uri(ByteView secret, std::string_view issuer, std::string_view name);

}  // namespace gatepost::identity
