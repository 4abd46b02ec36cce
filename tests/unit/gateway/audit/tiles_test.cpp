#include "gateway/audit/tiles.hpp"

#include <gtest/gtest.h>

#include "tests/unit/gateway/audit/samples.hpp"

namespace gatepost::audit {
namespace {

TEST(AuditTiles, HaveOnePathEach) {
  const auto big = parse_tile_path("tile/0/x001/x234/067");
  ASSERT_TRUE(big);
  EXPECT_EQ(*big, (TilePath{TilePath::Kind::hashes, 0, 1234067, tile_width}));
  EXPECT_EQ(parse_tile_path("tile/1/000.p/17"), (TilePath{TilePath::Kind::hashes, 1, 0, 17}));
  EXPECT_EQ(parse_tile_path("tile/entries/x012/345.p/255"),
            (TilePath{TilePath::Kind::entries, 0, 12345, 255}));
  for (const char* path :
       {"tile/0/x001/x234/067", "tile/1/000.p/17", "tile/entries/x012/345.p/255", "tile/63/999"})
    EXPECT_EQ(parse_tile_path(path)->str(), path);
}

TEST(AuditTiles, HaveNoOtherPath) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/00/000",
                           "tile/-1/000",
                           "tile/64/000",
                           "tile/0/1000",
                           "tile/0/x000/000",
                           "tile/0/x001/000/",
                           "tile/0/x001",
                           "tile/0/001/000",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/",
                           "tile/0/000.p/1.p/1",
                           "tile/0/000/1",
                           "tile/data/000",
                           "tile/entries/../000",
                           "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                           "Tile/0/000",
                           "tile/0/ 00",
                           "tile/0/+00"})
    EXPECT_FALSE(parse_tile_path(path)) << path;
}

// The specification's example: 70,000 entries are 273 full tiles of level 0 and one of 112, one
// full tile of level 1 and one of 17, and one of level 2 with a single hash.
TEST(AuditTiles, ExistAsTheSpecificationSays) {
  constexpr std::uint64_t size = 70'000;
  const auto exists = [](const char* path) { return parse_tile_path(path)->exists_at(size); };
  EXPECT_TRUE(exists("tile/0/000"));
  EXPECT_TRUE(exists("tile/0/272"));
  EXPECT_FALSE(exists("tile/0/273"));
  EXPECT_TRUE(exists("tile/0/273.p/112"));
  EXPECT_FALSE(exists("tile/0/273.p/113"));
  EXPECT_TRUE(exists("tile/1/000"));
  EXPECT_TRUE(exists("tile/1/001.p/17"));
  EXPECT_FALSE(exists("tile/1/001.p/18"));
  EXPECT_TRUE(exists("tile/2/000.p/1"));
  EXPECT_FALSE(exists("tile/2/000.p/2"));
  EXPECT_FALSE(exists("tile/3/000.p/1"));
  EXPECT_FALSE(exists("tile/8/000.p/1"));
  EXPECT_FALSE(exists("tile/63/000.p/1"));
  EXPECT_TRUE(exists("tile/entries/273.p/112"));
  EXPECT_FALSE(exists("tile/entries/274.p/1"));
}

TEST(AuditTiles, HoldTheHashesOfTheTree) {
  const auto log = test::sample_log(600);
  const auto full = tile_bytes(*parse_tile_path("tile/0/001"), 600, log.hashes());
  ASSERT_TRUE(full);
  ASSERT_EQ(full->size(), 8192U);
  EXPECT_EQ(Digest::from_bytes(ByteView(*full).first(32)), log.rows[256].leaf);
  EXPECT_EQ(Digest::from_bytes(ByteView(*full).last(32)), log.rows[511].leaf);
  // Each hash of level 1 is the root of a full tile below it.
  const auto above = tile_bytes(*parse_tile_path("tile/1/000.p/2"), 600, log.hashes());
  ASSERT_TRUE(above);
  Head head = empty_head();
  for (std::size_t i = 256; i < 512; ++i) append_leaf(head, log.rows[i].leaf);
  finish_root(head);
  EXPECT_EQ(Digest::from_bytes(ByteView(*above).last(32)), head.root);
  EXPECT_TRUE(
      tile_bytes(*parse_tile_path("tile/0/002"), 600, log.hashes()).error().is(Errc::not_in_tree));
}

TEST(AuditTiles, BundlesPrefixEachEntryWithItsLength) {
  Bytes bundle;
  ASSERT_TRUE(append_to_bundle(bundle, "ab"));
  ASSERT_TRUE(append_to_bundle(bundle, std::string(300, 'x')));
  EXPECT_EQ(to_hex(ByteView(bundle).first(6)), "00026162012c");
  EXPECT_EQ(bundle.size(), 2U + 2U + 2U + 300U);
  EXPECT_FALSE(append_to_bundle(bundle, std::string(65536, 'x')));
}

}  // namespace
}  // namespace gatepost::audit
