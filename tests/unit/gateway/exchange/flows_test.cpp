// Every flow of the field, as the gateway carries it.
#include "tests/unit/gateway/exchange/flows.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

#include "gateway/exchange/alert_duties.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {
namespace {

using testing::ElementsAreArray;

std::string in_words(const Scene& scene, const Deadline& deadline) {
  const std::string due = scene.calendar.local_rfc3339(deadline.due);
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{} {} {} {} {}", config::to_string(deadline.rung),
                     std::stoi(due.substr(8, 2)),
                     months[static_cast<std::size_t>(std::stoi(due.substr(5, 2))) - 1],
                     due.substr(11, 5), deadline.rule);
}

void expect_duty(const Flow& flow, const Scene& scene, const forms::Form& form) {
  if (flow.duty.empty()) {
    EXPECT_TRUE(accept_facts(form, scene.now, scene.calendar).empty());
    return;
  }
  using Facts = std::vector<std::pair<std::string, std::string>>;
  const std::string fact = "alert_duty_" + std::string(flow.duty);
  const Instant due = at(flow.due);
  EXPECT_EQ(accept_facts(form, due, scene.calendar), (Facts{{fact, "IN_TIME"}}));
  EXPECT_EQ(accept_facts(form, due + std::chrono::seconds{1}, scene.calendar),
            (Facts{{fact, "LATE"}}));
}

void expect_flow(const Flow& flow) {
  SCOPED_TRACE(testing::Message() << flow.id << " " << flow.source);
  Scene scene;
  scene.now = at(time_of_flows);
  const Writer writer{scene};
  const forms::Form form = flow.form(writer);
  const AcceptCommand command = writer.command(form);
  EXPECT_EQ(command.key.from, team(flow.from));
  const Decision decision = scene.must(command);
  // Everybody who must have it has it in an inbox.
  std::vector<std::string> recipients;
  for (const PutInInbox& delivery : decision.deliveries) recipients.push_back(delivery.team.str());
  EXPECT_THAT(recipients, ElementsAreArray(flow.recipients));
  EXPECT_EQ(scene.message(command).to, team(flow.to));
  for (const MessageAccepted& accepted : all_of<MessageAccepted>(decision)) {
    std::vector<std::string> deadlines;
    for (const Deadline& deadline : accepted.message.deadlines)
      deadlines.push_back(in_words(scene, deadline));
    EXPECT_THAT(deadlines, ElementsAreArray(deadlines_of(flow.climbs)));
    EXPECT_EQ(accepted.message.urgent,
              flow.climbs == Climbs::urgent_update || flow.climbs == Climbs::urgent_referral);
  }
  // The telephone task opens at sending, and at nobody else's.
  const auto calls = std::ranges::count_if(scene.conversation->tasks, [&](const Task& task) {
    return task.step == steps::call_must_follow && task.about == command.key &&
           task.owner == command.key.from && task.opened_at == scene.now;
  });
  EXPECT_EQ(calls, flow.call == Call::must_follow ? 1 : 0);
  expect_duty(flow, scene, form);
}

TEST(EveryFlowOfTheField, ArrivesWhereItMustByWhenItMust) {
  for (const Flow& flow : flows()) expect_flow(flow);
}

TEST(EveryFlowOfTheField, IsInTheTableOrSaysWhyNot) {
  std::set<std::string> known;
  for (const Flow& flow : flows()) known.emplace(flow.id);
  for (const NotCarried& flow : not_carried()) {
    EXPECT_TRUE(known.emplace(flow.id).second) << flow.id << " is carried";
    EXPECT_FALSE(flow.why.empty());
  }
  for (int number = 1; number <= 38; ++number)
    EXPECT_TRUE(known.contains(fmt::format("F{:02}", number))) << "F" << number;
}

// The worked examples of the guidance's own rule (domain/deadlines.md 5.2).
TEST(ARequest, IsDueInADayOrAtNineOnTheNextWorkingDay) {
  struct Row {
    std::string_view asked, due;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2026-06-09T14:30:00+01:00", "2026-06-10T14:30:00+01:00"},
           {"2026-06-12T08:00:00+01:00", "2026-06-15T09:00:00+01:00"},
           {"2026-06-13T11:00:00+01:00", "2026-06-15T09:00:00+01:00"},
           {"2026-06-14T10:00:00+01:00", "2026-06-15T09:00:00+01:00"},
           {"2026-04-02T12:00:00+01:00", "2026-04-07T09:00:00+01:00"},
           {"2026-12-24T16:00:00Z", "2026-12-29T09:00:00+00:00"},
       }) {
    Scene scene;
    scene.now = at(row.asked);
    const Writer writer{scene};
    auto form = writer.request("PVI-PSI", "BXI-PSI");
    const AcceptCommand asked = writer.send(form);
    EXPECT_EQ(scene.calendar.local_rfc3339(scene.deadline(asked, Rung::answered).due), row.due);
    // The answer is all that a request waits for.
    writer.send(writer.reply(asked, "BXI-PSI"));
    EXPECT_EQ(scene.message(asked).highest(), Rung::answered);
    for (const Deadline& deadline : scene.message(asked).deadlines) EXPECT_TRUE(deadline.met_at);
  }
}

// Prison to prison and SPOC to SPOC, the roles are the same ones.
TEST(Escalation, ServesEveryPairOfSides) {
  struct Row {
    std::string_view from, to;
  };
  for (const Row& row : {Row{"PVI-PSI", "BXI-PSI"}, Row{"SOUTHWARK-SPOC", "LAMBETH-SPOC"},
                         Row{"LAMBETH-SPOC", "BXI-PSI"}, Row{"THAMES-CRT", "BXI-CRT"}}) {
    SCOPED_TRACE(row.from);
    Scene scene;
    scene.now = at(time_of_flows);
    const Writer writer{scene};
    auto form = writer.request(row.from, row.to);
    form.consent = writer.consent();
    writer.send(form);
    std::set<std::pair<StepRole, TeamCode>> told;
    for (const Effect& effect : scene.live_until(scene.now + std::chrono::hours{24 * 7}).effects)
      told.emplace(effect.role, effect.team);
    EXPECT_TRUE(told.contains({StepRole::recipient, team(row.to)}));
    EXPECT_TRUE(told.contains({StepRole::sender, team(row.from)}));
    EXPECT_TRUE(told.contains({StepRole::oversight, team(row.to)}));
    std::set<TeamCode> owners;
    for (const Task& task : scene.conversation->tasks) owners.insert(task.owner);
    EXPECT_EQ(owners, (std::set{team(row.from), team(row.to)}));
  }
}

TEST(ATickWithoutATime, IsNoDutyToJudge) {
  Scene scene;
  const Writer writer{scene};
  auto form = writer.with_consent(
      writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::release_plan)}));
  form.changes[0].occurred_at.reset();
  EXPECT_TRUE(accept_facts(form, scene.now, scene.calendar).empty());
}

TEST(Duties, HaveASourceAndARuleThatReads) {
  for (const AlertDuty& duty : alert_duties()) {
    EXPECT_TRUE(config::DueRule::parse(duty.due)) << duty.id;
    EXPECT_TRUE(duty.source.starts_with("004 PP")) << duty.id;
  }
}

}  // namespace
}  // namespace gatepost::exchange
