#include "formats/http1/parser.hpp"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <cassert>
#include <cstring>

#include "formats/http1/chunk_gate.hpp"
#include "formats/http1/head_gate.hpp"

namespace gatepost::formats::http1 {

namespace {

namespace http = boost::beast::http;
using BeastParser = http::request_parser<http::vector_body<std::uint8_t>>;
using Progress = RequestParser::Progress;
using Framing = GatedHead::Framing;

// Holds a whole head and what a pipelining peer sent behind it; a connection never buffers more.
constexpr std::size_t buffer_bytes = std::size_t{16} << 10;

}  // namespace

struct RequestParser::Impl {
  enum class Stage { head, limit_awaited, body, message };

  Result<Progress> advance();
  Result<Progress> advance_head();
  Result<Progress> advance_body();
  // How many of the buffered bytes the second parser may see next; 0: more must come first.
  Result<std::size_t> measure_piece();

  ByteView buffered() const { return ByteView(buffer).subspan(begin, end - begin); }
  Result<Progress> remember(Result<Progress> result) {
    if (!result) death = result.error();
    return result;
  }

  std::vector<std::uint8_t> buffer = std::vector<std::uint8_t>(buffer_bytes);
  std::size_t begin = 0, end = 0;
  Stage stage = Stage::head;
  HeadScan scan;
  GatedHead gated;
  ChunkPlace chunk_place = ChunkPlace::first;
  std::uint64_t chunk_left = 0;  // of the chunk that is being read
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
  my.chunk_place = ChunkPlace::first;
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
  while (!beast->is_done()) {
    GP_TRY(const auto ready, measure_piece());
    if (ready == 0) return Progress::need_more;
    boost::system::error_code error;
    const auto used = beast->put(boost::asio::buffer(buffer.data() + begin, ready), error);
    begin += used;
    if (error == http::error::body_limit)
      return fail(Errc::body_too_large, "chunks over the limit");
    if (error || used != ready) return fail(Errc::bad_chunk, "chunk refused by the second parser");
  }
  stage = Stage::message;
  return Progress::message_ready;
}

Result<std::size_t> RequestParser::Impl::measure_piece() {
  const auto available = end - begin;
  if (gated.framing == Framing::length) {
    const auto left = beast->content_length_remaining().value_or(0);
    return static_cast<std::size_t>(std::min<std::uint64_t>(available, left));
  }
  if (chunk_left == 0) {
    GP_TRY(const auto line, read_chunk_line(buffered(), chunk_place));
    if (!line) return std::size_t{0};
    chunk_left = line->size;
    chunk_place = ChunkPlace::later;
    return line->length;
  }
  const auto piece = std::min<std::uint64_t>(available, chunk_left);
  chunk_left -= piece;
  return static_cast<std::size_t>(piece);
}

}  // namespace gatepost::formats::http1
