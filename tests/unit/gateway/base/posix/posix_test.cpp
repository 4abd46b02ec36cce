#include "gateway/base/posix/posix.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::posix {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777U;
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(DurableFile, IsReadBackAndLeavesNothingBesideIt) {
  const TemporaryFolder folder;
  const Bytes content(200'000, 0x5A);
  ASSERT_TRUE(write_file_durably(folder / "a", content, Mode::shared));
  EXPECT_EQ(read_file(folder / "a", content.size()), content);
  EXPECT_EQ(mode_of(folder / "a"), 0644U);
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(DurableFile, ReplacesContentAndMode) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file_durably(folder / "a", to_bytes("first"), Mode::shared));
  ASSERT_TRUE(write_file_durably(folder / "a", to_bytes("2"), Mode::secret));
  EXPECT_EQ(read_file(folder / "a", 100), to_bytes("2"));
  EXPECT_EQ(mode_of(folder / "a"), 0600U);
}

TEST(DurableFile, LeavesNothingBehindWhenItFails) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folder(folder / "target/inside", Mode::shared));
  // A folder stands under the final name: the rename fails after everything else went well.
  const auto onto_folder = write_file_durably(folder / "target", to_bytes("x"), Mode::shared);
  ASSERT_FALSE(onto_folder);
  EXPECT_TRUE(onto_folder.error().is(Errc::cannot_write));
  EXPECT_EQ(entries(folder.path()), 1U);
  const auto missing = write_file_durably(folder / "no/such/file", to_bytes("x"), Mode::shared);
  ASSERT_FALSE(missing);
  EXPECT_TRUE(missing.error().is(Errc::cannot_write));
}

TEST(ReadFile, NamesTheFileThatIsMissing) {
  const TemporaryFolder folder;
  const auto missing = read_file(folder / "missing", 10);
  ASSERT_FALSE(missing);
  EXPECT_TRUE(missing.error().is(Errc::cannot_open));
  EXPECT_NE(missing.error().context().find("missing"), std::string::npos);
}

TEST(ReadFile, RefusesOneByteMoreThanTheLimit) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file_durably(folder / "a", Bytes(10), Mode::shared));
  EXPECT_TRUE(read_file(folder / "a", 10));
  const auto long_one = read_file(folder / "a", 9);
  ASSERT_FALSE(long_one);
  EXPECT_TRUE(long_one.error().is(Errc::too_large));
}

TEST(ReadFile, RefusesAFolder) {
  const TemporaryFolder folder;
  const auto result = read_file(folder.path(), 10);
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().is(Errc::cannot_read));
}

TEST(SecretFile, IsRefusedWhenOthersCanReadIt) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file_durably(folder / "key", to_bytes("k"), Mode::secret));
  EXPECT_TRUE(read_secret_file(folder / "key", 10));
  for (const mode_t mode : {0640U, 0604U, 0660U}) {
    ASSERT_EQ(::chmod((folder / "key").c_str(), mode), 0);
    const auto open_one = read_secret_file(folder / "key", 10);
    ASSERT_FALSE(open_one) << mode;
    EXPECT_TRUE(open_one.error().is(Errc::bad_mode));
  }
}

TEST(Folders, AreMadeWithParentsAndOnlyOnce) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folder(folder / "a/b/c/", Mode::secret));
  EXPECT_TRUE(make_folder(folder / "a/b/c", Mode::secret));
  EXPECT_EQ(mode_of(folder / "a/b/c"), 0700U);
  EXPECT_EQ(mode_of(folder / "a"), 0700U);
  ASSERT_TRUE(write_file_durably(folder / "file", to_bytes("x"), Mode::shared));
  EXPECT_FALSE(make_folder(folder / "file", Mode::shared));
  EXPECT_FALSE(make_folder(folder / "file/below", Mode::shared));
}

TEST(SystemRandomness, DoesNotRepeat) {
  SystemRandom random;
  std::array<std::uint8_t, 32> a{};
  std::array<std::uint8_t, 32> b{};
  random.fill(a);
  random.fill(b);
  EXPECT_NE(a, b);
}

TEST(SystemTime, IsThisCentury) {
  EXPECT_GT(SystemClock{}.now(), *from_rfc3339("2025-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace gatepost::posix
