#include "config/policy_words.hpp"

#include <gtest/gtest.h>

#include "config/samples.hpp"

namespace gatepost::config {
namespace {

using Lines = std::vector<std::string>;

Policy shipped() { return *Policy::from_toml(default_policy_toml(), "default.toml"); }

TEST(PolicyInWords, SaysWhoMustDoWhatByWhen) {
  const Policy policy = shipped();
  const auto chapters = config::chapters(policy);
  ASSERT_EQ(chapters.size(), 5U);
  EXPECT_EQ(chapters[0].title, "An ordinary form");
  EXPECT_EQ(must_in_words((*chapters[0].rungs)[2]),
            "A named person at the recipient must confirm by noon on the next working day, and "
            "always at least 4 working hours before release.");
  EXPECT_EQ(must_in_words((*chapters[4].rungs)[2]),
            "The person must be in treatment within 21 days of release.");
  EXPECT_EQ(
      rules_in_words(policy)[1],
      "Whoever claims a task holds back what comes next for 4 working hours; then it goes on.");
}

TEST(PolicyInWords, SaysWhoHearsOfItWhenNot) {
  const Policy policy = shipped();
  EXPECT_EQ(steps_in_words(policy.rungs[2].steps, policy),
            (Lines{"at once we remind the recipient",
                   "1 working hour later we tell whoever stands in for the recipient",
                   "1 working hour later there is a task for the sender (\"ring recipient\")",
                   "2 working hours later there is a task for the recipient's service manager "
                   "(\"ask service manager\")",
                   "8 working hours later we tell whoever oversees the service (borough "
                   "commissioner, prison lead)",
                   "then that again, daily, until it is closed"}));
  EXPECT_EQ(steps_in_words(policy.task_steps, policy).front(),
            "4 working hours later we remind the team whose task it is");
}

TEST(PolicyInWords, HasAPhraseForEveryRule) {
  Policy policy = shipped();
  const auto with = [&](std::string_view spelling) {
    const Step step{"tell-oversight", StepRole::oversight, StepAction::remind,
                    *DueRule::parse(spelling)};
    return steps_in_words({policy.task_steps[0], step}, policy)[1];
  };
  const std::pair<std::string_view, std::string_view> table[] = {
      {"elapsed:0s", "at the same time we tell"},
      {"elapsed:90s", "1 minute 30 seconds later we tell"},
      {"calendar-days:2", "2 days later we tell"},
      {"noon-next-working-day", "at noon on the next working day we tell"},
      {"same-day", "at the end of the same day we tell"},
      {"24h-or-0900-next-working-day", "24 hours later, or at 09:00 on the next working day"}};
  for (const auto& [spelling, start] : table)
    EXPECT_TRUE(with(spelling).starts_with(start)) << with(spelling);
  policy.repeat = *DueRule::parse("elapsed:30s");
  EXPECT_EQ(steps_in_words(policy.task_steps, policy).back(),
            "then that again, each time 30 seconds later, until it is closed");
}

}  // namespace
}  // namespace gatepost::config
