// HttpClient: HTTPS out, through libcurl, blocking: for the CLI's clients and for workers. TLS 1.3,
// our client certificate, the server verified against the given authorities only. Keeps connections
// alive between requests. One thread at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "formats/http1/message.hpp"
#include "transports/errors.hpp"

namespace gatepost::transports {

class HttpClient {
 public:
  struct Options {
    std::string base_url;         // "https://127.0.0.1:8443"
    std::filesystem::path trust;  // PEM authorities
    std::optional<std::filesystem::path> crl;
    std::filesystem::path certificate, key;
    std::chrono::seconds timeout{30};  // for a whole request
    std::chrono::seconds connect_timeout{10};
    std::size_t response_limit = std::size_t{8} << 20;
  };
  // Errors: bad_tls_material.
  static Result<HttpClient> create(Options options);
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  // `path_and_query` begins with "/". Any status is a success of the transport. Errors:
  // unreachable, peer_not_trusted, timed_out, connection_lost, handshake_failed, too_large,
  // bad_tls_material (files changed since). The context never contains the path (it may name a
  // message).
  Result<formats::http1::Response> request(std::string_view method, std::string_view path_and_query,
                                           const formats::http1::Fields& fields, ByteView body);

 private:
  struct Impl;
  explicit HttpClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gatepost::transports
