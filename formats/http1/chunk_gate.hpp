// The chunk gate: our own strict reading of the lines between chunks (RFC 9112 section 7.1).
// Extensions and trailers are refused: they have no use here and have hidden requests from other
// parsers. It also keeps Beast 1.81 from ever seeing a part of such a line, which it would buffer
// without bound, and on whose last chunk it fails an assertion. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "formats/http1/parser.hpp"

namespace gatepost::formats::http1 {

struct ChunkLine {
  std::size_t length =
      0;  // in bytes: of the line, with the end of the chunk before and the end of the body
  std::uint64_t size = 0;  // of the chunk that follows; 0: the body ends with this line
};
enum class ChunkPlace { first, later };

// What stands at the beginning of `bytes`, or nothing while it is incomplete. Errors: bad_chunk.
Result<std::optional<ChunkLine>> read_chunk_line(ByteView bytes, ChunkPlace place);

}  // namespace gatepost::formats::http1
