#include "gateway/base/ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gatepost {
namespace {

class FixedRandom final : public Random {
 public:
  explicit FixedRandom(std::uint8_t value) : value_(value) {}
  void fill(std::span<std::uint8_t> out) override { std::ranges::fill(out, value_); }

 private:
  std::uint8_t value_;
};

template <class Id>
void expect_spellings(std::initializer_list<std::string_view> good,
                      std::initializer_list<std::string_view> bad) {
  for (const auto text : good) {
    ASSERT_TRUE(Id::parse(text)) << text;
    EXPECT_EQ(Id::parse(text)->str(), text);
  }
  for (const auto text : bad) EXPECT_FALSE(Id::parse(text)) << text;
}

TEST(TeamCodes, AreUpperCaseWithInnerHyphens) {
  expect_spellings<TeamCode>({"BXI-PSI", "LAMBETH-SPOC", "A1", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"},
                             {"", "A", "bxi-psi", "-BXI", "BXI-", "BXI PSI", "BXI_PSI", "BXI\n",
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456"});
}

TEST(MessageIds, AreLowerCaseUuids) {
  expect_spellings<MessageId>(
      {"0190b3d0-7c3a-7d61-8a2b-0123456789ab"},
      {"", "0190B3D0-7c3a-7d61-8a2b-0123456789ab", "0190b3d07c3a7d618a2b0123456789ab",
       "{190b3d0-7c3a-7d61-8a2b-0123456789a}", "0190b3d0-7c3a-7d61-8a2b-0123456789ag",
       "0190b3d0-7c3a-7d61-8a2b-0123456789ab0"});
}

TEST(MailboxIds, AreShortAndUpperCase) {
  expect_spellings<MailboxId>({"GPBXI01", "ABC"},
                              {"AB", "gpbxi01", "GP-BXI", "GPBXI01GPBXI01GPBXI01"});
}

TEST(AreaCodes, AreALetterAndEightDigits) {
  expect_spellings<AreaCode>({"E09000022", "W06000015"},
                             {"E0900002", "E090000222", "e09000022", "E0900002A", "009000022"});
}

TEST(Uuids, CarryVersionFourAndTheVariant) {
  FixedRandom ones(0xFF);
  FixedRandom zeros(0x00);
  EXPECT_EQ(make_uuid(ones), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_EQ(make_uuid(zeros), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(make_id<ConversationId>(ones).str(), make_uuid(ones));
}

TEST(Handles, Hold128BitsIn26Characters) {
  FixedRandom ones(0xFF);
  FixedRandom zeros(0x00);
  EXPECT_EQ(make_handle(zeros).str(), std::string(26, '0'));
  EXPECT_EQ(make_handle(ones).str(), "7" + std::string(25, 'Z'));
}

TEST(Ids, StartEmptyAndServeAsKeys) {
  EXPECT_TRUE(TeamCode{}.empty());
  const auto team = *TeamCode::parse("BXI-PSI");
  EXPECT_EQ(std::hash<TeamCode>{}(team), std::hash<TeamCode>{}(*TeamCode::parse("BXI-PSI")));
  EXPECT_EQ((std::set<TeamCode>{team, team}).size(), 1U);
}

}  // namespace
}  // namespace gatepost
