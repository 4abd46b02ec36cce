// Signer and signature verification: the primitives. What is signed, and in which shape, is for
// formats/xmldsig.
#pragma once

#include <memory>

#include "certs/certificate.hpp"

namespace gatepost::certs {

// The two algorithms of a form's signature (RFC 9231 URIs belong to formats/xmldsig).
enum class Algorithm { rsa_sha256, ecdsa_sha256 };

// Signs with one private key. Implementations are thread-safe (a hardware key may take its place
// later).
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const Certificate& certificate() const = 0;
  virtual Algorithm algorithm() const = 0;
  // XML-DSig's form of the value: PKCS#1 v1.5 for RSA; r || s, each padded to the curve's size, for
  // ECDSA (RFC 6931 section 2.3.6). Errors: cannot_sign.
  virtual Result<Bytes> sign(ByteView data) const = 0;
};

// A private key in memory, beside its certificate. Errors: unreadable, weak_key (RSA under 3072 for
// signing), cannot_sign when key and certificate do not belong together.
Result<std::unique_ptr<Signer>> signer_from_pem(std::string_view key_pem,
                                                std::string_view cert_pem);

// True only for a correct signature by this certificate's key with exactly this algorithm (an EC
// key never verifies as RSA). Malformed values (wrong length, r or s zero or out of range) are
// false.
bool verify_signature(const Certificate& certificate, Algorithm algorithm, ByteView data,
                      ByteView signature);

}  // namespace gatepost::certs
