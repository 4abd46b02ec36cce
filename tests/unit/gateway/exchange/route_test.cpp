// Routing, urgency and deadlines.
#include <gmock/gmock.h>

#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;

TEST(Routing, FollowsTheSignedDestination) {
  struct Row {
    std::string_view to_team, to_area, arrives_at;
    Destination::Delivery delivery;
  };
  using enum Destination::Delivery;
  Scene scene;
  for (const Row& row : std::initializer_list<Row>{
           {"", "E09000022", "LAMBETH-SPOC", inbox},
           {"", "E09000001", "HACKNEY-SPOC", inbox},
           {"", "E09000012", "HACKNEY-SPOC", inbox},
           {"", "E09000008", "CROYDON-SPOC", inbox},
           {"", "E06000046", "IOW-SPOC", telephone},
           {"", tests::unknown_area, "", telephone},
           {"LAMBETH-SPOC", "E09000022", "LAMBETH-SPOC", inbox},
           {"BXI-CLIN", "", "BXI-CLIN", inbox},
           {"BXI-CLIN", "E09000022", "BXI-CLIN", inbox},
           {"GONE-SPOC", "", "", telephone},
       }) {
    SCOPED_TRACE(testing::Message() << row.to_team << " " << row.to_area);
    AcceptCommand command = scene.form(FormType::lief, "BXI-PSI");
    if (!row.to_team.empty()) command.to_team = team(row.to_team);
    if (!row.to_area.empty()) command.to_area = area(row.to_area);
    const auto destination = route(command, scene.context());
    ASSERT_TRUE(destination);
    EXPECT_EQ(destination->team == nullptr ? "" : destination->team->code.str(), row.arrives_at);
    EXPECT_EQ(destination->delivery, row.delivery);
  }
}

TEST(Routing, PutsNothingIntoTheInboxOfATeamOutOfService) {
  Scene scene;
  std::string csv(tests::sample_directory);
  csv.replace(csv.find("email,fallback_team\n"), 20, "email,fallback_team,valid_to\n");
  const auto row = csv.find("SOUTHWARK-SPOC");
  csv.insert(csv.find('\n', row), ",2026-03-31");
  for (auto line = csv.find('\n'); line != std::string::npos; line = csv.find('\n', line + 1))
    if (const auto next = csv.find('\n', line + 1);
        next != std::string::npos && csv.compare(line + 1, 14, "SOUTHWARK-SPOC") != 0)
      csv.insert(next, ",");
  scene.directory = tests::sound(config::Directory::from_csv(csv, "changed"));
  AcceptCommand command = scene.form(FormType::lief, "BXI-PSI");
  command.to_team = team("SOUTHWARK-SPOC");
  const auto destination = route(command, scene.context());
  ASSERT_TRUE(destination);
  EXPECT_EQ(destination->team, nullptr);
  EXPECT_EQ(destination->delivery, Destination::Delivery::telephone);
}

TEST(AnAreaWithoutASystem, BecomesAPhoneTaskForTheSenderAtOnce) {
  struct Row {
    std::string_view to_area, step;
  };
  for (const Row& row :
       {Row{tests::unknown_area, "no-route"}, Row{"E06000046", "telephone-route"}}) {
    SCOPED_TRACE(row.to_area);
    Scene scene;
    const AcceptCommand lief = scene.lief(row.to_area);
    const Decision decision = scene.must(lief);
    EXPECT_TRUE(decision.deliveries.empty());
    const Task& task = scene.only_open_task();
    EXPECT_EQ(task.step, row.step);
    EXPECT_EQ(task.owner, team("BXI-PSI"));
    EXPECT_EQ(task.rung, Rung::confirmed);
    EXPECT_EQ(task.opened_at, scene.now);
    // Nothing can be collected there, so nobody is chased for not collecting.
    ASSERT_EQ(scene.message(lief).deadlines.size(), 2U);
    EXPECT_EQ(scene.message(lief).deadlines[0].rung, Rung::confirmed);
    scene.must(scene.reply(lief, ReachedHow::telephone));
    EXPECT_EQ(scene.message(lief).highest(), Rung::confirmed);
    EXPECT_EQ(scene.conversation->tasks[0].outcome, TaskOutcome::confirmed);
  }
}

TEST(AnAreaWithoutASystem, IsStillEscalatedWhenNobodyRings) {
  for (const std::string_view to_area : {tests::unknown_area, std::string_view("E06000046")}) {
    Scene scene;
    const AcceptCommand lief = scene.lief(to_area);
    scene.must(lief);
    const Decision decision = scene.live_until(at("2026-04-10T12:00:00+01:00"));
    std::vector<std::string> steps;
    for (const StepTaken& step : all_of<StepTaken>(decision))
      if (step.rung == Rung::confirmed) steps.push_back(step.step);
    EXPECT_GE(steps.size(), 5U);
    for (const Effect& effect : decision.effects)
      EXPECT_FALSE(effect.team.empty()) << effect.reference;
  }
}

TEST(Urgency, ComesFromTheKindOrFromANearRelease) {
  struct Row {
    std::string_view now, release;
    bool urgent;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2026-04-02T12:00:00+01:00", "", false},
           {"2026-04-02T12:00:00+01:00", "2026-04-02", true},  // today
           {"2026-04-02T12:00:00+01:00", "2026-04-06",
            true},  // Easter Monday: no working day between
           {"2026-04-02T12:00:00+01:00", "2026-04-08", true},   // Tuesday and Wednesday: two
           {"2026-04-02T12:00:00+01:00", "2026-04-09", false},  // three
           {"2026-06-09T12:00:00+01:00", "2026-06-11", true},
           {"2026-06-09T12:00:00+01:00", "2026-06-12", false},
           {"2026-06-09T12:00:00+01:00", "2026-06-01", true},  // already out
           {"2026-06-08T23:30:00Z", "2026-06-11", true},       // Tuesday in London already
       }) {
    SCOPED_TRACE(testing::Message() << row.now << " release " << row.release);
    Scene scene;
    scene.now = at(row.now);
    AcceptCommand lief = scene.lief();
    if (!row.release.empty())
      lief.release_at = scene.calendar.release_instant(*parse_date(row.release));
    EXPECT_EQ(is_urgent(lief, scene.context()), row.urgent);
    lief.urgency = AcceptCommand::Urgency::urgent;
    EXPECT_TRUE(is_urgent(lief, scene.context()));
  }
}

struct DueRow {
  std::string_view accepted, release;
  Rung rung;
  std::string_view due, rule;
};

void expect_due(Scene& scene, AcceptCommand::Urgency urgency, const std::vector<DueRow>& table) {
  for (const DueRow& row : table) {
    SCOPED_TRACE(testing::Message() << row.accepted << " release " << row.release << " "
                                    << config::to_string(row.rung));
    scene.now = at(row.accepted);
    scene.conversation.reset();
    AcceptCommand lief = scene.lief();
    lief.urgency = urgency;
    if (!row.release.empty())
      lief.release_at = scene.calendar.release_instant(*parse_date(row.release));
    scene.must(lief);
    const Deadline& deadline = scene.deadline(lief, row.rung);
    EXPECT_EQ(scene.calendar.local_rfc3339(deadline.due), row.due);
    EXPECT_EQ(deadline.rule, row.rule);
    EXPECT_EQ(deadline.next_step_at,
              deadline.due);  // every first step of the shipped policy is at once
  }
}

TEST(Deadlines, FollowTheShippedPolicyOnRealDates) {
  Scene scene;
  constexpr std::string_view thursday = "2026-04-02T12:00:00+01:00";  // before Easter
  expect_due(
      scene, AcceptCommand::Urgency::ordinary,
      {
          {thursday, "", Rung::delivered, "2026-04-02T13:00:00+01:00", "elapsed:1h"},
          {thursday, "", Rung::acknowledged, "2026-04-02T16:00:00+01:00", "working-hours:4"},
          {thursday, "", Rung::confirmed, "2026-04-07T12:00:00+01:00", "noon-next-working-day"},
          {thursday, "", Rung::answered, "2026-04-08T17:00:00+01:00", "working-days:2"},
          // Released on Thursday week: the answer is needed four working hours before.
          {thursday, "2026-04-09", Rung::confirmed, "2026-04-07T12:00:00+01:00",
           "noon-next-working-day"},
          {thursday, "2026-04-09", Rung::answered, "2026-04-08T13:00:00+01:00",
           "cap:4-working-hours-before-release"},
          {thursday, "2026-04-30", Rung::answered, "2026-04-08T17:00:00+01:00", "working-days:2"},
          // Released in three days' time, over a weekend: Tuesday 13:00 is four hours before
          // Wednesday 09:00.
          {"2026-06-05T10:00:00+01:00", "2026-06-10", Rung::confirmed, "2026-06-08T12:00:00+01:00",
           "noon-next-working-day"},
          {"2026-06-05T10:00:00+01:00", "2026-06-10", Rung::answered, "2026-06-09T13:00:00+01:00",
           "cap:4-working-hours-before-release"},
          // Christmas Eve, and the night in which the clocks go back.
          {"2026-12-24T16:00:00Z", "", Rung::confirmed, "2026-12-29T12:00:00+00:00",
           "noon-next-working-day"},
          {"2026-10-23T16:00:00+01:00", "", Rung::confirmed, "2026-10-26T12:00:00+00:00",
           "noon-next-working-day"},
      });
  expect_due(scene, AcceptCommand::Urgency::urgent,
             {
                 {thursday, "", Rung::delivered, "2026-04-02T12:30:00+01:00", "elapsed:30m"},
                 {thursday, "", Rung::confirmed, "2026-04-02T14:00:00+01:00", "elapsed:2h"},
                 // A night before a holiday is no excuse.
                 {"2026-04-02T22:30:00+01:00", "", Rung::confirmed, "2026-04-03T00:30:00+01:00",
                  "elapsed:2h"},
             });
}

TEST(Deadlines, AreCappedByTheReleaseHoweverNear) {
  Scene scene;
  scene.policy.urgent_within_working_days = -1;  // so that the ordinary ladder meets near releases
  expect_due(
      scene, AcceptCommand::Urgency::ordinary,
      {
          // Out on Tuesday after Easter: four working hours before Tuesday 09:00 is Thursday 13:00.
          {"2026-04-02T12:00:00+01:00", "2026-04-07", Rung::confirmed, "2026-04-02T13:00:00+01:00",
           "cap:4-working-hours-before-release"},
          // After 13:00 the cap itself has gone by; then the release is the last moment.
          {"2026-04-02T14:00:00+01:00", "2026-04-07", Rung::confirmed, "2026-04-07T09:00:00+01:00",
           "cap:release"},
          {"2026-04-02T14:00:00+01:00", "2026-04-04", Rung::confirmed, "2026-04-04T09:00:00+01:00",
           "cap:release"},
          // Out already: the rule alone.
          {"2026-04-02T14:00:00+01:00", "2026-04-02", Rung::confirmed, "2026-04-07T12:00:00+01:00",
           "noon-next-working-day"},
          {"2026-04-02T12:00:00+01:00", "2026-04-07", Rung::delivered, "2026-04-02T13:00:00+01:00",
           "elapsed:1h"},
      });
}

TEST(Deadlines, StillExistPastTheLastKnownBankHoliday) {
  Scene scene;
  scene.now = at("2029-03-01T12:00:00Z");
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  EXPECT_EQ(scene.deadline(lief, Rung::confirmed).due, scene.now + hours{24});
}

TEST(ASoonerRelease, PullsTheOpenDeadlinesForward) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.now = at("2026-04-02T13:00:00+01:00");
  AcceptCommand alert = scene.form(FormType::alert_form, "BXI-PSI");
  alert.to_area = area("E09000022");
  alert.release_at = scene.calendar.release_instant(*parse_date("2026-04-07"));
  const auto pulled = all_of<DeadlinePulled>(scene.must(alert));
  EXPECT_TRUE(scene.message(alert).urgent);
  ASSERT_EQ(pulled.size(), 3U);  // delivered was due sooner than the alert's own half hour
  EXPECT_EQ(scene.deadline(lief, Rung::acknowledged).due, at("2026-04-02T14:00:00+01:00"));
  EXPECT_EQ(scene.deadline(lief, Rung::confirmed).due, at("2026-04-02T15:00:00+01:00"));
  EXPECT_EQ(scene.deadline(lief, Rung::confirmed).next_step_at, at("2026-04-02T15:00:00+01:00"));
  EXPECT_EQ(scene.deadline(lief, Rung::answered).due, at("2026-04-07T12:00:00+01:00"));
}

TEST(ALaterRelease, NeverPostpones) {
  Scene scene;
  AcceptCommand lief = scene.lief();
  lief.release_at = scene.calendar.release_instant(*parse_date("2026-04-09"));
  scene.must(lief);
  const auto before = scene.message(lief).deadlines;
  AcceptCommand alert = scene.form(FormType::alert_form, "BXI-PSI");
  alert.to_area = area("E09000022");
  alert.release_at = scene.calendar.release_instant(*parse_date("2026-05-09"));
  const auto moved = all_of<DeadlinePulled>(scene.must(alert));
  // Engagement counts from the release itself; nothing else follows it.
  ASSERT_EQ(moved.size(), 1U);
  EXPECT_EQ(moved[0].rung, Rung::engaged);
  EXPECT_EQ(scene.deadline(lief, Rung::engaged).due, at("2026-05-30T23:59:59+01:00"));
  for (const Deadline& deadline : before)
    if (!is_aftercare(deadline.rung)) EXPECT_EQ(scene.deadline(lief, deadline.rung), deadline);
}

TEST(ASoonerRelease, LeavesMetAndMissedDeadlinesAlone) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.must(scene.reply(lief, ReachedHow::person));
  const auto before = scene.message(lief).deadlines;
  AcceptCommand alert = scene.form(FormType::alert_form, "BXI-PSI");
  alert.to_area = area("E09000022");
  alert.release_at = scene.calendar.release_instant(*parse_date("2026-04-07"));
  const auto pulled = all_of<DeadlinePulled>(scene.must(alert));
  ASSERT_EQ(pulled.size(), 1U);
  EXPECT_EQ(pulled[0].rung, Rung::answered);
  // And the alert asks for a confirmation of its own.
  EXPECT_FALSE(scene.message(alert).confirmed_at);
  EXPECT_EQ(scene.deadline(lief, Rung::confirmed), before[2]);
}

}  // namespace
}  // namespace gatepost::exchange
