// The joint meeting list over the real thing: whose people, by what consent, and what is logged.
#include "gateway/app/meeting_list.hpp"

#include "tests/unit/gateway/app/identity_service.hpp"

namespace gatepost::app::test {
namespace {

using testing::Contains;

const TeamCode probation = *TeamCode::parse("LAMBETH-PROBATION");
const TeamCode brent = *TeamCode::parse("BRENT-SPOC");

class MeetingListService : public IdentityService {
 protected:
  MeetingListService() : list(*gateway, *identity) {}

  // A referral from Brixton to Lambeth, with consent to these agencies.
  Accepted refer(const Person& sender, std::vector<forms::ConsentAgency> agencies,
                 const std::string& surname) {
    auto form = std::get<forms::Lief>(sample(forms::FormType::lief));
    form.client->surname = surname;
    form.consent->agencies = std::move(agencies);
    auto sent = wait(identity->send(sender, brixton, form));
    EXPECT_TRUE(sent) << (sent ? "" : sent.error().error.to_string());
    return std::move(*sent);
  }
  Answer<MeetingPage> ask(const Person& person, MeetingQuery wanted) {
    wanted.page_size = 10;
    return wait(list.page(person, wanted));
  }

  MeetingList list;
};

using forms::ConsentAgency;

TEST_F(MeetingListService, ShowsTheOwnPeopleOfAPrisonAndOfASpoc) {
  const Person sender = ready("sid", {{Role::sender, brixton}});
  refer(sender, {ConsentAgency::spoc}, "Testcase");
  const auto of_prison = ask(sender, {.team = brixton}).value();
  ASSERT_EQ(of_prison.people.size(), 1U);
  EXPECT_EQ(of_prison.people[0].standing.stage, exchange::MeetingStage::referred);
  EXPECT_EQ(of_prison.people[0].standing.to, lambeth);
  EXPECT_EQ(of_prison.people[0].standing.turn, lambeth);
  EXPECT_TRUE(of_prison.people[0].person->name.ends_with("Testcase"));
  const Person spoc = ready("sue", {{Role::spoc, lambeth}});
  EXPECT_EQ(ask(spoc, {.team = lambeth}).value().people.size(), 1U);
  // Their own borough, whatever they ask for; and the clinical colleague's own prison.
  EXPECT_EQ(ask(spoc, {.team = lambeth, .spoc = brent}).value().people.size(), 1U);
  const Person elsewhere = ready("eve", {{Role::spoc, brent}});
  const auto none = ask(elsewhere, {.team = brent, .spoc = lambeth}).value();
  EXPECT_EQ(none.people.size() + none.not_agreed, 0U);
  const Person clinician = ready("cid", {{Role::clinician, brixton_clinical}});
  EXPECT_EQ(ask(clinician, {.team = brixton_clinical}).value().people.size(), 1U);
}

TEST_F(MeetingListService, ShowsOthersOnlyWhoseConsentNamesTheirAgency) {
  const Person sender = ready("sid", {{Role::sender, brixton}});
  refer(sender, {ConsentAgency::spoc}, "Notasked");
  refer(sender, {ConsentAgency::spoc, ConsentAgency::probation}, "Agreed");
  const Person meeting = ready("pru", {{Role::meeting, probation}});
  const auto shown = ask(meeting, {.team = probation, .spoc = lambeth}).value();
  ASSERT_EQ(shown.people.size(), 1U);
  EXPECT_TRUE(shown.people[0].person->name.ends_with("Agreed"));
  EXPECT_EQ(shown.total, 1U);
  EXPECT_EQ(shown.not_agreed, 1U);
  const auto by_prison = ask(meeting, {.team = probation, .prison = "BXI"}).value();
  EXPECT_EQ(by_prison.people.size(), 1U);
  // It would stand in the log.
  const auto nowhere = ask(meeting, {.team = probation, .prison = "Jo Example"});
  ASSERT_FALSE(nowhere);
  EXPECT_TRUE(nowhere.error().error.is(Errc::bad_request));
  EXPECT_FALSE(ask(meeting, {.team = probation})) << "nobody sees everybody";
  EXPECT_THAT(told(), Contains(meeting.actor() +
                               " meeting-list-opened people:1 prison: spoc:LAMBETH-SPOC"));
}

TEST_F(MeetingListService, IsForWhoeverMaySeeItForThatTeamAndEachFileIsLogged) {
  const Person admin = ready("ada.min", {{Role::administrator, {}}});
  const Person spoc = ready("sue", {{Role::spoc, lambeth}});
  EXPECT_FALSE(ask(admin, {.team = lambeth}));
  EXPECT_FALSE(ask(spoc, {.team = brixton}));
  EXPECT_THAT(told(), Contains(spoc.actor() + " refused identity.not_allowed"));
  refer(ready("sid", {{Role::sender, brixton}}), {ConsentAgency::spoc}, "Testcase");
  EXPECT_EQ(wait(list.whole(spoc, {.team = lambeth})).value().people.size(), 1U);
  const auto entries = log_entries();
  const auto found = std::ranges::find(entries, "meeting-list-exported", &audit::Entry::event);
  ASSERT_NE(found, entries.end());
  EXPECT_EQ(found->verb, audit::Verb::consultation);
  EXPECT_EQ(found->recipient, "LAMBETH-SPOC");
}

TEST_F(MeetingListService, IsReadPageByPage) {
  const Person sender = ready("sid", {{Role::sender, brixton}});
  for (int n = 0; n < 3; ++n) refer(sender, {ConsentAgency::spoc}, "Testcase");
  std::set<std::string> seen;
  for (std::size_t page = 1; page <= 3; ++page) {
    const auto one =
        wait(list.page(sender, {.team = brixton, .page = page, .page_size = 1})).value();
    ASSERT_EQ(one.people.size(), 1U);
    EXPECT_EQ(one.total, 3U);
    seen.insert(one.people[0].conversation.str());
  }
  EXPECT_EQ(seen.size(), 3U);
}

}  // namespace
}  // namespace gatepost::app::test
