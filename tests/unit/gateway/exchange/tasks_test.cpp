// Tasks: claimed, handed over, put back, done; and those that nobody takes.
#include <gmock/gmock.h>

#include <set>

#include "gateway/exchange/duties.hpp"
#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;
using testing::ElementsAre;

struct Office {
  Scene scene;
  Writer writer{scene};

  Office() { scene.now = at("2026-06-09T14:30:00+01:00"); }

  // A task with steps of its own: a call must follow.
  Task call_to_make() {
    writer.send(writer.lief());
    writer.send(
        writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::release_plan)}));
    return scene.only_open_task();
  }
  // A task of the ladder's: Lambeth has not collected.
  Task ring() {
    writer.send(writer.lief());
    scene.live_until(at("2026-06-09T15:30:00+01:00"));
    return scene.only_open_task();
  }
  const Task& now(const Task& task) const {
    return *std::ranges::find(scene.conversation->tasks, task.id, &Task::id);
  }
  void claim(const Task& task) {
    scene.must(ClaimCommand{task.id, task.owner, to_bytes("sealed name")});
  }
  std::string_view refusal(const Command& command) {
    const auto decision = scene.run(command);
    return decision ? "accepted" : decision.error().name();
  }
  std::vector<std::string> told_of(const Task& task, const Decision& decision) {
    std::vector<std::string> told;
    for (const Event& event : decision.events)
      if (const auto* step = std::get_if<TaskStepTaken>(&event); step && step->id == task.id)
        told.push_back(scene.calendar.local_rfc3339(step->at).substr(5, 11) + " " + step->step);
    return told;
  }
};

TEST(ATaskOfItsOwn, GoesFromPersonToPersonAndRepeats) {
  Office o;
  const Task task = o.call_to_make();
  EXPECT_EQ(task.step, steps::call_must_follow);
  const Decision all = o.scene.live_until(at("2026-06-14T09:00:00+01:00"));
  EXPECT_THAT(o.told_of(task, all),
              ElementsAre("06-10T10:30 remind-owner", "06-10T14:30 tell-service-manager",
                          "06-11T14:30 tell-oversight", "06-12T14:30 tell-oversight",
                          "06-13T14:30 tell-oversight"));
  std::set<std::string> references;
  for (const Effect& effect : all.effects) {
    EXPECT_TRUE(references.insert(effect.reference).second) << effect.reference;
    if (effect.task == task.id) EXPECT_EQ(effect.team, task.owner);
  }
}

TEST(ATaskOfItsOwn, IsHeldByItsClaimAndThenGoesOn) {
  Office o;
  const Task task = o.call_to_make();
  o.scene.live_until(at("2026-06-10T10:00:00+01:00"));
  o.claim(task);
  EXPECT_THAT(o.told_of(task, o.scene.live_until(at("2026-06-11T12:00:00+01:00"))),
              ElementsAre("06-10T14:00 remind-owner", "06-11T10:00 tell-service-manager"));
}

TEST(ATask, IsHandedOverByNameAndPutBackForAnybody) {
  Office o;
  const Task task = o.call_to_make();
  const HandOverCommand to_somebody{task.id, task.owner, to_bytes("another name")};
  const HandOverCommand back{task.id, task.owner, {}};
  EXPECT_EQ(o.refusal(to_somebody), "not_claimed");
  EXPECT_EQ(o.refusal(back), "not_claimed");
  o.claim(task);
  EXPECT_EQ(o.refusal(ClaimCommand{task.id, task.owner, to_bytes("too late")}), "already_claimed");
  o.scene.now += hours{1};
  o.scene.must(to_somebody);
  EXPECT_EQ(o.now(task).claimed_by, to_bytes("another name"));
  EXPECT_EQ(o.now(task).claimed_at, o.scene.now);
  o.scene.must(back);
  EXPECT_FALSE(o.now(task).claimed_at);
  EXPECT_TRUE(o.now(task).claimed_by.empty());
  EXPECT_EQ(o.scene.conversation->wake_at(), o.scene.now) << "nobody knows of it now";
  o.scene.must(TickCommand{});
  o.claim(task);
  EXPECT_EQ(o.refusal(HandOverCommand{task.id, team("LAMBETH-SPOC"), {}}), "unknown_task");
}

TEST(ATask, IsCompletedByTheTeamOnceSomebodyClaimedIt) {
  for (const TaskOutcome outcome :
       {TaskOutcome::done, TaskOutcome::not_reached, TaskOutcome::not_needed}) {
    Office o;
    const Task task = o.call_to_make();
    EXPECT_EQ(o.refusal(CompleteCommand{task.id, task.owner, outcome}), "not_claimed");
    o.claim(task);
    EXPECT_EQ(o.refusal(CompleteCommand{task.id, task.owner, TaskOutcome::confirmed}),
              "unknown_reason");
    EXPECT_EQ(o.refusal(CompleteCommand{task.id, team("PVI-PSI"), outcome}), "unknown_task");
    o.scene.must(CompleteCommand{task.id, task.owner, outcome});
    EXPECT_EQ(o.now(task).outcome, outcome);
    EXPECT_FALSE(o.now(task).next_step_at);
    EXPECT_EQ(o.refusal(CompleteCommand{task.id, task.owner, outcome}), "task_closed");
  }
}

TEST(ALaddersTask, CompletedDoesNotStopTheLadder) {
  Office o;
  const Task ring = o.ring();
  o.claim(ring);
  o.scene.must(CompleteCommand{ring.id, ring.owner, TaskOutcome::done});
  const Decision all = o.scene.live_until(at("2026-06-12T18:00:00+01:00"));
  std::set<std::string> steps;
  for (const StepTaken& step : all_of<StepTaken>(all))
    if (step.rung == Rung::delivered) steps.insert(step.step);
  EXPECT_EQ(steps, (std::set<std::string>{"ask-service-manager", "tell-oversight"}));
}

// Everybody had said "done", and then only oversight was told, for ever, with nobody's task.
TEST(ALaddersTask, CompletedInVainIsAskedForAgain) {
  Office o;
  o.writer.send(o.writer.lief());
  const auto finish_all = [&] {
    for (const Task& task : std::vector<Task>(o.scene.conversation->tasks)) {
      if (task.closed_at) continue;
      o.claim(task);
      o.scene.must(CompleteCommand{task.id, task.owner, TaskOutcome::not_reached});
    }
  };
  for (int day = 0; day < 14; ++day) {
    o.scene.live_until(o.scene.now + hours{24});
    finish_all();
  }
  o.scene.live_until(o.scene.now + hours{30});
  EXPECT_TRUE(std::ranges::any_of(o.scene.conversation->tasks,
                                  [](const Task& task) { return !task.closed_at; }));
}

// Putting a task back used to leave the ladder waiting for a claim that nobody held.
TEST(ALaddersTask, PutBackReleasesTheStepsThatTheClaimHeld) {
  Office o;
  const Task ring = o.ring();
  o.scene.live_until(at("2026-06-10T10:29:00+01:00"));
  o.claim(ring);  // an hour before ask-service-manager, which now waits until 14:29
  const auto next = [&] {
    return o.scene.calendar.local_rfc3339(
        *o.scene.conversation->messages[0].waiting_for(Rung::delivered)->next_step_at);
  };
  EXPECT_EQ(next(), "2026-06-10T14:29:00+01:00");
  o.scene.now += hours{1};
  o.scene.must(HandOverCommand{ring.id, ring.owner, {}});
  EXPECT_EQ(next(), "2026-06-10T11:30:00+01:00");
}

TEST(APutBackTask, MakesNoStepEarlierThanThePolicySays) {
  Office o;
  const Task ring = o.ring();
  o.claim(ring);  // at 15:30, when ask-service-manager is due in four working hours anyhow
  o.scene.must(HandOverCommand{ring.id, ring.owner, {}});
  EXPECT_EQ(*o.scene.conversation->messages[0].waiting_for(Rung::delivered)->next_step_at,
            at("2026-06-10T11:30:00+01:00"));
}

TEST(AForm, IsClosedByHandByItsSendingSideWithAReasonAndAName) {
  Office o;
  const Bytes somebody{1, 2, 3};  // sealed
  const Task ring = o.ring();
  const MessageKey key = ring.about;
  EXPECT_EQ(o.refusal(CloseCommand{key, team("BXI-PSI"), "because", somebody}), "unknown_reason");
  EXPECT_EQ(o.refusal(CloseCommand{key, team("LAMBETH-SPOC"), "other", somebody}), "not_sender");
  EXPECT_EQ(
      o.refusal(CloseCommand{
          {key.from, make_id<MessageId>(o.scene.random)}, team("BXI-PSI"), "other", somebody}),
      "not_sender");
  EXPECT_EQ(o.refusal(CloseCommand{key, team("BXI-PSI"), "other", {}}), "unnamed");
  o.scene.must(
      CloseCommand{key, team("BXI-CLIN"), "reached-otherwise", somebody});  // of the same prison
  EXPECT_EQ(o.now(ring).outcome, TaskOutcome::closed_by_hand);
  EXPECT_FALSE(o.scene.conversation->wake_at());
  EXPECT_EQ(o.scene.conversation->messages[0].ended_by, somebody);
  EXPECT_EQ(o.scene.conversation->messages[0].ended_why, "reached-otherwise");
  EXPECT_EQ(o.refusal(CloseCommand{key, team("BXI-PSI"), "other", somebody}), "message_ended");
  for (const std::string& reason : close_reasons()) {
    Office another;
    EXPECT_EQ(
        another.refusal(CloseCommand{another.ring().about, team("BXI-PSI"), reason, somebody}),
        "accepted");
  }
}

// ---- Duties that reconcile found

struct Duties {
  Office office;
  ConversationId id = duties_of(Digest{});
  RaiseDutiesCommand command;

  Duties() {
    office.scene.id = id;
    const TeamCode owner = team("BXI-PSI");
    command.team = owner;
    command.about = duty_subject(owner, id);
    const auto day = std::chrono::year{2026} / 6 / 30;
    command.duties = {{duty_id(id, nullptr, owner, steps::lief_missing, day),
                       std::string(steps::lief_missing), to_bytes("sealed")},
                      {duty_id(id, nullptr, owner, steps::release_alert_missing, day),
                       std::string(steps::release_alert_missing), to_bytes("sealed")}};
  }
};

TEST(ADuty, IsRaisedOnceHoweverOftenTheListSaysIt) {
  Duties d;
  d.command.duties.push_back(d.command.duties[0]);  // the same person twice in one list
  EXPECT_EQ(all_of<TaskOpened>(d.office.scene.must(d.command)).size(), 2U);
  EXPECT_TRUE(d.office.scene.must(d.command).events.empty());
  const Task& first = d.office.scene.conversation->tasks[0];
  EXPECT_EQ(first.owner, team("BXI-PSI"));
  EXPECT_EQ(first.detail, to_bytes("sealed"));
  d.office.claim(first);
  d.office.scene.must(CompleteCommand{first.id, first.owner, TaskOutcome::not_needed});
  EXPECT_TRUE(d.office.scene.must(d.command).events.empty()) << "found needless stays so";
}

TEST(ADuty, IsMetByTheFormThatWasMissing) {
  Duties d;
  d.office.scene.must(d.command);
  const TeamCode by = team("BXI-PSI");
  const auto meets = [&](const MeetDutiesCommand& form) {
    return !d.office.scene.must(form).events.empty();
  };
  EXPECT_FALSE(meets({FormType::information_request, by, {}}));
  EXPECT_FALSE(meets({FormType::lief, by, {News::taken_back}})) << "nothing was sent by it";
  EXPECT_FALSE(meets({FormType::lief, team("THAMES-CRT"), {}})) << "another side's duty is theirs";
  EXPECT_TRUE(meets({FormType::lief, team("BXI-CLIN"), {}})) << "one prison is one side";
  const auto& tasks = d.office.scene.conversation->tasks;
  EXPECT_EQ(tasks[0].outcome, TaskOutcome::sent);
  EXPECT_FALSE(tasks[1].closed_at);
  EXPECT_FALSE(meets({FormType::alert_form, by, {}})) << "an Alert of another box";
  EXPECT_FALSE(meets({FormType::alert_form, by, {News::transferred, News::died}}));
  EXPECT_FALSE(meets({FormType::alert_form, team("LAMBETH-SPOC"), {News::released}}));
  EXPECT_TRUE(meets({FormType::alert_form, by, {News::released}}));
  EXPECT_EQ(tasks[1].outcome, TaskOutcome::sent);
  EXPECT_FALSE(d.office.scene.conversation->wake_at());
}

// A LIEF that was sent and taken back is missing again, and the duty of before is closed for ever.
TEST(ADuty, OfWhatWasTakenBackIsANewOne) {
  Duties d;
  const auto day = std::chrono::year{2026} / 6 / 30;
  const auto lief_duty = [&] {
    return duty_id(d.id, &*d.office.scene.conversation, d.command.team, steps::lief_missing, day);
  };
  d.office.scene.must(d.command);
  const TaskId first = lief_duty();
  EXPECT_EQ(first, d.command.duties[0].id);
  d.office.scene.must(MeetDutiesCommand{FormType::lief, d.command.team, {}});
  const TaskId second = lief_duty();
  EXPECT_NE(second, first);
  d.command.duties[0].id = second;
  EXPECT_EQ(all_of<TaskOpened>(d.office.scene.must(d.command)).size(), 1U);
  EXPECT_EQ(lief_duty(), second) << "tomorrow's list is about the same one";
  const Task task = d.office.scene.conversation->tasks.back();
  d.office.claim(task);
  d.office.scene.must(CompleteCommand{second, task.owner, TaskOutcome::not_needed});
  EXPECT_EQ(lief_duty(), second) << "found needless stays so";
}

TEST(ADuty, ThatNobodyDoesGoesFromPersonToPerson) {
  Duties d;
  d.office.scene.must(d.command);
  const Task task = d.office.scene.conversation->tasks[0];
  const Decision all = d.office.scene.live_until(at("2026-06-12T09:00:00+01:00"));
  EXPECT_EQ(d.office.told_of(task, all).size(), 3U);
}

// ---- Teams that are gone

TEST(ATeamThatLeftTheDirectory, IsNotReliedOn) {
  Office o;
  o.writer.send(o.writer.lief());
  o.scene.directory = tests::region_without("LAMBETH-SPOC");
  for (const Effect& effect : o.scene.live_until(o.scene.now + hours{24 * 5}).effects)
    EXPECT_NE(o.scene.directory.find(effect.team), nullptr) << effect.reference;
  for (const Task& task : o.scene.conversation->tasks)
    EXPECT_EQ(task.owner, team("BXI-PSI")) << task.step;
}

TEST(ATask, OfATeamThatLeftGoesToWhoCanAct) {
  Office o;
  const Task task = o.call_to_make();
  o.claim(task);
  o.scene.directory = tests::region_without("BXI-PSI");
  const Decision all = o.scene.live_until(o.scene.now + hours{24 * 5});
  EXPECT_FALSE(all_of<TaskMoved>(all).empty());
  EXPECT_NE(o.scene.directory.find(o.now(task).owner), nullptr);
  EXPECT_FALSE(o.now(task).claimed_at);
}

// A duty is about no message, so that it had no other side, and stayed with the team that was gone.
TEST(ADuty, OfATeamThatLeftGoesToAnotherOfItsPrison) {
  Duties d;
  d.office.scene.must(d.command);
  const Task task = d.office.scene.conversation->tasks[0];
  d.office.claim(task);
  d.office.scene.directory = tests::region_until("BXI-PSI", "2026-06-09");
  d.office.scene.live_until(d.office.scene.now + hours{24 * 3});
  for (const Task& each : d.office.scene.conversation->tasks) {
    EXPECT_EQ(each.owner, team("BXI-CLIN"));
    EXPECT_FALSE(each.claimed_at) << "nobody there has claimed it";
  }
}

TEST(ATask, ThatNobodyIsLeftForIsToldToWhoeverAnswersForItsTeam) {
  struct Case {
    std::string csv;
    StepRole told;
  };
  const std::string header = "team,name,kind,prison,route,oversight,valid_to\n";
  const std::string others = "X1,Court,court,,console,,\n";
  for (const auto& [csv, told] : std::vector<Case>{
           {header + others +
                "BXI-PSI,Prison B,prison-psychosocial,BXI,console,Prison lead "
                "<lead@prison.example>,2026-06-09\n",
            StepRole::oversight},
           {header + others + "BXI-PSI,Prison B,prison-psychosocial,BXI,console,,2026-06-09\n",
            StepRole::operator_},
           {header + others, StepRole::operator_}}) {
    Duties d;
    d.office.scene.must(d.command);
    d.office.scene.directory = tests::sound(config::Directory::from_csv(csv, "changed"));
    const Decision all = d.office.scene.live_until(d.office.scene.now + hours{24 * 3});
    EXPECT_FALSE(all.effects.empty());
    for (const Effect& effect : all.effects) EXPECT_EQ(effect.role, told) << effect.reference;
  }
}

// A rung's task only moved when a step turned to its very role again, days later perhaps.
TEST(ATask, OfARungFollowsItsTeamAtTheMessagesNextStep) {
  Office o;
  const Task ring = o.ring();
  o.scene.directory = tests::region_until("BXI-PSI", "2026-06-08");
  o.scene.now = *o.scene.conversation->wake_at();
  const Decision step = o.scene.must(TickCommand{});
  EXPECT_EQ(all_of<TaskMoved>(step).size(), 1U);
  EXPECT_EQ(o.now(ring).owner, team("BXI-CLIN"));
}

// The row of a team that ended still stands in the list.
TEST(ATeamPastItsLastDay, LeavesWhatItDidNotConfirmToTheSender) {
  Office o;
  const AcceptCommand lief = o.writer.send(o.writer.lief());
  o.scene.directory = tests::region_until("LAMBETH-SPOC", "2026-06-09");
  o.scene.live_until(at("2026-06-10T18:00:00+01:00"));
  EXPECT_FALSE(o.scene.conversation->tasks.empty());
  for (const Task& task : o.scene.conversation->tasks) {
    EXPECT_EQ(task.owner, team("BXI-PSI")) << task.step;
    EXPECT_EQ(task.about, lief.key);
  }
}

}  // namespace
}  // namespace gatepost::exchange
