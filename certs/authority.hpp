// DevelopmentAuthority: a small certificate authority in a folder, for demos, tests and pilots
// (`gatepost cert`). A deployment brings certificates from its own PKI. Not thread-safe; one
// process at a time.
//
// Folder: ca.pem, ca.key.pem (0600), crl.pem, and issued.tsv: one line per certificate, nothing
// secret, in the order of issue:
//   serial (hex) TAB name TAB not_after (RFC 3339) TAB revoked_at (RFC 3339, or "-" for one that
//   stands) LF
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certs/certificate.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::certs {

struct IssuedKey {
  std::string key_pem;  // PKCS#8; the caller writes it with mode 0600
  std::string cert_pem;
};

struct IssuedRecord {
  std::string serial_hex;
  std::string name;  // "team BXI-PSI", "gateway demo", "server localhost"
  Instant not_after;
  std::optional<Instant> revoked_at;
};

class DevelopmentAuthority {
 public:
  // A new P-256 authority valid for ten years, with an empty CRL. Refuses a folder that has one.
  // Serial numbers come from `random`; keys come from OpenSSL's own generator, which takes no
  // other. Errors: store_failed.
  static Result<DevelopmentAuthority> create(const std::filesystem::path& folder,
                                             std::string_view name, Instant now, Random& random);
  // Errors: store_failed, unreadable.
  static Result<DevelopmentAuthority> open(const std::filesystem::path& folder);

  struct Request {
    Role role = Role::team;
    std::string name;              // team code, gateway name, or the server's first DNS name
    std::vector<std::string> dns;  // for servers; "127.0.0.1"-like entries become IP SANs
    std::chrono::days valid_for{397};
    enum class Key { p256, p384, rsa3072 } key = Key::p256;
  };
  // The SAN is `urn:gatepost:team:CODE`, `urn:gatepost:custodian:CODE`,
  // `urn:gatepost:gateway:NAME`, or a server's DNS names and addresses. notBefore lies five minutes
  // back, for clocks that run behind; notAfter never passes the authority's own. Errors:
  // store_failed, wrong_role (authority asked for, or a malformed team code, gateway or host name).
  Result<IssuedKey> issue(const Request& request, Instant now, Random& random);
  // Adds the serial to the CRL and writes a new crl.pem, valid for `crl_valid_for`; again for one
  // already revoked changes no date. Errors: store_failed; no_such_key for an unknown serial.
  Result<void> revoke(std::string_view serial_hex, Instant now);
  // A fresh CRL with the same content (a CRL that is not renewed goes stale and fails closed).
  Result<void> renew_crl(Instant now);
  std::vector<IssuedRecord> list() const;
  const Certificate& certificate() const;

  static constexpr std::chrono::days crl_valid_for{30};

  struct Impl;
  explicit DevelopmentAuthority(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace gatepost::certs
