#include "gateway/web/writing/typed.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gatepost::web::writing {
namespace {

TEST(Typed, LiesInADraftAsItsHeaderSays) {
  Typed typed;
  typed.set("Client.Surname", std::string("O'Neil = x\\y"));
  typed.set("Consent.Agency", Typed::Values{"SPOC", "GP"});
  typed.set("Client.LastKnownAddress.Line", std::string("1 Street\r\nLondon"));
  EXPECT_EQ(typed.to_text(),
            "gatepost-draft 1\n"
            "Client.LastKnownAddress.Line=1 Street\\r\\nLondon\n"
            "Client.Surname=O'Neil = x\\\\y\n"
            "Consent.Agency=SPOC\n"
            "Consent.Agency=GP\n");
  EXPECT_EQ(Typed::from_text(typed.to_text()), typed);
}

// Whatever people paste comes back byte for byte.
TEST(Typed, ComesBackAsItWasTyped) {
  constexpr unsigned seed = 20260407;
  std::mt19937 random(seed);
  const std::string letters = "aZ0=\\\n\r \t<>&\"'\x01\x7f\xc3\xa9\xe2\x80\xae";
  for (int round = 0; round < 500; ++round) {
    Typed typed;
    for (int field = 0; field < 5; ++field) {
      std::string value;
      for (std::size_t i = random() % 40; i > 0; --i) value += letters[random() % letters.size()];
      typed.add("Client.F" + std::to_string(random() % 7), value);
    }
    ASSERT_EQ(Typed::from_text(typed.to_text()), typed) << "seed " << seed << " round " << round;
  }
}

TEST(Typed, TakesNothingElse) {
  for (const std::string text :
       {"", "gatepost-draft 2\n", "gatepost-draft 1", "gatepost-draft 1\nA",
        "gatepost-draft 1\nA=b", "gatepost-draft 1\n=b\n", "gatepost-draft 1\nA b=c\n",
        "gatepost-draft 1\nA=\\x\n", "gatepost-draft 1\nA=\\\n", "gatepost-draft 1\nA=\n"})
    EXPECT_FALSE(Typed::from_text(text)) << text;
}

TEST(Typed, KnowsWhatBelongsToAName) {
  Typed typed;
  typed.set("Client.DateOfBirth-day", std::string("3"));
  typed.set("Client.DateOfBirthday", std::string("x"));
  typed.set("Client.Alias", std::string(""));
  EXPECT_TRUE(typed.any_at("Client"));
  EXPECT_TRUE(typed.any_at("Client.DateOfBirth"));
  EXPECT_FALSE(typed.any_at("Client.Date"));
  EXPECT_FALSE(typed.any_at("Client.Alias"));
  typed.erase_at("Client.DateOfBirth");
  EXPECT_FALSE(typed.any_at("Client.DateOfBirth"));
  EXPECT_TRUE(typed.any_at("Client.DateOfBirthday"));
  typed.set("no good name", std::string("x"));
  EXPECT_FALSE(typed.any_at("no good name"));
}

}  // namespace
}  // namespace gatepost::web::writing
