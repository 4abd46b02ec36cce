#include "certs/trust.hpp"

#include <fmt/format.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <stdexcept>

#include "certs/openssl.hpp"

namespace gatepost::certs {

namespace {

// No real path is longer; OpenSSL's own bound is 100, and every step costs a signature.
constexpr int intermediates_most = 4;
constexpr std::size_t peer_certificates_most = 8;
// OpenSSL's level 2 is 112 bits: RSA 2048, no SHA-1 and no MD5 in any signature on the path.
constexpr int security_level = 2;

struct HeldCrl {
  X509CrlPtr crl;
  Bytes der;
  Instant this_update;
  Instant next_update;
  Bytes authority_key_id;  // empty when the list does not say
};

Bytes key_id_of(const X509_CRL* crl) {
  using AuthorityKeyIdPtr = std::unique_ptr<AUTHORITY_KEYID, FreedBy<AUTHORITY_KEYID_free>>;
  const AuthorityKeyIdPtr id(static_cast<AUTHORITY_KEYID*>(
      X509_CRL_get_ext_d2i(crl, NID_authority_key_identifier, nullptr, nullptr)));
  return id ? bytes_of(id->keyid) : Bytes{};
}

Result<HeldCrl> hold_crl(const Bytes& der) {
  const ErrorScope errors;
  const unsigned char* at = der.data();
  X509CrlPtr crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
  if (!crl || der_of(crl.get(), i2d_X509_CRL) != der)
    return fail(Errc::unreadable, "not a revocation list in DER");
  const auto this_update = instant_of(X509_CRL_get0_lastUpdate(crl.get()));
  // RFC 5280 section 5.1.2.5 demands nextUpdate. OpenSSL would take a list without it as fresh for
  // ever.
  const auto next_update = instant_of(X509_CRL_get0_nextUpdate(crl.get()));
  if (!this_update || !next_update)
    return fail(Errc::unreadable, "a revocation list without valid thisUpdate and nextUpdate");
  // The first look-up sorts the list, under a lock: now, rather than in the first connection.
  X509_REVOKED* none = nullptr;
  const Asn1IntegerPtr serial(required(ASN1_INTEGER_new(), "making a serial"));
  X509_CRL_get0_by_serial(crl.get(), &none, serial.get());
  Bytes key_id = key_id_of(crl.get());
  return HeldCrl{std::move(crl), der, *this_update, *next_update, std::move(key_id)};
}

Errc code_of(int verify_error) {
  switch (verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
      return Errc::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD:
      return Errc::not_yet_valid;
    case X509_V_ERR_CERT_REVOKED:
      return Errc::revoked;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
      return Errc::revocation_unknown;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_KEYUSAGE_NO_DIGITAL_SIGNATURE:
      return Errc::wrong_usage;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
    case X509_V_ERR_EC_KEY_EXPLICIT_PARAMS:
      return Errc::weak_key;
    default:
      return Errc::untrusted;
  }
}

std::string_view role_name(Role role) {
  switch (role) {
    case Role::team:
      return "team";
    case Role::custodian:
      return "custodian";
    case Role::gateway:
      return "gateway";
    case Role::server:
      return "server";
    case Role::authority:
      return "authority";
  }
  return "unknown";
}

// Before any signature is computed, so that the wrong kind of certificate costs nothing.
Result<void> check_role(const Certificate& leaf, Role role) {
  X509* x509 = native(leaf);
  const std::uint32_t flags = X509_get_extension_flags(x509);
  const bool authority = (flags & EXFLAG_CA) != 0;
  if (authority && role != Role::authority)
    return fail(Errc::wrong_usage, "an authority's certificate signs certificates, nothing else");
  if (leaf.role() != role)
    return fail(Errc::wrong_role,
                fmt::format("the certificate is of {}, not of a {}",
                            leaf.role() ? role_name(*leaf.role()) : "no role", role_name(role)));
  // Without the extension RFC 5280 allows every use. We demand to be told (default deny).
  const std::uint32_t needed = authority ? KU_KEY_CERT_SIGN : KU_DIGITAL_SIGNATURE;
  if ((flags & EXFLAG_KUSAGE) == 0 || (X509_get_key_usage(x509) & needed) == 0)
    return fail(Errc::wrong_usage, "keyUsage does not allow what the certificate is for");
  const std::uint32_t extended = role == Role::team     ? XKU_SSL_CLIENT
                                 : role == Role::server ? XKU_SSL_SERVER
                                                        : 0;
  if (extended != 0 && (flags & EXFLAG_XKUSAGE) != 0 &&
      (X509_get_extended_key_usage(x509) & (extended | XKU_ANYEKU)) == 0)
    return fail(Errc::wrong_usage, "extendedKeyUsage does not allow what the certificate is for");
  return {};
}

// OpenSSL checks revocation before dates, so that an expired certificate beside a stale list would
// be "revocation unknown", which sends people to mend the wrong thing.
Result<void> check_dates(const Certificate& leaf, Instant at) {
  if (at > leaf.not_after())
    return fail(Errc::expired, "the certificate ended " + to_rfc3339(leaf.not_after()));
  if (at < leaf.not_before())
    return fail(Errc::not_yet_valid, "the certificate begins " + to_rfc3339(leaf.not_before()));
  return {};
}

void push(STACK_OF(X509) * stack, const std::vector<Certificate>& certificates) {
  for (const Certificate& certificate : certificates)
    require(sk_X509_push(stack, native(certificate)) > 0, "collecting certificates");
}

}  // namespace

struct TrustStore::Impl {
  Input input;
  std::vector<HeldCrl> crls;
  X509StorePtr store;

  Result<std::vector<Certificate>> path(const Certificate& leaf,
                                        const std::vector<Certificate>& peer, Instant at) const;
  // Our own value for a certificate of the path OpenSSL built; all of them came from us.
  Certificate ours(X509* x509, const Certificate& leaf, const std::vector<Certificate>& peer) const;
  const HeldCrl* crl_of(const Certificate& authority, Instant at) const;
};

Result<TrustStore> TrustStore::build(Input input) {
  const ErrorScope errors;
  auto impl = std::make_shared<Impl>();
  impl->store.reset(required(X509_STORE_new(), "making a trust store"));
  for (const Certificate& anchor : input.anchors) {
    // A leaf among the anchors would be its own path, trusted for itself.
    if (anchor.role() != Role::authority ||
        (X509_get_extension_flags(native(anchor)) & EXFLAG_SS) == 0)
      return fail(Errc::wrong_role, "an anchor that is not a self-signed authority");
    require(X509_STORE_add_cert(impl->store.get(), native(anchor)) == 1, "adding an anchor");
  }
  for (const Bytes& der : input.crls_der) {
    GP_TRY(HeldCrl held, hold_crl(der));
    require(X509_STORE_add_crl(impl->store.get(), held.crl.get()) == 1, "adding a CRL");
    impl->crls.push_back(std::move(held));
  }
  // No look-up methods are added and no default paths: what was given is all there is.
  unsigned long flags = X509_V_FLAG_X509_STRICT;
  if (input.revocation == Input::Revocation::required)
    flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
  X509_VERIFY_PARAM* param = X509_STORE_get0_param(impl->store.get());
  require(X509_VERIFY_PARAM_set_flags(param, flags) == 1, "setting flags");
  X509_VERIFY_PARAM_set_depth(param, intermediates_most);
  X509_VERIFY_PARAM_set_auth_level(param, security_level);
  impl->input = std::move(input);
  return TrustStore(std::move(impl));
}

Result<TrustStore::Validated> TrustStore::validate(const Certificate& leaf,
                                                   const std::vector<Certificate>& peer_chain,
                                                   Role role, Instant at) const {
  if (peer_chain.size() > peer_certificates_most)
    return fail(Errc::untrusted, fmt::format("the peer sent {} further certificates; at most {}",
                                             peer_chain.size(), peer_certificates_most));
  GP_CHECK(check_role(leaf, role));
  GP_CHECK(check_dates(leaf, at));
  GP_TRY(const std::vector<Certificate> path, impl_->path(leaf, peer_chain, at));
  // An anchor is its own authority; everything else has one above it.
  if (path.size() < 2 && role != Role::authority)
    return fail(Errc::untrusted, "a certificate without an authority");
  Validated out{leaf, path.size() < 2 ? leaf : path[1], {}};
  for (const Certificate& certificate : path) out.evidence.chain_der.push_back(certificate.der());
  if (impl_->input.revocation == Input::Revocation::not_checked) return out;
  for (std::size_t i = path.size() < 2 ? 0 : 1; i < path.size(); ++i) {
    const HeldCrl* held = impl_->crl_of(path[i], at);
    if (held == nullptr)
      return fail(Errc::revocation_unknown, "an authority on the path has no fresh CRL");
    out.evidence.crl_der.push_back(held->der);
  }
  return out;
}

Result<std::vector<Certificate>> TrustStore::Impl::path(const Certificate& leaf,
                                                        const std::vector<Certificate>& peer,
                                                        Instant at) const {
  const ErrorScope errors;
  // OpenSSL counts from here into the past and the future alike, in whole seconds.
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch();
  const X509StackPtr further(required(sk_X509_new_null(), "collecting certificates"));
  push(further.get(), input.intermediates);
  push(further.get(), peer);
  const X509StoreCtxPtr context(required(X509_STORE_CTX_new(), "making a path context"));
  require(X509_STORE_CTX_init(context.get(), store.get(), native(leaf), further.get()) == 1,
          "starting a path");
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), seconds.count());
  if (X509_verify_cert(context.get()) != 1) {
    const int error = X509_STORE_CTX_get_error(context.get());
    return fail(code_of(error),
                fmt::format("{} (certificate {} of the path)", X509_verify_cert_error_string(error),
                            X509_STORE_CTX_get_error_depth(context.get()) + 1));
  }
  std::vector<Certificate> out;
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
  out.reserve(static_cast<std::size_t>(sk_X509_num(chain)));
  for (int i = 0; i < sk_X509_num(chain); ++i)
    out.push_back(ours(sk_X509_value(chain, i), leaf, peer));
  return out;
}

Certificate TrustStore::Impl::ours(X509* x509, const Certificate& leaf,
                                   const std::vector<Certificate>& peer) const {
  const auto same = [x509](const Certificate& candidate) {
    return native(candidate) == x509 || X509_cmp(native(candidate), x509) == 0;
  };
  if (same(leaf)) return leaf;
  for (const auto* list : {&input.anchors, &input.intermediates, &peer})
    if (const auto found = std::ranges::find_if(*list, same); found != list->end()) return *found;
  throw std::logic_error("a path leads through a certificate that nobody gave");
}

// The list OpenSSL consulted, and whose signature it checked, for this authority: the newest in
// force at `at`, by name and, since two authorities can share a name (a renewed key), by key
// identifier.
const HeldCrl* TrustStore::Impl::crl_of(const Certificate& authority, Instant at) const {
  const HeldCrl* best = nullptr;
  const Bytes key_id = bytes_of(X509_get0_subject_key_id(native(authority)));
  for (const HeldCrl& held : crls) {
    if (X509_NAME_cmp(X509_CRL_get_issuer(held.crl.get()),
                      X509_get_subject_name(native(authority))) != 0)
      continue;
    if (!held.authority_key_id.empty() && held.authority_key_id != key_id) continue;
    if (at < held.this_update || at > held.next_update) continue;
    if (best == nullptr || held.this_update > best->this_update) best = &held;
  }
  return best;
}

const std::vector<Certificate>& TrustStore::anchors() const { return impl_->input.anchors; }

std::optional<Instant> TrustStore::crl_next_update() const {
  const auto earliest = std::ranges::min_element(impl_->crls, {}, &HeldCrl::next_update);
  if (earliest == impl_->crls.end()) return std::nullopt;
  return earliest->next_update;
}

std::optional<CrlWindow> crl_window(ByteView der) {
  const auto held = hold_crl(Bytes(der.begin(), der.end()));
  if (!held) return std::nullopt;
  return CrlWindow{held->this_update, held->next_update};
}

Result<std::vector<Bytes>> crls_from_file_bytes(ByteView content) {
  if (as_text(content).find("-----BEGIN") != std::string_view::npos)
    return pem_bodies(content, "X509 CRL");
  const ErrorScope errors;
  std::vector<Bytes> out;
  const unsigned char* at = content.data();
  const unsigned char* end = at + content.size();
  while (at != end) {
    const unsigned char* start = at;
    const X509CrlPtr crl(d2i_X509_CRL(nullptr, &at, end - at));
    if (!crl) return fail(Errc::unreadable, "neither PEM nor DER revocation lists");
    out.emplace_back(start, at);
  }
  if (out.empty()) return fail(Errc::unreadable, "a file without a revocation list");
  return out;
}

}  // namespace gatepost::certs
