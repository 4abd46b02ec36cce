#include "tests/unit/transports/support.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdio>
#include <fstream>
#include <future>
#include <iterator>
#include <stdexcept>

#include "gateway/base/posix/posix.hpp"

namespace gatepost::transports::testing {

namespace {

namespace asio = boost::asio;
namespace http1 = formats::http1;

constexpr milliseconds patience{10'000};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().to_string());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return condition();
}

CommandResult run_command(const std::string& command) {
  CommandResult result;
  auto* pipe = popen((command + " 2>&1").c_str(), "r");
  if (!pipe) return result;
  char buffer[4096];
  while (const auto count = std::fread(buffer, 1, sizeof buffer, pipe))
    result.output.append(buffer, count);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

TemporaryFolder::TemporaryFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "gatepost-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TestAuthority::TestAuthority() {
  posix::SystemRandom random;
  const auto begin = posix::SystemClock().now() - std::chrono::days(90);
  authority_ = must(
      certs::DevelopmentAuthority::create(folder_.path() / "ca", "test authority", begin, random));
  must(authority_->renew_crl(posix::SystemClock().now()));
}

Files TestAuthority::issue(certs::Role role, const std::string& name,
                           const std::vector<std::string>& dns) {
  posix::SystemRandom random;
  certs::DevelopmentAuthority::Request request;
  request.role = role;
  request.name = name;
  request.dns = dns;
  const auto issued =
      must(authority_->issue(request, posix::SystemClock().now() - std::chrono::days(80), random));
  const auto number = std::to_string(++issued_);
  const Files files{folder_.path() / (number + ".pem"), folder_.path() / (number + ".key")};
  write_file(files.certificate, issued.cert_pem);
  write_file(files.key, issued.key_pem);
  return files;
}

void TestAuthority::revoke(const Files& files) {
  const auto certificate = must(certs::Certificate::from_pem(read_text(files.certificate)));
  must(authority_->revoke(certificate.serial_hex(), posix::SystemClock().now()));
}

void TestAuthority::make_crl_stale() {
  must(authority_->renew_crl(posix::SystemClock().now() - std::chrono::days(60)));
}

TlsServerContext::Material TestAuthority::material(const Files& server) const {
  return {to_bytes(read_text(server.certificate)), to_bytes(read_text(server.key)),
          to_bytes(read_text(trust())), to_bytes(read_text(crl()))};
}

TestHandler::TestHandler(asio::io_context& io)
    : released(io, asio::steady_timer::time_point::max()) {}

std::size_t TestHandler::body_limit(const http1::RequestHead& head) const {
  if (head.path == "/no-body") return 0;
  return head.path == "/large" ? std::size_t{4} << 20 : usual_limit;
}

asio::awaitable<http1::Response> TestHandler::handle(const ConnectionIdentity& peer,
                                                     http1::Request request) {
  const auto& path = request.head.path;
  http1::Response response;
  if (path == "/throw") throw std::runtime_error("on purpose");
  if (path == "/wait") {
    ++waiting;
    co_await released.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (path == "/split") response.fields.emplace_back("x", "a\r\nb: c");
  if (path == "/big") response.body.assign(big_answer, 'b');
  if (path == "/echo") {
    response.fields.emplace_back("X-Method", request.head.method);
    response.body = std::move(request.body);
  }
  if (path == "/large") response.body = to_bytes(std::to_string(request.body.size()));
  if (path == "/cached") response.fields.emplace_back("cache-control", "max-age=60");
  if (path == "/peer") {
    auto text = peer.remote_address;
    for (const auto& certificate : peer.peer_chain)
      text += " " + (certificate.team() ? certificate.team()->str() : "other");
    response.body = to_bytes(text);
  }
  co_return response;
}

Instant FixedClock::now() const { return *from_rfc3339("1994-11-06T08:49:37Z"); }

RunningServer::RunningServer(const std::function<void(HttpServer::Options&)>& adjust)
    : handler_(io_) {
  HttpServer::Options options;
  options.address = "127.0.0.1";
  options.clock = &clock_;
  if (adjust) adjust(options);
  server_ = std::make_unique<HttpServer>(io_, log_, handler_, options);
  must(server_->start());
  port_ = server_->port();
  thread_.emplace([this] { io_.run(); });
}

RunningServer::~RunningServer() {
  release();
  drain(milliseconds(0)).wait();
  work_.reset();
  thread_.reset();  // joins: nothing is left for the io_context to do
}

ServerStatistics RunningServer::statistics() {
  std::promise<ServerStatistics> promise;
  asio::post(io_, [&] { promise.set_value(server_->statistics()); });
  return promise.get_future().get();
}

void RunningServer::reload(std::shared_ptr<TlsServerContext> tls) {
  std::promise<void> promise;
  asio::post(io_, [&] {
    server_->reload(std::move(tls));
    promise.set_value();
  });
  promise.get_future().get();
}

std::future<std::size_t> RunningServer::drain(milliseconds deadline) {
  return asio::co_spawn(io_, server_->drain(deadline), asio::use_future);
}

void RunningServer::release() {
  asio::post(io_, [this] { handler_.released.cancel(); });
}

RawClient::RawClient(std::uint16_t port)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) close();
}

RawClient::~RawClient() { close(); }

void RawClient::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool RawClient::readable(milliseconds at_most) {
  pollfd poll_for{socket_, POLLIN, 0};
  return ::poll(&poll_for, 1, static_cast<int>(at_most.count())) == 1;
}

std::string RawClient::read_until(std::string_view text, int times) {
  std::string all;
  const auto enough = [&] {
    int found = 0;
    for (auto at = all.find(text); at != std::string::npos; at = all.find(text, at + 1)) ++found;
    return found >= times;
  };
  char buffer[4096];
  while ((text.empty() || !enough()) && readable(patience)) {
    const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) break;
    all.append(buffer, static_cast<std::size_t>(count));
  }
  return all;
}

std::string RawClient::read_to_end() { return read_until(""); }

bool RawClient::ended() {
  char byte = 0;
  return socket_ < 0 || (readable(patience) && ::recv(socket_, &byte, 1, 0) <= 0);
}

}  // namespace gatepost::transports::testing
