#include "gateway/audit/tree.hpp"

#include <gtest/gtest.h>

#include <random>
#include <span>

#include "certs/digest.hpp"

namespace gatepost::audit {
namespace {

// RFC 6962 section 2.1, written down as it stands there: the judge of the frontier.
Digest merkle_tree_hash(std::span<const Digest> leaves) {
  if (leaves.empty()) return certs::sha256({});
  if (leaves.size() == 1) return leaves.front();
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  Bytes joined{0x01};
  for (const Digest& side :
       {merkle_tree_hash(leaves.first(split)), merkle_tree_hash(leaves.subspan(split))}) {
    joined.insert(joined.end(), side.bytes.begin(), side.bytes.end());
  }
  return certs::sha256(joined);
}

TEST(AuditTree, IsEmptyAtFirst) {
  EXPECT_EQ(empty_head().root.hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(empty_head().size, 0U);
  EXPECT_TRUE(well_formed(empty_head()));
}

// The eight leaves and the roots of their trees from the RFC 6962 test data of the Certificate
// Transparency project.
TEST(AuditTree, HasTheRootsOfTheCertificateTransparencyVectors) {
  const std::vector<std::pair<std::string, std::string>> vectors{
      {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {"606162636465666768696a6b6c6d6e6f",
       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  Head head = empty_head();
  for (const auto& [leaf_hex, root_hex] : vectors) {
    append_leaf(head, leaf_hash(as_text(*from_hex(leaf_hex))));
    finish_root(head);
    EXPECT_EQ(head.root.hex(), root_hex) << "after " << head.size << " leaves";
    EXPECT_TRUE(well_formed(head));
  }
}

TEST(AuditTree, AgreesWithTheDefinitionAtEverySmallSize) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937_64 random(seed);
  std::vector<Digest> leaves;
  Head head = empty_head();
  for (int size = 1; size <= 300; ++size) {
    Digest leaf;
    for (auto& byte : leaf.bytes) byte = static_cast<std::uint8_t>(random());
    leaves.push_back(leaf);
    append_leaf(head, leaf);
    // A head whose root was not finished in between must end in the same root.
    if (random() % 3 == 0) continue;
    finish_root(head);
    ASSERT_EQ(head.root, merkle_tree_hash(leaves)) << "size " << size;
    ASSERT_EQ(head.size, leaves.size());
  }
}

TEST(AuditTree, KnowsAFrontierThatDoesNotFitItsSize) {
  Head head = empty_head();
  for (int i = 0; i < 7; ++i) append_leaf(head, Digest{});
  EXPECT_TRUE(well_formed(head));
  head.frontier.pop_back();
  EXPECT_FALSE(well_formed(head));
}

}  // namespace
}  // namespace gatepost::audit
