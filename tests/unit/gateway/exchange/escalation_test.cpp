// Escalation: which step, when, to whom, how often; and what a claim changes.
#include "gateway/exchange/escalation.hpp"

#include <gmock/gmock.h>

#include <set>

#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;
using testing::ElementsAre;

std::vector<std::string> told(Scene& scene, const Decision& decision, Rung rung) {
  std::vector<std::string> lines;
  for (const Event& event : decision.events) {
    if (const auto* passed = std::get_if<DeadlinePassed>(&event); passed && passed->rung == rung)
      lines.push_back(scene.calendar.local_rfc3339(passed->at).substr(0, 16) + " passed");
    if (const auto* step = std::get_if<StepTaken>(&event); step && step->rung == rung)
      lines.push_back(scene.calendar.local_rfc3339(step->at).substr(0, 16) + " " + step->step);
  }
  return lines;
}

TEST(Steps, ComeInTheOrderAndAtTheInstantsOfThePolicy) {
  Scene scene;  // Thursday 2 April 2026, noon; Good Friday and Easter Monday follow
  scene.must(scene.lief());
  const Decision all = scene.live_until(at("2026-04-10T09:00:00+01:00"));
  EXPECT_THAT(
      told(scene, all, Rung::delivered),
      ElementsAre("2026-04-02T13:00 passed", "2026-04-02T13:00 tell-operator",
                  "2026-04-02T13:00 remind-fallback", "2026-04-02T13:00 ring-recipient",
                  "2026-04-02T17:00 ask-service-manager", "2026-04-07T17:00 tell-oversight"));
  EXPECT_THAT(
      told(scene, all, Rung::acknowledged),
      ElementsAre("2026-04-02T16:00 passed", "2026-04-02T16:00 remind-recipient",
                  "2026-04-02T17:00 remind-fallback", "2026-04-07T10:00 ring-recipient",
                  "2026-04-07T14:00 ask-service-manager", "2026-04-08T14:00 tell-oversight"));
  EXPECT_THAT(told(scene, all, Rung::confirmed),
              ElementsAre("2026-04-07T12:00 passed", "2026-04-07T12:00 remind-recipient",
                          "2026-04-07T13:00 remind-fallback", "2026-04-07T14:00 ring-recipient",
                          "2026-04-07T16:00 ask-service-manager", "2026-04-08T16:00 tell-oversight",
                          "2026-04-09T16:00 tell-oversight"));
  EXPECT_THAT(told(scene, all, Rung::answered),
              ElementsAre("2026-04-08T17:00 passed", "2026-04-08T17:00 remind-recipient",
                          "2026-04-09T11:00 remind-fallback", "2026-04-09T13:00 ring-recipient",
                          "2026-04-09T17:00 ask-service-manager"));
}

TEST(Steps, OfAnUrgentFormRunThroughTheNight) {
  Scene scene;
  scene.now = at("2026-04-02T22:00:00+01:00");
  AcceptCommand lief = scene.lief();
  lief.urgency = AcceptCommand::Urgency::urgent;
  scene.must(lief);
  EXPECT_THAT(told(scene, scene.live_until(at("2026-04-04T06:00:00+01:00")), Rung::confirmed),
              ElementsAre("2026-04-03T00:00 passed", "2026-04-03T00:00 remind-recipient",
                          "2026-04-03T00:00 remind-fallback", "2026-04-03T00:00 ring-recipient",
                          "2026-04-03T00:30 ask-service-manager", "2026-04-03T02:30 tell-oversight",
                          "2026-04-04T02:30 tell-oversight"));
}

TEST(TheLastStep, RepeatsDailyForEver) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  const Decision year = scene.live_until(scene.now + hours{24 * 365});
  const auto lines = told(scene, year, Rung::confirmed);
  EXPECT_EQ(std::ranges::count_if(
                lines, [](const std::string& line) { return line.ends_with("tell-oversight"); }),
            359);  // from 8 April 2026 to 1 April 2027
  ASSERT_TRUE(scene.conversation->wake_at());
  EXPECT_LE(*scene.conversation->wake_at(), scene.now + hours{24});
  // One task a role, however many rungs are late and however often a step comes round.
  EXPECT_EQ(scene.conversation->tasks.size(), 2U);
}

TEST(TheLastStep, OfSeveralLateRungsIsSaidOnceADay) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(at("2026-04-20T09:00:00+01:00"));  // every rung has taken all its steps
  const Decision day = scene.live_until(at("2026-04-21T09:00:00+01:00"));
  std::vector<Rung> told_of;
  for (const StepTaken& step : all_of<StepTaken>(day)) told_of.push_back(step.rung);
  EXPECT_THAT(told_of, ElementsAre(Rung::confirmed));
  // Once somebody has seen it, what is left to say is said as often.
  scene.must(scene.reply(lief, ReachedHow::person));
  const Decision next = scene.live_until(at("2026-04-22T09:00:00+01:00"));
  told_of.clear();
  for (const StepTaken& step : all_of<StepTaken>(next)) told_of.push_back(step.rung);
  EXPECT_THAT(told_of, ElementsAre(Rung::answered));
}

TEST(ATask, WaitsForTheHighestLateRungInsteadOfBeingDoubled) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(scene.now + hours{24 * 14});
  ASSERT_EQ(scene.conversation->tasks.size(), 2U);
  for (const Task& task : scene.conversation->tasks)
    EXPECT_EQ(task.rung, Rung::answered) << task.step;
  // An automatic acknowledgement is no answer: the same tasks stay open.
  scene.must(scene.reply(lief, ReachedHow::automatic));
  for (const Task& task : scene.conversation->tasks) EXPECT_FALSE(task.closed_at) << task.step;
}

TEST(AGatewayThatSlept, CatchesUpToWhereThePolicySays) {
  Scene awake, asleep;
  const AcceptCommand lief = awake.lief();
  awake.must(lief);
  asleep.must(lief);
  const Instant until = at("2026-04-09T12:30:00+01:00");
  const Decision one_by_one = awake.live_until(until);
  asleep.now = until;
  const Decision at_once = asleep.must(TickCommand{});
  const auto names = [](const Decision& decision, Rung rung) {
    std::vector<std::string> steps;
    for (const StepTaken& step : all_of<StepTaken>(decision))
      if (step.rung == rung && step.number <= 5) steps.push_back(step.step);
    return steps;
  };
  for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered})
    EXPECT_EQ(names(at_once, rung), names(one_by_one, rung)) << config::to_string(rung);
  // But the daily repeat is one, not one per missed day.
  EXPECT_EQ(asleep.deadline(lief, Rung::delivered).steps_taken, 5);
  EXPECT_EQ(asleep.deadline(lief, Rung::delivered).next_step_at, until + hours{24});
  EXPECT_GT(*asleep.conversation->wake_at(), until);
  EXPECT_TRUE(asleep.must(TickCommand{}).events.empty());
}

TEST(ATick, DoesNothingWhenNothingIsDue) {
  Scene scene;
  scene.must(scene.lief());
  scene.now = *scene.conversation->wake_at() - milliseconds{1};
  EXPECT_TRUE(scene.must(TickCommand{}).events.empty());
  scene.now += milliseconds{1};
  EXPECT_FALSE(scene.must(TickCommand{}).events.empty());
  EXPECT_TRUE(scene.must(TickCommand{}).events.empty());
}

TEST(References, AreUniqueForEver) {
  Scene scene;
  scene.must(scene.lief());
  scene.must(scene.lief());
  std::set<std::string> seen;
  for (const Effect& effect : scene.live_until(scene.now + hours{24 * 60}).effects)
    EXPECT_TRUE(seen.insert(effect.reference).second) << effect.reference;
  EXPECT_GT(seen.size(), 100U);
}

TEST(Reports, GoOnlyToTeamsWithMailboxes) {
  Scene scene;
  scene.must(scene.lief("E09000008"));  // the console has no mailbox
  scene.must(scene.lief("E06000046"));  // nor has the telephone
  int to_sender = 0, again = 0;
  for (const Effect& effect : scene.live_until(scene.now + hours{24 * 10}).effects) {
    if (effect.kind != Effect::Kind::report) continue;
    ASSERT_TRUE(scene.directory.find(effect.team)->mailbox) << effect.reference;
    if (effect.step == "overdue") {
      EXPECT_EQ(effect.team, team("BXI-PSI"));
      ++(effect.reference.ends_with("/overdue/0/report") ? to_sender : again);
    }
  }
  EXPECT_EQ(to_sender, 4 + 2);  // every missed deadline is told to the sender
  EXPECT_GT(again, 2);          // and, daily, that nobody has confirmed
}

TEST(Roles, MapToTheTeamsThatMustAct) {
  Scene scene;
  scene.must(scene.lief());
  for (const Effect& effect : scene.live_until(scene.now + hours{24 * 10}).effects) {
    switch (effect.role) {
      case StepRole::sender:
      case StepRole::operator_:
        EXPECT_EQ(effect.team, team("BXI-PSI"));
        break;
      case StepRole::recipient_fallback:
        EXPECT_EQ(effect.team, team("LAMBETH-DUTY"));
        break;
      default:
        EXPECT_EQ(effect.team, team("LAMBETH-SPOC"));
        break;
    }
  }
}

TEST(Escalation, EndsWithTheRungAndGoesOnForTheNext) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(at("2026-04-07T13:30:00+01:00"));
  scene.must(scene.reply(lief, ReachedHow::automatic));
  const Decision after = scene.live_until(at("2026-04-20T12:00:00+01:00"));
  EXPECT_TRUE(told(scene, after, Rung::delivered).empty());
  EXPECT_TRUE(told(scene, after, Rung::acknowledged).empty());
  EXPECT_FALSE(told(scene, after, Rung::confirmed).empty());
  scene.must(scene.reply(lief, ReachedHow::person));
  EXPECT_TRUE(
      told(scene, scene.live_until(at("2026-05-20T12:00:00+01:00")), Rung::confirmed).empty());
}

TEST(APolicyThatLostARung, StillEscalatesByTheStepsForConfirmation) {
  Scene scene;
  scene.must(scene.lief());
  std::erase_if(scene.policy.rungs,
                [](const config::RungPolicy& rung) { return rung.rung == Rung::acknowledged; });
  EXPECT_THAT(told(scene, scene.live_until(at("2026-04-02T17:00:00+01:00")), Rung::acknowledged),
              ElementsAre("2026-04-02T16:00 passed", "2026-04-02T16:00 remind-recipient",
                          "2026-04-02T17:00 remind-fallback"));
}

TEST(AMessageThatEnded, IsLeftAlone) {
  Scene scene;
  scene.must(scene.lief());
  scene.conversation->messages[0].standing = Standing::withdrawn;
  EXPECT_FALSE(scene.conversation->wake_at());
  scene.now += hours{24 * 30};
  EXPECT_TRUE(scene.must(TickCommand{}).events.empty());
}

// ---- Claims

const Task& first_ring_task(const Scene& scene) {
  const auto& tasks = scene.conversation->tasks;
  return *std::ranges::find(tasks, "ring-recipient", &Task::step);
}

TEST(AClaim, HoldsTheStepsAndThenTheyGoOn) {
  Scene scene;
  scene.must(scene.lief());
  scene.live_until(at("2026-04-02T14:00:00+01:00"));
  const TaskId task = first_ring_task(scene).id;
  scene.must(ClaimCommand{task, team("BXI-PSI"), to_bytes("sealed")});
  EXPECT_EQ(first_ring_task(scene).claimed_at, scene.now);
  EXPECT_EQ(first_ring_task(scene).claimed_by, to_bytes("sealed"));
  const Decision after = scene.live_until(at("2026-04-07T14:00:00+01:00"));
  // Four working hours after Thursday 14:00 is Tuesday 10:00.
  EXPECT_THAT(told(scene, after, Rung::delivered),
              ElementsAre("2026-04-07T10:00 ask-service-manager"));
  // The missed deadline is still told at once; only the steps wait.
  EXPECT_THAT(told(scene, after, Rung::acknowledged),
              ElementsAre("2026-04-02T16:00 passed", "2026-04-07T10:00 remind-recipient",
                          "2026-04-07T11:00 remind-fallback", "2026-04-07T12:00 ring-recipient"));
  EXPECT_THAT(told(scene, after, Rung::confirmed),
              ElementsAre("2026-04-07T12:00 passed", "2026-04-07T12:00 remind-recipient",
                          "2026-04-07T13:00 remind-fallback", "2026-04-07T14:00 ring-recipient"));
}

TEST(AClaim, OfAnUrgentMessageHoldsAnHourAtMost) {
  Scene scene;
  scene.now = at("2026-04-02T16:30:00+01:00");  // the working day ends, and Easter begins
  AcceptCommand lief = scene.lief();
  lief.urgency = AcceptCommand::Urgency::urgent;
  scene.must(lief);
  scene.live_until(at("2026-04-02T18:40:00+01:00"));
  const Decision claimed =
      scene.must(ClaimCommand{first_ring_task(scene).id, team("BXI-PSI"), to_bytes("sealed")});
  ASSERT_FALSE(all_of<StepsHeld>(claimed).empty());
  for (const StepsHeld& held : all_of<StepsHeld>(claimed))
    EXPECT_EQ(held.until, scene.now + hours{1});
}

TEST(AClaim, HasOneWinner) {
  Scene scene;
  scene.must(scene.lief());
  scene.live_until(at("2026-04-02T14:00:00+01:00"));
  const ClaimCommand claim{first_ring_task(scene).id, team("BXI-PSI"), to_bytes("first")};
  scene.must(claim);
  ClaimCommand second = claim;
  second.claimed_by = to_bytes("second");
  const auto refused = scene.run(second);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(Errc::already_claimed));
  EXPECT_EQ(first_ring_task(scene).claimed_by, to_bytes("first"));
}

TEST(AClaim, IsForTheOwnerOfAnOpenTask) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(at("2026-04-02T14:00:00+01:00"));
  const TaskId task = first_ring_task(scene).id;
  const auto errc = [&](const TaskId& id, std::string_view who) {
    return scene.run(ClaimCommand{id, team(who), to_bytes("x")}).error().name();
  };
  EXPECT_EQ(errc(task, "LAMBETH-SPOC"), "unknown_task");
  EXPECT_EQ(errc(make_id<TaskId>(scene.random), "BXI-PSI"), "unknown_task");
  scene.must(CollectedCommand{lief.key, team("LAMBETH-SPOC")});
  EXPECT_EQ(errc(task, "BXI-PSI"), "task_closed");
  EXPECT_EQ(first_ring_task(scene).outcome, TaskOutcome::delivered);
  scene.conversation.reset();
  EXPECT_EQ(errc(task, "BXI-PSI"), "unknown_original");
}

TEST(AClaimedTask, ClosesLikeAnyOther) {
  Scene scene;
  const AcceptCommand lief = scene.lief(tests::unknown_area);
  scene.must(lief);
  scene.must(ClaimCommand{scene.only_open_task().id, team("BXI-PSI"), to_bytes("x")});
  scene.now += hours{1};
  scene.must(scene.reply(lief, ReachedHow::telephone));
  EXPECT_EQ(scene.conversation->tasks[0].closed_at, scene.now);
  EXPECT_EQ(scene.conversation->tasks[0].outcome, TaskOutcome::confirmed);
}

}  // namespace
}  // namespace gatepost::exchange
