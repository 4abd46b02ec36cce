// What people do with tasks, and what happens when nobody does anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/exchange/duties.hpp"
#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::days;
using std::chrono::hours;

// Somebody who needs a call: the task is there at once, with steps of its own.
struct Called : Scene {
  AcceptCommand lief_ = lief(tests::unknown_area);
  Called() { must(lief_); }
  const Task& task() const { return conversation->tasks.front(); }
  Decision claim(std::string_view who = "Sam") {
    return must(ClaimCommand{task().id, task().owner, to_bytes(who)});
  }
};

TEST(Task, ThatNobodyClaimsGoesToItsOwnerThenToThoseAboveAndThenDaily) {
  Called scene;
  const Decision week = scene.live_until(scene.now + days{14});
  std::vector<std::string> told;
  for (const TaskStepTaken& step : all_of<TaskStepTaken>(week)) told.push_back(step.step);
  ASSERT_GE(told.size(), scene.policy.task_steps.size() + 2);
  for (std::size_t i = 0; i < scene.policy.task_steps.size(); ++i)
    EXPECT_EQ(told[i], scene.policy.task_steps[i].name);
  EXPECT_EQ(told.back(), scene.policy.task_steps.back().name);
  for (const Effect& effect : week.effects)
    if (effect.task) EXPECT_EQ(effect.team, scene.task().owner);
}

TEST(Task, ThatIsClaimedWaitsForThatPersonButNotForEver) {
  Called scene;
  scene.claim();
  const auto held = scene.calendar.due(scene.policy.claim_hold, scene.now).value();
  EXPECT_GE(scene.task().next_step_at, held);
  EXPECT_THAT(all_of<TaskStepTaken>(scene.live_until(held - std::chrono::seconds{1})),
              testing::SizeIs(0));
  EXPECT_THAT(all_of<TaskStepTaken>(scene.live_until(held + days{3})),
              testing::SizeIs(testing::Ge(1U)));
}

TEST(Task, CanBeHandedOverAndPutBack) {
  Called scene;
  const HandOverCommand over{scene.task().id, scene.task().owner, to_bytes("Jo")};
  EXPECT_TRUE(scene.run(over).error().is(Errc::not_claimed));
  scene.claim();
  scene.must(over);
  EXPECT_EQ(scene.task().claimed_by, to_bytes("Jo"));
  scene.must(HandOverCommand{scene.task().id, scene.task().owner, {}});
  EXPECT_FALSE(scene.task().claimed_at);
  EXPECT_TRUE(scene.task().claimed_by.empty());
  EXPECT_LE(scene.task().next_step_at, scene.now) << "nobody knows of it: its steps go on at once";
}

TEST(Task, IsCompletedByWhoeverClaimedIt) {
  for (const TaskOutcome outcome :
       {TaskOutcome::done, TaskOutcome::not_reached, TaskOutcome::not_needed}) {
    Called scene;
    const CompleteCommand complete{scene.task().id, scene.task().owner, outcome};
    EXPECT_TRUE(scene.run(complete).error().is(Errc::not_claimed));
    scene.claim();
    scene.must(complete);
    EXPECT_EQ(scene.task().outcome, outcome);
    EXPECT_TRUE(scene.run(complete).error().is(Errc::task_closed));
  }
  Called scene;
  scene.claim();
  EXPECT_TRUE(
      scene.run(CompleteCommand{scene.task().id, scene.task().owner, TaskOutcome::confirmed})
          .error()
          .is(Errc::unknown_reason));
  EXPECT_TRUE(scene.run(CompleteCommand{scene.task().id, team("PVI-PSI"), TaskOutcome::done})
                  .error()
                  .is(Errc::unknown_task));
}

TEST(Task, ThatCouldNotBeDoneDoesNotEndTheStory) {
  Called scene;
  scene.claim();
  scene.must(CompleteCommand{scene.task().id, scene.task().owner, TaskOutcome::not_reached});
  scene.live_until(scene.now + days{7});
  EXPECT_TRUE(std::ranges::any_of(scene.conversation->tasks, [](const Task& task) {
    return !task.closed_at;
  })) << "the form is still not confirmed, so somebody is asked again";
}

TEST(Close, EndsAFormByHandWithAReasonFromTheList) {
  Called scene;
  const auto close = [&](std::string_view by, std::string reason) {
    return scene.run(CloseCommand{scene.lief_.key, team(by), std::move(reason)});
  };
  EXPECT_TRUE(close("LAMBETH-SPOC", "other").error().is(Errc::not_sender));
  EXPECT_TRUE(close("BXI-PSI", "because").error().is(Errc::unknown_reason));
  EXPECT_TRUE(close("BXI-CLIN", "reached-otherwise")) << "a team of the same prison";
  EXPECT_EQ(scene.message(scene.lief_).standing, Standing::closed);
  EXPECT_FALSE(scene.conversation->wake_at());
  EXPECT_TRUE(close("BXI-PSI", "other").error().is(Errc::message_ended));
}

TEST(Urgent, OutOfHoursWithoutAnybodyOnDutyTellsTheSenderAtOnce) {
  struct Row {
    std::string_view extra;  // columns hours, urgent_contact
    std::string_view when;
    bool told;
  };
  const std::vector<Row> rows{
      {",", "2026-06-05T18:00:00+01:00", true},  // Friday evening
      {",", "2026-06-05T16:00:00+01:00", false},
      {"24/7,", "2026-06-06T03:00:00+01:00", false},
      {",Duty phone <duty@spoc.example> 020 7946 0199", "2026-06-06T03:00:00+01:00", false},
  };
  for (const Row& row : rows) {
    Scene scene;
    scene.directory = tests::sound(config::Directory::from_csv(
        "team,name,kind,areas,route,mailbox,telephone,hours,urgent_contact\n"
        "BXI-PSI,Prison B,prison-psychosocial,,mailbox,GPBXI01,020 7946 0101,,\n"
        "LAMBETH-SPOC,SPOC L,spoc,E09000022,mailbox,GPLAM01,020 7946 0111," +
            std::string(row.extra) + "\n",
        "hours"));
    scene.now = at(row.when);
    AcceptCommand court = scene.lief();
    court.urgency = AcceptCommand::Urgency::urgent;
    const Decision decision = scene.must(court);
    const auto opened = all_of<TaskOpened>(decision);
    EXPECT_EQ(std::ranges::any_of(
                  opened, [](const auto& o) { return o.task.step == steps::nobody_on_duty; }),
              row.told)
        << row.extra << row.when;
    EXPECT_TRUE(std::ranges::any_of(decision.effects, [](const Effect& effect) {
      return effect.step == steps::urgent_waits && effect.team == team("LAMBETH-SPOC");
    }));
  }
}

TEST(Transfer, MovesTheDutiesToTheNewPrison) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(scene.now + days{6});  // Easter passes, and nobody moves
  const auto ours = std::ranges::find(scene.conversation->tasks, team("BXI-PSI"), &Task::owner);
  ASSERT_NE(ours, scene.conversation->tasks.end());
  const Task before = *ours;
  scene.must(ClaimCommand{before.id, before.owner, to_bytes("Sam")});
  AcceptCommand alert = scene.form(FormType::alert_form, "BXI-PSI");
  alert.to_team = team("LAMBETH-SPOC");
  alert.act = act::Alert{act::Alert::Call::if_necessary, act::Alert::Ends::nothing, "PVI"};
  const Decision decision = scene.must(alert);
  EXPECT_THAT(decision.deliveries, testing::SizeIs(2));
  const auto moved = std::ranges::find(scene.conversation->tasks, before.id, &Task::id);
  EXPECT_EQ(moved->owner, team("PVI-PSI"));
  EXPECT_FALSE(moved->claimed_at) << "whoever claimed it works at the old prison";
  EXPECT_EQ(scene.message(lief).holder(), team("PVI-PSI"));
  // The new prison can ring for the old one's form, and later steps reach it.
  AcceptCommand call = scene.reply(lief, ReachedHow::telephone);
  call.key.from = team("PVI-PSI");
  scene.must(call);
  EXPECT_EQ(scene.message(lief).confirmed_how, ReachedHow::telephone);
  // What the SPOC says now goes to the new prison, whichever of the two it names.
  const AcceptCommand ack = scene.reply(lief, ReachedHow::person);
  scene.must(ack);
  EXPECT_EQ(scene.message(ack).to, team("PVI-PSI"));
  // The copy is confirmed by the new prison on its own.
  const MessageState* copy = scene.conversation->find_carried(alert.key, team("PVI-PSI"));
  ASSERT_NE(copy, nullptr);
  EXPECT_NE(copy->key, alert.key);
  AcceptCommand seen = scene.reply(alert, ReachedHow::person, "PVI-PSI");
  scene.must(seen);
  EXPECT_TRUE(scene.conversation->find(copy->key)->confirmed_at);
  EXPECT_FALSE(scene.message(alert).confirmed_at);
}

TEST(Transfer, ToAPrisonThatIsNotKnownIsATask) {
  Scene scene;
  scene.must(scene.lief());
  AcceptCommand alert = scene.form(FormType::alert_form, "BXI-PSI");
  alert.to_team = team("LAMBETH-SPOC");
  alert.act = act::Alert{act::Alert::Call::if_necessary, act::Alert::Ends::nothing, "LEI"};
  scene.must(alert);
  EXPECT_EQ(scene.only_open_task().step, steps::tell_new_prison);
  EXPECT_EQ(scene.only_open_task().owner, team("BXI-PSI"));
}

TEST(Duties, AreRaisedOnceAndMetByTheForm) {
  Scene scene;
  Digest person;
  scene.random.fill(person.bytes);
  scene.id = duties_of(person);
  const TeamCode owner = team("BXI-PSI");
  const auto release = std::chrono::year{2026} / 5 / 1;
  RaiseDutiesCommand raise{owner, duty_subject(owner, scene.id), {}};
  raise.duties.push_back({duty_id(scene.id, owner, steps::lief_missing, release),
                          std::string(steps::lief_missing), to_bytes("sealed")});
  raise.duties.push_back({duty_id(scene.id, owner, steps::release_alert_missing, release),
                          std::string(steps::release_alert_missing), to_bytes("sealed")});
  EXPECT_THAT(all_of<TaskOpened>(scene.must(raise)), testing::SizeIs(2));
  EXPECT_THAT(scene.must(raise).events, testing::IsEmpty()) << "tomorrow's list";
  ASSERT_TRUE(scene.conversation->wake_at()) << "nobody has claimed them";
  EXPECT_THAT(all_of<TaskStepTaken>(scene.live_until(scene.now + days{5})),
              testing::Not(testing::IsEmpty()));
  const auto met = all_of<TaskClosed>(scene.must(MeetDutiesCommand{FormType::lief}));
  ASSERT_EQ(met.size(), 1U);
  EXPECT_EQ(met[0].outcome, TaskOutcome::sent);
  scene.must(MeetDutiesCommand{FormType::alert_form});
  EXPECT_FALSE(scene.conversation->wake_at());
  EXPECT_THAT(scene.must(raise).events, testing::IsEmpty()) << "done is done";
}

TEST(MissingForms, AreThoseThatShouldHaveBeenSentByToday) {
  using namespace std::chrono_literals;
  const auto today = 2026y / 11 / 24;
  const auto lief_on = [](std::chrono::year_month_day day) {
    return std::vector<KnownForm>{{FormType::lief, day}};
  };
  const auto steps_of = [&](const CaseloadLine& line, const std::vector<KnownForm>& known) {
    std::vector<std::string> found;
    for (const MissingForm& form : missing_forms(line, known, today)) found.emplace_back(form.step);
    return found;
  };
  using testing::ElementsAre;
  using testing::IsEmpty;
  const CaseloadLine in{Whereabouts::in_custody, 2026y / 9 / 1, 2027y / 1 / 5, {}};
  EXPECT_THAT(steps_of(in, {}), ElementsAre("lief-missing")) << "exactly six weeks ahead";
  CaseloadLine later = in;
  later.release_on = 2027y / 1 / 6;
  EXPECT_THAT(steps_of(later, {}), IsEmpty());
  CaseloadLine unknown = in;
  unknown.release_on.reset();
  EXPECT_THAT(steps_of(unknown, {}), IsEmpty());
  EXPECT_THAT(steps_of(in, lief_on(2026y / 9 / 1)), IsEmpty());
  EXPECT_THAT(steps_of(in, lief_on(2026y / 8 / 31)), ElementsAre("lief-missing"))
      << "of an earlier time in custody";
  const CaseloadLine out{Whereabouts::released, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(out, lief_on(2026y / 11 / 1)), ElementsAre("release-alert-missing"));
  EXPECT_THAT(steps_of(out, {{FormType::alert_form, 2026y / 11 / 22}}), IsEmpty());
  EXPECT_THAT(steps_of(out, {{FormType::alert_form, 2026y / 11 / 21}}),
              ElementsAre("release-alert-missing"));
  const CaseloadLine moved{Whereabouts::transferred, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(moved, {}), ElementsAre("transfer-alert-missing"));
  const CaseloadLine died{Whereabouts::died, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(died, {}), ElementsAre("death-alert-missing"));
}

}  // namespace
}  // namespace gatepost::exchange
