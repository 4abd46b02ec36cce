#include "gateway/audit/tiles.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace gatepost::audit {

namespace {

constexpr unsigned levels = 64 / tile_height;  // a tree has no more
constexpr std::string_view prefix = "tile/";
constexpr std::string_view partial = ".p/";

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Three digits a path element, all but the last after an x: 1234067 is x001/x234/067.
std::string spelt(std::uint64_t index) {
  std::string text = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) text = fmt::format("x{:03}/{}", index % 1000, text);
  return text;
}

std::optional<std::uint64_t> index_in(std::string_view text) {
  std::uint64_t index = 0;
  for (;;) {
    const bool more = text.starts_with('x');
    if (more) text.remove_prefix(1);
    const auto part = number_in<unsigned>(text.substr(0, 3));
    if (text.size() < 3 || !part) return std::nullopt;
    if (index > (std::numeric_limits<std::uint64_t>::max() >> tile_height) / 1000)
      return std::nullopt;
    index = index * 1000 + *part;
    text.remove_prefix(3);
    if (!more) return text.empty() ? std::optional(index) : std::nullopt;
    if (!text.starts_with('/')) return std::nullopt;
    text.remove_prefix(1);
  }
}

}  // namespace

bool TilePath::exists_at(std::uint64_t log_size) const {
  if (level >= levels) return false;
  const std::uint64_t hashes = log_size >> (level * tile_height);
  return first() < hashes && hashes - first() >= width;
}

std::string TilePath::str() const {
  std::string text = fmt::format(
      "{}{}/{}", prefix, kind == Kind::entries ? "entries" : std::to_string(level), spelt(index));
  if (width != tile_width) text += fmt::format("{}{}", partial, width);
  return text;
}

std::optional<TilePath> parse_tile_path(std::string_view path) {
  if (!path.starts_with(prefix)) return std::nullopt;
  std::string_view rest = path.substr(prefix.size());
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  TilePath made;
  if (rest.substr(0, slash) == "entries") {
    made.kind = TilePath::Kind::entries;
  } else {
    const auto level = number_in<unsigned>(rest.substr(0, slash));
    if (!level || *level > 63) return std::nullopt;
    made.level = *level;
  }
  rest.remove_prefix(slash + 1);
  if (const auto cut = rest.find(partial); cut != std::string_view::npos) {
    const auto width = number_in<unsigned>(rest.substr(cut + partial.size()));
    if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
    made.width = *width;
    rest = rest.substr(0, cut);
  }
  const auto index = index_in(rest);
  if (!index) return std::nullopt;
  made.index = *index;
  // Leading zeros and other second spellings fail here.
  if (made.str() != path) return std::nullopt;
  return made;
}

Result<Bytes> tile_bytes(const TilePath& path, std::uint64_t log_size, const Hashes& hashes) {
  if (!path.exists_at(log_size))
    return fail(Errc::not_in_tree, fmt::format("a log of {} entries has no such tile", log_size));
  GP_TRY(const auto row, hashes(path.level * tile_height, path.first(), path.width));
  Bytes bytes;
  bytes.reserve(row.size() * sizeof(Digest::bytes));
  for (const Digest& hash : row) bytes.insert(bytes.end(), hash.bytes.begin(), hash.bytes.end());
  return bytes;
}

Result<void> append_to_bundle(Bytes& bundle, std::string_view entry) {
  if (entry.size() > std::numeric_limits<std::uint16_t>::max())
    return fail(Errc::altered, "an entry that is longer than the log takes");
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
  bundle.push_back(static_cast<std::uint8_t>(entry.size() & 0xff));
  const ByteView bytes = as_bytes(entry);
  bundle.insert(bundle.end(), bytes.begin(), bytes.end());
  return {};
}

}  // namespace gatepost::audit
