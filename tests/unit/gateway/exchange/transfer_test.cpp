// A transfer to another prison: who is told, and who acts from then on.
#include <gmock/gmock.h>

#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::UnorderedElementsAre;
using enum forms::Circumstance;

std::vector<std::string> inboxes(const Decision& decision) {
  std::vector<std::string> teams;
  for (const PutInInbox& delivery : decision.deliveries) teams.push_back(delivery.team.str());
  return teams;
}

struct Transfer {
  Scene scene;
  Writer writer{scene};
  AcceptCommand lief;

  Transfer() {
    scene.now = at("2026-06-09T14:30:00+01:00");
    lief = writer.send(writer.lief());
  }
  forms::AlertForm alert(std::string_view to, std::string_view prison = "PVI") {
    auto change = writer.tick(forms::Circumstance::prison);
    change.new_prison = std::string(prison);
    return writer.alert("BXI-PSI", to, {change});
  }
  const MessageState& copy_for(const AcceptCommand& form, std::string_view who) {
    const MessageState* found = scene.conversation->find_carried(form.key, team(who));
    EXPECT_NE(found, nullptr);
    return *found;
  }
};

TEST(ATransfer, IsToldToTheNewPrisonAndToTheSpocWhicheverItIsAddressedTo) {
  for (const std::string_view to : {"PVI-PSI", "E09000022"}) {
    Transfer t;
    const AcceptCommand alert = t.writer.command(t.alert(to));
    const Decision decision = t.scene.must(alert);
    EXPECT_THAT(inboxes(decision), UnorderedElementsAre("PVI-PSI", "LAMBETH-SPOC"));
    EXPECT_TRUE(t.scene.conversation->has_party(team("PVI-PSI")));
    // Each confirms for itself, quoting the one form that it got.
    t.writer.send(t.writer.acknowledgement(alert, "PVI-PSI", forms::Acknowledgement::Mode::person));
    EXPECT_TRUE(t.copy_for(alert, "PVI-PSI").confirmed_at);
    EXPECT_FALSE(t.copy_for(alert, "LAMBETH-SPOC").confirmed_at);
    t.writer.send(
        t.writer.acknowledgement(alert, "LAMBETH-SPOC", forms::Acknowledgement::Mode::person));
    EXPECT_TRUE(t.copy_for(alert, "LAMBETH-SPOC").confirmed_at);
  }
}

TEST(ATransfer, PutsTheNewPrisonInTheOldOnesPlace) {
  Transfer t;
  t.scene.now += hours{2};
  t.scene.must(TickCommand{});  // Lambeth has not collected: Brixton is asked to ring
  const TaskId ring = t.scene.only_open_task().id;
  EXPECT_EQ(t.scene.only_open_task().owner, team("BXI-PSI"));
  t.scene.must(ClaimCommand{ring, team("BXI-PSI"), to_bytes("somebody at Brixton")});
  t.writer.send(t.alert("PVI-PSI"));
  EXPECT_EQ(t.scene.message(t.lief).holder(), team("PVI-PSI"));
  const Task& moved = *std::ranges::find(t.scene.conversation->tasks, ring, &Task::id);
  EXPECT_EQ(moved.owner, team("PVI-PSI"));
  EXPECT_FALSE(moved.claimed_at) << "nobody there has claimed it";
  // What is missing is the new prison's to ask for.
  for (const Effect& effect : t.scene.live_until(t.scene.now + hours{48}).effects)
    if (effect.about == t.lief.key && effect.role == StepRole::sender)
      EXPECT_EQ(effect.team, team("PVI-PSI")) << effect.reference;
}

TEST(ATransfer, SendsWhatTheSpocSaysToTheNewPrison) {
  Transfer t;
  t.writer.send(t.alert("PVI-PSI"));
  // The SPOC may still address the prison that sent the form.
  const auto ack =
      t.writer.acknowledgement(t.lief, "LAMBETH-SPOC", forms::Acknowledgement::Mode::person);
  EXPECT_THAT(inboxes(t.scene.must(t.writer.command(ack))), ElementsAre("PVI-PSI"));
  auto accepted = t.writer.accepted(t.lief, t.scene.now + hours{48});
  accepted.control.to_team = team("PVI-PSI");
  EXPECT_THAT(inboxes(t.scene.must(t.writer.command(accepted))), ElementsAre("PVI-PSI"));
}

TEST(ATransfer, LetsTheNewPrisonConfirmByTelephone) {
  Transfer t;
  const auto call = [&] { return t.writer.call(t.lief, "PVI-PSI", "E09000022"); };
  EXPECT_FALSE(t.writer.try_to_send(call()));
  t.writer.send(t.alert("PVI-PSI"));
  t.writer.send(call());
  EXPECT_EQ(t.scene.message(t.lief).confirmed_how, ReachedHow::telephone);
}

TEST(ATransfer, ToAnUnknownPrisonIsATask) {
  Transfer t;
  t.writer.send(t.alert("E09000022", "XXI"));
  const Task& task = t.scene.only_open_task();
  EXPECT_EQ(task.step, steps::tell_new_prison);
  EXPECT_EQ(task.owner, team("BXI-PSI"));
  EXPECT_TRUE(task.next_step_at);
  EXPECT_EQ(t.scene.message(t.lief).holder(), team("BXI-PSI"));
}

TEST(ATransfer, GoesOnFromPrisonToPrisonAndBack) {
  Transfer t;
  t.writer.send(t.alert("PVI-PSI"));
  auto back = t.writer.tick(forms::Circumstance::prison);
  back.new_prison = "BXI";
  back.new_prison_name = "Prison B";
  t.writer.send(t.writer.alert("PVI-PSI", "E09000022", {back}));
  EXPECT_EQ(t.scene.message(t.lief).holder(), team("BXI-PSI"));
}

TEST(ATransfer, LeavesToTheOldPrisonWhatWasSentToIt) {
  Transfer t;
  const AcceptCommand asked = t.writer.send(t.writer.request("LAMBETH-SPOC", "BXI-PSI"));
  const Decision day = t.scene.live_until(t.scene.now + hours{72});
  EXPECT_FALSE(day.events.empty());
  t.writer.send(t.alert("PVI-PSI"));
  for (const Task& task : t.scene.conversation->tasks)
    if (task.about == asked.key) EXPECT_NE(task.owner, team("PVI-PSI")) << task.step;
  // It alone has the question, and can still answer it.
  t.writer.send(t.writer.reply(asked, "BXI-PSI"));
  EXPECT_TRUE(t.scene.message(asked).answered_at);
}

// A SPOC whose part is over, by a decline, used to be told where the person is now.
TEST(ATransfer, IsNotToldToASpocThatDeclined) {
  Transfer t;
  t.writer.send(t.writer.declined(t.lief, forms::DeclineReason::wrong_borough));
  EXPECT_THAT(inboxes(t.scene.must(t.writer.command(t.alert("PVI-PSI")))), ElementsAre("PVI-PSI"));
}

// An older Alert that is still open used to bring a SPOC back that had declined; a new referral
// does.
TEST(ATransfer, IsToldToASpocThatDeclinedOnlyWhenItIsReferredToAgain) {
  Transfer t;
  t.writer.send(t.writer.alert("BXI-PSI", "E09000022", {t.writer.tick(worker)}));
  t.scene.now += hours{1};
  t.writer.send(t.writer.declined(t.lief, forms::DeclineReason::wrong_borough));
  t.scene.now += hours{1};
  EXPECT_THAT(inboxes(t.scene.must(t.writer.command(t.alert("PVI-PSI")))), ElementsAre("PVI-PSI"));

  Transfer again;
  again.writer.send(again.writer.declined(again.lief, forms::DeclineReason::wrong_borough));
  again.scene.now += hours{1};
  again.writer.send(again.writer.lief());
  EXPECT_THAT(inboxes(again.scene.must(again.writer.command(again.alert("PVI-PSI")))),
              UnorderedElementsAre("PVI-PSI", "LAMBETH-SPOC"));
}

// A "duplicate" says that the SPOC has the person already: it still has to do with them.
TEST(ATransfer, IsToldToASpocThatHasThePersonAlready) {
  Transfer t;
  t.writer.send(t.writer.alert("BXI-PSI", "E09000022", {t.writer.tick(worker)}));
  t.writer.send(t.writer.declined(t.lief, forms::DeclineReason::duplicate));
  EXPECT_THAT(inboxes(t.scene.must(t.writer.command(t.alert("PVI-PSI")))),
              UnorderedElementsAre("PVI-PSI", "LAMBETH-SPOC"));
}

// The LIEF that takes another back is a message of its own, open, and used to count as a referral.
TEST(ATransfer, IsNotToldToASpocWhoseReferralWasTakenBack) {
  Transfer t;
  forms::Lief taken_back;
  taken_back.control = t.writer.lief().control;
  taken_back.control.supersedes = t.lief.key.id;
  taken_back.referral = t.writer.lief().referral;
  taken_back.referral.kind = forms::LiefKind::withdrawn;
  taken_back.referral.withdrawn_reason = forms::WithdrawnReason::sent_in_error;
  taken_back.sign_off = t.writer.lief().sign_off;
  t.writer.send(taken_back);
  EXPECT_THAT(inboxes(t.scene.must(t.writer.command(t.alert("PVI-PSI")))), ElementsAre("PVI-PSI"));
}

// A SPOC that may not be told used to be left out without a word.
TEST(ATransfer, ThatASpocMayNotBeToldIsATaskThatSaysWhy) {
  using forms::ConsentAgency;
  const auto steps_after = [](const auto& change) {
    Transfer t;
    change(t);
    const AcceptCommand alert = t.writer.command(t.alert("PVI-PSI"));
    const Decision decision = t.scene.must(alert);
    EXPECT_THAT(inboxes(decision), ElementsAre("PVI-PSI"));
    std::vector<std::string> asked;
    for (const TaskOpened& opened : all_of<TaskOpened>(decision)) {
      asked.push_back(opened.task.step);
      EXPECT_EQ(opened.task.owner, team("BXI-PSI")) << "the sending side knows whom to ask";
      EXPECT_EQ(opened.task.about, t.lief.key) << "and the SPOC by what it was sent";
      EXPECT_TRUE(opened.task.next_step_at) << "and it goes on when nobody claims it";
    }
    return asked;
  };
  const auto now_says = [](auto change) {
    return [change](Transfer& t) { change(t.scene.conversation->sharing); };
  };
  using Basis = Sharing::Basis;
  EXPECT_THAT(steps_after(now_says([](Sharing& s) { s.agencies = {ConsentAgency::probation}; })),
              ElementsAre(steps::not_told_not_covered));
  EXPECT_THAT(steps_after(now_says([](Sharing& s) { s.basis = Basis::withdrawn; })),
              ElementsAre(steps::not_told_consent_withdrawn));
  EXPECT_THAT(steps_after(now_says([](Sharing& s) { s.basis = Basis::unstated; })),
              ElementsAre(steps::not_told_consent_unstated));
  for (const auto& directory :
       {tests::region_until("LAMBETH-SPOC", "2026-06-08"), tests::region_without("LAMBETH-SPOC")})
    EXPECT_THAT(steps_after([&](Transfer& t) { t.scene.directory = directory; }),
                ElementsAre(steps::not_told_out_of_service));
}

TEST(ATransfer, OfSomebodyWhoRefusedSharingIsToldToTheSpocAsFarAsMayBe) {
  Transfer t;
  t.scene.conversation->sharing.basis = Sharing::Basis::refused;
  auto form = t.alert("PVI-PSI");
  EXPECT_THAT(inboxes(t.scene.must(t.writer.command(form))),
              UnorderedElementsAre("PVI-PSI", "LAMBETH-SPOC"));
  Transfer more;
  more.scene.conversation->sharing.basis = Sharing::Basis::refused;
  form = more.alert("PVI-PSI");
  form.changes.front().sentence = "Why they were moved.";
  EXPECT_THAT(inboxes(more.scene.must(more.writer.command(form))), ElementsAre("PVI-PSI"));
  EXPECT_EQ(more.scene.only_open_task().step, steps::not_told_consent_refused);
}

TEST(ATransfer, NeedsNoConsentBetweenPrisonsAndTellsNoSpocWithoutIt) {
  Scene scene;
  const Writer writer{scene};
  auto change = writer.tick(forms::Circumstance::prison);
  const AcceptCommand alert = writer.command(writer.alert("BXI-PSI", "PVI-PSI", {change}));
  EXPECT_THAT(inboxes(scene.must(alert)), ElementsAre("PVI-PSI"));
}

// Copies used to arrive silently, however urgent, and only the first recipient was to be rung.
TEST(ACopy, RaisesTheAlarmAndAsksForTheCallLikeTheFirstMessage) {
  Transfer t;
  t.scene.now = at("2026-06-09T22:00:00+01:00");
  auto form = t.alert("PVI-PSI");
  form.changes.push_back(t.writer.tick(forms::Circumstance::release_plan));
  form.changes.push_back(t.writer.tick(forms::Circumstance::release_or_court_date));
  form.changes.back().new_release_date = t.writer.day(1);
  const AcceptCommand alert = t.writer.command(form);
  const Decision decision = t.scene.must(alert);
  const MessageKey copy = t.copy_for(alert, "LAMBETH-SPOC").key;
  std::vector<std::string> asked;
  for (const TaskOpened& opened : all_of<TaskOpened>(decision))
    if (opened.task.about == copy) asked.push_back(opened.task.step);
  EXPECT_THAT(asked, UnorderedElementsAre(steps::call_must_follow, steps::nobody_on_duty));
  EXPECT_EQ(std::ranges::count_if(decision.effects,
                                  [&](const Effect& effect) {
                                    return effect.about == copy &&
                                           effect.step == steps::urgent_waits;
                                  }),
            1);
  // And the date that it brings moves what the SPOC has still to answer.
  EXPECT_TRUE(t.scene.message(t.lief).urgent);
}

}  // namespace
}  // namespace gatepost::exchange
