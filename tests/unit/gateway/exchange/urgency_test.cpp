// What is urgent, and what that changes: forms about an urgent one, a release that is known from an
// earlier form, and tasks.
#include <fmt/format.h>
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

// ---- Urgent, and nobody there

std::ptrdiff_t told_of(const Decision& decision, const TeamCode& who) {
  return std::ranges::count(decision.effects, who, &Effect::team);
}

config::Directory with_urgent_contact(std::string_view code, std::string_view contact) {
  std::string csv(tests::sample_directory);
  const std::string header = "fallback_team\n";
  csv.replace(csv.find(header), header.size(), "fallback_team,urgent_contact\n");
  const std::string start = fmt::format("\n{},", code);
  for (auto end = csv.find('\n'); (end = csv.find('\n', end + 1)) != std::string::npos;) {
    const bool wanted = csv.compare(csv.rfind('\n', end - 1), start.size(), start) == 0;
    const std::string value = fmt::format(",{}", wanted ? contact : "");
    csv.insert(end, value);
    end += value.size();
  }
  return tests::sound(config::Directory::from_csv(csv, "changed"));
}

TEST(AnUrgentForm, OutOfHoursTellsTheSenderThatNobodyIsOnDuty) {
  struct Row {
    std::string_view now, what, urgent_contact;
    bool task;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2026-06-09T14:30:00+01:00", "in hours", "", false},
           {"2026-06-09T22:00:00+01:00", "at night", "", true},
           {"2026-06-13T11:00:00+01:00", "on a Saturday", "", true},
           {"2026-04-03T11:00:00+01:00", "on Good Friday", "", true},
           {"2026-06-09T22:00:00+01:00", "with a number to ring", "On call 020 7946 0999", true},
           {"2026-06-09T22:00:00+01:00", "with somebody a mail reaches",
            "On call <oncall@spoc.example> 020 7946 0999", false},
       }) {
    SCOPED_TRACE(row.what);
    Desk o;
    o.scene.now = at(row.now);
    o.scene.directory = with_urgent_contact("LAMBETH-SPOC", row.urgent_contact);
    const AcceptCommand sent = o.writer.command(o.writer.with_consent(
        o.writer.alert("BXI-PSI", "E09000022", {o.writer.tick(forms::Circumstance::death)})));
    const Decision decision = o.scene.must(sent);
    EXPECT_EQ(std::ranges::count(o.scene.conversation->tasks, steps::nobody_on_duty, &Task::step),
              row.task ? 1 : 0);
    // Its contacts are told at once in any case; where nobody there can be reached, so is the
    // sender, by mail and in the mailbox.
    EXPECT_EQ(decision.effects[0].step, steps::urgent_waits);
    for (const Effect& effect : decision.effects) EXPECT_EQ(effect.due_at, o.scene.now);
    EXPECT_EQ(told_of(decision, team("BXI-PSI")), row.task ? 2 : 0);
  }
}

TEST(AnUrgentForm, OutOfHoursTellsTheFallbackWhoseContactCanBeReached) {
  Desk o;
  o.scene.now = at("2026-06-09T22:00:00+01:00");
  o.scene.directory =
      with_urgent_contact("LAMBETH-DUTY", "On call <oncall@duty.example> 020 7946 0999");
  const Decision decision = o.scene.must(o.writer.command(o.writer.with_consent(
      o.writer.alert("BXI-PSI", "E09000022", {o.writer.tick(forms::Circumstance::death)}))));
  EXPECT_EQ(std::ranges::count(o.scene.conversation->tasks, steps::nobody_on_duty, &Task::step), 0);
  EXPECT_EQ(told_of(decision, team("BXI-PSI")), 0);
  ASSERT_GE(decision.effects.size(), 2U);
  EXPECT_EQ(decision.effects[0].role, StepRole::recipient);
  EXPECT_EQ(decision.effects[1].role, StepRole::recipient_fallback);
  EXPECT_EQ(decision.effects[1].team, team("LAMBETH-DUTY"));
  EXPECT_NE(decision.effects[0].reference, decision.effects[1].reference);
}

TEST(ATelephoneOnlyTeam, IsOneCallHoweverManyReasonsThereAreToRing) {
  Desk o;
  o.scene.now = at("2026-06-09T22:00:00+01:00");
  o.writer.send(o.writer.with_consent(o.writer.alert(
      "BXI-PSI", "E06000046",
      {o.writer.tick(forms::Circumstance::release_status)})));  // urgent, and a call must follow
  EXPECT_EQ(o.scene.only_open_task().step, steps::telephone_route);
}

}  // namespace
}  // namespace gatepost::exchange
