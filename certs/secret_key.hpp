// Key bytes that do not outlive their use: wiped when they go, never copied, never printed. Private
// to certs. Not shared between threads while being filled; afterwards read-only.
#pragma once

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/base/bytes.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::certs {

// Wipes a buffer that held a secret on its way to or from a file. The buffer must not grow after
// this is made: growing would leave the old copy behind.
class WipedOnExit {
 public:
  explicit WipedOnExit(Bytes& buffer) : start_(buffer.data()), size_(buffer.size()) {}
  explicit WipedOnExit(std::string& buffer) : start_(buffer.data()), size_(buffer.size()) {}
  WipedOnExit(const WipedOnExit&) = delete;
  WipedOnExit& operator=(const WipedOnExit&) = delete;
  ~WipedOnExit() { OPENSSL_cleanse(start_, size_); }

 private:
  void* start_;
  std::size_t size_;
};

// 256 bits: a data key, a key-encryption key, or the blind key.
class SecretKey {
 public:
  static constexpr std::size_t size = 32;

  static SecretKey drawn_from(Random& random) {
    SecretKey out;
    random.fill(out.bytes_);
    return out;
  }
  // Nothing unless it is exactly 64 hexadecimal digits.
  static std::optional<SecretKey> from_hex(std::string_view text) {
    auto raw = gatepost::from_hex(text);
    if (!raw) return std::nullopt;
    const WipedOnExit wiped(*raw);
    return from_bytes(*raw);
  }
  static std::optional<SecretKey> from_bytes(ByteView raw) {
    if (raw.size() != size) return std::nullopt;
    SecretKey out;
    std::copy(raw.begin(), raw.end(), out.bytes_.begin());
    return out;
  }

  SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) { other.wipe(); }
  SecretKey& operator=(SecretKey&&) = delete;
  ~SecretKey() { wipe(); }

  ByteView view() const { return bytes_; }

 private:
  SecretKey() = default;
  void wipe() noexcept { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  std::array<std::uint8_t, size> bytes_{};
};

}  // namespace gatepost::certs
