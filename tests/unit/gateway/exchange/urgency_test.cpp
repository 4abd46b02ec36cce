// What is urgent, and what that changes: forms about an urgent one, a release that is known from an
// earlier form, and tasks.
#include <gmock/gmock.h>

#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;

struct Desk {
  Scene scene;
  Writer writer{scene};

  Desk() { scene.now = at("2026-06-09T14:30:00+01:00"); }  // a Tuesday
  std::string due(const AcceptCommand& form, Rung rung) const {
    const Deadline* deadline = scene.message(form).waiting_for(rung);
    return deadline == nullptr ? "" : scene.calendar.local_rfc3339(deadline->due).substr(5, 11);
  }
};

TEST(AClinicalPart, IsAsUrgentAsTheReferralThatItCompletes) {
  Desk d;
  const AcceptCommand lief = d.writer.send(d.writer.court_release("BXI-CRT", "E09000022"));
  ASSERT_TRUE(d.scene.message(lief).urgent);
  const AcceptCommand part = d.writer.send(d.writer.clinical_part(lief, "BXI-CLIN", "E09000022"));
  EXPECT_TRUE(d.scene.message(part).urgent);
  EXPECT_EQ(d.due(part, Rung::confirmed), "06-09T16:30");
}

TEST(AForm, OfAConversationThatKnowsTheReleaseIsHastenedByIt) {
  Desk d;
  const AcceptCommand lief = d.writer.send(d.writer.lief());  // released on 30 June
  EXPECT_EQ(d.scene.conversation->release_at, at("2026-06-30T09:00:00+01:00"));
  d.writer.send(d.writer.accepted(lief, {}));
  d.scene.now = at("2026-06-29T10:00:00+01:00");
  const AcceptCommand alert = d.writer.send(
      d.writer.alert("BXI-PSI", "E09000022", {d.writer.tick(forms::Circumstance::worker)}));
  EXPECT_TRUE(d.scene.message(alert).urgent) << "tomorrow they are out, whatever this form says";
  d.scene.now = at("2026-07-20T10:00:00+01:00");
  const AcceptCommand later = d.writer.send(
      d.writer.alert("BXI-PSI", "E09000022", {d.writer.tick(forms::Circumstance::worker)}));
  EXPECT_FALSE(d.scene.message(later).urgent) << "and long after it, nothing hurries";
}

// Box 5, RELEASED, names no date: it is the day on which it happened.
TEST(AnAlert, ThatSomebodyIsOutHastensTheReferralThatStillWaits) {
  Desk d;
  const AcceptCommand lief = d.writer.send(d.writer.lief());
  EXPECT_EQ(d.due(lief, Rung::confirmed), "06-10T12:00");
  d.scene.now += hours{1};
  d.writer.send(
      d.writer.alert("BXI-PSI", "E09000022", {d.writer.tick(forms::Circumstance::release_status)}));
  EXPECT_TRUE(d.scene.message(lief).urgent);
  EXPECT_EQ(d.due(lief, Rung::confirmed), "06-09T17:30");
}

TEST(ATask, TellsItsOwnerTheMomentItOpens) {
  Desk d;
  d.writer.send(d.writer.lief());
  const Decision decision = d.scene.must(d.writer.command(
      d.writer.alert("BXI-PSI", "E09000022", {d.writer.tick(forms::Circumstance::release_plan)})));
  const Task task = d.scene.only_open_task();
  std::vector<std::string> references;
  for (const Effect& effect : decision.effects)
    if (effect.task == task.id) references.push_back(effect.reference);
  EXPECT_THAT(references, ElementsAre("task/" + task.id.str() + "/opened/0/notify",
                                      "task/" + task.id.str() + "/opened/0/report"));
}

TEST(ATask, AboutSomethingUrgentWaitsNoNightForItsNextStep) {
  Desk d;
  d.writer.send(d.writer.lief());
  d.scene.now = at("2026-06-09T20:00:00+01:00");
  d.writer.send(
      d.writer.alert("BXI-PSI", "E09000022", {d.writer.tick(forms::Circumstance::release_status)}));
  for (const Task& task : d.scene.conversation->tasks) {
    EXPECT_EQ(task.next_step_at, d.scene.now + hours{1}) << task.step;
  }
  const Decision night = d.scene.live_until(at("2026-06-10T00:30:00+01:00"));
  EXPECT_GE(all_of<TaskStepTaken>(night).size(), 3U);
}

TEST(ATask, IsHastenedWhenItsMessageBecomesUrgent) {
  Desk d;
  forms::Lief form = d.writer.lief();
  form.prescribing->clinical_part_to_follow = forms::YesNo::yes;
  const AcceptCommand lief = d.writer.command(form);
  d.scene.must(lief);
  const Task part = d.scene.only_open_task();
  EXPECT_EQ(part.step, steps::clinical_part);
  EXPECT_GT(*part.next_step_at, d.scene.now + hours{2});
  forms::Change sooner = d.writer.tick(forms::Circumstance::release_or_court_date);
  sooner.new_release_date = d.writer.day(1);
  d.writer.send(d.writer.alert("BXI-PSI", "E09000022", {sooner}));
  EXPECT_EQ(d.scene.conversation->tasks[0].next_step_at, d.scene.now + hours{1});
}

}  // namespace
}  // namespace gatepost::exchange
