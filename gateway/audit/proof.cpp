#include "gateway/audit/proof.hpp"

#include <fmt/format.h>

#include <bit>

namespace gatepost::audit {

namespace {

// The leaves [first, end) of the tree; as RFC 6962 splits it, `first` is a multiple of the largest
// power of two in the width.
struct Span {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::uint64_t width() const { return end - first; }
  // RFC 6962 section 2.1: the largest power of two smaller than the width, which is at least 2.
  std::uint64_t middle() const { return first + std::bit_floor(width() - 1); }
  Span left() const { return {first, middle()}; }
  Span right() const { return {middle(), end}; }
};

Result<Digest> span_hash(const Hashes& hashes, Span span) {
  if (std::has_single_bit(span.width())) {
    const auto level = static_cast<unsigned>(std::countr_zero(span.width()));
    return subtree_hash(hashes, level, span.first >> level);
  }
  GP_TRY(const Digest left, span_hash(hashes, span.left()));
  GP_TRY(const Digest right, span_hash(hashes, span.right()));
  return node_hash(left, right);
}

std::unexpected<Error> beyond(std::uint64_t asked, std::uint64_t size) {
  return fail(Errc::not_in_tree, fmt::format("{} is beyond a log of {} entries", asked, size));
}

}  // namespace

Result<Digest> subtree_hash(const Hashes& hashes, unsigned level, std::uint64_t index) {
  const unsigned above = level % stored_level_step;
  const std::size_t count = std::size_t{1} << above;
  GP_TRY(std::vector<Digest> row, hashes(level - above, index << above, count));
  if (row.size() != count)
    return fail(Errc::altered, fmt::format("hashes of level {} are missing", level - above));
  for (std::size_t width = count; width > 1; width /= 2)
    for (std::size_t i = 0; i < width / 2; ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
  return row.front();
}

Result<Digest> root_at(const Hashes& hashes, std::uint64_t size) {
  if (size == 0) return root_of({});
  return span_hash(hashes, {0, size});
}

Result<std::vector<Digest>> prove_inclusion(const Hashes& hashes, std::uint64_t index,
                                            std::uint64_t size) {
  if (index >= size) return beyond(index, size);
  // From the root downwards, and then turned round.
  std::vector<Digest> proof;
  for (Span span{0, size}; span.width() > 1;) {
    const bool left = index < span.middle();
    GP_TRY(Digest sibling, span_hash(hashes, left ? span.right() : span.left()));
    proof.push_back(sibling);
    span = left ? span.left() : span.right();
  }
  return std::vector<Digest>(proof.rbegin(), proof.rend());
}

Result<std::vector<Digest>> prove_consistency(const Hashes& hashes, Sizes sizes) {
  if (sizes.older > sizes.newer) return beyond(sizes.older, sizes.newer);
  std::vector<Digest> proof;
  if (sizes.older == 0 || sizes.older == sizes.newer) return proof;
  // RFC 6962's SUBPROOF: down to the subtree in which the older tree ends.
  Span span{0, sizes.newer};
  while (span.end != sizes.older) {
    const bool left = sizes.older <= span.middle();
    GP_TRY(Digest sibling, span_hash(hashes, left ? span.right() : span.left()));
    proof.push_back(sibling);
    span = left ? span.left() : span.right();
  }
  // Where the older tree is a left part all the way down, its own root is known already.
  if (span.first != 0) {
    GP_TRY(Digest last, span_hash(hashes, span));
    proof.push_back(last);
  }
  return std::vector<Digest>(proof.rbegin(), proof.rend());
}

bool verify_inclusion(const std::vector<Digest>& proof, Place place, const Digest& leaf,
                      const Digest& root) {
  if (place.index >= place.size) return false;
  std::uint64_t node = place.index;
  std::uint64_t last = place.size - 1;
  Digest running = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      running = node_hash(sibling, running);
      // A right edge climbs over the levels at which it has no sibling.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      running = node_hash(running, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && running == root;
}

bool verify_consistency(const std::vector<Digest>& proof, Sizes sizes, const Roots& roots) {
  if (sizes.older > sizes.newer) return false;
  if (sizes.older == sizes.newer) return proof.empty() && roots.older == roots.newer;
  if (sizes.older == 0) return proof.empty() && roots.older == root_of({});
  std::uint64_t node = sizes.older - 1;
  std::uint64_t last = sizes.newer - 1;
  while ((node & 1) == 1) {
    node >>= 1;
    last >>= 1;
  }
  auto next = proof.begin();
  Digest older = roots.older;
  if (!std::has_single_bit(sizes.older)) {
    if (next == proof.end()) return false;
    older = *next++;
  }
  Digest newer = older;
  for (; next != proof.end(); ++next) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      older = node_hash(*next, older);
      newer = node_hash(*next, newer);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      newer = node_hash(newer, *next);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && older == roots.older && newer == roots.newer;
}

}  // namespace gatepost::audit
