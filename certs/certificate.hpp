// Certificate: an immutable parsed X.509 certificate and the few things Gatepost asks of one.
// OpenSSL stays behind it. Cheap to copy (shared, immutable); thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certs/errors.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::certs {

// What a certificate may do, read from its one `urn:gatepost:` SAN URI and its key usages.
//   urn:gatepost:team:BXI-PSI    signs that team's forms and is that team's TLS client
//   urn:gatepost:custodian:BXI-PSI  held by the gateway: signs that team's forms for people who
//                                signed in there, and is nobody's TLS client
//   urn:gatepost:gateway:NAME    signs receipts, and nothing else
//   none, but a DNS or IP SAN    a TLS server
enum class Role { team, custodian, gateway, server, authority };

class Certificate {
 public:
  // Errors: unreadable, weak_key.
  static Result<Certificate> from_der(ByteView der);
  static Result<Certificate> from_pem(std::string_view pem);
  // All certificates of a PEM file, in order. Errors: unreadable (also when there is none).
  static Result<std::vector<Certificate>> all_from_pem(std::string_view pem);

  Bytes der() const;
  std::string pem() const;
  Digest fingerprint() const;  // SHA-256 of the DER
  Digest issuer_pin() const;   // SHA-256 of the issuer's name (DER) and authority key id
  std::optional<Role> role()
      const;  // nothing when it has two roles or a malformed one: then it has none
  std::optional<TeamCode> team() const;  // for Role::team and Role::custodian
  std::string gateway_name() const;      // for Role::gateway, else empty
  std::string subject() const;           // RFC 2253 text, for people
  std::string issuer() const;
  std::string serial_hex() const;
  Instant not_before() const;
  Instant not_after() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }  // for certs/*.cpp and transports/tls only
  explicit Certificate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

// The raw bytes a decision rested on, kept with every signature: leaf first, and the CRL consulted.
struct ChainEvidence {
  std::vector<Bytes> chain_der;
  std::vector<Bytes> crl_der;
};

}  // namespace gatepost::certs
