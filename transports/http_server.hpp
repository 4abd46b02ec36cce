// HttpServer: accepts connections on one port, TLS or plain, and hands requests to a handler. Owns
// its connections through a TaskGroup; lives on one io_context thread; knows no business.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "formats/http1/message.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/time.hpp"
#include "transports/byte_stream.hpp"

namespace gatepost::transports {

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // The most this request's body may have; 0 refuses any body.
  virtual std::size_t body_limit(const formats::http1::RequestHead& head) const = 0;
  // Called on the io_context's thread; must not throw for peer input. An exception answers 500 and
  // is logged without content.
  virtual boost::asio::awaitable<formats::http1::Response> handle(
      const ConnectionIdentity& peer, formats::http1::Request request) = 0;
};

// TLS server settings, without tickets, renegotiation or compression. Built anew on reload;
// connections keep the one they began with.
class TlsServerContext {
 public:
  struct Material {
    Bytes certificate_pem, key_pem;  // chain leaf first
    Bytes client_trust_pem;          // authorities whose certificates may connect
    Bytes client_crl;                // PEM, one or more
  };
  // For machines: TLS 1.3 only, client certificates required and verified against trust and CRL (a
  // stale CRL fails closed). Errors: bad_tls_material.
  static Result<std::shared_ptr<TlsServerContext>> build(const Material& material);
  // For browsers: TLS 1.2 and 1.3, ephemeral keys and authenticated ciphers only, no client
  // certificates; `peer_chain` is empty. Errors: bad_tls_material.
  struct BrowserMaterial {
    Bytes certificate_pem, key_pem;
  };
  static Result<std::shared_ptr<TlsServerContext>> build_for_browsers(
      const BrowserMaterial& material);
  virtual ~TlsServerContext() = default;
};

struct ServerStatistics {
  std::uint64_t accepted = 0, refused_by_limit = 0, handshake_failures = 0, requests = 0,
                framing_errors = 0, timeouts = 0;
  std::uint64_t open = 0;
};

class HttpServer {
 public:
  struct Options {
    std::string address;                    // an IP address
    std::uint16_t port = 0;                 // 0: any free
    std::shared_ptr<TlsServerContext> tls;  // null: plain HTTP (loopback admin port)
    // Overridable for tests; defaults are gateway/base/limits.hpp.
    std::chrono::milliseconds head_wait, idle_wait, handshake_wait, write_wait;
    std::size_t body_floor_bytes_per_second;
    std::chrono::milliseconds body_grace{5000};  // before the floor counts
    int connections, connections_per_address;
    const Clock* clock = nullptr;  // for the date field; without one there is none
    Options();
  };
  HttpServer(boost::asio::io_context& io, Log& log, HttpHandler& handler, Options options);
  ~HttpServer();

  // Errors: cannot_listen.
  Result<void> start();
  std::uint16_t port() const;  // the real one, after start
  void reload(
      std::shared_ptr<TlsServerContext> tls);  // ends the old connections, after their answers
  // Stops accepting; idle connections close at once, busy ones after their answer ("connection:
  // close"), the rest at the deadline. Resumes when no connection is left. Answers how many had to
  // be cut.
  boost::asio::awaitable<std::size_t> drain(std::chrono::milliseconds deadline);
  ServerStatistics statistics() const;

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace gatepost::transports
