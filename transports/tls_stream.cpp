// The only translation unit with asio/ssl: it costs seconds to compile.
#include <openssl/err.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "transports/deadline.hpp"
#include "transports/server_stream.hpp"
#include "transports/tls_material.hpp"

namespace gatepost::transports {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

class OpenSslServerContext final : public TlsServerContext {
 public:
  explicit OpenSslServerContext(SslContext native) : context(native.release()) {}
  asio::ssl::context context;
};

// Leaf first, up to the anchor, as verified in the handshake.
Result<std::vector<certs::Certificate>> verified_chain(SSL* ssl) {
  std::vector<certs::Certificate> chain;
  const auto* verified = SSL_get0_verified_chain(ssl);
  for (int i = 0; i < sk_X509_num(verified); ++i) {
    Bytes der(static_cast<std::size_t>(std::max(0, i2d_X509(sk_X509_value(verified, i), nullptr))));
    auto* out = der.data();
    i2d_X509(sk_X509_value(verified, i), &out);
    GP_TRY(auto certificate, certs::Certificate::from_der(der));
    chain.push_back(std::move(certificate));
  }
  return chain;
}

class TlsStream final : public ServerStream {
 public:
  TlsStream(std::shared_ptr<OpenSslServerContext> context, tcp::socket socket,
            std::string remote_address)
      : context_(std::move(context)),
        stream_(std::move(socket), context_->context),
        identity_{std::move(remote_address), {}} {}

  asio::awaitable<Result<void>> handshake(std::chrono::milliseconds at_most) override {
    const Deadline deadline(stream_.get_executor(), at_most, [this] { cancel(); });
    const auto [error] =
        co_await stream_.async_handshake(asio::ssl::stream_base::server, as_result);
    if (deadline.expired()) co_return fail(Errc::timed_out, "handshake");
    if (error) co_return fail(Errc::handshake_failed, reason(error));
    // A browser proves who it is by signing in.
    if ((SSL_get_verify_mode(stream_.native_handle()) & SSL_VERIFY_PEER) == 0)
      co_return Result<void>();
    auto chain = verified_chain(stream_.native_handle());
    if (!chain) co_return fail(Errc::handshake_failed, chain.error().to_string());
    if (chain->empty()) co_return fail(Errc::handshake_failed, "no client certificate");
    identity_.peer_chain = std::move(*chain);
    co_return Result<void>();
  }

  asio::awaitable<Result<std::size_t>> read_some(asio::mutable_buffer into,
                                                 std::chrono::milliseconds at_most) override {
    const Deadline deadline(stream_.get_executor(), at_most, [this] { cancel(); });
    const auto [error, count] = co_await stream_.async_read_some(into, as_result);
    if (!error) co_return count;
    if (deadline.expired()) co_return fail(Errc::timed_out, "read");
    // close_notify arrives as eof; a connection cut without it as stream_truncated, which is no
    // clean end.
    if (error == asio::error::eof) co_return std::size_t{0};
    co_return fail(Errc::connection_lost, "read");
  }

  asio::awaitable<Result<void>> write_all(asio::const_buffer from,
                                          std::chrono::milliseconds at_most) override {
    const Deadline deadline(stream_.get_executor(), at_most, [this] { cancel(); });
    const auto [error, count] = co_await asio::async_write(stream_, from, as_result);
    if (!error) co_return Result<void>();
    if (deadline.expired()) co_return fail(Errc::timed_out, "write");
    co_return fail(Errc::connection_lost, "write");
  }

  asio::awaitable<void> close() override {
    boost::system::error_code error;
    const Stopwatch since;
    if (SSL_is_init_finished(stream_.native_handle())) {
      // Half of the bound, so that a peer which never answers our close_notify still gets to read
      // what we wrote.
      const Deadline deadline(stream_.get_executor(), close_wait / 2, [this] { cancel(); });
      std::tie(error) = co_await stream_.async_shutdown(as_result);
    }
    const auto left = std::max(std::chrono::milliseconds(1), close_wait - since.elapsed());
    co_await linger_and_close(stream_.next_layer(), left);
  }

  void abort() override {
    boost::system::error_code ignored;
    stream_.next_layer().close(ignored);
  }

  const ConnectionIdentity& identity() const override { return identity_; }

 private:
  void cancel() {
    boost::system::error_code ignored;
    stream_.next_layer().cancel(ignored);
  }

  // OpenSSL's words, or those for why the peer's certificate was refused; neither names the
  // certificate.
  std::string reason(boost::system::error_code error) {
    const auto verdict = SSL_get_verify_result(stream_.native_handle());
    ERR_clear_error();
    return verdict == X509_V_OK ? error.message() : X509_verify_cert_error_string(verdict);
  }

  std::shared_ptr<OpenSslServerContext> context_;  // kept over a reload
  asio::ssl::stream<tcp::socket> stream_;
  ConnectionIdentity identity_;
};

}  // namespace

Result<std::shared_ptr<TlsServerContext>> TlsServerContext::build(const Material& material) {
  GP_TRY(auto context, build_server_context(material));
  return std::make_shared<OpenSslServerContext>(std::move(context));
}

Result<std::shared_ptr<TlsServerContext>> TlsServerContext::build_for_browsers(
    const BrowserMaterial& material) {
  GP_TRY(auto context, build_browser_context(material));
  return std::make_shared<OpenSslServerContext>(std::move(context));
}

std::unique_ptr<ServerStream> make_tls_stream(std::shared_ptr<TlsServerContext> context,
                                              tcp::socket socket, std::string remote_address) {
  // TlsServerContext makes no other kind.
  return std::make_unique<TlsStream>(std::static_pointer_cast<OpenSslServerContext>(context),
                                     std::move(socket), std::move(remote_address));
}

}  // namespace gatepost::transports
