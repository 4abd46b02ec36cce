#include "gateway/identity/password_hash.hpp"

#include <argon2.h>
#include <fmt/format.h>

#include <array>

#include "gateway/identity/errors.hpp"

namespace gatepost::identity {

namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;

}  // namespace

Result<std::string> hash_password(std::string_view password, const HashCost& cost, Random& random) {
  std::array<std::uint8_t, salt_bytes> salt{};
  random.fill(salt);
  std::string encoded(argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, salt_bytes,
                                        hash_bytes, Argon2_id),
                      '\0');
  const int code = argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, password.data(),
                                         password.size(), salt.data(), salt.size(), hash_bytes,
                                         encoded.data(), encoded.size());
  if (code != ARGON2_OK)
    return fail(Errc::cannot_hash, fmt::format("Argon2: {}", argon2_error_message(code)));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool verify_password(std::string_view encoded, std::string_view password) {
  const std::string terminated(encoded);
  return argon2id_verify(terminated.c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool is_outdated(std::string_view encoded, const HashCost& cost) {
  return !encoded.starts_with(
      fmt::format("$argon2id$v=19$m={},t={},p={}$", cost.memory_kib, cost.passes, cost.lanes));
}

}  // namespace gatepost::identity
