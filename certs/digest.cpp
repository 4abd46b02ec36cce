#include "certs/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include "certs/openssl.hpp"

namespace gatepost::certs {

namespace {

// Looked up once: EVP_sha256() would be looked up anew in every digest, which costs as much as
// hashing a node of the log's tree.
const EVP_MD* sha256_method() {
  static const std::unique_ptr<EVP_MD, FreedBy<EVP_MD_free>> method(
      required(EVP_MD_fetch(nullptr, "SHA256", nullptr), "finding SHA-256"));
  return method.get();
}

}  // namespace

Digest sha256(ByteView data) { return sha256_of({data}); }

Digest sha256_of(std::initializer_list<ByteView> pieces) {
  Digest out;
  const MdCtxPtr context(required(EVP_MD_CTX_new(), "making a digest context"));
  require(EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) == 1, "starting SHA-256");
  for (const ByteView piece : pieces)
    require(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1, "hashing");
  require(EVP_DigestFinal_ex(context.get(), out.bytes.data(), nullptr) == 1, "finishing SHA-256");
  return out;
}

static void hmac(const EVP_MD* hash, ByteView key, ByteView data, std::uint8_t* out) {
  // A null key means "the key of last time" to OpenSSL; an empty one is a key like any other.
  const void* start = key.empty() ? static_cast<const void*>("") : key.data();
  require(HMAC(hash, start, static_cast<int>(key.size()), data.data(), data.size(), out, nullptr) !=
              nullptr,
          "computing an HMAC");
}

Digest hmac_sha256(ByteView key, ByteView data) {
  Digest out;
  hmac(EVP_sha256(), key, data, out.bytes.data());
  return out;
}

Bytes hmac_sha1(ByteView key, ByteView data) {
  Bytes out(20);
  hmac(EVP_sha1(), key, data, out.data());
  return out;
}

bool equal_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace gatepost::certs
