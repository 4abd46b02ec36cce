#include "certs/certificate.hpp"

#include <algorithm>
#include <cstdint>

#include "certs/digest.hpp"
#include "certs/names.hpp"
#include "certs/openssl.hpp"

namespace gatepost::certs {

namespace {

struct AlternativeNames {
  std::vector<std::string> gatepost_uris;
  bool has_host = false;
};

AlternativeNames alternative_names(X509* x509) {
  AlternativeNames out;
  void* decoded = X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr);
  const GeneralNamesPtr names(static_cast<GENERAL_NAMES*>(decoded));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
    if (type == GEN_DNS || type == GEN_IPADD) out.has_host = true;
    if (type != GEN_URI) continue;
    const Bytes uri = bytes_of(static_cast<const ASN1_STRING*>(value));
    if (is_gatepost_uri(as_text(uri))) out.gatepost_uris.emplace_back(as_text(uri));
  }
  return out;
}

// What the certificate may do. Two roles, a malformed one, or an authority with one: none at all.
void read_role(Certificate::Impl& impl) {
  const AlternativeNames names = alternative_names(impl.x509.get());
  const bool authority = (X509_get_extension_flags(impl.x509.get()) & EXFLAG_CA) != 0;
  if (authority || names.gatepost_uris.empty()) {
    if (!names.gatepost_uris.empty()) return;
    if (authority)
      impl.role = Role::authority;
    else if (names.has_host)
      impl.role = Role::server;
    return;
  }
  if (names.gatepost_uris.size() != 1) return;
  const std::string_view uri = names.gatepost_uris.front();
  if (uri.starts_with(team_uri_prefix)) {
    impl.team = TeamCode::parse(uri.substr(team_uri_prefix.size()));
    if (impl.team) impl.role = Role::team;
  } else if (uri.starts_with(custodian_uri_prefix)) {
    impl.team = TeamCode::parse(uri.substr(custodian_uri_prefix.size()));
    if (impl.team) impl.role = Role::custodian;
  } else if (uri.starts_with(gateway_uri_prefix)) {
    const std::string_view name = uri.substr(gateway_uri_prefix.size());
    if (!is_gateway_name(name)) return;
    impl.gateway_name = std::string(name);
    impl.role = Role::gateway;
  }
}

Digest pin_of(X509* x509) {
  const Bytes name = der_of(X509_get_issuer_name(x509), i2d_X509_NAME);
  // A name's DER carries its own length, so the two cannot run into each other.
  return sha256_of({name, bytes_of(X509_get0_authority_key_id(x509))});
}

}  // namespace

Result<Certificate> Certificate::from_der(ByteView der) {
  const ErrorScope errors;
  const unsigned char* at = der.data();
  X509Ptr x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!x509) return fail(Errc::unreadable, "not an X.509 certificate");
  auto impl = std::make_shared<Impl>();
  impl->der = der_of(x509.get(), i2d_X509);
  // BER, or bytes after the end: the same certificate would have many fingerprints.
  if (!std::ranges::equal(impl->der, der))
    return fail(Errc::unreadable, "a certificate that is not in DER");
  // Also makes OpenSSL read the extensions now, once, rather than under a lock in the first use.
  if ((X509_get_extension_flags(x509.get()) & EXFLAG_INVALID) != 0)
    return fail(Errc::unreadable, "a certificate with malformed or repeated extensions");
  EVP_PKEY* key = X509_get0_pubkey(x509.get());
  if (key == nullptr) return fail(Errc::weak_key, "a certificate with a key of an unknown kind");
  GP_CHECK(check_key(key, RsaFloor::verifying));
  const auto not_before = instant_of(X509_get0_notBefore(x509.get()));
  const auto not_after = instant_of(X509_get0_notAfter(x509.get()));
  if (!not_before || !not_after) return fail(Errc::unreadable, "a certificate without valid dates");

  impl->fingerprint = sha256(impl->der);
  impl->issuer_pin = pin_of(x509.get());
  impl->subject = text_of(X509_get_subject_name(x509.get()));
  impl->issuer = text_of(X509_get_issuer_name(x509.get()));
  impl->serial_hex = hex_of(X509_get0_serialNumber(x509.get()));
  impl->not_before = *not_before;
  impl->not_after = *not_after;
  impl->x509 = std::move(x509);
  read_role(*impl);
  return Certificate(std::move(impl));
}

Result<Certificate> Certificate::from_pem(std::string_view pem) {
  GP_TRY(const std::vector<Bytes> bodies, pem_bodies(as_bytes(pem), "CERTIFICATE"));
  return from_der(bodies.front());
}

Result<std::vector<Certificate>> Certificate::all_from_pem(std::string_view pem) {
  GP_TRY(const std::vector<Bytes> bodies, pem_bodies(as_bytes(pem), "CERTIFICATE"));
  std::vector<Certificate> out;
  for (const Bytes& body : bodies) {
    GP_TRY(Certificate certificate, from_der(body));
    out.push_back(std::move(certificate));
  }
  return out;
}

Bytes Certificate::der() const { return impl_->der; }
std::string Certificate::pem() const { return pem_of(impl_->der, "CERTIFICATE"); }
Digest Certificate::fingerprint() const { return impl_->fingerprint; }
Digest Certificate::issuer_pin() const { return impl_->issuer_pin; }
std::optional<Role> Certificate::role() const { return impl_->role; }
std::optional<TeamCode> Certificate::team() const { return impl_->team; }
std::string Certificate::gateway_name() const { return impl_->gateway_name; }
std::string Certificate::subject() const { return impl_->subject; }
std::string Certificate::issuer() const { return impl_->issuer; }
std::string Certificate::serial_hex() const { return impl_->serial_hex; }
Instant Certificate::not_before() const { return impl_->not_before; }
Instant Certificate::not_after() const { return impl_->not_after; }

}  // namespace gatepost::certs
