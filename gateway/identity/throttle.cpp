#include "gateway/identity/throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace gatepost::identity {

std::optional<Instant> blocked_until(const std::optional<ThrottleRecord>& before, Instant now) {
  if (!before || before->blocked_until <= now || before->forget_at <= now) return std::nullopt;
  return before->blocked_until;
}

ThrottleRecord counted(const std::optional<ThrottleRecord>& before, const Digest& key,
                       const ThrottlePolicy& policy, Instant now) {
  ThrottleRecord record{key, 0, now, now};
  if (before && before->forget_at > now) record.attempts = before->attempts;
  ++record.attempts;
  if (record.attempts >= policy.free_attempts) {
    std::chrono::seconds wait = policy.first_wait;
    for (std::int64_t i = policy.free_attempts; i < record.attempts && wait < policy.longest_wait;
         ++i)
      wait *= 2;
    record.blocked_until = now + std::min(wait, policy.longest_wait);
  }
  record.forget_at = record.blocked_until + policy.remembered;
  return record;
}

ThrottleRecord taken_back(ThrottleRecord record, Instant now) {
  record.attempts = std::max<std::int64_t>(0, record.attempts - 1);
  record.blocked_until = now;
  return record;
}

std::string throttled_address(std::string_view address) {
  std::string text(address);
  std::array<unsigned char, sizeof(in6_addr)> raw{};
  // An IPv4 address in an IPv6 coat ("::ffff:192.0.2.1") is still one machine's.
  if (text.find('.') != std::string::npos) return text;
  if (::inet_pton(AF_INET6, text.c_str(), raw.data()) != 1) return text;
  std::ranges::fill(std::span(raw).subspan(8), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> spelt{};
  ::inet_ntop(AF_INET6, raw.data(), spelt.data(), spelt.size());
  return std::string(spelt.data()) + "/64";
}

}  // namespace gatepost::identity
