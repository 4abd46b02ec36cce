#include "transports/tls_material.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <limits>

#include "certs/openssl.hpp"

namespace gatepost::transports {

namespace {

using certs::BioPtr;
using certs::PkeyPtr;
using certs::X509CrlPtr;
using certs::X509Ptr;

constexpr int chain_depth = 4;
// Of TLS 1.3; on the machine port there are no others.
constexpr const char* cipher_suites =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

// Of TLS 1.2, for browsers that lack 1.3: ephemeral keys, authenticated encryption.
constexpr const char* older_cipher_suites =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";

std::unexpected<Error> bad(std::string_view setting, std::string_view what) {
  ERR_clear_error();
  return fail(Errc::bad_tls_material, fmt::format("{} {}", setting, what));
}

BioPtr open_memory(ByteView pem) {
  if (pem.size() > std::numeric_limits<int>::max()) return nullptr;
  return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// An encrypted key must be an error, not a question on the terminal of a service.
int no_password(char*, int, int, void*) { return -1; }

// Every object of one kind in a PEM file; none is an error of the caller's.
template <class Pointer, class Read>
std::vector<Pointer> read_all(ByteView pem, Read read) {
  std::vector<Pointer> objects;
  const auto bio = open_memory(pem);
  while (auto* object = read(bio.get(), nullptr, &no_password, nullptr))
    objects.emplace_back(object);
  ERR_clear_error();  // the end of the file is an error to OpenSSL
  return objects;
}

Result<void> use_own_certificate(SSL_CTX* context,
                                 const TlsServerContext::BrowserMaterial& material) {
  auto chain = read_all<X509Ptr>(material.certificate_pem, PEM_read_bio_X509);
  if (chain.empty()) return bad("certificate", "holds no certificate");
  if (SSL_CTX_use_certificate(context, chain.front().get()) != 1)
    return bad("certificate", "is unusable (too weak?)");
  for (std::size_t i = 1; i < chain.size(); ++i)
    if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1)
      return bad("certificate", "has an unusable chain");
  const auto bio = open_memory(material.key_pem);
  const PkeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_password, nullptr));
  if (!key) return bad("key", "holds no readable private key");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    return bad("key", "does not belong to the certificate");
  return {};
}

Result<void> trust_clients(SSL_CTX* context, const TlsServerContext::Material& material) {
  auto* store = SSL_CTX_get_cert_store(context);
  const auto authorities = read_all<X509Ptr>(material.client_trust_pem, PEM_read_bio_X509);
  if (authorities.empty()) return bad("client trust", "holds no certificate");
  for (const auto& authority : authorities)
    if (X509_STORE_add_cert(store, authority.get()) != 1 ||
        SSL_CTX_add_client_CA(context, authority.get()) != 1)
      return bad("client trust", "holds an unusable certificate");
  const auto crls = read_all<X509CrlPtr>(material.client_crl, PEM_read_bio_X509_CRL);
  // Without one every handshake would fail; said here, somebody learns why.
  if (crls.empty()) return bad("client CRL", "holds no CRL");
  for (const auto& crl : crls)
    if (X509_STORE_add_crl(store, crl.get()) != 1) return bad("client CRL", "is unusable");
  // With these flags a missing, stale or foreign CRL anywhere on the path fails the handshake.
  auto* parameters = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT);
  X509_VERIFY_PARAM_set_depth(parameters, chain_depth);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return {};
}

// Only HTTP/1.1, when the client asks: a connection meant for another protocol is refused (RFC 7301
// section 3.2).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_length,
                    const unsigned char* offered, unsigned int offered_length, void*) {
  static constexpr std::string_view http_1_1 = "http/1.1";
  for (unsigned int i = 0; i < offered_length; i += offered[i] + 1U) {
    const ByteView name(offered + i + 1, offered[i]);
    if (as_text(name) != http_1_1) continue;
    *chosen = name.data();
    *chosen_length = offered[i];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_protocol(SSL_CTX* context, int least_version) {
  SSL_CTX_set_min_proto_version(context, least_version);
  SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_security_level(context, 2);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_early_data(context, 0);
  SSL_CTX_set_recv_max_early_data(context, 0);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, &choose_protocol, nullptr);
}

}  // namespace

static Result<SslContext> begin_context(int least_version,
                                        const TlsServerContext::BrowserMaterial& material) {
  SslContext context(SSL_CTX_new(TLS_server_method()));
  if (!context) return bad("TLS", "cannot begin");
  set_protocol(context.get(), least_version);
  if (SSL_CTX_set_ciphersuites(context.get(), cipher_suites) != 1)
    return bad("TLS", "lacks the cipher suites");
  GP_CHECK(use_own_certificate(context.get(), material));
  return context;
}

Result<SslContext> build_server_context(const TlsServerContext::Material& material) {
  GP_TRY(auto context, begin_context(TLS1_3_VERSION, {material.certificate_pem, material.key_pem}));
  GP_CHECK(trust_clients(context.get(), material));
  return context;
}

Result<SslContext> build_browser_context(const TlsServerContext::BrowserMaterial& material) {
  GP_TRY(auto context, begin_context(TLS1_2_VERSION, material));
  if (SSL_CTX_set_cipher_list(context.get(), older_cipher_suites) != 1)
    return bad("TLS", "lacks the cipher suites");
  return context;
}

Result<void> check_client_files(const HttpClient::Options& options) {
  const SslContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) return bad("TLS", "cannot begin");
  SSL_CTX_set_default_passwd_cb(context.get(), &no_password);
  if (SSL_CTX_load_verify_file(context.get(), options.trust.c_str()) != 1)
    return bad("trust", "is not a PEM file of certificates");
  if (SSL_CTX_use_certificate_chain_file(context.get(), options.certificate.c_str()) != 1)
    return bad("certificate", "is not a PEM file of certificates");
  if (SSL_CTX_use_PrivateKey_file(context.get(), options.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1)
    return bad("key", "is not readable, or does not belong to the certificate");
  if (!options.crl) return {};
  const BioPtr crl(BIO_new_file(options.crl->c_str(), "r"));
  if (!crl || !X509CrlPtr(PEM_read_bio_X509_CRL(crl.get(), nullptr, &no_password, nullptr)))
    return bad("CRL", "is not a PEM file of a CRL");
  return {};
}

}  // namespace gatepost::transports
