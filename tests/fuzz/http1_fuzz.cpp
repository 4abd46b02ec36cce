// The first byte sets the size of the pieces in which the rest arrives; no body may pass its limit.
#include <algorithm>
#include <cstdlib>
#include "formats/http1/parser.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  using gatepost::formats::http1::RequestParser;
  constexpr std::size_t limit = 4096;
  const std::size_t piece = data[0] + std::size_t{1};
  std::span<const std::uint8_t> rest(data + 1, size - 1);
  RequestParser parser;
  while (!rest.empty()) {
    const auto room = parser.prepare();
    const auto count = std::min({piece, rest.size(), room.size()});
    std::ranges::copy(rest.first(count), room.begin());
    rest = rest.subspan(count);
    auto progress = parser.commit(count);
    while (progress && *progress != RequestParser::Progress::need_more) {
      if (*progress == RequestParser::Progress::head_ready) {
        progress = parser.read_body(limit);
        continue;
      }
      if (parser.take().body.size() > limit) std::abort();
      progress = parser.next();
    }
    if (!progress) break;
  }
  return 0;
}
