#include "transports/http_server.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <map>

#include "gateway/base/limits.hpp"
#include "gateway/base/task_group.hpp"
#include "transports/deadline.hpp"
#include "transports/http_session.hpp"

namespace gatepost::transports {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr int listen_backlog = 256;
// When descriptors or memory run out, accepting again at once would only spin.
constexpr std::chrono::milliseconds accept_pause{200};

// One IPv6 subscriber owns a whole /64, so that is what counts as an address.
std::string limit_key(const asio::ip::address& address) {
  if (!address.is_v6() || address.to_v6().is_v4_mapped()) return address.to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return asio::ip::address_v6(bytes).to_string();
}

}  // namespace

struct HttpServer::Impl {
  // One connection's place under the caps, held for as long as its task lives.
  struct Place {
    Place(Impl& its_server, std::string its_key, std::unique_ptr<HttpSession> its_session);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    Impl& server;
    std::string key;
    std::unique_ptr<HttpSession> session;
    std::list<Place*>::iterator self;
  };

  Impl(asio::io_context& io, Log& its_log, HttpHandler& its_handler, Options its_options)
      : log(its_log),
        handler(its_handler),
        options(std::move(its_options)),
        acceptor(io),
        pause(io),
        tasks(io.get_executor(), its_log) {}

  Result<void> listen();
  asio::awaitable<void> accept_loop();
  asio::awaitable<void> wait_for_descriptors();
  void admit(tcp::socket socket);

  Log& log;
  HttpHandler& handler;
  Options options;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  ServerStatistics statistics;
  std::list<Place*> places;
  std::map<std::string, int> per_address;
  std::uint16_t port = 0;
  bool draining = false;
  TaskGroup tasks;  // last: it must be empty before anything else goes
};

HttpServer::Options::Options()
    : head_wait(limits::http_head_wait),
      idle_wait(limits::http_idle_wait),
      handshake_wait(limits::tls_handshake_wait),
      write_wait(limits::http_write_wait),
      body_floor_bytes_per_second(limits::http_body_floor_bytes_per_second),
      connections(limits::connections),
      connections_per_address(limits::connections_per_address) {}

HttpServer::HttpServer(asio::io_context& io, Log& log, HttpHandler& handler, Options options)
    : impl_(std::make_unique<Impl>(io, log, handler, std::move(options))) {}

HttpServer::~HttpServer() = default;

Result<void> HttpServer::start() {
  GP_CHECK(impl_->listen());
  impl_->tasks.spawn("accept", [impl = impl_.get()] { return impl->accept_loop(); });
  return {};
}

std::uint16_t HttpServer::port() const { return impl_->port; }

void HttpServer::reload(std::shared_ptr<TlsServerContext> tls) {
  impl_->options.tls = std::move(tls);
  // A peer whose certificate was revoked must not live on over an old connection: each ends after
  // the answer under way, and who may still connect does.
  for (auto* place : impl_->places) place->session->finish();
}

asio::awaitable<std::size_t> HttpServer::drain(std::chrono::milliseconds deadline) {
  auto& my = *impl_;
  my.draining = true;
  boost::system::error_code ignored;
  my.acceptor.close(ignored);
  my.pause.cancel();
  for (auto* place : my.places) place->session->finish();

  std::size_t cut = 0;
  const Deadline patience(my.acceptor.get_executor(), deadline, [&my, &cut] {
    cut = my.places.size();
    my.log.warning("http_drain_cut", {{"connections", cut}});
    for (auto* place : my.places) place->session->cut();
  });
  co_await my.tasks.join();
  co_return cut;
}

ServerStatistics HttpServer::statistics() const {
  auto statistics = impl_->statistics;
  statistics.open = impl_->places.size();
  return statistics;
}

Result<void> HttpServer::Impl::listen() {
  const auto failed = [this](const boost::system::error_code& error) {
    return fail(Errc::cannot_listen, fmt::format("listener {} port {}: {}", options.address,
                                                 options.port, error.message()));
  };
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return failed(error);
  const tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(listen_backlog, error);
  if (!error) port = acceptor.local_endpoint(error).port();
  if (!error) return {};
  boost::system::error_code ignored;
  acceptor.close(ignored);
  return failed(error);
}

asio::awaitable<void> HttpServer::Impl::accept_loop() {
  while (!draining) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (draining) break;
    if (!error) {
      admit(std::move(socket));
    } else if (error == asio::error::no_descriptors || error == asio::error::no_memory ||
               error == asio::error::no_buffer_space ||
               error == boost::system::errc::too_many_files_open_in_system) {
      co_await wait_for_descriptors();
    }
    // Other errors belong to a connection that went before it was accepted.
  }
}

asio::awaitable<void> HttpServer::Impl::wait_for_descriptors() {
  log.warning("http_accept_paused", {{"open", places.size()}});
  pause.expires_after(accept_pause);
  co_await pause.async_wait(as_result);
}

void HttpServer::Impl::admit(tcp::socket socket) {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error).address();
  if (error) return;  // gone already
  auto key = limit_key(remote);
  const auto found = per_address.find(key);
  const int of_this_address = found == per_address.end() ? 0 : found->second;
  if (std::cmp_greater_equal(places.size(), options.connections) ||
      of_this_address >= options.connections_per_address) {
    ++statistics.refused_by_limit;
    return;  // the socket closes
  }
  ++statistics.accepted;
  socket.set_option(tcp::no_delay(true), error);

  const auto security = options.tls ? HttpSession::Security::tls : HttpSession::Security::plain;
  auto stream = options.tls ? make_tls_stream(options.tls, std::move(socket), remote.to_string())
                            : make_plain_stream(std::move(socket), remote.to_string());
  auto session = std::make_unique<HttpSession>(
      HttpSession::Shared{log, handler, options, statistics}, std::move(stream), security);
  // Shared only because std::function must be copyable; the task is the one owner.
  auto place = std::make_shared<Place>(*this, std::move(key), std::move(session));
  tasks.spawn("http_session", [place] { return place->session->run(); });
}

HttpServer::Impl::Place::Place(Impl& its_server, std::string its_key,
                               std::unique_ptr<HttpSession> its_session)
    : server(its_server), key(std::move(its_key)), session(std::move(its_session)) {
  self = server.places.insert(server.places.end(), this);
  ++server.per_address[key];
}

HttpServer::Impl::Place::~Place() {
  server.places.erase(self);
  const auto found = server.per_address.find(key);
  if (--found->second == 0) server.per_address.erase(found);
}

}  // namespace gatepost::transports
