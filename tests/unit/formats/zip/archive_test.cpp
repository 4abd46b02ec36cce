#include "formats/zip/archive.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/seeded_random.hpp"

namespace gatepost::formats::zip {
namespace {

constexpr Limits limits{.files = 10, .file_bytes = 5000, .total_bytes = 20'000};
const Instant at = *from_rfc3339("2026-04-02T11:00:00Z");

Bytes small_archive() {
  return write({{"a", to_bytes("first")}, {"b/c.xml", to_bytes("second")}}, at);
}

void replace_all(Bytes& bytes, std::string_view what, std::string_view with) {
  ASSERT_EQ(what.size(), with.size());
  auto from = bytes.begin();
  int found = 0;
  for (;; ++found) {
    from = std::search(from, bytes.end(), as_bytes(what).begin(), as_bytes(what).end());
    if (from == bytes.end()) break;
    from = std::copy(as_bytes(with).begin(), as_bytes(with).end(), from);
  }
  ASSERT_GT(found, 0) << what;
}

TEST(ZipArchive, GivesBackWhatWasPutIn) {
  const std::vector<File> files{
      {"a", {}}, {"form.xml", to_bytes("<x/>")}, {"log/17.tlog-proof", Bytes(4000, 'x')}};
  const Bytes bytes = write(files, at);
  const auto read_back = read(bytes, limits);
  ASSERT_TRUE(read_back) << read_back.error().to_string();
  EXPECT_EQ(*read_back, files);
  EXPECT_LT(bytes.size(), 1000U) << "it is compressed";
  EXPECT_EQ(write(files, at), bytes) << "the same files are the same archive";
}

TEST(ZipArchive, HasPlainNamesOnly) {
  for (const char* good : {"a", "form.xml", "receipts/1-accepted.xml", "a/b/c_d"})
    EXPECT_TRUE(is_plain_name(good)) << good;
  for (const char* bad : {"", "/a", "a/", "a//b", "../a", "a/../b", "a/..", ".", ".hidden", "a/.b",
                          "a\\b", "C:a", "a b", "a\n", "\xc3\xa9", "a:b", "a*", "~"})
    EXPECT_FALSE(is_plain_name(bad)) << bad;
  EXPECT_FALSE(is_plain_name(std::string(201, 'a')));
  EXPECT_THROW(write({{"../a", {}}}, at), std::logic_error);
  EXPECT_THROW(write({{"a", {}}, {"A", {}}}, at), std::logic_error);
}

TEST(ZipArchive, ThatLeadsOutOfItsFolderIsRefused) {
  for (const char* name : {"../xml", "/b.xmlx", "b\\c.xml", "b/c.xm/", ".b/cxml", "b//.xml"}) {
    Bytes bytes = small_archive();
    replace_all(bytes, "b/c.xml", std::string(name).append(7, '/').substr(0, 7));
    const auto found = read(bytes, limits);
    ASSERT_FALSE(found) << name;
    EXPECT_TRUE(found.error().is(Errc::bad_name)) << name << ": " << found.error().to_string();
    EXPECT_EQ(found.error().context().find(name), std::string::npos);
  }
}

TEST(ZipArchive, WithTwoFilesOfOneNameIsRefused) {
  for (const char* name : {"one", "ONE"}) {
    Bytes bytes = write({{"one", to_bytes("1")}, {"two", to_bytes("2")}}, at);
    replace_all(bytes, "two", name);
    const auto found = read(bytes, limits);
    ASSERT_FALSE(found) << name;
    // libzip itself sees the very same name.
    EXPECT_TRUE(found.error().is(Errc::duplicate) || found.error().is(Errc::unreadable))
        << found.error().to_string();
  }
}

TEST(ZipArchive, ThatIsABombIsRefusedBeforeItIsInflated) {
  const Bytes one = write({{"a", Bytes(limits.file_bytes + 1, 0)}}, at);
  EXPECT_TRUE(read(one, limits).error().is(Errc::too_large));
  std::vector<File> several;
  for (char name = 'a'; name < 'f'; ++name)
    several.push_back({std::string(1, name), Bytes(4500, 0)});
  EXPECT_TRUE(read(write(several, at), limits).error().is(Errc::too_large));
  std::vector<File> many;
  for (int i = 0; i <= 10; ++i) many.push_back({"f" + std::to_string(i), {}});
  EXPECT_TRUE(read(write(many, at), limits).error().is(Errc::too_large));
}

// The directory says ten bytes; the stream inflates to many.
TEST(ZipArchive, ThatLiesAboutItsSizesIsRefused) {
  Bytes bytes = write({{"a", Bytes(4000, 'x')}}, at);
  replace_all(bytes, std::string_view("\xa0\x0f\x00\x00", 4),
              std::string_view("\x0a\x00\x00\x00", 4));
  EXPECT_TRUE(read(bytes, limits).error().is(Errc::unreadable));
}

TEST(ZipArchive, WithALinkOrAFolderIsRefused) {
  Bytes bytes = small_archive();
  // In the directory's entry of the first file: made by Unix, mode 0120777.
  const std::string_view magic("PK\1\2", 4);
  const auto entry = std::search(bytes.begin(), bytes.end(), magic.begin(), magic.end());
  ASSERT_NE(entry, bytes.end());
  *(entry + 5) = 3;
  *(entry + 40) = 0xff;
  *(entry + 41) = 0xa1;
  EXPECT_TRUE(read(bytes, limits).error().is(Errc::not_plain));
}

TEST(ZipArchive, OfSeveralPartsInOneFileIsRefused) {
  const Bytes good = small_archive();
  Bytes before = to_bytes("MZ");
  before.insert(before.end(), good.begin(), good.end());
  EXPECT_FALSE(read(before, limits));
  Bytes after = good;
  after.push_back('x');
  EXPECT_FALSE(read(after, limits));
  Bytes twice = good;
  twice.insert(twice.end(), good.begin(), good.end());
  EXPECT_FALSE(read(twice, limits));
}

TEST(ZipArchive, ThatIsCutOrNoneIsRefused) {
  const Bytes good = small_archive();
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(read(ByteView(good).first(size), limits)) << size;
  EXPECT_FALSE(read(to_bytes("PK\3\4 something else altogether"), limits));
}

// Whatever is altered: the same files, a refusal, or other names and contents; never a fault.
TEST(ZipArchive, WithAlteredBytesIsReadOrRefused) {
  const std::uint64_t seed = 20260402;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  tests::SeededRandom random(seed);
  const Bytes good = small_archive();
  for (int round = 0; round < 5000; ++round) {
    Bytes altered = good;
    for (int i = 0; i < 3; ++i)
      altered[random.next() % altered.size()] = static_cast<std::uint8_t>(random.next());
    const auto found = read(altered, limits);
    if (!found) continue;
    for (const File& file : *found) EXPECT_TRUE(is_plain_name(file.name));
  }
}

}  // namespace
}  // namespace gatepost::formats::zip
