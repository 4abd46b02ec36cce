// Making keys, certificates and CRLs for the development authority; private to certs. Values in,
// OpenSSL handles out; no files, no clock. Keys come from OpenSSL's generator, serials from the
// caller's.
#pragma once

#include <string>
#include <vector>

#include "certs/authority.hpp"
#include "certs/openssl.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::certs {

PkeyPtr generate_key(DevelopmentAuthority::Request::Key kind);
// PKCS#8, unencrypted.
std::string private_key_pem(EVP_PKEY* key);

struct CertificatePlan {
  Role role = Role::team;
  std::string common_name;         // at most 64 characters (X.520 ub-common-name)
  std::string uri;                 // empty: none
  std::vector<std::string> hosts;  // DNS names and IP addresses
  Instant not_before;
  Instant not_after;
};

// Who signs. For an authority's own certificate: `certificate` null and its own key.
struct Issuer {
  X509* certificate = nullptr;
  EVP_PKEY* key = nullptr;
};

X509Ptr mint_certificate(const CertificatePlan& plan, EVP_PKEY* subject_key, const Issuer& issuer,
                         Random& random);

struct CrlPlan {
  std::uint64_t number = 1;
  Instant this_update;
  Instant next_update;
  std::vector<IssuedRecord> revoked;  // each with revoked_at
};
X509CrlPtr mint_crl(const CrlPlan& plan, const Issuer& issuer);
// Nothing when the list carries none, or one beyond 64 bits.
std::optional<std::uint64_t> crl_number(const X509_CRL* crl);

}  // namespace gatepost::certs
