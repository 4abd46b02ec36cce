#include "gateway/cli/agent/folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "gateway/cli/keep.hpp"

namespace gatepost::cli::agent {
namespace {

namespace fs = std::filesystem;

class FolderTest : public testing::Test {
 protected:
  FolderTest() {
    std::string pattern = (fs::temp_directory_path() / "gatepost-folder.XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~FolderTest() override { fs::remove_all(root_); }
  void write(const fs::path& file, std::string_view text) { std::ofstream(file) << text; }

  fs::path root_;
};

TEST_F(FolderTest, IsOneAgentsAtATime) {
  auto first = Folder::open(root_);
  ASSERT_TRUE(first);
  const auto second = Folder::open(root_);
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().is(Errc::busy));
  {
    const Folder moved = std::move(*first);
  }
  EXPECT_TRUE(Folder::open(root_));
}

TEST_F(FolderTest, TellsFilesFromLinksAndFolders) {
  const auto folder = Folder::open(root_);
  write(folder->out / "a.xml", "abc");
  fs::create_symlink("nowhere", folder->out / "b.xml");
  fs::create_directory(folder->out / "c.xml");
  const auto dropped = folder->dropped();
  ASSERT_EQ(dropped->size(), 3U);
  for (const Entry& each : *dropped) {
    const auto wanted = each.name == "a.xml"   ? Entry::Kind::file
                        : each.name == "b.xml" ? Entry::Kind::link
                                               : Entry::Kind::other;
    EXPECT_EQ(each.kind, wanted) << each.name;
  }
}

TEST_F(FolderTest, SaysWhetherSomethingFailedWaits) {
  const auto folder = Folder::open(root_);
  EXPECT_FALSE(folder->has_failed());
  write(folder->failed / "a.reason.txt", "because");
  EXPECT_TRUE(folder->has_failed());
}

TEST_F(FolderTest, AMoveNeverReplaces) {
  write(root_ / "a", "new");
  write(root_ / "b", "old");
  EXPECT_FALSE(move_file(root_ / "a", root_ / "b"));
  EXPECT_EQ(as_text(*read_regular_file(root_ / "b", 10)), "old");
  EXPECT_TRUE(move_file(root_ / "a", root_ / "c"));
  EXPECT_FALSE(is_there(root_ / "a"));
}

TEST_F(FolderTest, ATakenNameGetsANumberAndTheSameContentIsFoundAgain) {
  const auto keep = [&](std::string_view receipt) {
    return keep_pieces(root_, "form", {{".receipt.xml", as_bytes(receipt)}}, {".xml"})
        ->filename()
        .string();
  };
  EXPECT_EQ(keep("one"), "form");
  EXPECT_EQ(keep("one"), "form");  // cut short after the receipt: finished, not begun anew
  EXPECT_EQ(keep("two"), "form-2");
  write(root_ / "form.xml", "moved");
  EXPECT_EQ(keep("one"), "form-3");  // that one is complete: another drop gets a place of its own
}

TEST_F(FolderTest, ReadsNeitherLinksNorPipesNorWhatIsTooLong) {
  write(root_ / "a", "12345");
  fs::create_symlink(root_ / "a", root_ / "link");
  EXPECT_FALSE(read_regular_file(root_ / "link", 10));
  EXPECT_FALSE(read_regular_file(root_, 10));
  EXPECT_FALSE(read_regular_file(root_ / "a", 4));
  EXPECT_TRUE(read_regular_file(root_ / "a", 5));
}

TEST(Names, LoseTheirEndingAndNeverHalfACharacter) {
  EXPECT_EQ(stem_of("form.xml"), "form");
  EXPECT_EQ(stem_of("FORM.XML"), "FORM");
  EXPECT_EQ(ending_of("FORM.XML"), ".XML");
  EXPECT_EQ(stem_of("letter.pdf"), "letter.pdf");
  EXPECT_EQ(ending_of("letter.pdf"), "");
  EXPECT_EQ(stem_of(".xml"), ".xml");
  std::string name = std::string(199, 'a') + "\xc3\xa9\xc3\xa9.xml";
  EXPECT_EQ(stem_of(name), std::string(199, 'a'));
}

TEST(Reasons, SayEveryProblemWithWhereAndWhatWouldBeRight) {
  const std::string text = reason_text(
      {"LIEF 1",
       "",
       {{"Prisoner number", "LIEF/Client/PrisonerNumber", "it is missing", "such as A1234BC"},
        {"Surname", "LIEF/Client/Surname", "it is missing", "it"}},
       "mend it."});
  for (const char* part : {"LIEF 1 was not sent", "2 things are wrong", "1. Prisoner number",
                           "(LIEF/Client/PrisonerNumber)", "wrong: it is missing",
                           "right: such as A1234BC", "2. Surname", "What to do: mend it."})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace gatepost::cli::agent
