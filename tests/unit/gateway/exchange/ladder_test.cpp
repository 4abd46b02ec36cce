// The ladder: what each form proves, and what it never proves.
#include <gmock/gmock.h>

#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Rung> rungs_of(const Decision& decision) {
  std::vector<Rung> rungs;
  for (const RungReached& event : all_of<RungReached>(decision)) rungs.push_back(event.rung);
  return rungs;
}

std::vector<Rung> receipts_about(const Decision& decision, const MessageKey& key) {
  std::vector<Rung> rungs;
  for (const IssueReceipt& receipt : decision.receipts)
    if (receipt.about == key) rungs.push_back(receipt.rung);
  return rungs;
}

TEST(Accepting, ReachesTheFirstRungAndTheRecipientsInbox) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  const Decision decision = scene.must(lief);
  EXPECT_THAT(receipts_about(decision, lief.key), ElementsAre(Rung::accepted));
  ASSERT_EQ(decision.deliveries.size(), 1U);
  EXPECT_EQ(decision.deliveries[0].team, team("LAMBETH-SPOC"));
  EXPECT_EQ(scene.message(lief).highest(), Rung::accepted);
  EXPECT_EQ(scene.message(lief).accepted_at, scene.now);
  EXPECT_EQ(scene.message(lief).deadlines.size(), 4U);
  EXPECT_THAT(scene.conversation->parties, ElementsAre(team("BXI-PSI"), team("LAMBETH-SPOC")));
  EXPECT_THAT(scene.conversation->tasks, IsEmpty());
}

TEST(Collecting, ReachesDeliveredOnce) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.now += hours{1};
  const CollectedCommand collected{lief.key, team("LAMBETH-SPOC")};
  EXPECT_THAT(rungs_of(scene.must(collected)), ElementsAre(Rung::delivered));
  const Instant first = scene.now;
  scene.now += hours{1};
  const Decision again = scene.must(collected);
  EXPECT_TRUE(again.events.empty());
  EXPECT_TRUE(again.receipts.empty());
  EXPECT_EQ(scene.message(lief).delivered_at, first);
  EXPECT_EQ(scene.message(lief).highest(), Rung::delivered);
}

TEST(AutomaticAcknowledgement, IsNeverAConfirmation) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  const AcceptCommand ack = scene.reply(lief, ReachedHow::automatic);
  const Decision decision = scene.must(ack);
  EXPECT_THAT(rungs_of(decision), ElementsAre(Rung::delivered, Rung::acknowledged));
  EXPECT_THAT(receipts_about(decision, lief.key), ElementsAre(Rung::delivered, Rung::acknowledged));
  EXPECT_THAT(receipts_about(decision, ack.key), ElementsAre(Rung::accepted));
  EXPECT_EQ(scene.message(lief).highest(), Rung::acknowledged);
  EXPECT_FALSE(scene.message(lief).confirmed_at);
  EXPECT_FALSE(scene.deadline(lief, Rung::confirmed).met_at);
  // The acknowledgement itself is delivered to the sender, and never chased.
  ASSERT_EQ(decision.deliveries.size(), 1U);
  EXPECT_EQ(decision.deliveries[0].team, team("BXI-PSI"));
  EXPECT_THAT(scene.message(ack).deadlines, IsEmpty());
}

TEST(AutomaticAcknowledgement, RepeatedForEverNeverConfirms) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  for (int i = 0; i < 20; ++i) {
    scene.must(scene.reply(lief, ReachedHow::automatic));
    scene.now += hours{12};
  }
  EXPECT_EQ(scene.message(lief).highest(), Rung::acknowledged);
}

TEST(PersonalAcknowledgement, ReachesEveryRungUpToConfirmed) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  const Decision decision = scene.must(scene.reply(lief, ReachedHow::person));
  EXPECT_THAT(rungs_of(decision),
              ElementsAre(Rung::delivered, Rung::acknowledged, Rung::confirmed));
  EXPECT_EQ(scene.message(lief).confirmed_how, ReachedHow::person);
  EXPECT_FALSE(scene.message(lief).answered_at);
  EXPECT_FALSE(scene.deadline(lief, Rung::answered).met_at);
}

TEST(TelephoneConfirmation, ConfirmsWithoutClaimingThatASystemReceived) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  EXPECT_THAT(rungs_of(scene.must(scene.reply(lief, ReachedHow::telephone))),
              ElementsAre(Rung::confirmed));
  const MessageState& message = scene.message(lief);
  EXPECT_EQ(message.confirmed_how, ReachedHow::telephone);
  EXPECT_FALSE(message.delivered_at);
  EXPECT_FALSE(message.acknowledged_at);
  // Yet nobody chases the rungs below any more.
  EXPECT_TRUE(scene.deadline(lief, Rung::delivered).met_at);
  EXPECT_TRUE(scene.deadline(lief, Rung::acknowledged).met_at);
}

TEST(DuplicateAcknowledgement, ChangesNothing) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.must(scene.reply(lief, ReachedHow::person));
  const MessageState before = scene.message(lief);
  scene.now += hours{3};
  for (const ReachedHow how : {ReachedHow::person, ReachedHow::automatic, ReachedHow::telephone}) {
    const Decision decision = scene.must(scene.reply(lief, how));
    EXPECT_THAT(rungs_of(decision), IsEmpty());
    EXPECT_THAT(receipts_about(decision, lief.key), IsEmpty());
    EXPECT_EQ(scene.message(lief), before);
  }
}

TEST(LateAcknowledgement, IsRecordedAsLateAndClosesTasksAndDeadlines) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  // Past the confirmed rung's task steps, before the answered rung's.
  scene.live_until(scene.deadline(lief, Rung::confirmed).due + hours{8});
  const auto open = std::ranges::count_if(scene.conversation->tasks,
                                          [](const Task& task) { return !task.closed_at; });
  EXPECT_EQ(open, 2);
  const Decision decision = scene.must(scene.reply(lief, ReachedHow::person));
  for (const RungReached& event : all_of<RungReached>(decision))
    EXPECT_EQ(event.timing, RungReached::Timing::late) << config::to_string(event.rung);
  EXPECT_TRUE(scene.message(lief).late);
  for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed}) {
    EXPECT_EQ(scene.deadline(lief, rung).met_at, scene.now);
    EXPECT_TRUE(scene.deadline(lief, rung).passed_at) << "that it was missed stays on record";
    EXPECT_FALSE(scene.deadline(lief, rung).next_step_at);
  }
  for (const Task& task : scene.conversation->tasks) {
    if (task.rung == Rung::answered)
      EXPECT_FALSE(task.closed_at);
    else
      EXPECT_EQ(task.closed_at, scene.now);
  }
}

// An acknowledgement used to close a task once for every rung it reached, the last outcome winning.
TEST(LateAcknowledgement, ClosesEachTaskOnceByTheRungItWaitedFor) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(at("2026-04-08T16:00:00+01:00"));
  const auto closed = all_of<TaskClosed>(scene.must(scene.reply(lief, ReachedHow::person)));
  EXPECT_EQ(closed.size(), scene.conversation->tasks.size());
  for (const Task& task : scene.conversation->tasks) {
    EXPECT_EQ(std::ranges::count(closed, task.id, &TaskClosed::id), 1);
    EXPECT_EQ(task.outcome, task.rung == Rung::delivered      ? TaskOutcome::delivered
                            : task.rung == Rung::acknowledged ? TaskOutcome::acknowledged
                                                              : TaskOutcome::confirmed);
  }
}

// It used to be recorded as late because the collection below it had been.
TEST(PromptAcknowledgement, IsInTimeEvenWhenTheCollectionWasLate) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(scene.now + hours{2});  // delivered was due after one
  const auto reached = all_of<RungReached>(scene.must(scene.reply(lief, ReachedHow::automatic)));
  ASSERT_EQ(reached.size(), 2U);
  EXPECT_EQ(reached[0].timing, RungReached::Timing::late);
  EXPECT_EQ(reached[1].timing, RungReached::Timing::in_time);
}

TEST(LateAcknowledgement, IsLateAlsoWhenNobodyLookedInBetween) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.now += hours{24 * 14};
  const auto reached = all_of<RungReached>(scene.must(scene.reply(lief, ReachedHow::automatic)));
  ASSERT_EQ(reached.size(), 2U);
  EXPECT_EQ(reached[1].timing, RungReached::Timing::late);
}

TEST(Acknowledging, OneFormSaysNothingAboutAnother) {
  Scene scene;
  const AcceptCommand first = scene.lief();
  const AcceptCommand second = scene.lief();
  scene.must(first);
  scene.must(second);
  scene.must(scene.reply(first, ReachedHow::person));
  EXPECT_EQ(scene.message(first).highest(), Rung::confirmed);
  EXPECT_EQ(scene.message(second).highest(), Rung::accepted);
}

TEST(Deciding, NeverChangesTheConversation) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.live_until(scene.now + hours{30});
  const std::optional<Conversation> before = scene.conversation;
  const std::vector<Command> commands{TickCommand{},
                                      CollectedCommand{lief.key, team("LAMBETH-SPOC")},
                                      scene.reply(lief, ReachedHow::person), scene.lief()};
  scene.now += hours{48};
  for (const Command& command : commands) {
    ASSERT_TRUE(decide(scene.conversation, command, scene.context()));
    EXPECT_EQ(scene.conversation, before);
  }
}

}  // namespace
}  // namespace gatepost::exchange
