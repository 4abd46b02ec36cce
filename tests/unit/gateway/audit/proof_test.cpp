#include "gateway/audit/proof.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "certs/digest.hpp"
#include "tests/unit/gateway/audit/samples.hpp"

namespace gatepost::audit {
namespace {

using test::sample_log;
using test::SampleLog;

constexpr std::uint64_t sizes_tried = 300;  // past one full tile, and several right edges of each

using Leaves = std::span<const Digest>;

// RFC 6962 section 2.1.1 and 2.1.2 as they stand there, recursion and all: the judge of the proofs.
Digest mth(Leaves leaves) {
  if (leaves.empty()) return certs::sha256({});
  if (leaves.size() == 1) return leaves.front();
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  return node_hash(mth(leaves.first(k)), mth(leaves.subspan(k)));
}

std::vector<Digest> path(std::size_t m, Leaves leaves) {
  if (leaves.size() == 1) return {};
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  std::vector<Digest> made = m < k ? path(m, leaves.first(k)) : path(m - k, leaves.subspan(k));
  made.push_back(m < k ? mth(leaves.subspan(k)) : mth(leaves.first(k)));
  return made;
}

enum class Known { yes, no };
std::vector<Digest> subproof(std::size_t m, Leaves leaves, Known known) {
  if (m == leaves.size())
    return known == Known::yes ? std::vector<Digest>{} : std::vector{mth(leaves)};
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  std::vector<Digest> made =
      m <= k ? subproof(m, leaves.first(k), known) : subproof(m - k, leaves.subspan(k), Known::no);
  made.push_back(m <= k ? mth(leaves.subspan(k)) : mth(leaves.first(k)));
  return made;
}

class AuditProof : public testing::Test {
 protected:
  AuditProof() {
    for (const Row& row : log_.rows) leaves_.push_back(row.leaf);
    for (std::uint64_t size = 0; size <= sizes_tried; ++size)
      roots_.push_back(mth(Leaves(leaves_).first(size)));
  }
  SampleLog log_ = sample_log(sizes_tried);
  std::vector<Digest> leaves_, roots_;
};

TEST_F(AuditProof, OfInclusionIsTheDefinitionsForEveryEntryOfEverySmallTree) {
  const Hashes hashes = log_.hashes();
  for (std::uint64_t size = 1; size <= sizes_tried; size = size < 70 ? size + 1 : size + 7) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = prove_inclusion(hashes, index, size);
      ASSERT_TRUE(proof) << index << " of " << size << ": " << proof.error().to_string();
      ASSERT_EQ(*proof, path(index, Leaves(leaves_).first(size))) << index << " of " << size;
      ASSERT_TRUE(verify_inclusion(*proof, {index, size}, leaves_[index], roots_[size]));
    }
  }
}

TEST_F(AuditProof, OfInclusionProvesNothingElse) {
  const Hashes hashes = log_.hashes();
  for (std::uint64_t size : {1U, 2U, 3U, 7U, 8U, 100U, 256U, 257U}) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = *prove_inclusion(hashes, index, size);
      const Digest& leaf = leaves_[index];
      // Another tree, another place, another leaf.
      EXPECT_FALSE(verify_inclusion(proof, {index, size}, leaf, roots_[size + 1]));
      EXPECT_FALSE(verify_inclusion(proof, {index + 1, size}, leaf, roots_[size]));
      EXPECT_FALSE(verify_inclusion(proof, {index ^ 1, size}, leaf, roots_[size]));
      EXPECT_FALSE(verify_inclusion(proof, {size, size}, leaf, roots_[size]));
      EXPECT_FALSE(verify_inclusion(proof, {index, size}, leaves_[size], roots_[size]));
      auto longer = proof;
      longer.push_back(roots_[1]);
      EXPECT_FALSE(verify_inclusion(longer, {index, size}, leaf, roots_[size]));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        auto altered = proof;
        altered[i].bytes[7] ^= 1;
        EXPECT_FALSE(verify_inclusion(altered, {index, size}, leaf, roots_[size]));
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_FALSE(verify_inclusion(shorter, {index, size}, leaf, roots_[size]));
      }
    }
  }
  EXPECT_FALSE(verify_inclusion({}, {0, 0}, leaves_[0], roots_[0]));
}

TEST_F(AuditProof, OfConsistencyIsTheDefinitionsForEveryPairOfSmallTrees) {
  const Hashes hashes = log_.hashes();
  for (std::uint64_t newer = 1; newer <= sizes_tried; newer = newer < 70 ? newer + 1 : newer + 11) {
    for (std::uint64_t older = 1; older <= newer; ++older) {
      const auto proof = prove_consistency(hashes, {older, newer});
      ASSERT_TRUE(proof) << older << " of " << newer;
      ASSERT_EQ(*proof, subproof(older, Leaves(leaves_).first(newer), Known::yes))
          << older << " of " << newer;
      ASSERT_TRUE(verify_consistency(*proof, {older, newer}, {roots_[older], roots_[newer]}));
    }
  }
}

TEST_F(AuditProof, OfConsistencyFailsForAnotherHistory) {
  const Hashes hashes = log_.hashes();
  Digest other = roots_[17];
  other.bytes[0] ^= 1;
  for (std::uint64_t newer : {2U, 3U, 8U, 100U, 257U}) {
    for (std::uint64_t older = 1; older < newer; ++older) {
      const auto proof = *prove_consistency(hashes, {older, newer});
      EXPECT_FALSE(verify_consistency(proof, {older, newer}, {other, roots_[newer]}));
      EXPECT_FALSE(verify_consistency(proof, {older, newer}, {roots_[older], other}));
      EXPECT_FALSE(verify_consistency(proof, {older, newer}, {roots_[older], roots_[newer + 1]}));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        auto altered = proof;
        altered[i].bytes[31] ^= 0x80;
        EXPECT_FALSE(verify_consistency(altered, {older, newer}, {roots_[older], roots_[newer]}));
      }
      auto longer = proof;
      longer.push_back(other);
      EXPECT_FALSE(verify_consistency(longer, {older, newer}, {roots_[older], roots_[newer]}));
    }
  }
}

TEST_F(AuditProof, OfConsistencyKnowsTheEmptyAndTheEqualTree) {
  const Roots same{roots_[5], roots_[5]};
  EXPECT_TRUE(verify_consistency({}, {5, 5}, same));
  EXPECT_FALSE(verify_consistency({}, {5, 5}, {roots_[5], roots_[6]}));
  EXPECT_FALSE(verify_consistency({roots_[1]}, {5, 5}, same));
  EXPECT_TRUE(verify_consistency({}, {0, 5}, {roots_[0], roots_[5]}));
  EXPECT_FALSE(verify_consistency({}, {0, 5}, {roots_[1], roots_[5]}));
  EXPECT_FALSE(verify_consistency({}, {6, 5}, {roots_[6], roots_[5]}));
  EXPECT_FALSE(verify_consistency({}, {3, 5}, {roots_[3], roots_[5]}));
}

TEST_F(AuditProof, IsRefusedBeyondTheLog) {
  const Hashes hashes = log_.hashes();
  EXPECT_TRUE(prove_inclusion(hashes, 5, 5).error().is(Errc::not_in_tree));
  EXPECT_TRUE(prove_consistency(hashes, {6, 5}).error().is(Errc::not_in_tree));
}

TEST_F(AuditProof, SaysSoWhenAKeptHashIsGone) {
  SampleLog log = sample_log(100);
  std::erase_if(log.kept, [](const Node& node) { return node.level == 4 && node.index == 1; });
  EXPECT_TRUE(prove_inclusion(log.hashes(), 2, 100).error().is(Errc::altered));
}

TEST_F(AuditProof, FindsTheRootOfEveryOlderTree) {
  const Hashes hashes = log_.hashes();
  for (std::uint64_t size = 0; size <= sizes_tried; ++size)
    ASSERT_EQ(root_at(hashes, size).value(), roots_[size]) << size;
}

// A log whose hash at a place is made up from the place: what a proof reads then depends only on
// the size.
TEST_F(AuditProof, ReadsFewHashesOfALogOfAMillion) {
  std::size_t read = 0;
  const Hashes counted = [&](unsigned, std::uint64_t,
                             std::size_t count) -> Result<std::vector<Digest>> {
    read += count;
    return std::vector<Digest>(count);
  };
  for (std::uint64_t index : {0U, 1U, 499'999U, 524'288U, 999'999U}) {
    read = 0;
    ASSERT_TRUE(prove_inclusion(counted, index, 1'000'000));
    EXPECT_LT(read, 200U) << index;
  }
}

}  // namespace
}  // namespace gatepost::audit
