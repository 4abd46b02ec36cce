// What the HTTP server needs of a stream beyond ByteStream: a handshake, so that a connection which
// has not finished it can be aborted like any other. Internal to transports; one io_context thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "transports/byte_stream.hpp"

namespace gatepost::transports {

class TlsServerContext;

class ServerStream : public ByteStream {
 public:
  // Before anything else. Errors: handshake_failed, timed_out, connection_lost.
  virtual boost::asio::awaitable<Result<void>> handshake(std::chrono::milliseconds at_most) = 0;
};

std::unique_ptr<ServerStream> make_plain_stream(boost::asio::ip::tcp::socket socket,
                                                std::string remote_address);
std::unique_ptr<ServerStream> make_tls_stream(std::shared_ptr<TlsServerContext> context,
                                              boost::asio::ip::tcp::socket socket,
                                              std::string remote_address);

// How long `close` may take in all, and what it reads and throws away meanwhile.
inline constexpr std::chrono::milliseconds close_wait{1000};
inline constexpr std::size_t close_discard_bytes = std::size_t{256} << 10;

// Ends our side and waits for the peer's end: a socket closed with unread bytes in it sends a
// reset, which can destroy an answer that the peer has not read yet. Never fails.
boost::asio::awaitable<void> linger_and_close(boost::asio::ip::tcp::socket& socket,
                                              std::chrono::milliseconds at_most);

}  // namespace gatepost::transports
