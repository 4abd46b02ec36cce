#include "formats/http1/chunk_gate.hpp"

#include <charconv>

namespace gatepost::formats::http1 {

namespace {

constexpr std::size_t size_digits = 16;  // as many as 64 bits can need
constexpr std::string_view crlf = "\r\n";

enum class Match { yes, no, incomplete };

// Whether `text` begins with `prefix`, and if so takes it off.
Match take(std::string_view& text, std::string_view prefix) {
  const auto common = std::min(text.size(), prefix.size());
  if (text.substr(0, common) != prefix.substr(0, common)) return Match::no;
  if (common < prefix.size()) return Match::incomplete;
  text.remove_prefix(common);
  return Match::yes;
}

}  // namespace

Result<std::optional<ChunkLine>> read_chunk_line(ByteView bytes, ChunkPlace place) {
  auto rest = as_text(bytes);
  const auto malformed = [] { return fail(Errc::bad_chunk, "malformed chunk line"); };
  if (place == ChunkPlace::later) {
    const auto match = take(rest, crlf);
    if (match == Match::no) return malformed();
    if (match == Match::incomplete) return std::nullopt;
  }

  ChunkLine line;
  const auto digits = std::min(rest.find_first_not_of("0123456789abcdefABCDEF"), rest.size());
  if (digits > size_digits) return malformed();
  std::from_chars(rest.data(), rest.data() + digits, line.size, 16);
  rest.remove_prefix(digits);
  if (rest.empty()) return std::nullopt;
  if (digits == 0) return malformed();

  // The last chunk's line is followed by the end of the body, or by trailers.
  for (int ends = line.size == 0 ? 2 : 1; ends > 0; --ends) {
    const auto match = take(rest, crlf);
    if (match == Match::no) return malformed();
    if (match == Match::incomplete) return std::nullopt;
  }
  line.length = bytes.size() - rest.size();
  return line;
}

}  // namespace gatepost::formats::http1
