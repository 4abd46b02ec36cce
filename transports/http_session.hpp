// HttpSession: one accepted connection from handshake to close, one request at a time. Internal to
// transports; belongs to the server's task group and to its io_context's thread. It never logs a
// path, a query, a field or a body.
#pragma once

#include <expected>

#include "formats/http1/parser.hpp"
#include "transports/http_server.hpp"
#include "transports/server_stream.hpp"

namespace gatepost::transports {

class HttpSession {
 public:
  // What all sessions of a server use; outlives them.
  struct Shared {
    Log& log;
    HttpHandler& handler;
    const HttpServer::Options& options;
    ServerStatistics& statistics;
  };
  enum class Security { plain, tls };
  HttpSession(Shared shared, std::unique_ptr<ServerStream> stream, Security security);

  boost::asio::awaitable<void> run();
  // Idle: ends at once. Busy: ends after its answer.
  void finish();
  // Ends at once.
  void cut();

 private:
  // Why a request goes no further: the status to answer, or the connection just ends.
  struct Refusal {
    std::optional<int> status;
  };
  template <class T>
  using Step = boost::asio::awaitable<std::expected<T, Refusal>>;
  enum class Next { another_request, close };

  boost::asio::awaitable<Next> exchange();
  Step<void> read_head();
  Step<void> read_body();
  Step<void> invite_body();
  Step<std::size_t> receive(std::chrono::milliseconds at_most);
  Step<void> send(Bytes bytes);
  boost::asio::awaitable<Next> answer(formats::http1::Request request);
  boost::asio::awaitable<formats::http1::Response> ask(formats::http1::Request request);
  boost::asio::awaitable<void> refuse(int status);
  Refusal misframed(const Error& error);
  Bytes finished(formats::http1::Response response, formats::http1::Connection connection,
                 std::string_view method);

  Shared my_;
  std::unique_ptr<ServerStream> stream_;
  Security security_;
  formats::http1::RequestParser parser_;
  bool idle_ = true;  // nothing of a request has arrived
  bool finishing_ = false;
  bool first_request_ = true;
};

}  // namespace gatepost::transports
