#include "gateway/api/bodies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatepost::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

Bytes body(std::string_view text) { return to_bytes(text); }

TEST(ClaimBody, TakesANameAndNothingElse) {
  const auto good = claim_in(body(R"({"by": "Sam Sample"})"));
  ASSERT_TRUE(good);
  EXPECT_EQ(std::get<app::ClaimTask>(*good).by, "Sam Sample");
  const std::string long_name = R"({"by": ")" + std::string(121, 'x') + R"("})";
  for (const std::string_view bad :
       std::vector<std::string_view>{"", "[]", "{}", R"({"by": ""})", R"({"by": 7})", long_name}) {
    const auto refused = claim_in(body(bad));
    ASSERT_FALSE(refused) << bad;
    EXPECT_TRUE(refused.error().error.is(app::Errc::bad_request));
  }
}

TEST(HandOverBody, NamesSomebodyOrPutsTheTaskBackOutright) {
  EXPECT_EQ(std::get<app::HandTaskOver>(*hand_over_in(body(R"({"to": "Jo"})"))).to, "Jo");
  EXPECT_EQ(std::get<app::HandTaskOver>(*hand_over_in(body(R"({"to": null})"))).to, "");
  EXPECT_FALSE(hand_over_in(body("{}")));
  EXPECT_FALSE(hand_over_in(body(R"({"to": ""})")));
}

TEST(CompletionBody, KnowsOutcomesByName) {
  EXPECT_EQ(
      std::get<app::CompleteTask>(*completion_in(body(R"({"outcome": "not-reached"})"))).outcome,
      exchange::TaskOutcome::not_reached);
  const auto refused = completion_in(body(R"({"outcome": "perhaps"})"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().error.context(), HasSubstr("done, not-reached, not-needed"));
}

TEST(CaseloadBody, ReadsPeople) {
  const auto list = caseload_in(body(
      R"({"people": [{"prisoner_number": "A1234BC", "whereabouts": "IN_CUSTODY", "release_on": "2026-12-20"},
                     {"prisoner_number": "B2345CD", "whereabouts": "DIED", "left_on": "2026-11-20"}]})"));
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ((*list)[0].line.release_on, 2026y / 12 / 20);
  EXPECT_EQ((*list)[1].line.whereabouts, exchange::Whereabouts::died);
}

TEST(CaseloadBody, NamesEveryProblemAndRepeatsNobody) {
  const auto refused = caseload_in(body(
      R"({"people": [{"prisoner_number": "SECRET", "whereabouts": "IN_CUSTODY"},
                     {"prisoner_number": "A1234BC", "whereabouts": "GONE"},
                     {"prisoner_number": "A1234BC", "whereabouts": "RELEASED"},
                     {"prisoner_number": "A1234BC", "whereabouts": "IN_CUSTODY", "release_on": "soon"},
                     7]})"));
  ASSERT_FALSE(refused);
  std::string text;
  for (const Problem& problem : refused.error().problems)
    text += problem.path + " " + problem.wrong + "; " + problem.right + "\n";
  for (const std::string_view part :
       {"people[0]/prisoner_number", "people[1]/whereabouts", "people[2]/left_on",
        "people[3]/release_on", "people[4]/prisoner_number"})
    EXPECT_THAT(text, HasSubstr(std::string(part)));
  EXPECT_THAT(text, testing::Not(HasSubstr("SECRET")));
}

// One list used to take the same person any number of times, saying different things of them.
TEST(CaseloadBody, HasEachPersonOnceAndNamesTheLines) {
  const auto refused = caseload_in(body(
      R"({"people": [{"prisoner_number": "A1234BC", "whereabouts": "IN_CUSTODY"},
                     {"prisoner_number": "B2345CD", "whereabouts": "IN_CUSTODY"},
                     {"prisoner_number": "A1234BC", "whereabouts": "IN_CUSTODY"},
                     {"prisoner_number": "A1234BC", "whereabouts": "DIED", "left_on": "2026-11-20"}]})"));
  ASSERT_FALSE(refused);
  std::vector<std::string> said;
  for (const Problem& problem : refused.error().problems)
    said.push_back(problem.path + ": " + problem.wrong);
  EXPECT_THAT(
      said, testing::ElementsAre("people[2]/prisoner_number: people[0] is about the same person",
                                 "people[3]/prisoner_number: people[0] is about the same person"));
}

TEST(TaskQuery, TakesAPageAndSaysWhatAPageIs) {
  const auto all = task_query_in("");
  ASSERT_TRUE(all);
  EXPECT_EQ(all->filter, exchange::View::TaskFilter::open);
  EXPECT_EQ(all->limit, 200U);
  EXPECT_FALSE(all->after);
  const std::string place = "1.1775000000000.00000000-0000-4000-8000-000000000001";
  const auto page = task_query_in("all=true&max_results=7&continue_from=" + place);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->filter, exchange::View::TaskFilter::all);
  EXPECT_EQ(page->limit, 7U);
  EXPECT_EQ(page->after->to_text(), place);
  for (const std::string_view bad :
       {"max_results=0", "max_results=501", "max_results=-1", "max_results=x",
        "max_results=", "continue_from=", "continue_from=1.2",
        "continue_from=9.1.00000000-0000-4000-8000-000000000001",
        "continue_from=1.x.00000000-0000-4000-8000-000000000001", "continue_from=1.1.nobody"}) {
    const auto refused = task_query_in(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_TRUE(refused.error().error.is(app::Errc::bad_request)) << bad;
  }
}

TEST(CloseBody, LeavesTheReasonToTheExchange) {
  const auto closing = closing_in(body(R"({"reason": "died", "by": "Robin Example"})"));
  ASSERT_TRUE(closing);
  EXPECT_EQ(closing->reason, "died");
  EXPECT_EQ(closing->by, "Robin Example");
  EXPECT_FALSE(closing_in(body(R"({"reason": "died"})"))) << "nobody is named";
  EXPECT_THAT(closing_in(body("{}")).error().error.context(), HasSubstr("reached-otherwise"));
}

}  // namespace
}  // namespace gatepost::api
