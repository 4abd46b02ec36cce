// ByteStream: the network as users of it see it. TLS and Asio's SSL stay behind it (one translation
// unit). Used from its io_context's thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <memory>
#include <string>
#include <vector>

#include "certs/certificate.hpp"
#include "transports/errors.hpp"

namespace gatepost::transports {

// Who is at the other end, as the connection proves it; apart from whoever signed a form.
struct ConnectionIdentity {
  std::string remote_address;  // "127.0.0.1"
  std::vector<certs::Certificate>
      peer_chain;  // leaf first; empty on ports without client certificates
};

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // At least one byte, or 0 at a clean end of stream. Errors: timed_out, connection_lost.
  virtual boost::asio::awaitable<Result<std::size_t>> read_some(
      boost::asio::mutable_buffer into, std::chrono::milliseconds at_most) = 0;
  // All of it. Errors: timed_out, connection_lost.
  virtual boost::asio::awaitable<Result<void>> write_all(boost::asio::const_buffer from,
                                                         std::chrono::milliseconds at_most) = 0;
  // TLS close_notify within a short bound, then closed; never fails.
  virtual boost::asio::awaitable<void> close() = 0;
  // Closes at once from the same thread; pending reads and writes end with connection_lost.
  virtual void abort() = 0;
  virtual const ConnectionIdentity& identity() const = 0;
};

}  // namespace gatepost::transports
