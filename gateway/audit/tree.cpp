#include "gateway/audit/tree.hpp"

#include <array>
#include <bit>

#include "certs/digest.hpp"

namespace gatepost::audit {

Digest node_hash(const Digest& left, const Digest& right) {
  static constexpr std::array<std::uint8_t, 1> node_prefix{0x01};
  return certs::sha256_of({node_prefix, left.view(), right.view()});
}

bool well_formed(const Head& head) {
  return head.frontier.size() == static_cast<std::size_t>(std::popcount(head.size));
}

Digest root_of(const std::vector<Digest>& frontier) {
  if (frontier.empty()) return certs::sha256({});
  // RFC 6962 splits at the largest power of two below the size: the left part is the largest
  // perfect subtree, and the rest splits again. So the root is a fold from the right.
  Digest root = frontier.back();
  for (std::size_t i = frontier.size() - 1; i > 0; --i) root = node_hash(frontier[i - 1], root);
  return root;
}

Head empty_head() {
  Head head;
  head.root = root_of({});
  return head;
}

namespace {

// As in binary counting: each trailing one bit of the size is a perfect subtree that the new one
// completes into its parent, of which `completed` hears.
template <class Completed>
void append(Head& head, const Digest& leaf, Completed completed) {
  Digest subtree = leaf;
  const int merges = std::countr_one(head.size);
  for (int level = 1; level <= merges; ++level) {
    subtree = node_hash(head.frontier.back(), subtree);
    head.frontier.pop_back();
    completed(static_cast<unsigned>(level), subtree);
  }
  head.frontier.push_back(subtree);
  ++head.size;
}

}  // namespace

void append_leaf(Head& head, const Digest& leaf) {
  append(head, leaf, [](unsigned, const Digest&) {});
}

void append_leaf(Head& head, const Digest& leaf, std::vector<Node>& kept) {
  append(head, leaf, [&, last = head.size](unsigned level, const Digest& hash) {
    if (level % stored_level_step == 0) kept.push_back({level, last >> level, hash});
  });
}

void finish_root(Head& head) { head.root = root_of(head.frontier); }

}  // namespace gatepost::audit
