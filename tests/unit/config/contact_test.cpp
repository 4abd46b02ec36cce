#include "config/contact.hpp"

#include <gtest/gtest.h>

namespace gatepost::config {
namespace {

TEST(Contacts, AreReadAndSpelledTheSameWay) {
  const std::pair<std::string_view, Contact> table[] = {
      {"", {}},
      {"Duty desk", {"Duty desk", "", ""}},
      {"Ward 12", {"Ward 12", "", ""}},
      {"Duty desk 020 7946 0111", {"Duty desk", "", "020 7946 0111"}},
      {"Ward 12 020 7946 0111", {"Ward 12", "", "020 7946 0111"}},
      {"Duty desk +44 20 7946 0111 ext 2", {"Duty desk", "", "+44 20 7946 0111 ext 2"}},
      {"Duty desk <duty@spoc.example>", {"Duty desk", "duty@spoc.example", ""}},
      {"Manager, day (sample) <m@spoc.example> 01632 960123",
       {"Manager, day (sample)", "m@spoc.example", "01632 960123"}}};
  for (const auto& [text, contact] : table) {
    const auto parsed = parse_contact(text);
    ASSERT_TRUE(parsed) << text << ": " << parsed.error().wrong;
    EXPECT_EQ(*parsed, contact) << text;
    EXPECT_EQ(parsed->str(), text);
    EXPECT_EQ(parsed->empty(), text.empty());
  }
}

TEST(Contacts, SayWhatIsWrongWithoutRepeatingIt) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"<jane@spoc.example>", "no name"},
      {"020 7946 0111", "no name"},
      {"jane@spoc.example", "between < and >"},
      {"Jane <jane", "no closing >"},
      {"Jane <jane>", "not an address"},
      {"Jane <jane@spoc.example> upstairs", "not a telephone number"}};
  for (const auto& [text, wrong] : table) {
    const auto parsed = parse_contact(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_TRUE(parsed.error().wrong.contains(wrong)) << parsed.error().wrong;
    EXPECT_FALSE((parsed.error().wrong + parsed.error().right).contains("jane")) << text;
  }
}

}  // namespace
}  // namespace gatepost::config
