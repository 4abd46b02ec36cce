// The log as static tiles (C2SP tlog-tiles): runs of 256 hashes, and bundles of 256 entries, with
// narrower ones at the right edge. Pure but for reading the hashes; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/audit/proof.hpp"

namespace gatepost::audit {

inline constexpr unsigned tile_width = 256;
inline constexpr unsigned tile_height = 8;  // levels of the tree that one tile spans

struct TilePath {
  enum class Kind { hashes, entries } kind = Kind::hashes;
  unsigned level = 0;  // 0 for entries
  std::uint64_t index = 0;
  unsigned width = tile_width;  // under 256 for the partial ones at the right edge
  bool operator==(const TilePath&) const = default;

  // Of what it is made of: the first leaf (level 0) or hash.
  std::uint64_t first() const { return index * tile_width; }
  // Whether a log of this size has it, whole or in part.
  bool exists_at(std::uint64_t log_size) const;
  std::string str() const;
};

// "tile/0/x001/234", "tile/1/000.p/17", "tile/entries/003": exactly one spelling each, or nothing.
std::optional<TilePath> parse_tile_path(std::string_view path);

// The hashes of a tile, one after the other. Errors: not_in_tree, and those of reading.
Result<Bytes> tile_bytes(const TilePath& path, std::uint64_t log_size, const Hashes& hashes);
// An entry in a bundle: its length in two bytes, big endian, then its bytes. Errors: altered for an
// entry of 64 KiB or more, which the log never takes.
Result<void> append_to_bundle(Bytes& bundle, std::string_view entry);

}  // namespace gatepost::audit
