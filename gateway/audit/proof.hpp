// Proofs over RFC 6962's tree: that an entry is in it, and that an older tree is its beginning.
// Making them reads only the hashes they need, from wherever those are kept; checking them needs
// nothing else. Pure but for that reading; any thread.
#pragma once

#include <functional>
#include <vector>

#include "gateway/audit/errors.hpp"
#include "gateway/audit/tree.hpp"

namespace gatepost::audit {

// Exactly `count` consecutive hashes of complete subtrees of 2^level leaves, from number `first`
// on. Asked only for levels that are multiples of stored_level_step, and only for complete
// subtrees.
using Hashes = std::function<Result<std::vector<Digest>>(unsigned level, std::uint64_t first,
                                                         std::size_t count)>;

// Errors of all four: not_in_tree, and those of reading.
Result<Digest> subtree_hash(const Hashes& hashes, unsigned level, std::uint64_t index);
Result<Digest> root_at(const Hashes& hashes, std::uint64_t size);
// RFC 6962 section 2.1.1, from the leaf's sibling upwards.
Result<std::vector<Digest>> prove_inclusion(const Hashes& hashes, std::uint64_t index,
                                            std::uint64_t size);
// RFC 6962 section 2.1.2. Empty when the sizes are the same, or the older tree is empty.
struct Sizes {
  std::uint64_t older = 0;
  std::uint64_t newer = 0;
};
Result<std::vector<Digest>> prove_consistency(const Hashes& hashes, Sizes sizes);

// Whether the proof leads from this leaf, at this place of a tree of this size, to this root
// (RFC 9162 section 2.1.3.2).
struct Place {
  std::uint64_t index = 0;
  std::uint64_t size = 0;
};
bool verify_inclusion(const std::vector<Digest>& proof, Place place, const Digest& leaf,
                      const Digest& root);
// Whether the tree of the older size and root is the beginning of the newer one (RFC 9162 section
// 2.1.4.2). An empty tree is the beginning of every other.
struct Roots {
  Digest older;
  Digest newer;
};
bool verify_consistency(const std::vector<Digest>& proof, Sizes sizes, const Roots& roots);

}  // namespace gatepost::audit
