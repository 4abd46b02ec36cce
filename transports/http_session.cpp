#include "transports/http_session.hpp"

#include <algorithm>
#include <typeinfo>

#include "formats/http1/characters.hpp"
#include "formats/http1/status.hpp"
#include "transports/deadline.hpp"

namespace gatepost::transports {

namespace {

namespace asio = boost::asio;
namespace http1 = formats::http1;
using http1::Connection;
using Progress = http1::RequestParser::Progress;
using std::chrono::milliseconds;

// Each piece of an answer has the whole write wait, so that a long answer may take longer than a
// short one.
constexpr std::size_t write_piece_bytes = std::size_t{64} << 10;

http1::Response plain_answer(int status) {
  http1::Response response{status, {{"content-type", "text/plain; charset=utf-8"}}, {}};
  response.body = to_bytes(http1::reason_phrase(status));
  response.body.push_back('\n');
  return response;
}

void add_unless_set(http1::Fields& fields, std::string_view name, std::string_view value) {
  if (!http1::find_field(fields, name)) fields.emplace_back(name, value);
}

}  // namespace

HttpSession::HttpSession(Shared shared, std::unique_ptr<ServerStream> stream, Security security)
    : my_(shared), stream_(std::move(stream)), security_(security) {}

asio::awaitable<void> HttpSession::run() {
  const auto shaken = co_await stream_->handshake(my_.options.handshake_wait);
  if (!shaken) {
    // At debug, because anybody can cause these; the count is in the statistics.
    ++my_.statistics.handshake_failures;
    my_.log.debug("tls_handshake_failed", {{"error", shaken.error()}});
    co_await stream_->close();
    co_return;
  }
  while (co_await exchange() == Next::another_request) {
  }
  co_await stream_->close();
}

void HttpSession::finish() {
  finishing_ = true;
  if (idle_) stream_->abort();
}

void HttpSession::cut() { stream_->abort(); }

asio::awaitable<HttpSession::Next> HttpSession::exchange() {
  auto ready = co_await read_head();
  if (ready) ready = co_await read_body();
  if (ready) co_return co_await answer(parser_.take());
  if (ready.error().status) co_await refuse(*ready.error().status);
  co_return Next::close;
}

HttpSession::Step<void> HttpSession::read_head() {
  // The whole head must arrive in time, however its bytes are spread. Its time begins with its
  // first byte, but on a new connection at once: nobody connects to be silent.
  std::optional<Stopwatch> head_begun;
  if (first_request_ || !parser_.idle()) head_begun.emplace();
  first_request_ = false;
  auto progress = parser_.next();
  while (progress && *progress == Progress::need_more) {
    const auto left =
        head_begun ? my_.options.head_wait - head_begun->elapsed() : my_.options.idle_wait;
    idle_ = parser_.idle();
    const auto count = co_await receive(left);
    idle_ = false;
    if (!count) co_return std::unexpected(count.error());
    if (!head_begun) head_begun.emplace();
    progress = parser_.commit(*count);
  }
  if (!progress) co_return std::unexpected(misframed(progress.error()));
  co_return std::expected<void, Refusal>();
}

HttpSession::Step<void> HttpSession::read_body() {
  auto progress = parser_.read_body(my_.handler.body_limit(parser_.head()));
  if (progress) {
    const auto expected = http1::find_field(parser_.head().fields, "expect");
    if (expected && http1::lower_case(*expected) != "100-continue")
      co_return std::unexpected(Refusal{417});
    if (expected && *progress == Progress::need_more) {
      if (const auto sent = co_await invite_body(); !sent) co_return std::unexpected(sent.error());
    }
  }
  // The floor: after a grace, the body must have come at this rate on average.
  const Stopwatch since;
  std::size_t received = 0;
  const auto floor = std::max<std::size_t>(1, my_.options.body_floor_bytes_per_second);
  while (progress && *progress == Progress::need_more) {
    const auto earned = milliseconds(received * 1000 / floor);
    const auto left = my_.options.body_grace + earned - since.elapsed();
    const auto count = co_await receive(std::min(left, my_.options.idle_wait));
    if (!count) co_return std::unexpected(count.error());
    received += *count;
    progress = parser_.commit(*count);
  }
  if (!progress) co_return std::unexpected(misframed(progress.error()));
  co_return std::expected<void, Refusal>();
}

// RFC 9110 section 10.1.1: only when the head allows the body, and only while it has not come.
HttpSession::Step<void> HttpSession::invite_body() {
  return send(to_bytes("HTTP/1.1 100 Continue\r\n\r\n"));
}

HttpSession::Step<std::size_t> HttpSession::receive(milliseconds at_most) {
  const auto timed_out = [this] {
    ++my_.statistics.timeouts;
    // Silence between requests is no error of the peer's.
    return Refusal{parser_.idle() ? std::nullopt : std::optional(408)};
  };
  if (at_most <= milliseconds(0)) co_return std::unexpected(timed_out());
  const auto room = parser_.prepare();
  const auto count = co_await stream_->read_some(asio::buffer(room.data(), room.size()), at_most);
  if (count && *count > 0) co_return *count;
  if (!count && count.error().is(Errc::timed_out)) co_return std::unexpected(timed_out());
  co_return std::unexpected(Refusal{});
}

HttpSession::Step<void> HttpSession::send(Bytes bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += write_piece_bytes) {
    const auto piece =
        asio::buffer(bytes.data() + at, std::min(write_piece_bytes, bytes.size() - at));
    const auto written = co_await stream_->write_all(piece, my_.options.write_wait);
    if (written) continue;
    if (written.error().is(Errc::timed_out)) ++my_.statistics.timeouts;
    co_return std::unexpected(Refusal{});
  }
  co_return std::expected<void, Refusal>();
}

asio::awaitable<HttpSession::Next> HttpSession::answer(http1::Request request) {
  ++my_.statistics.requests;
  const auto method = request.head.method;
  const bool keep_alive = request.head.keep_alive;
  auto response = co_await ask(std::move(request));
  const bool another = keep_alive && !finishing_;
  const auto sent = co_await send(
      finished(std::move(response), another ? Connection::keep_alive : Connection::close, method));
  co_return sent&& another ? Next::another_request : Next::close;
}

asio::awaitable<http1::Response> HttpSession::ask(http1::Request request) {
  try {
    co_return co_await my_.handler.handle(stream_->identity(), std::move(request));
  } catch (const std::exception& exception) {
    // What it says may quote the request; its type cannot.
    my_.log.error("http_handler_threw", {{"type", LogValue::name(typeid(exception).name())}});
  }
  co_return plain_answer(500);
}

asio::awaitable<void> HttpSession::refuse(int status) {
  // Whatever ends the refusal early, the connection closes next.
  co_await send(finished(plain_answer(status), Connection::close, "GET"));
}

HttpSession::Refusal HttpSession::misframed(const Error& error) {
  ++my_.statistics.framing_errors;
  my_.log.info("http_framing_error", {{"error", error}});
  return Refusal{http1::status_for(error)};
}

Bytes HttpSession::finished(http1::Response response, Connection connection,
                            std::string_view method) {
  const auto add_defaults = [this](http1::Fields& fields) {
    if (my_.options.clock)
      add_unless_set(fields, "date", http1::imf_fixdate(my_.options.clock->now()));
    if (security_ == Security::tls)
      add_unless_set(fields, "strict-transport-security", "max-age=31536000");
    add_unless_set(fields, "cache-control", "no-store");
    add_unless_set(fields, "x-content-type-options", "nosniff");
  };
  add_defaults(response.fields);
  try {
    return http1::serialise(response, connection, method);
  } catch (const std::invalid_argument&) {
    my_.log.error("http_response_malformed");
  }
  auto replacement = plain_answer(500);
  add_defaults(replacement.fields);
  return http1::serialise(replacement, connection, method);
}

}  // namespace gatepost::transports
