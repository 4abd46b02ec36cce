// What the tests of transports share: an authority in a temporary folder, a server on its own
// thread, and a raw client.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <thread>

#include "certs/authority.hpp"
#include "transports/http_client.hpp"
#include "transports/http_server.hpp"

namespace gatepost::transports::testing {

using std::chrono::milliseconds;

// Whether the condition comes true within some seconds.
bool eventually(const std::function<bool()>& condition);

struct CommandResult {
  int exit_code = -1;
  std::string output;  // standard output and error
};
CommandResult run_command(const std::string& command);

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Files {
  std::filesystem::path certificate, key;
};

// An authority that began a year and a bit less ago, so that its CRL can be made to be stale.
class TestAuthority {
 public:
  TestAuthority();
  Files issue(certs::Role role, const std::string& name, const std::vector<std::string>& dns = {});
  void revoke(const Files& files);
  void make_crl_stale();
  TlsServerContext::Material material(const Files& server) const;
  std::filesystem::path trust() const { return folder_.path() / "ca" / "ca.pem"; }
  std::filesystem::path crl() const { return folder_.path() / "ca" / "crl.pem"; }
  std::filesystem::path folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
  std::optional<certs::DevelopmentAuthority> authority_;
  int issued_ = 0;
};

std::string read_text(const std::filesystem::path& path);

// Does what the path says: /echo, /throw, /split, /big, /peer, and /wait until released.
class TestHandler final : public HttpHandler {
 public:
  explicit TestHandler(boost::asio::io_context& io);
  std::size_t body_limit(const formats::http1::RequestHead& head) const override;
  boost::asio::awaitable<formats::http1::Response> handle(const ConnectionIdentity& peer,
                                                          formats::http1::Request request) override;

  static constexpr std::size_t usual_limit = 1000;
  static constexpr std::size_t big_answer = 300'000;
  std::atomic<int> waiting = 0;
  boost::asio::steady_timer released;  // cancelled to let /wait answer
};

class FixedClock final : public Clock {
 public:
  Instant now() const override;
};

// A server that runs on a thread of its own until the end of the test.
class RunningServer {
 public:
  explicit RunningServer(const std::function<void(HttpServer::Options&)>& adjust = {});
  ~RunningServer();

  std::uint16_t port() const { return port_; }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  ServerStatistics statistics();
  void reload(std::shared_ptr<TlsServerContext> tls);
  std::future<std::size_t> drain(milliseconds deadline);
  void release();
  TestHandler& handler() { return handler_; }

 private:
  boost::asio::io_context io_;
  // A drained server leaves the io_context without work, yet the test may still ask it something.
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  Log log_;
  FixedClock clock_;
  TestHandler handler_;
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = 0;
  std::optional<std::jthread> thread_;
};

// A blocking TCP client that says exactly what it is told.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool send(std::string_view bytes);
  // Until the text has been read `times` times in all, the end of the stream, or some seconds have
  // passed.
  std::string read_until(std::string_view text, int times = 1);
  std::string read_to_end();
  // Whether the server has ended the connection, now or within some seconds.
  bool ended();
  // Whether there is anything to read within that time.
  bool readable(milliseconds at_most);
  void close();

 private:
  int socket_ = -1;
};

}  // namespace gatepost::transports::testing
