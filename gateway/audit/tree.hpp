// Tree: RFC 6962's Merkle tree hash over the log, kept as a frontier of perfect subtrees. Pure; any
// thread. `append_leaf` and `finish_root` are declared in entry.hpp; this header adds what the
// verifier and the store need to judge a head that they were given.
#pragma once

#include "gateway/audit/entry.hpp"

namespace gatepost::audit {

// SHA-256(0x01 || left || right), RFC 6962 section 2.1.
Digest node_hash(const Digest& left, const Digest& right);

// Whether a head can be appended to: one frontier hash per set bit of its size. Says nothing about
// the root.
bool well_formed(const Head& head);

// The root that a frontier amounts to; of no hashes: SHA-256("").
Digest root_of(const std::vector<Digest>& frontier);

// Of the tree's inner hashes, those of complete subtrees at every fourth level are kept beside the
// log: one row more for fifteen entries, and any proof then reads a few short runs of hashes. The
// levels of tiles (8, 16, ...) are among them.
inline constexpr unsigned stored_level_step = 4;
// The hash of the complete subtree of 2^level leaves that begins at leaf index * 2^level.
struct Node {
  unsigned level = 0;
  std::uint64_t index = 0;
  Digest hash;
  bool operator==(const Node&) const = default;
};
// As append_leaf, and adds the kept hashes that this leaf completes.
void append_leaf(Head& head, const Digest& leaf, std::vector<Node>& kept);

}  // namespace gatepost::audit
