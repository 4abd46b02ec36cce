#include "config/text_digest.hpp"

#include <openssl/sha.h>

#include "gateway/base/bytes.hpp"

namespace gatepost::config {

std::string text_digest_hex(std::string_view text) {
  Digest digest;
  const ByteView bytes = as_bytes(text);
  ::SHA256(bytes.data(), bytes.size(), digest.bytes.data());
  return digest.hex();
}

}  // namespace gatepost::config
