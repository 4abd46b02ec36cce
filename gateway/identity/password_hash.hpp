// Argon2id (RFC 9106), and the wall around libargon2. Slow and large on purpose: callers bound how
// many run at once. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "gateway/base/random.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::identity {

struct HashCost {
  std::uint32_t memory_kib = 64 * 1024;
  std::uint32_t passes = 3;
  std::uint32_t lanes = 1;
};

// The encoded form with salt and costs: "$argon2id$v=19$m=65536,t=3,p=1$...$...". Errors:
// cannot_hash.
Result<std::string> hash_password(std::string_view password, const HashCost& cost, Random& random);

// False also for what is not an encoded hash. Takes as long as hashing did, whatever the answer.
bool verify_password(std::string_view encoded, std::string_view password);

// Made with other costs than those of today: to be hashed anew when its owner next proves to know
// it.
bool is_outdated(std::string_view encoded, const HashCost& cost);

}  // namespace gatepost::identity
