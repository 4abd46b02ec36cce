// Units of work over several messages: copies, what is taken back, and effects that are no longer
// so.
#include <gmock/gmock.h>

#include "tests/unit/gateway/exchange/desk.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;

// ---- One form in several messages

struct TransferDesk : Desk {
  AcceptCommand lief = scene.lief();
  AcceptCommand alert = scene.form(FormType::alert_form, "BXI-PSI");
  MessageKey copy;

  TransferDesk() {
    EXPECT_TRUE(accept(lief));
    alert.to_team = team("PVI-PSI");
    alert.act = act::Alert{.new_prison = "PVI"};
    EXPECT_TRUE(accept(alert));
    copy = copy_key(alert.key, team("LAMBETH-SPOC"));
  }
};

TEST(Copies, HaveRecordsAndInboxRowsOfTheirOwn) {
  TransferDesk desk;
  const auto view = desk.store.view().value();
  const auto form = view->form(desk.alert.key).value();
  const auto copy = view->form(desk.copy).value();
  ASSERT_TRUE(form && copy);
  EXPECT_EQ(form->to, team("PVI-PSI"));
  EXPECT_EQ(copy->to, team("LAMBETH-SPOC"));
  EXPECT_EQ(copy->digest, form->digest);
  EXPECT_NE(copy->handle, form->handle);
  EXPECT_EQ(view->form_by_handle(copy->handle).value()->key, desk.copy);
  // One payload: every inbox row leads to the form's own bytes.
  ASSERT_EQ(desk.inbox("PVI-PSI").size(), 1U);
  ASSERT_EQ(desk.inbox("LAMBETH-SPOC").size(), 2U);
  EXPECT_EQ(desk.inbox("PVI-PSI")[0].payload, desk.alert.key);
  EXPECT_EQ(desk.inbox("LAMBETH-SPOC")[1].payload, desk.alert.key);
  EXPECT_EQ(desk.inbox("LAMBETH-SPOC")[1].handle, copy->handle);
}

TEST(Copies, AreCollectedSeparately) {
  TransferDesk desk;
  const Handle handle = desk.store.view().value()->form(desk.copy).value()->handle;
  ASSERT_TRUE(desk.collect("LAMBETH-SPOC", handle, desk.copy));
  EXPECT_TRUE(desk.conversation().find(desk.copy)->delivered_at);
  EXPECT_FALSE(desk.conversation().find(desk.alert.key)->delivered_at);
  const auto view = desk.store.view().value();
  EXPECT_TRUE(view->receipt(desk.copy, Rung::delivered).value());
  EXPECT_FALSE(view->receipt(desk.alert.key, Rung::delivered).value());
  EXPECT_EQ(desk.inbox("PVI-PSI").size(), 1U) << "the other one still waits";
  ASSERT_TRUE(desk.collect("PVI-PSI", desk.alert.handle, desk.alert.key));
  EXPECT_TRUE(desk.conversation().find(desk.alert.key)->delivered_at);
}

TEST(WithdrawnConsent, RemovesWhatIsUncollectedFromTheInbox) {
  Desk desk;
  const AcceptCommand first = desk.scene.lief(), second = desk.scene.lief();
  ASSERT_TRUE(desk.accept(first));
  ASSERT_TRUE(desk.accept(second));
  ASSERT_TRUE(desk.collect("LAMBETH-SPOC", second.handle, second.key));
  AcceptCommand withdrawal = desk.scene.form(FormType::withdrawal, "BXI-PSI");
  withdrawal.to_area = first.to_area;
  withdrawal.about = AcceptCommand::About{first.key, first.digest};
  withdrawal.act = act::Withdraw{act::Withdraw::Scope::consent, {}};
  withdrawal.content = AcceptCommand::Content::none;
  ASSERT_TRUE(desk.accept(withdrawal));
  const auto inbox = desk.inbox("LAMBETH-SPOC");
  ASSERT_EQ(inbox.size(), 1U);
  EXPECT_EQ(inbox[0].payload, withdrawal.key);
  const auto late = desk.collect("LAMBETH-SPOC", first.handle, first.key);
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error().is(Errc::unknown_original));
  // What was collected stays on record as collected.
  const auto view = desk.store.view().value();
  EXPECT_TRUE(view->inbox_item(team("LAMBETH-SPOC"), second.handle).value()->collected_at);
}

// ---- Downloading

TEST(ADownload, IsRecordedEachTimeAndRememberedOnce) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  const Instant first = desk.scene.now;
  ASSERT_TRUE(desk.download("LAMBETH-SPOC", lief.handle));
  desk.scene.now += hours{1};
  ASSERT_TRUE(desk.download("LAMBETH-SPOC", lief.handle));
  EXPECT_EQ(desk.conversation().find(lief.key)->downloaded_at, first);
  EXPECT_EQ(desk.conversation().find(lief.key)->highest(), Rung::accepted) << "no rung";
  EXPECT_EQ(std::ranges::count(desk.log_events(), "downloaded"), 2);
  const auto entry = desk.log().back();
  EXPECT_EQ(entry.verb, audit::Verb::disclosure);
  EXPECT_EQ(entry.message, lief.key.str());
  EXPECT_EQ(entry.recipient, "LAMBETH-SPOC");
  EXPECT_FALSE(desk.download("SOUTHWARK-SPOC", lief.handle)) << "an inbox is its team's own";
}

TEST(ADownload, OfACopyIsThatTeamsAlone) {
  TransferDesk desk;
  const Handle handle = desk.store.view().value()->form(desk.copy).value()->handle;
  ASSERT_TRUE(desk.download("LAMBETH-SPOC", handle));
  EXPECT_TRUE(desk.conversation().find(desk.copy)->could_be_read());
  EXPECT_FALSE(desk.conversation().find(desk.alert.key)->could_be_read());
}

TEST(ADownload, IsRefusedOnceTheFormWasTakenBack) {
  for (const bool collected : {false, true}) {
    Desk desk;
    const AcceptCommand lief = desk.scene.lief();
    ASSERT_TRUE(desk.accept(lief));
    if (collected) ASSERT_TRUE(desk.collect("LAMBETH-SPOC", lief.handle, lief.key));
    AcceptCommand withdrawal = desk.scene.form(FormType::withdrawal, "BXI-PSI");
    withdrawal.to_area = lief.to_area;
    withdrawal.about = AcceptCommand::About{lief.key, lief.digest};
    withdrawal.act = act::Withdraw{act::Withdraw::Scope::consent, {}};
    withdrawal.content = AcceptCommand::Content::none;
    ASSERT_TRUE(desk.accept(withdrawal));
    const auto late = desk.download("LAMBETH-SPOC", lief.handle);
    ASSERT_FALSE(late);
    EXPECT_TRUE(late.error().is(collected ? Errc::message_ended : Errc::unknown_original));
    EXPECT_EQ(std::ranges::count(desk.log_events(), "downloaded"), 0);
    EXPECT_TRUE(desk.download("LAMBETH-SPOC", withdrawal.handle));
  }
}

// ---- Effects

TEST(Effects, CarryTheirConversation) {
  Desk desk;
  ASSERT_TRUE(desk.accept(desk.scene.lief(tests::unknown_area)));
  desk.scene.now += hours{24 * 7};
  desk.tick();
  const auto effects = desk.effects();
  EXPECT_TRUE(std::ranges::any_of(effects, [](const Effect& effect) { return !!effect.task; }));
  EXPECT_TRUE(std::ranges::any_of(effects, [](const Effect& effect) { return !effect.task; }));
  for (const Effect& effect : effects) EXPECT_EQ(effect.conversation, desk.scene.id);
}

TEST(AReport, OfATaskIsDroppedOnceTheTaskIsDone) {
  Desk desk;
  ASSERT_TRUE(desk.accept(desk.scene.lief(tests::unknown_area)));
  const Task task = desk.conversation().tasks.at(0);
  desk.scene.now += hours{24};
  desk.tick();
  std::vector<Effect> of_task;
  for (const Effect& effect : desk.effects())
    if (effect.task == task.id) of_task.push_back(effect);
  ASSERT_FALSE(of_task.empty());
  for (const Effect& effect : of_task) EXPECT_FALSE(is_superseded(desk.conversation(), effect));
  const auto act = [&](const Command& command) {
    return desk.run("", [&](Transaction& transaction) -> Result<std::string> {
      GP_CHECK(act_on(transaction, desk.scene.id, command, desk.scene.context(), desk.provenance));
      return "";
    });
  };
  ASSERT_TRUE(act(ClaimCommand{task.id, task.owner, to_bytes("x")}));
  ASSERT_TRUE(act(CompleteCommand{task.id, task.owner, TaskOutcome::done}));
  const auto reports = desk.inbox("BXI-PSI").size();
  for (const Effect& effect : of_task) {
    EXPECT_TRUE(is_superseded(desk.conversation(), effect));
    if (effect.kind == Effect::Kind::report) ASSERT_TRUE(desk.carry_out(effect));
  }
  EXPECT_EQ(desk.inbox("BXI-PSI").size(), reports);
}

// The references of a second appointment's steps were those of the first: the store refused the
// whole tick, and the gateway tried it again for ever.
TEST(ASecondAppointment, IsChasedWithoutConflict) {
  Desk desk;
  const AcceptCommand lief = desk.scene.lief();
  ASSERT_TRUE(desk.accept(lief));
  const auto say = [&](act::Act act) {
    AcceptCommand command = desk.scene.form(FormType::response, "LAMBETH-SPOC");
    command.to_team = team("BXI-PSI");
    command.about = AcceptCommand::About{lief.key, lief.digest};
    command.act = std::move(act);
    command.content = AcceptCommand::Content::none;
    AcceptWork work = desk.work(command);
    work.receipts.push_back(desk.receipt(lief.key, Rung::answered));
    return desk.accept(work);
  };
  ASSERT_TRUE(say(act::Accept{desk.scene.now + hours{24}}));
  std::size_t steps = 0;
  for (int appointment = 0; appointment < 3; ++appointment) {
    desk.scene.now += hours{24 * 12};
    desk.tick();
    ASSERT_TRUE(say(act::ReportOutcome{act::ReportOutcome::Result::did_not_attend}));
    desk.scene.now += hours{24 * 12};
    desk.tick();
    ASSERT_TRUE(say(act::Appoint{desk.scene.now + hours{24}}));
    const auto seen = static_cast<std::size_t>(std::ranges::count(desk.log_events(), "step"));
    EXPECT_GT(seen, steps);
    steps = seen;
  }
}

TEST(Reports, TellTheSenderWhatConcernsTheSender) {
  Desk desk;
  ASSERT_TRUE(desk.accept(desk.scene.lief()));
  desk.scene.now += hours{1};
  desk.tick();
  for (const Effect& effect : desk.effects())
    if (effect.kind == Effect::Kind::report) ASSERT_TRUE(desk.carry_out(effect));
  // The operator's reminder lies with the sending team, whose message it is.
  for (const InboxItem& item : desk.inbox("BXI-PSI"))
    if (item.report) EXPECT_TRUE(item.report->description.starts_with("Your message"));
  for (const InboxItem& item : desk.inbox("LAMBETH-SPOC"))
    if (item.report) EXPECT_TRUE(item.report->description.starts_with("A message to your team"));
}

}  // namespace
}  // namespace gatepost::exchange
