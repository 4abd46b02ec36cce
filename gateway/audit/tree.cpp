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

void append_leaf(Head& head, const Digest& leaf) {
  // As in binary counting: each trailing one bit of the size is a perfect subtree that the new one
  // completes into its parent.
  Digest subtree = leaf;
  for (int merges = std::countr_one(head.size); merges > 0; --merges) {
    subtree = node_hash(head.frontier.back(), subtree);
    head.frontier.pop_back();
  }
  head.frontier.push_back(subtree);
  ++head.size;
}

void finish_root(Head& head) { head.root = root_of(head.frontier); }

}  // namespace gatepost::audit
