// SHA-256 and HMAC over OpenSSL EVP, and comparison in constant time. Thread-safe.
#pragma once

#include "gateway/base/bytes.hpp"

namespace gatepost::certs {

Digest sha256(ByteView data);
// SHA-256 of several pieces as if joined.
Digest sha256_of(std::initializer_list<ByteView> pieces);
Digest hmac_sha256(ByteView key, ByteView data);
// For RFC 6238 only, whose authenticator programs know nothing else: 20 bytes.
Bytes hmac_sha1(ByteView key, ByteView data);
bool equal_constant_time(ByteView a, ByteView b);

}  // namespace gatepost::certs
