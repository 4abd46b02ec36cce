#include "gateway/identity/cbor_gate.hpp"

#include <optional>

namespace gatepost::identity {

namespace {

constexpr int deepest = 4;

struct Head {
  unsigned major = 0;
  std::uint64_t argument = 0;
};

// RFC 8949 section 3: the major type and its argument; nothing for tags, for lengths that are not
// said, and for those that are cut.
std::optional<Head> take_head(ByteView& data) {
  if (data.empty()) return std::nullopt;
  const unsigned major = data.front() >> 5U;
  const unsigned info = data.front() & 0x1FU;
  data = data.subspan(1);
  if (major == 6 || info > 27) return std::nullopt;
  if (info < 24) return Head{major, info};
  const std::size_t width = std::size_t{1} << (info - 24);
  if (data.size() < width) return std::nullopt;
  std::uint64_t argument = 0;
  for (const std::uint8_t byte : data.first(width)) argument = (argument << 8U) | byte;
  data = data.subspan(width);
  return Head{major, argument};
}

bool take_items(ByteView& data, std::uint64_t items, int depth) {
  for (; items > 0; --items) {
    const auto head = take_head(data);
    if (!head) return false;
    const bool text = head->major == 2 || head->major == 3;
    const bool nested = head->major == 4 || head->major == 5;
    // Every item takes a byte at least, so no honest count is larger than what is left.
    if ((text || nested) && head->argument > data.size()) return false;
    if (text) data = data.subspan(static_cast<std::size_t>(head->argument));
    if (!nested) continue;
    if (depth == deepest) return false;
    const std::uint64_t inside = head->major == 5 ? 2 * head->argument : head->argument;
    if (!take_items(data, inside, depth + 1)) return false;
  }
  return true;
}

}  // namespace

bool is_tame_cbor(ByteView data, std::size_t items) {
  return take_items(data, items, 1) && data.empty();
}

}  // namespace gatepost::identity
