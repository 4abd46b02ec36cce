#include "gateway/exchange/meeting.hpp"

#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using formats::forms::ConsentAgency;
using Basis = Sharing::Basis;

struct Wish {
  const char* what;
  const char* team;
  Basis basis;
  std::vector<ConsentAgency> agencies;
  bool may;
};

TEST(MeetingList, SpeaksOfOwnPeopleAndOfWhoAgreed) {
  const config::Directory directory = tests::sample_region();
  const std::vector<ConsentAgency> spoc{ConsentAgency::spoc};
  const std::vector<ConsentAgency> both{ConsentAgency::spoc, ConsentAgency::probation};
  const std::vector<Wish> table{
      {"the sender", "BXI-PSI", Basis::given, spoc, true},
      {"a colleague's team at the prison", "BXI-CLIN", Basis::given, spoc, true},
      {"care goes on in custody", "BXI-PSI", Basis::withdrawn, {}, true},
      {"another prison", "PVI-PSI", Basis::given, both, false},
      {"the SPOC it was sent to", "LAMBETH-SPOC", Basis::given, spoc, true},
      {"the SPOC, of a minimal form", "LAMBETH-SPOC", Basis::refused, {}, true},
      {"the SPOC, after consent was taken back", "LAMBETH-SPOC", Basis::withdrawn, {}, false},
      {"probation that is named", "LAMBETH-PROB", Basis::given, both, true},
      {"probation that is not", "LAMBETH-PROB", Basis::given, spoc, false},
      {"probation, refused", "LAMBETH-PROB", Basis::refused, both, false},
      {"probation, when nothing was said", "LAMBETH-PROB", Basis::unstated, both, false},
      {"a court, which consent cannot name", "THAMES-CRT", Basis::given, both, false},
      {"nobody we know", "NOBODY", Basis::given, both, false}};
  for (const Wish& wish : table) {
    MeetingRow row;
    row.parties = {team("BXI-PSI"), team("LAMBETH-SPOC")};
    row.sharing.basis = wish.basis;
    row.sharing.agencies = wish.agencies;
    EXPECT_EQ(may_speak_of(row, team(wish.team), directory), wish.may) << wish.what;
  }
}

TEST(MeetingList, SaysWhereAReferralStandsAndWhoseTurnItIs) {
  Scene scene;
  scene.must(scene.lief());
  const auto standing = [&](const char* who) {
    return standing_of(*scene.conversation, team(who), scene.directory);
  };
  EXPECT_EQ(standing("BXI-PSI")->stage, MeetingStage::referred);
  EXPECT_EQ(standing("BXI-PSI")->turn, team("LAMBETH-SPOC"));
  EXPECT_TRUE(standing("BXI-PSI")->by);
  EXPECT_FALSE(standing("BXI-PSI")->late);
  EXPECT_FALSE(standing("PVI-PSI")->late) << "not a party: it sees what there is";
  MessageState& message = scene.conversation->messages[0];
  message.set_reached(Rung::confirmed, scene.now);
  EXPECT_EQ(standing("BXI-PSI")->stage, MeetingStage::confirmed);
  message.set_reached(Rung::answered, scene.now);
  EXPECT_EQ(standing("BXI-PSI")->stage, MeetingStage::answered);
  message.set_reached(Rung::engaged, scene.now);
  EXPECT_EQ(standing("LAMBETH-SPOC")->stage, MeetingStage::engaged);
  message.standing = Standing::closed;
  message.ended_why = "declined";
  message.engaged_at.reset();
  EXPECT_EQ(standing("BXI-PSI")->stage, MeetingStage::declined);
  EXPECT_EQ(standing("BXI-PSI")->turn, team("BXI-PSI")) << "somebody must choose another SPOC";
}

}  // namespace
}  // namespace gatepost::exchange
