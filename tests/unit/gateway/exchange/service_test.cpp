// The exchange against a store: what one unit of work writes, all or nothing, and what a repeat
// answers.
#include <gmock/gmock.h>

#include "tests/unit/gateway/exchange/desk.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;
using store::memory::Fault;

TEST(AcceptService, WritesFormInboxReceiptFactsAndLogTogether) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  EXPECT_EQ(desk.accept(lief).value(), "accepted " + lief.handle.str());
  const auto view = desk.store.view().value();
  const auto form = view->form(lief.key).value();
  ASSERT_TRUE(form);
  EXPECT_EQ(form->to, team("LAMBETH-SPOC"));
  EXPECT_EQ(form->size_bytes, 1234U);
  const auto inbox = desk.inbox("LAMBETH-SPOC");
  ASSERT_EQ(inbox.size(), 1U);
  EXPECT_EQ(inbox[0].payload, lief.key);
  const auto receipts = desk.inbox("BXI-PSI");
  ASSERT_EQ(receipts.size(), 1U);
  EXPECT_EQ(receipts[0].kind, ItemKind::receipt);
  EXPECT_EQ(receipts[0].from, team("GATEPOST-TEST"));
  EXPECT_EQ(desk.store.facts().size(), 1U);
  ASSERT_THAT(desk.log_events(), testing::ElementsAre("accepted", "sharing-stated"));
  EXPECT_EQ(desk.log()[0].verb, audit::Verb::collection);
  EXPECT_EQ(desk.log()[0].digest, lief.digest.hex());
  EXPECT_EQ(desk.log()[0].policy, desk.scene.policy.id);
}

TEST(DuplicateGuard, AnswersARepeatWithTheStoredHandleAndWritesNothing) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  const auto before = desk.log_events();
  AcceptCommand again = lief;
  again.handle = make_handle(desk.scene.random);  // the gateway offers a new handle to each attempt
  desk.scene.now += hours{24 * 365};
  EXPECT_EQ(desk.accept(again).value(), "repeat " + lief.handle.str());
  EXPECT_EQ(desk.inbox("LAMBETH-SPOC").size(), 1U);
  EXPECT_EQ(desk.inbox("BXI-PSI").size(), 1U);
  EXPECT_EQ(desk.log_events(), before);
}

TEST(DuplicateGuard, RefusesTheSameIdWithOtherContent) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  AcceptCommand changed = lief;
  changed.digest.bytes[0] ^= 1U;
  changed.conversation = make_id<ConversationId>(desk.scene.random);
  const auto refused = desk.accept(changed);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(Errc::id_reused));
  EXPECT_EQ(std::ranges::count(desk.log_events(), "accepted"), 1);
}

TEST(DuplicateGuard, KeepsTheSameIdOfTwoTeamsApart) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  AcceptCommand other = desk.scene.lief();
  other.conversation = make_id<ConversationId>(desk.scene.random);
  other.key = {team("PVI-PSI"), lief.key.id};
  EXPECT_EQ(desk.accept(other).value(), "accepted " + other.handle.str());
}

TEST(AcceptService, LeavesNothingBehindWhenAReceiptIsMissing) {
  Desk desk;
  AcceptWork work = desk.work(desk.scene.lief());
  work.receipts.clear();
  EXPECT_FALSE(desk.accept(work));
  EXPECT_FALSE(desk.store.view().value()->form(work.command.key).value());
  EXPECT_TRUE(desk.inbox("LAMBETH-SPOC").empty());
  EXPECT_TRUE(desk.log().empty());
  EXPECT_FALSE(desk.store.view().value()->conversation(desk.scene.id).value());
}

TEST(AcceptService, SurvivesAnUnknownCommit) {
  for (const Fault fault : {Fault::unknown_committed, Fault::unknown_lost, Fault::fail_batch}) {
    Desk desk;
    const AcceptCommand lief = desk.scene.lief();
    desk.store.set_fault([fault] { return fault; });
    EXPECT_FALSE(desk.accept(desk.work(lief), "accept/1"));
    desk.store.set_fault({});
    EXPECT_EQ(desk.accept(desk.work(lief), "accept/1").value(), "accepted " + lief.handle.str());
    EXPECT_EQ(desk.inbox("LAMBETH-SPOC").size(), 1U);
    EXPECT_EQ(std::ranges::count(desk.log_events(), "accepted"), 1);
  }
}

TEST(AcceptService, IssuesTheReceiptsThatAReplyProves) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  ASSERT_TRUE(desk.accept(desk.scene.reply(lief, ReachedHow::automatic)));
  const auto view = desk.store.view().value();
  EXPECT_TRUE(view->receipt(lief.key, Rung::delivered).value());
  EXPECT_TRUE(view->receipt(lief.key, Rung::acknowledged).value());
  // The candidate was offered; the decision did not issue it.
  EXPECT_FALSE(view->receipt(lief.key, Rung::confirmed).value());
  EXPECT_THAT(desk.log_events(), testing::ElementsAre("accepted", "sharing-stated", "accepted",
                                                      "rung-reached", "rung-reached"));
}

TEST(CollectService, ReachesDeliveredOnceAndRecordsTheDisclosure) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  ASSERT_TRUE(desk.collect("LAMBETH-SPOC", lief.handle, lief.key));
  ASSERT_TRUE(desk.collect("LAMBETH-SPOC", lief.handle, lief.key));
  EXPECT_TRUE(desk.inbox("LAMBETH-SPOC").empty());
  ASSERT_THAT(desk.log_events(),
              testing::ElementsAre("accepted", "sharing-stated", "rung-reached"));
  EXPECT_EQ(desk.log().back().verb, audit::Verb::disclosure);
  EXPECT_FALSE(desk.log().back().recipient.empty());
  const auto wrong = desk.collect("SOUTHWARK-SPOC", lief.handle, lief.key);
  ASSERT_FALSE(wrong);
  EXPECT_TRUE(wrong.error().is(Errc::unknown_original));
}

TEST(CollectService, OnlyMarksReceipts) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  const InboxItem receipt = desk.inbox("BXI-PSI").at(0);
  const auto before = desk.log_events();
  ASSERT_TRUE(desk.collect("BXI-PSI", receipt.handle, lief.key));
  EXPECT_TRUE(desk.inbox("BXI-PSI").empty());
  EXPECT_EQ(desk.log_events(), before);
}

TEST(TickService, WritesOneReportPerReferenceHoweverOftenItIsCarriedOut) {
  Desk desk;
  ASSERT_TRUE(desk.accept(desk.scene.lief()));
  desk.scene.now += hours{2};
  desk.tick();
  const auto effects = desk.effects();
  const auto is_report = [](const Effect& effect) { return effect.kind == Effect::Kind::report; };
  ASSERT_GT(std::ranges::count_if(effects, is_report), 2);
  for (int round = 0; round < 3; ++round)
    for (const Effect& effect : effects) ASSERT_TRUE(desk.carry_out(effect));
  EXPECT_TRUE(desk.effects().empty());
  std::ptrdiff_t reports = 0;
  for (const std::string_view who : {"BXI-PSI", "LAMBETH-SPOC", "LAMBETH-DUTY"})
    for (const InboxItem& item : desk.inbox(who)) {
      if (item.kind != ItemKind::report) continue;
      ++reports;
      EXPECT_TRUE(item.report.has_value());
      EXPECT_EQ(item.report->linked, desk.conversation().messages[0].handle);
    }
  EXPECT_EQ(reports, std::ranges::count_if(effects, is_report));
  EXPECT_EQ(std::ranges::count(desk.log_events(), "reported"), reports);
}

// A report decided before an acknowledgement used to be delivered after it: two contradicting
// things (DESIGN rule 3).
TEST(Reports, AreDroppedWhenTheirRungWasReachedMeanwhile) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  desk.scene.now += hours{2};
  desk.tick();
  const auto effects = desk.effects();
  ASSERT_FALSE(effects.empty());
  EXPECT_FALSE(is_superseded(desk.conversation(), effects[0]));
  ASSERT_TRUE(desk.collect("LAMBETH-SPOC", lief.handle, lief.key));
  const auto receipts = desk.inbox("BXI-PSI").size();
  for (const Effect& effect : effects) {
    EXPECT_TRUE(is_superseded(desk.conversation(), effect));
    if (effect.kind == Effect::Kind::report) ASSERT_TRUE(desk.carry_out(effect));
  }
  EXPECT_EQ(desk.inbox("BXI-PSI").size(), receipts);
  EXPECT_EQ(std::ranges::count(desk.log_events(), "reported"), 0);
  EXPECT_GT(std::ranges::count(desk.log_events(), "superseded"), 0);
}

TEST(ATick, OfAnUnknownConversationIsNothing) {
  Desk desk;
  desk.tick();
  EXPECT_TRUE(desk.log().empty());
}

TEST(ClaimService, StoresTheSealedNameAndLogsNone) {
  Desk desk;
  ASSERT_TRUE(desk.accept(desk.scene.lief(tests::unknown_area)));
  const Task task = desk.conversation().tasks.at(0);
  ASSERT_TRUE(desk.run("", [&](Transaction& transaction) -> Result<std::string> {
    GP_CHECK(act_on(transaction, desk.scene.id,
                    ClaimCommand{task.id, task.owner, to_bytes("Sealed-Name")},
                    desk.scene.context(), desk.provenance));
    return "";
  }));
  EXPECT_EQ(desk.conversation().tasks[0].claimed_by, to_bytes("Sealed-Name"));
  for (const audit::Row& row : desk.store.view().value()->audit_rows(0, 100).value())
    EXPECT_EQ(row.bytes.find("Sealed"), std::string::npos);
  EXPECT_EQ(desk.log_events().back(), "task-claimed");
}

TEST(Refusals, AreLoggedByTheirReasonAlone) {
  Desk desk;
  ASSERT_TRUE(desk.run("", [&](Transaction& transaction) -> Result<std::string> {
    record_refusal(transaction, desk.provenance, desk.scene.now, "exchange.not_a_party",
                   std::nullopt);
    return "";
  }));
  ASSERT_EQ(desk.log().size(), 1U);
  EXPECT_EQ(desk.log()[0].event, "refused");
  EXPECT_EQ(desk.log()[0].reason, "exchange.not_a_party");
}

TEST(AcceptOutcomes, ReadBackWhatTheyWrite) {
  tests::SeededRandom random(1);
  for (const auto kind : {AcceptOutcome::Kind::accepted, AcceptOutcome::Kind::repeat}) {
    const AcceptOutcome outcome{kind, make_handle(random)};
    const auto back = AcceptOutcome::from_text(outcome.to_text());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->kind, kind);
    EXPECT_EQ(back->handle, outcome.handle);
  }
  for (const std::string_view wrong :
       {"", "accepted", "accepted x", "lost ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    EXPECT_FALSE(AcceptOutcome::from_text(wrong)) << wrong;
}

}  // namespace
}  // namespace gatepost::exchange
