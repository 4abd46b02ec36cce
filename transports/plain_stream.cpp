#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "transports/deadline.hpp"
#include "transports/server_stream.hpp"

namespace gatepost::transports {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

class PlainStream final : public ServerStream {
 public:
  PlainStream(tcp::socket socket, std::string remote_address)
      : socket_(std::move(socket)), identity_{std::move(remote_address), {}} {}

  asio::awaitable<Result<void>> handshake(std::chrono::milliseconds) override {
    co_return Result<void>();
  }

  asio::awaitable<Result<std::size_t>> read_some(asio::mutable_buffer into,
                                                 std::chrono::milliseconds at_most) override {
    const Deadline deadline(socket_.get_executor(), at_most, [this] { cancel(); });
    const auto [error, count] = co_await socket_.async_read_some(into, as_result);
    if (!error) co_return count;
    if (deadline.expired()) co_return fail(Errc::timed_out, "read");
    if (error == asio::error::eof) co_return std::size_t{0};
    co_return fail(Errc::connection_lost, "read");
  }

  asio::awaitable<Result<void>> write_all(asio::const_buffer from,
                                          std::chrono::milliseconds at_most) override {
    const Deadline deadline(socket_.get_executor(), at_most, [this] { cancel(); });
    const auto [error, count] = co_await asio::async_write(socket_, from, as_result);
    if (!error) co_return Result<void>();
    if (deadline.expired()) co_return fail(Errc::timed_out, "write");
    co_return fail(Errc::connection_lost, "write");
  }

  asio::awaitable<void> close() override { return linger_and_close(socket_, close_wait); }

  void abort() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  const ConnectionIdentity& identity() const override { return identity_; }

 private:
  void cancel() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

  tcp::socket socket_;
  ConnectionIdentity identity_;
};

}  // namespace

std::unique_ptr<ServerStream> make_plain_stream(tcp::socket socket, std::string remote_address) {
  return std::make_unique<PlainStream>(std::move(socket), std::move(remote_address));
}

asio::awaitable<void> linger_and_close(tcp::socket& socket, std::chrono::milliseconds at_most) {
  boost::system::error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  {
    const Deadline deadline(socket.get_executor(), at_most, [&socket] {
      boost::system::error_code unused;
      socket.cancel(unused);
    });
    std::array<std::uint8_t, 4096> discarded;
    std::size_t total = 0;
    while (total < close_discard_bytes) {
      const auto [error, count] =
          co_await socket.async_read_some(asio::buffer(discarded), as_result);
      if (error || deadline.expired()) break;
      total += count;
    }
  }
  socket.close(ignored);
}

}  // namespace gatepost::transports
