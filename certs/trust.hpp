// TrustStore: anchors, intermediates and CRLs, and the question "is this certificate good, at this
// instant, for this role?". Immutable once built (a reload builds another); thread-safe. Never
// reads the clock or the network.
#pragma once

#include <vector>

#include "certs/certificate.hpp"

namespace gatepost::certs {

class TrustStore {
 public:
  struct Input {
    std::vector<Certificate> anchors;  // self-signed authorities
    std::vector<Certificate> intermediates;
    std::vector<Bytes> crls_der;
    // Fails closed without a fresh CRL of every authority on the path, unless this says otherwise
    // (`gatepost verify` without --crl).
    enum class Revocation { required, not_checked } revocation = Revocation::required;
  };
  // Errors: unreadable (a CRL that does not parse, or that has no nextUpdate); wrong_role (an
  // anchor that is not a self-signed authority).
  static Result<TrustStore> build(Input input);

  struct Validated {
    Certificate certificate;
    Certificate authority;  // its immediate issuer
    ChainEvidence evidence;
  };
  // The path of `leaf` (with optional further certificates the peer sent) at the instant `at`, for
  // `role`. Errors: untrusted, expired, not_yet_valid, revoked, revocation_unknown, wrong_role,
  // wrong_usage, weak_key.
  Result<Validated> validate(const Certificate& leaf, const std::vector<Certificate>& peer_chain,
                             Role role, Instant at) const;

  const std::vector<Certificate>& anchors() const;
  // The earliest nextUpdate of the CRLs held, for the expiry watch; nothing without CRLs.
  std::optional<Instant> crl_next_update() const;

  struct Impl;
  explicit TrustStore(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

// From when to when a CRL is in force; nothing for what is no CRL with a nextUpdate.
struct CrlWindow {
  Instant this_update;
  Instant next_update;
};
std::optional<CrlWindow> crl_window(ByteView der);

// PEM or DER, one or several CRLs. Errors: unreadable.
Result<std::vector<Bytes>> crls_from_file_bytes(ByteView content);

}  // namespace gatepost::certs
