// Ed25519 (RFC 8032) keys: for the log's signed notes alone. Forms and receipts are signed with the
// algorithms of signer.hpp. Immutable; thread-safe.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "certs/errors.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::certs {

inline constexpr std::size_t ed25519_signature_bytes = 64;
using Ed25519Public = std::array<std::uint8_t, 32>;  // as RFC 8032 section 5.1.5 encodes it

class Ed25519Key {
 public:
  static Ed25519Key generate(Random& random);
  // An unencrypted PKCS #8 key (RFC 8410), as `openssl genpkey -algorithm ed25519` writes it.
  // Errors: unreadable (also a key of another kind).
  static Result<Ed25519Key> from_pem(std::string_view pem);

  std::string pem() const;  // a secret: mode 0600
  const Ed25519Public& public_key() const;
  // Deterministic: the same bytes have the same signature.
  Bytes sign(ByteView data) const;

  struct Impl;
  explicit Ed25519Key(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

// False for whatever is not a correct signature, values of another length included.
bool verify_ed25519(const Ed25519Public& key, ByteView data, ByteView signature);

}  // namespace gatepost::certs
