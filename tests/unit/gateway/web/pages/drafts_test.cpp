#include "gateway/web/pages/drafts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/samples.hpp"
#include "gateway/web/writing/build.hpp"

namespace gatepost::web::pages {
namespace {

using testing::HasSubstr;
using testing::Not;
using writing::Typed;

const DraftId id = *DraftId::parse("0b7c6f1e-3a52-4d0e-9f61-2a1c5d8e7f90");
const TeamCode team = *TeamCode::parse("BXI-PSI");

Problems problems_of(const Typed& typed) {
  static const auto calendar =
      *config::Calendar::from_bank_holidays_json(config::bank_holidays_json());
  const auto built = build(writing::referral_plan(), typed,
                           {.message_id = *MessageId::parse(id.str()),
                            .conversation = *ConversationId::parse(id.str()),
                            .created_at = *from_rfc3339("2026-04-02T10:00:00Z"),
                            .from = team,
                            .prison = "BXI",
                            .sending_team_type = "PSYCHOSOCIAL",
                            .today = "2026-04-02"},
                           calendar);
  return built ? Problems{} : built.error();
}

DraftInHand in_hand(const Typed& typed) {
  return {writing::referral_plan(),
          id,
          team,
          "Brixton psychosocial",
          "Lambeth SPOC",
          "Saved by Jo Example",
          typed,
          problems_of(typed)};
}

Page check(const Typed& typed, const Checking& checking, std::string method = "GET") {
  formats::http1::RequestHead head;
  head.method = std::move(method);
  const Call call{head, {}, {}, {}, {}, "", {}};
  return draft_check(call, in_hand(typed), checking);
}

Typed begun() {
  Typed typed;
  typed.set("Referral.Kind", std::string("NEW_REFERRAL"));
  typed.set("Control.ToArea", std::string("E09000022"));
  typed.set("Client.Surname", std::string("Fictional <b>"));
  mark_seen(typed, *writing::referral_plan().part("client"));
  return typed;
}

TEST(CheckPage, NamesWhatIsLeftAndLeadsToIt) {
  const Page page = check(begun(), {});
  const std::string& markup = page.content.markup();
  EXPECT_THAT(markup, HasSubstr("Before you can send this"));
  EXPECT_THAT(markup, HasSubstr("Consent to share information: not filled in yet"));
  EXPECT_THAT(markup, HasSubstr("/parts/client?from=check#Client.FirstName"));
  EXPECT_THAT(markup, Not(HasSubstr("Sign and send")));
  EXPECT_THAT(markup, HasSubstr("Fictional &lt;b&gt;"));
  EXPECT_EQ(page.title.find("Fictional"), std::string::npos) << "a name in the browser's history";
  EXPECT_EQ(page.outcome, Page::Outcome::fine);
}

TEST(CheckPage, SaysAfterAnAttemptThatNothingWasSent) {
  const Page page = check(begun(), {}, "POST");
  EXPECT_EQ(page.outcome, Page::Outcome::with_errors);
  EXPECT_THAT(page.content.markup(), HasSubstr("It was not sent"));
}

TEST(CheckPage, WhoMayNotSendIsToldWhoMay) {
  Typed typed = begun();
  DraftInHand draft = in_hand(typed);
  draft.problems.clear();
  formats::http1::RequestHead head;
  head.method = "GET";
  const Call call{head, {}, {}, {}, {}, "", {}};
  EXPECT_THAT(draft_check(call, draft, {.signer = "Jo", .may_not = "a colleague sends it"})
                  .content.markup(),
              testing::AllOf(HasSubstr("a colleague sends it"), Not(HasSubstr("<button"))));
  EXPECT_THAT(draft_check(call, draft, {.signer = "Jo"}).content.markup(),
              HasSubstr("You sign this as Jo"));
}

// What was filled in beforehand goes out like the rest: it is shown, whether somebody looked or
// not.
TEST(CheckPage, ShowsWhatWasFilledInBeforehand) {
  Typed typed = begun();
  for (const std::string_view name : {"Referrer", "Role", "Team"})
    typed.set("SignOff." + std::string(name), std::string("Jo Filled-In"));
  typed.set("SignOff.Telephone", std::string("020 7946 0101"));
  typed.set("SignOff.Mailbox", std::string("psi@example.org"));
  EXPECT_THAT(check(typed, {}).content.markup(),
              testing::AllOf(HasSubstr("psi@example.org"), Not(HasSubstr("Who sends it: not"))));
  EXPECT_THAT(draft_parts(in_hand(typed)).content.markup(), HasSubstr("Filled in for you"));
}

TEST(TaskList, SaysHowFarEachPageHasCome) {
  Typed typed = begun();
  EXPECT_THAT(draft_parts(in_hand(typed)).content.markup(),
              testing::AllOf(HasSubstr("In progress"), HasSubstr("Not started"),
                             HasSubstr("Cannot send yet"), HasSubstr("Optional")));
  typed.set("Consent.Status", std::string("REFUSED"));
  EXPECT_THAT(draft_parts(in_hand(typed)).content.markup(),
              testing::AllOf(HasSubstr("Not needed"), HasSubstr("the client refused sharing")));
  typed.set("Consent.Status", std::string("GIVEN"));
  typed.set("Referral.Kind", std::string("COURT_RELEASE"));
  EXPECT_THAT(draft_parts(in_hand(typed)).content.markup(), HasSubstr("Can follow later"));
}

}  // namespace
}  // namespace gatepost::web::pages
