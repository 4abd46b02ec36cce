// Which sections a LIEF must and must not have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/forms/rules.hpp"
#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

std::vector<std::string> section_problems(const Lief& lief) {
  Problems problems;
  check_lief_sections(lief, problems);
  std::vector<std::string> paths;
  for (const Problem& each : problems) paths.push_back(each.path.substr(5));
  return paths;
}

Lief only_client_consent_release() {
  Lief lief = sample_lief();
  lief.custody.reset();
  lief.substance.reset();
  lief.treatment.reset();
  lief.prescribing.reset();
  lief.health.reset();
  lief.housing.reset();
  lief.risk.reset();
  lief.supervision.reset();
  lief.other_referrals.clear();
  lief.appointment.reset();
  return lief;
}

TEST(LiefSections, AFullReferralNeedsAllButPrescribingAndOtherReferrals) {
  Lief lief = only_client_consent_release();
  EXPECT_THAT(section_problems(lief), ElementsAre("Custody", "Substance", "Treatment", "Health",
                                                  "Housing", "Risk", "Supervision", "Appointment"));
  lief.client.reset();
  lief.consent.reset();
  lief.release.reset();
  EXPECT_EQ(section_problems(lief).size(), 11U);
  EXPECT_THAT(section_problems(sample_lief()), ElementsAre());
}

TEST(LiefSections, ACourtReleaseNamesEachPartThatFollows) {
  using S = LiefSection;
  Lief lief = only_client_consent_release();
  lief.referral.kind = LiefKind::court_release;
  EXPECT_EQ(section_problems(lief).size(), 9U) << "nothing goes missing silently";
  lief.referral.to_follow = {S::custody, S::substance, S::treatment,   S::prescribing, S::health,
                             S::housing, S::risk,      S::supervision, S::appointment};
  EXPECT_THAT(section_problems(lief), ElementsAre());
  lief.client->prisoner_number.reset();
  lief.client->last_known_address.reset();
  lief.referral.sending_team_type = SendingTeamType::court_team;
  lief.referral.prison.reset();
  Release release;
  release.release_date = today;
  lief.release = release;
  EXPECT_EQ(said(check_form(Form{lief}, today)), "") << "the few fields that matter are enough";
}

TEST(LiefSections, RefusedSharingAdmitsNothingBeyondIdentityAndRelease) {
  Lief lief = sample_lief();
  lief.consent->status = ConsentStatus::refused;
  EXPECT_THAT(section_problems(lief),
              ElementsAre("Custody", "Substance", "Treatment", "Prescribing", "Health", "Housing",
                          "Risk", "Supervision", "OtherReferral", "Appointment"));
  Lief minimal = only_client_consent_release();
  minimal.consent->status = ConsentStatus::refused;
  EXPECT_THAT(section_problems(minimal), ElementsAre());
}

TEST(LiefSections, AWithdrawalSharesNothing) {
  Lief lief = sample_lief();
  lief.referral.kind = LiefKind::withdrawn;
  EXPECT_EQ(section_problems(lief).size(), 12U) << "all but consent";
  Lief bare;
  bare.control = lief.control;
  bare.control.supersedes = MessageId::parse("33333333-3333-4333-8333-333333333333");
  bare.referral = lief.referral;
  bare.referral.withdrawn_reason = WithdrawnReason::consent_withdrawn;
  bare.sign_off = lief.sign_off;
  EXPECT_EQ(said(check_form(Form{bare}, today)), "");
  EXPECT_TRUE(read(write_form(Form{bare})));
}

TEST(LiefSections, SayNothingWhileTheKindCannotBeRead) {
  const auto problems =
      problems_of(with(sample_xml(FormType::lief), "<Kind>NEW_REFERRAL<", "<Kind>OLD_REFERRAL<"));
  ASSERT_EQ(problems.size(), 1U) << said(problems);
  EXPECT_EQ(problems[0].path, "LIEF/Referral/Kind");
}

}  // namespace
}  // namespace gatepost::formats::forms
