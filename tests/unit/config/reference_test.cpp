#include "config/reference.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/config/problems.hpp"

namespace gatepost::config {
namespace {

using namespace std::chrono_literals;

TEST(ReferenceLists, SayWhatTheyAreAndWhereTheyComeFrom) {
  std::set<std::string> ids;
  for (const CodeList* list : reference_lists()) {
    EXPECT_TRUE(ids.insert(list->id()).second) << list->id();
    EXPECT_FALSE(list->version().empty() || list->source().empty()) << list->id();
    EXPECT_TRUE(list->effective().ok()) << list->id();
    EXPECT_FALSE(list->entries().empty()) << list->id();
  }
  EXPECT_EQ(ids.size(), 8U);
}

TEST(ReferenceLists, HoldLondon) {
  EXPECT_EQ(areas().entries().size(), 33U);
  EXPECT_EQ(areas().find("E09000022")->label, "Lambeth");
  EXPECT_EQ(areas().find("E09000022")->get("old_code"), "00AY");
  EXPECT_EQ(areas().find("E09000033")->get("old_code"), "00BK");
  EXPECT_EQ(prisons().find("BXI")->label, "Brixton (HMP)");
  EXPECT_EQ(std::ranges::count_if(prisons().entries(),
                                  [](const auto& entry) { return entry.get("london") == "yes"; }),
            9);
  EXPECT_EQ(delivery_units().entries().size(), 18U);
  EXPECT_EQ(courts().find("INNRCC")->get("type"), "CRN");
  EXPECT_EQ(areas().find("E06000046"), nullptr);
  EXPECT_EQ(areas().find("E09000022")->get("no such column"), "");
}

TEST(DeliveryUnits, CoverEveryAreaOnce) {
  std::multiset<std::string> covered;
  for (const auto& unit : delivery_units().entries())
    for (std::string_view rest = unit.get("areas"); rest.size() >= 9;
         rest.remove_prefix(std::min<std::size_t>(10, rest.size())))
      covered.emplace(rest.substr(0, 9));
  EXPECT_EQ(covered.size(), 33U);
  for (const auto& area : areas().entries()) EXPECT_EQ(covered.count(area.code), 1U) << area.label;
}

TEST(CodeList, IsRefusedWithEverythingThatIsWrong) {
  const auto none = CodeList::from_csv("code,label\n", "l.csv");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().size(), 4U) << test::listed(none.error());
  const std::string notes = "# list: l\n# version: 1\n# effective: soon\n# source: here\n";
  const auto wrong =
      CodeList::from_csv(notes + "code,label,more\nA,One,\nA,Two,x\n,Three,\nB,\n", "l.csv");
  ASSERT_FALSE(wrong);
  EXPECT_TRUE(test::has(wrong.error(), "l.csv", "Reference list, # effective", "not a date"));
  EXPECT_TRUE(test::has(wrong.error(), "l.csv:7", "Reference list", "earlier row"));
  EXPECT_TRUE(test::has(wrong.error(), "l.csv:8", "Reference list", "no code"));
  EXPECT_TRUE(test::has(wrong.error(), "l.csv:9", "Reference list", "number of fields"));
  EXPECT_FALSE(CodeList::from_csv(notes + "label,code\nOne,A\n", "l.csv"));
  EXPECT_FALSE(CodeList::from_csv(notes, "l.csv"));
}

}  // namespace
}  // namespace gatepost::config
