// TLS settings from certificates, keys and CRLs, as OpenSSL's contexts. Internal to transports;
// knows no socket. A context is not changed once built.
#pragma once

#include <openssl/ssl.h>

#include <memory>

#include "gateway/base/bytes.hpp"
#include "transports/errors.hpp"
#include "transports/http_client.hpp"
#include "transports/http_server.hpp"

namespace gatepost::transports {

struct FreeSslContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using SslContext = std::unique_ptr<SSL_CTX, FreeSslContext>;

// A server's context of exactly the shape that SECURITY-AND-FAULTS asks of the machine port.
// Errors: bad_tls_material.
Result<SslContext> build_server_context(const TlsServerContext::Material& material);

// The same for the browser port. Errors: bad_tls_material.
Result<SslContext> build_browser_context(const TlsServerContext::BrowserMaterial& material);

// Whether a client's files are there and fit together, so that a wrong setting is told at start and
// not at the first request. Errors: bad_tls_material.
Result<void> check_client_files(const HttpClient::Options& options);

}  // namespace gatepost::transports
