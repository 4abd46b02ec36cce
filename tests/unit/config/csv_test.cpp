#include "config/csv.hpp"

#include <gtest/gtest.h>

#include "tests/unit/config/problems.hpp"

namespace gatepost::config {
namespace {

using Fields = std::vector<std::string>;

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
  const auto rows = parse_csv(
      "\xEF\xBB\xBF"
      "a,b\r\n"
      "\"x, y\",\"say \"\"hi\"\"\"\r\n"
      "\"two\nlines\",\n"
      ",\n"
      "\n"
      "last,\"\"",
      "f.csv");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 4U);
  EXPECT_EQ((*rows)[0].fields, (Fields{"a", "b"}));
  EXPECT_EQ((*rows)[1].fields, (Fields{"x, y", "say \"hi\""}));
  EXPECT_EQ((*rows)[2].fields, (Fields{"two\nlines", ""}));
  EXPECT_EQ((*rows)[3].fields, (Fields{"last", ""}));
  EXPECT_EQ((*rows)[2].line, 3);
  EXPECT_EQ((*rows)[3].line, 7);
}

TEST(Csv, OfNothingHasNoRows) {
  ASSERT_TRUE(parse_csv("", "f.csv"));
  EXPECT_TRUE(parse_csv("\r\n\n", "f.csv")->empty());
}

TEST(Csv, RefusesWhatCouldShiftColumns) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"a,b\nx\"y,z\n", "f.csv:2"},
      {"a,b\n\"x\"y,z\n", "f.csv:2"},
      {"a\n\"never\nclosed", "f.csv:2"},
      {"a\n\"x\" ,y\n", "f.csv:2"},
      {"a\rb\n", "f.csv:1"},
      {std::string_view("a\0b", 3), "f.csv:1"}};
  for (const auto& [text, place] : table) {
    const auto rows = parse_csv(text, "f.csv");
    ASSERT_FALSE(rows) << text;
    EXPECT_EQ(rows.error().at(0).path, place);
  }
}

TEST(Csv, HasLimits) {
  EXPECT_TRUE(parse_csv("a\nb\n", "f.csv", {.bytes = 4, .rows = 2}));
  EXPECT_FALSE(parse_csv("a\nb\n", "f.csv", {.bytes = 3, .rows = 2}));
  EXPECT_FALSE(parse_csv("a\nb\n", "f.csv", {.bytes = 4, .rows = 1}));
}

TEST(CsvNotes, AreTheFirstLinesThatBeginWithAHash) {
  const auto document =
      parse_csv_with_notes("\xEF\xBB\xBF# updated 2026-04-01,,,\r\n#two\na,b\n#c,d\n", "n.csv");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->notes, (std::vector<std::string>{"updated 2026-04-01", "two"}));
  ASSERT_EQ(document->rows.size(), 2U);
  EXPECT_EQ(document->rows[0].line, 3);
  EXPECT_EQ(document->rows[1].fields[0], "#c");
  EXPECT_TRUE(parse_csv_with_notes("# only", "n.csv")->rows.empty());
}

}  // namespace
}  // namespace gatepost::config
