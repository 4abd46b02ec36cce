#include "formats/http1/parser.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <cassert>
#include <cstring>
#include <iterator>

#include "formats/http1/head_gate.hpp"

namespace gatepost::formats::http1 {

namespace {

namespace http = boost::beast::http;
using BeastParser = http::request_parser<http::vector_body<std::uint8_t>>;
using Progress = RequestParser::Progress;
using Framing = GatedHead::Framing;

// Holds a whole head and what a pipelining peer sent behind it; a connection never buffers more.
constexpr std::size_t buffer_bytes = std::size_t{16} << 10;
// CRLF of the chunk before, at most 16 hexadecimal digits, CRLF and the final CRLF.
constexpr std::size_t chunk_line_bytes = 22;

// Chunk extensions have no use here, and have hidden requests from other parsers: any is an error.
struct RefuseExtensions {
  void operator()(std::uint64_t, boost::beast::string_view extensions,
                  boost::system::error_code& error) const {
    if (!extensions.empty()) error = http::error::bad_chunk_extension;
  }
};

// What may stand between chunks while a chunk's line is incomplete: hexadecimal digits and CRLF.
// Beast would buffer extensions and trailers without bound, and wait for ever on a bare LF.
bool may_become_chunk_line(ByteView bytes) {
  if (bytes.size() > chunk_line_bytes) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<char>(bytes[i]);
    const bool after_cr = i > 0 && bytes[i - 1] == '\r';
    if (after_cr != (c == '\n')) return false;
    if (c != '\r' && c != '\n' &&
        std::string_view("0123456789abcdefABCDEF").find(c) == std::string_view::npos)
      return false;
  }
  return true;
}

}  // namespace

struct RequestParser::Impl {
  enum class Stage { head, limit_awaited, body, message };

  Result<Progress> advance();
  Result<Progress> advance_head();
  Result<Progress> advance_body();

  ByteView buffered() const { return ByteView(buffer).subspan(begin, end - begin); }
  std::size_t field_count() const {
    return static_cast<std::size_t>(std::distance(beast->get().begin(), beast->get().end()));
  }
  Result<Progress> remember(Result<Progress> result) {
    if (!result) death = result.error();
    return result;
  }

  std::vector<std::uint8_t> buffer = std::vector<std::uint8_t>(buffer_bytes);
  std::size_t begin = 0, end = 0;
  Stage stage = Stage::head;
  HeadScan scan;
  GatedHead gated;
  RefuseExtensions refuse_extensions;  // Beast keeps a reference to it
  std::optional<BeastParser> beast;
  std::optional<Error> death;
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) {}
RequestParser::~RequestParser() = default;
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;

std::span<std::uint8_t> RequestParser::prepare() {
  auto& my = *impl_;
  if (my.begin > 0) {
    std::memmove(my.buffer.data(), my.buffer.data() + my.begin, my.end - my.begin);
    my.end -= my.begin;
    my.begin = 0;
  }
  return std::span(my.buffer).subspan(my.end);
}

Result<Progress> RequestParser::commit(std::size_t bytes) {
  auto& my = *impl_;
  assert(bytes <= my.buffer.size() - my.end);
  my.end += bytes;
  return next();
}

Result<Progress> RequestParser::next() {
  if (impl_->death) return std::unexpected(*impl_->death);
  return impl_->remember(impl_->advance());
}

Result<Progress> RequestParser::read_body(std::size_t body_limit) {
  auto& my = *impl_;
  if (my.death) return std::unexpected(*my.death);
  assert(my.stage == Impl::Stage::limit_awaited);
  // Beast's own check of the length stands in its head phase, where the limit is not known yet.
  if (my.gated.framing == Framing::length && my.gated.content_length > body_limit)
    return my.remember(fail(Errc::body_too_large, "content-length over the limit"));
  my.beast->body_limit(body_limit);
  my.stage = Impl::Stage::body;
  return next();
}

const RequestHead& RequestParser::head() const { return impl_->gated.head; }

Request RequestParser::take() {
  auto& my = *impl_;
  assert(my.stage == Impl::Stage::message);
  Request request{std::move(my.gated.head), std::move(my.beast->get().body())};
  my.beast.reset();
  my.gated = {};
  my.scan = {};
  my.stage = Impl::Stage::head;
  return request;
}

bool RequestParser::idle() const {
  return impl_->stage == Impl::Stage::head && impl_->begin == impl_->end;
}

Result<Progress> RequestParser::Impl::advance() {
  switch (stage) {
    case Stage::head:
      return advance_head();
    case Stage::limit_awaited:
      return Progress::head_ready;
    case Stage::body:
      return advance_body();
    case Stage::message:
      return Progress::message_ready;
  }
  return Progress::need_more;
}

Result<Progress> RequestParser::Impl::advance_head() {
  GP_TRY(const auto size, find_head_end(scan, buffered()));
  if (!size) return Progress::need_more;
  GP_TRY(gated, read_head(as_text(buffered().first(*size))));

  beast.emplace();
  beast->header_limit(static_cast<std::uint32_t>(buffer_bytes));
  beast->body_limit(boost::none);
  beast->on_chunk_header(refuse_extensions);
  boost::system::error_code error;
  const auto used = beast->put(boost::asio::buffer(buffer.data() + begin, *size), error);
  if (error) return fail(Errc::bad_field, "head refused by the second parser");
  // Two parsers that disagree are how requests are smuggled; here a disagreement is an error.
  const auto length = beast->content_length();
  if (used != *size || beast->chunked() != (gated.framing == Framing::chunked) ||
      length.has_value() != (gated.framing == Framing::length) ||
      (length && *length != gated.content_length))
    return fail(Errc::bad_field, "two readings of one head");
  gated.head.keep_alive = beast->keep_alive();
  begin += *size;
  stage = Stage::limit_awaited;
  return Progress::head_ready;
}

Result<Progress> RequestParser::Impl::advance_body() {
  const auto fields_of_head = gated.head.fields.size();
  while (!beast->is_done() && begin < end) {
    boost::system::error_code error;
    begin += beast->put(boost::asio::buffer(buffer.data() + begin, end - begin), error);
    if (error == http::error::need_more) {
      if (!may_become_chunk_line(buffered())) return fail(Errc::bad_chunk, "malformed chunk line");
      return Progress::need_more;
    }
    if (error == http::error::body_limit)
      return fail(Errc::body_too_large, "chunks over the limit");
    if (error) return fail(Errc::bad_chunk, "malformed chunk");
  }
  if (!beast->is_done()) return Progress::need_more;
  // Beast appends trailers to the fields, where they would pass for fields of the head.
  if (field_count() != fields_of_head) return fail(Errc::bad_chunk, "trailer fields");
  stage = Stage::message;
  return Progress::message_ready;
}

}  // namespace gatepost::formats::http1
