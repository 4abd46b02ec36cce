// The head gate: our own strict reading of a request's head (RFC 9112 sections 2 to 6), before any
// library sees it. What it lets through has one meaning only; everything that two parsers might
// read differently is refused. Pure functions; any thread. It never looks at a body.
#pragma once

#include <cstdint>
#include <optional>

#include "formats/http1/parser.hpp"

namespace gatepost::formats::http1 {

// How far the search for the end of a head has come; a new one for every request.
struct HeadScan {
  std::size_t scanned = 0;
  enum class Line { request, field } line = Line::request;
};

// The length of the head with its empty line, or nothing while it is incomplete. Looks at each byte
// once, and refuses control characters and line ends other than CRLF as soon as they arrive.
// `buffered` must begin with the same bytes every time. Errors: head_too_large, bad_request_line,
// bad_field.
Result<std::optional<std::size_t>> find_head_end(HeadScan& scan, ByteView buffered);

struct GatedHead {
  RequestHead head;
  enum class Framing { none, length, chunked } framing = Framing::none;
  std::uint64_t content_length = 0;  // for Framing::length
};

// Reads a whole head, as measured by `find_head_end`. Errors: all of Errc but body_too_large and
// bad_chunk.
Result<GatedHead> read_head(std::string_view head);

}  // namespace gatepost::formats::http1
