#include "config/policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "config/samples.hpp"
#include "tests/unit/config/problems.hpp"

namespace gatepost::config {
namespace {

using test::has;
using test::listed;

constexpr std::string_view task_step = R"(name = "ring"
role = "sender"
action = "task"
after = "elapsed:0s"
)";

std::string rung(std::string_view ladder, std::string_view name) {
  const std::string key(ladder);
  return "[[" + key + "]]\nname = \"" + std::string(name) + "\"\ndue = \"elapsed:1h\"\n[[" + key +
         ".step]]\n" + std::string(task_step);
}

const std::string head =
    "[policy]\nid = \"p\"\nurgent_within_working_days = 2\nrepeat = \"elapsed:24h\"\n"
    "claim_hold = \"elapsed:1h\"\n";
const std::string after_the_ladders =
    rung("request", "delivered") + rung("request", "answered") + rung("reply", "delivered") +
    rung("aftercare", "outcome") + rung("aftercare", "followed-up") + rung("aftercare", "engaged") +
    "[[task.step]]\nname = \"tell\"\nrole = \"owner\"\naction = \"remind\"\n"
    "after = \"elapsed:1h\"\n";
const std::string rest =
    rung("urgent", "delivered") + rung("urgent", "confirmed") + after_the_ladders;
const std::string smallest = head + rung("rung", "delivered") + rung("rung", "confirmed") + rest;

Problems problems_of(std::string_view text) {
  const auto policy = Policy::from_toml(text, "p.toml");
  return policy ? Problems{} : policy.error();
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

const RungPolicy& find(const std::vector<RungPolicy>& rungs, Rung rung) {
  const auto found = std::ranges::find(rungs, rung, &RungPolicy::rung);
  EXPECT_NE(found, rungs.end());
  return *found;
}

TEST(DefaultPolicy, HoldsTheDefaultsOfTheDesign) {
  const auto policy = Policy::from_toml(default_policy_toml(), "default.toml");
  ASSERT_TRUE(policy) << listed(policy.error());
  EXPECT_EQ(policy->id, "default-2026-11");
  EXPECT_EQ(policy->rungs.size(), 4U);
  EXPECT_EQ(find(policy->rungs, Rung::delivered).due.spelling(), "elapsed:1h");
  EXPECT_EQ(find(policy->rungs, Rung::acknowledged).due.spelling(), "working-hours:4");
  const auto& confirmed = find(policy->rungs, Rung::confirmed);
  EXPECT_EQ(confirmed.due.spelling(), "noon-next-working-day");
  EXPECT_EQ(confirmed.cap_working_hours_before_release, 4);
  const auto& answered = find(policy->rungs, Rung::answered);
  EXPECT_EQ(answered.due.spelling(), "working-days:2");
  EXPECT_EQ(answered.cap_working_hours_before_release, 4);
  EXPECT_EQ(find(policy->request_rungs, Rung::answered).due.spelling(),
            "24h-or-0900-next-working-day");
  EXPECT_EQ(find(policy->aftercare_rungs, Rung::outcome).due.spelling(), "working-days:1");
  EXPECT_EQ(find(policy->aftercare_rungs, Rung::followed_up).due.spelling(), "working-days:2");
  EXPECT_EQ(find(policy->aftercare_rungs, Rung::engaged).due.spelling(), "calendar-days:21");
  EXPECT_EQ(find(policy->urgent_rungs, Rung::confirmed).due.spelling(), "elapsed:2h");
  EXPECT_EQ(policy->urgent_within_working_days, 2);
  EXPECT_EQ(policy->repeat.spelling(), "elapsed:24h");
  EXPECT_EQ(policy->digest_hex.size(), 64U);
  std::vector<StepRole> order;
  for (const auto& step : confirmed.steps) order.push_back(step.role);
  EXPECT_EQ(order, (std::vector{StepRole::recipient, StepRole::recipient_fallback, StepRole::sender,
                                StepRole::recipient_service_manager, StepRole::oversight}));
  EXPECT_EQ(confirmed.steps[2].action, StepAction::task);
  EXPECT_EQ(confirmed.steps[3].action, StepAction::task);
  std::vector<StepRole> of_tasks;
  for (const auto& step : policy->task_steps) of_tasks.push_back(step.role);
  EXPECT_EQ(of_tasks,
            (std::vector{StepRole::owner, StepRole::owner_service_manager, StepRole::oversight}));
}

TEST(DemoPolicy, IsTheSameShapeInSeconds) {
  const auto shipped = Policy::from_toml(default_policy_toml(), "default.toml");
  const auto demo = Policy::from_toml(demo_policy_toml(), "demo.toml");
  ASSERT_TRUE(shipped && demo) << listed(demo.error());
  const auto same_shape = [](const std::vector<RungPolicy>& a, const std::vector<RungPolicy>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].rung, b[i].rung);
      ASSERT_EQ(a[i].steps.size(), b[i].steps.size());
      for (std::size_t j = 0; j < a[i].steps.size(); ++j) {
        EXPECT_EQ(a[i].steps[j].name, b[i].steps[j].name);
        EXPECT_EQ(a[i].steps[j].role, b[i].steps[j].role);
        EXPECT_EQ(a[i].steps[j].action, b[i].steps[j].action);
      }
    }
  };
  same_shape(shipped->rungs, demo->rungs);
  same_shape(shipped->urgent_rungs, demo->urgent_rungs);
  same_shape(shipped->request_rungs, demo->request_rungs);
  same_shape(shipped->reply_rungs, demo->reply_rungs);
  same_shape(shipped->aftercare_rungs, demo->aftercare_rungs);
  EXPECT_EQ(shipped->task_steps.size(), demo->task_steps.size());
  EXPECT_EQ(find(demo->rungs, Rung::delivered).due.spelling(), "elapsed:3s");
  EXPECT_EQ(find(demo->rungs, Rung::acknowledged).due.spelling(), "elapsed:4s");
  EXPECT_EQ(find(demo->rungs, Rung::confirmed).due.spelling(), "elapsed:6s");
  EXPECT_NE(demo->digest_hex, shipped->digest_hex);
}

TEST(PolicyFile, SmallestOneIsTaken) { EXPECT_EQ(listed(problems_of(smallest)), ""); }

TEST(PolicyFile, NamesALineAndTheNearestKeyForATypingError) {
  const auto problems = problems_of(replaced(smallest, "claim_hold", "claim_hodl"));
  EXPECT_EQ(problems.size(), 2U) << listed(problems);
  EXPECT_TRUE(
      has(problems, "p.toml:5", "[policy] claim_hodl", "not a known setting", "\"claim_hold\""));
  EXPECT_TRUE(has(problems, "p.toml:1", "[policy] claim_hold", "missing")) << listed(problems);
}

TEST(PolicyFile, ReportsEverythingAtOnce) {
  auto text = replaced(smallest, "repeat = \"elapsed:24h\"", "repeat = \"daily\"");
  text = replaced(text, "urgent_within_working_days = 2", "urgent_within_working_days = \"two\"");
  text = replaced(text, "role = \"sender\"", "role = \"sendr\"");
  text = replaced(text, "[[reply]]\nname = \"delivered\"", "[[reply]]\nname = \"confirmed\"");
  const auto problems = problems_of(text);
  EXPECT_TRUE(has(problems, "p.toml:4", "[policy] repeat", "not a rule", "working-hours:4"));
  EXPECT_TRUE(
      has(problems, "p.toml:3", "[policy] urgent_within_working_days", "not a whole number"));
  EXPECT_TRUE(has(problems, "p.toml:11", "[[rung.step]] role", "not a known role", "\"sender\""));
  EXPECT_TRUE(std::ranges::any_of(problems, [](const Problem& problem) {
    return problem.label == "[[reply]] name" &&
           problem.wrong.find("no rung confirmed") != std::string::npos;
  })) << listed(problems);
}

TEST(PolicyFile, ThatNeverEscalatesIsRefused) {
  const auto bare = replaced(smallest, "[[rung.step]]\n" + std::string(task_step), "");
  EXPECT_TRUE(has(problems_of(bare), "p.toml:6", "[[rung]] step", "never escalates"));
  const auto quiet = replaced(smallest, "action = \"task\"", "action = \"remind\"");
  EXPECT_TRUE(has(problems_of(quiet), "p.toml:9", "[[rung]] step", "no step is a task"))
      << listed(problems_of(quiet));
}

TEST(PolicyFile, RefusesStepsThatGrowQuieterAgain) {
  const auto text = replaced(smallest, std::string(task_step),
                             std::string(task_step) +
                                 "[[rung.step]]\nname = \"late\"\nrole = \"recipient\"\n"
                                 "action = \"remind\"\nafter = \"elapsed:1h\"\n");
  EXPECT_TRUE(has(problems_of(text), "p.toml:16", "[[rung.step]] role",
                  "out of order: recipient comes after sender"))
      << listed(problems_of(text));
}

TEST(PolicyFile, RefusesTwoStepsOfOneName) {
  const auto text = replaced(smallest, std::string(task_step),
                             std::string(task_step) + "[[rung.step]]\n" + std::string(task_step));
  EXPECT_TRUE(has(problems_of(text), "p.toml:15", "[[rung.step]] name", "same name"))
      << listed(problems_of(text));
}

// A step "overdue" had the same reference as the gateway's own word to the sender, and one of the
// two was never told.
TEST(PolicyFile, RefusesAStepNamedLikeOneOfTheGatewaysOwn) {
  for (const std::string_view name : {"overdue", "opened", "urgent-waits", "choose-another-spoc"}) {
    const std::string step = "name = \"" + std::string(name) + "\"";
    for (const auto& text : {replaced(smallest, "name = \"ring\"", step),
                             replaced(smallest, "name = \"tell\"", step)}) {
      const Problems problems = problems_of(text);
      ASSERT_EQ(problems.size(), 1U) << listed(problems);
      EXPECT_NE(problems[0].wrong.find(name), std::string::npos) << listed(problems);
      EXPECT_NE(problems[0].right.find("no-route"), std::string::npos) << "the names are listed";
    }
  }
}

TEST(PolicyFile, RefusesRungsOutOfOrderTwiceOrMissing) {
  const auto swapped = head + rung("rung", "confirmed") + rung("rung", "delivered") + rest;
  EXPECT_TRUE(
      has(problems_of(swapped), "p.toml:15", "[[rung]] name", "delivered comes after confirmed"))
      << listed(problems_of(swapped));
  const auto twice = head + rung("rung", "delivered") + rung("rung", "delivered") + rest;
  EXPECT_TRUE(
      has(problems_of(twice), "p.toml:15", "[[rung]] name", "delivered comes after delivered"));
  const auto missing = head + rung("rung", "delivered") + rest;
  EXPECT_TRUE(has(problems_of(missing), "p.toml:6", "[rung]", "rung confirmed has no deadline"))
      << listed(problems_of(missing));
  const auto no_replies = head + rung("rung", "delivered") + rung("rung", "confirmed") +
                          rung("urgent", "delivered") + rung("urgent", "confirmed");
  for (const std::string_view list : {"[request]", "[reply]", "[aftercare]"})
    EXPECT_TRUE(has(problems_of(no_replies), "p.toml:1", list, "missing"))
        << listed(problems_of(no_replies));
  EXPECT_TRUE(has(problems_of(no_replies), "p.toml:1", "[task]", "nobody claims", "[[task.step]]"));
}

TEST(PolicyFile, SaysWhereARungOfAnotherListBelongs) {
  const auto late = smallest + rung("rung", "outcome");
  EXPECT_TRUE(std::ranges::any_of(problems_of(late), [](const Problem& problem) {
    return problem.label == "[[rung]] name" && problem.wrong.contains("aftercare") &&
           problem.right == "a table [[aftercare]] with name = \"outcome\"";
  })) << listed(problems_of(late));
  const auto early = replaced(smallest, "[[aftercare]]\nname = \"outcome\"",
                              "[[aftercare]]\nname = \"confirmed\"");
  EXPECT_TRUE(std::ranges::any_of(problems_of(early), [](const Problem& problem) {
    return problem.label == "[[aftercare]] name" && problem.right.contains("[[rung]]");
  })) << listed(problems_of(early));
  const auto chased = smallest + rung("reply", "answered");
  EXPECT_TRUE(std::ranges::any_of(problems_of(chased), [](const Problem& problem) {
    return problem.label == "[[reply]] name" && problem.right == "delivered at most";
  })) << listed(problems_of(chased));
}

TEST(PolicyFile, WantsADeadlineForEveryAftercareRung) {
  const auto text = replaced(smallest, rung("aftercare", "followed-up"), "");
  EXPECT_TRUE(std::ranges::any_of(problems_of(text), [](const Problem& problem) {
    return problem.wrong.contains("followed-up has no deadline");
  })) << listed(problems_of(text));
  const auto capped = replaced(smallest, "name = \"engaged\"",
                               "name = \"engaged\"\ncap_working_hours_before_release = 4");
  EXPECT_TRUE(std::ranges::any_of(problems_of(capped), [](const Problem& problem) {
    return problem.label == "[[aftercare]] cap_working_hours_before_release";
  })) << listed(problems_of(capped));
}

TEST(TaskSteps, TellOnlyThoseAroundTheTask) {
  const auto with = [](std::string_view what, std::string_view other) {
    auto text = smallest;
    const auto at = text.rfind(what);
    EXPECT_NE(at, std::string::npos);
    return problems_of(text.replace(at, what.size(), other));
  };
  const auto says = [](const Problems& problems, std::string_view label, std::string_view right) {
    return std::ranges::any_of(problems, [&](const Problem& problem) {
      return problem.label == label && problem.right.contains(right);
    });
  };
  EXPECT_TRUE(says(with("\"owner\"", "\"sender\""), "[[task.step]] role", "owner"));
  EXPECT_TRUE(says(with("\"owner\"", "\"onwer\""), "[[task.step]] role", "\"owner\""));
  EXPECT_TRUE(says(with("\"remind\"", "\"task\""), "[[task.step]] action", "remind"));
  const auto owned = replaced(smallest, "role = \"sender\"", "role = \"owner\"");
  EXPECT_TRUE(says(problems_of(owned), "[[rung.step]] role", "[[task.step]]"))
      << listed(problems_of(owned));
}

TEST(PolicyFile, RefusesADeadlineOnAcceptance) {
  const auto text = replaced(smallest, "name = \"delivered\"", "name = \"accepted\"");
  EXPECT_TRUE(has(problems_of(text), "p.toml:7", "[[rung]] name", "counted from"));
}

TEST(PolicyFile, RefusesToRepeatWithoutAPause) {
  const auto text = replaced(smallest, "repeat = \"elapsed:24h\"", "repeat = \"elapsed:0s\"");
  EXPECT_TRUE(has(problems_of(text), "p.toml:4", "[policy] repeat", "no time at all"));
}

TEST(PolicyFile, TellsWhereTheSyntaxBreaks) {
  const auto problems = problems_of("[policy]\nid = \"a\nrepeat = 1\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].path, "p.toml:2");
  EXPECT_FALSE(problems_of("").empty());
  EXPECT_FALSE(problems_of("rung = 7\nurgent = [1]\nreply = [[]]\npolicy = \"x\"\n").empty());
}

TEST(Rungs, HaveOneSpelling) {
  EXPECT_EQ(parse_rung("acknowledged"), Rung::acknowledged);
  EXPECT_EQ(to_string(Rung::answered), "answered");
  EXPECT_FALSE(parse_rung("Accepted"));
  EXPECT_EQ(to_string(StepRole::operator_), "operator");
}

}  // namespace
}  // namespace gatepost::config
