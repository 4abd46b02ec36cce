// After the delivery: what a SPOC answers, what becomes of the person, and who asks when nothing is
// said.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

#include "gateway/exchange/service.hpp"
#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;
using Result_ = forms::AppointmentOutcome;

struct Referral {
  Scene scene;
  Writer writer{scene};
  AcceptCommand lief;
  Instant appointment = at("2026-06-11T10:00:00+01:00");  // Thursday

  Referral() {
    scene.now = at("2026-06-09T14:30:00+01:00");
    lief = writer.send(writer.lief());  // released on 30 June
  }
  const MessageState& message() const { return scene.message(lief); }
  std::string due(Rung rung) const {
    const Deadline* deadline = message().waiting_for(rung);
    return deadline == nullptr ? "" : scene.calendar.local_rfc3339(deadline->due).substr(0, 16);
  }
  // The SPOC says it, and the prison collects it.
  void say(const forms::Form& form) {
    const AcceptCommand said = writer.send(form);
    scene.must(CollectedCommand{said.key, team("BXI-PSI")});
  }
  void accept() { say(writer.accepted(lief, appointment)); }
  void report(Result_ result) { say(writer.outcome(lief, result, appointment)); }
  std::vector<std::string> steps_of(const Decision& decision, Rung rung) {
    std::vector<std::string> steps;
    for (const StepTaken& step : all_of<StepTaken>(decision))
      if (step.rung == rung)
        steps.push_back(scene.calendar.local_rfc3339(step.at).substr(5, 11) + " " + step.step);
    return steps;
  }
};

TEST(AnAnswer, ByANamedPersonProvesEveryRungBelow) {
  Referral r;
  const Decision decision = r.scene.must(r.writer.command(r.writer.accepted(r.lief, {})));
  for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered})
    EXPECT_EQ(r.message().reached(rung), r.scene.now) << config::to_string(rung);
  EXPECT_EQ(r.message().confirmed_how, ReachedHow::person);
  EXPECT_EQ(decision.receipts.size(), 5U);
  EXPECT_EQ(r.due(Rung::outcome), "") << "they may drop in: there is no appointment to ask about";
  EXPECT_EQ(r.due(Rung::engaged), "2026-07-21T23:59") << "21 days after the release";
}

TEST(AnAppointment, HasAnOutcomeByTheNextWorkingDay) {
  Referral r;
  r.accept();
  EXPECT_EQ(r.due(Rung::outcome), "2026-06-12T17:00");
  r.scene.now = at("2026-06-11T12:00:00+01:00");
  r.report(Result_::attended);
  EXPECT_EQ(r.message().outcome_at, r.scene.now);
  EXPECT_EQ(r.due(Rung::outcome), "");
  EXPECT_EQ(r.due(Rung::followed_up), "");
}

TEST(AnOutcome, ThatNobodyReportsEscalatesToTheRecipientsSideAndOversight) {
  Referral r;
  r.accept();
  const Decision all = r.scene.live_until(at("2026-06-17T18:00:00+01:00"));
  EXPECT_THAT(r.steps_of(all, Rung::outcome),
              ElementsAre("06-12T17:00 remind-recipient", "06-15T11:00 remind-fallback",
                          "06-15T13:00 ask-service-manager", "06-16T13:00 tell-oversight",
                          "06-17T13:00 tell-oversight"));
  const Task& task = r.scene.only_open_task();
  EXPECT_EQ(task.owner, team("LAMBETH-SPOC"));
  EXPECT_EQ(task.role, StepRole::recipient_service_manager);
  r.report(Result_::attended);
  EXPECT_TRUE(r.message().late);
  EXPECT_TRUE(r.scene.conversation->tasks[0].closed_at);
}

TEST(WhoeverDidNotAttend, IsLookedForWithinTwoWorkingDays) {
  for (const Result_ result : {Result_::did_not_attend, Result_::cancelled}) {
    Referral r;
    r.accept();
    r.scene.now = at("2026-06-11T12:00:00+01:00");
    r.report(result);
    EXPECT_EQ(r.due(Rung::outcome), "");
    EXPECT_EQ(r.due(Rung::followed_up), "2026-06-15T17:00");
    r.scene.now += hours{2};
    r.report(result);  // said twice
    EXPECT_EQ(r.due(Rung::followed_up), "2026-06-15T17:00") << "it postpones nothing";
    r.say(r.writer.follow_up(r.lief));
    EXPECT_EQ(r.message().followed_up_at, r.scene.now);
  }
}

TEST(ADidNotAttend, IsMetByAnotherAppointmentWhichHasAnOutcomeOfItsOwn) {
  Referral r;
  r.accept();
  r.scene.now = at("2026-06-11T12:00:00+01:00");
  r.report(Result_::did_not_attend);
  r.say(r.writer.appointment(r.lief, at("2026-06-16T10:00:00+01:00")));
  EXPECT_EQ(r.due(Rung::followed_up), "");
  EXPECT_EQ(r.due(Rung::outcome), "2026-06-17T17:00");
  EXPECT_FALSE(r.message().outcome_at) << "of this appointment";
  r.scene.now = at("2026-06-16T12:00:00+01:00");
  r.report(Result_::attended);
  EXPECT_EQ(r.message().outcome_at, r.scene.now);
  EXPECT_FALSE(r.message().late);
}

TEST(SomebodyWhoCameAfterAll, NeedNotBeLookedFor) {
  Referral r;
  r.accept();
  r.scene.now = at("2026-06-11T12:00:00+01:00");
  r.report(Result_::did_not_attend);
  r.report(Result_::attended);  // an hour late
  EXPECT_EQ(r.due(Rung::followed_up), "");
}

// Two appointments used to leave two open deadlines, the second of which woke the gateway for ever.
TEST(AMovedAppointment, LeavesOneDeadline) {
  Referral r;
  r.accept();
  r.say(r.writer.appointment(r.lief, at("2026-06-18T10:00:00+01:00")));
  EXPECT_EQ(r.due(Rung::outcome), "2026-06-19T17:00");
  EXPECT_EQ(std::ranges::count_if(r.message().deadlines,
                                  [](const Deadline& deadline) {
                                    return deadline.rung == Rung::outcome && !deadline.met_at;
                                  }),
            1);
  const Decision all = r.scene.live_until(at("2026-06-19T16:00:00+01:00"));
  EXPECT_THAT(r.steps_of(all, Rung::outcome), IsEmpty());
}

// The steps of a second appointment began again at 1, and so did their references: the store
// refused them, and with them everything else of that moment.
TEST(References, AreUniqueForEveryAppointment) {
  Referral r;
  std::set<std::string> seen;
  const auto live = [&](Instant until) {
    for (const Effect& effect : r.scene.live_until(until).effects)
      EXPECT_TRUE(seen.insert(effect.reference).second) << effect.reference;
  };
  r.accept();
  for (int week = 0; week < 3; ++week) {
    live(r.scene.now + hours{24 * 8});
    r.report(Result_::did_not_attend);
    live(r.scene.now + hours{24 * 6});
    r.say(r.writer.appointment(r.lief, r.scene.now + hours{24}));
  }
  live(r.scene.now + hours{24 * 8});
  const std::string key = r.lief.key.str();
  for (const std::string_view opening : {"outcome", "outcome-2", "outcome-4", "followed-up-3"})
    EXPECT_TRUE(seen.contains(fmt::format("{}/{}/remind-recipient/1/notify", key, opening)))
        << opening;
}

TEST(AReminder, OfAnEarlierAppointmentIsSupersededByTheNext) {
  Referral r;
  r.accept();
  std::vector<Effect> effects;
  for (const Effect& effect : r.scene.live_until(at("2026-06-12T18:00:00+01:00")).effects)
    if (effect.rung == Rung::outcome) effects.push_back(effect);
  ASSERT_FALSE(effects.empty());
  for (const Effect& effect : effects) EXPECT_FALSE(is_superseded(*r.scene.conversation, effect));
  r.say(r.writer.appointment(r.lief, at("2026-06-18T10:00:00+01:00")));
  for (const Effect& effect : effects) EXPECT_TRUE(is_superseded(*r.scene.conversation, effect));
  for (const Effect& effect : r.scene.live_until(at("2026-06-19T18:00:00+01:00")).effects)
    if (effect.rung == Rung::outcome) EXPECT_FALSE(is_superseded(*r.scene.conversation, effect));
}

TEST(Engagement, IsAskedFor21DaysAfterReleaseAndEndsEverythingBelow) {
  Referral r;
  r.accept();
  r.scene.now = at("2026-06-11T12:00:00+01:00");
  r.report(Result_::did_not_attend);
  EXPECT_EQ(r.due(Rung::engaged), "2026-07-21T23:59");
  const Decision all = r.scene.live_until(at("2026-07-30T12:00:00+01:00"));
  EXPECT_FALSE(r.steps_of(all, Rung::engaged).empty());
  r.say(r.writer.engaged(r.lief));
  EXPECT_EQ(r.message().engaged_at, r.scene.now);
  EXPECT_FALSE(r.message().waiting_for(Rung::followed_up));
  for (const Deadline& deadline : r.message().deadlines) EXPECT_TRUE(deadline.met_at);
  for (const Task& task : r.scene.conversation->tasks) EXPECT_TRUE(task.closed_at) << task.step;
}

TEST(Engagement, FollowsTheReleaseAlsoAfterItsDeadlineHasPassed) {
  Referral r;
  r.say(r.writer.accepted(r.lief, {}));
  r.scene.live_until(at("2026-07-24T12:00:00+01:00"));
  EXPECT_TRUE(r.message().waiting_for(Rung::engaged)->passed_at);
  auto moved = r.writer.tick(forms::Circumstance::release_or_court_date);
  moved.new_release_date = forms::Date{std::chrono::year{2026} / 8 / 14};
  r.writer.send(r.writer.alert("BXI-PSI", "E09000022", {moved}));
  EXPECT_EQ(r.due(Rung::engaged), "2026-09-04T23:59");
  EXPECT_FALSE(r.message().waiting_for(Rung::engaged)->passed_at) << "not released yet";
}

TEST(AnAcknowledgedReferral, ThatIsNeverAnsweredEscalates) {
  Referral r;
  r.writer.send(
      r.writer.acknowledgement(r.lief, "LAMBETH-SPOC", forms::Acknowledgement::Mode::person));
  const Decision all = r.scene.live_until(at("2026-06-15T18:00:00+01:00"));
  EXPECT_THAT(r.steps_of(all, Rung::answered),
              ElementsAre("06-11T17:00 remind-recipient", "06-12T11:00 remind-fallback",
                          "06-12T13:00 ring-recipient", "06-12T17:00 ask-service-manager",
                          "06-15T17:00 tell-oversight"));
}

// ---- Declining

TEST(ADecline, AsksTheSenderToFindAnotherSpocUntilOneAcknowledges) {
  Referral r;
  r.writer.send(r.writer.declined(r.lief, forms::DeclineReason::wrong_borough));
  EXPECT_EQ(r.message().standing, Standing::closed);
  const Task task = r.scene.only_open_task();
  EXPECT_EQ(task.step, steps::choose_another_spoc);
  EXPECT_EQ(task.owner, team("BXI-PSI"));
  const AcceptCommand again = r.writer.send(r.writer.lief("BXI-PSI", "E09000028"));
  EXPECT_TRUE(r.scene.message(again).waiting_for(Rung::answered)) << "a referral of its own";
  EXPECT_FALSE(r.scene.only_open_task().closed_at) << "sent is not received";
  r.writer.send(
      r.writer.acknowledgement(again, "SOUTHWARK-SPOC", forms::Acknowledgement::Mode::automatic));
  EXPECT_EQ(r.scene.conversation->tasks[0].outcome, TaskOutcome::redirected);
}

TEST(ADecline, IsNotMadeGoodByAnythingButASpoc) {
  Referral r;
  r.writer.send(r.writer.declined(r.lief, forms::DeclineReason::moved_away));
  const AcceptCommand transfer = r.writer.send(
      r.writer.alert("BXI-PSI", "PVI-PSI", {r.writer.tick(forms::Circumstance::prison)}));
  r.writer.send(
      r.writer.acknowledgement(transfer, "PVI-PSI", forms::Acknowledgement::Mode::person));
  EXPECT_EQ(r.scene.only_open_task().step, steps::choose_another_spoc);
  EXPECT_EQ(r.scene.only_open_task().owner, team("PVI-PSI")) << "the person is there now";
}

TEST(ASecondDecline, LeavesOneTask) {
  Referral r;
  r.writer.send(r.writer.declined(r.lief, forms::DeclineReason::wrong_borough));
  const AcceptCommand again = r.writer.send(r.writer.lief("BXI-PSI", "E09000028"));
  r.writer.send(
      r.writer.declined(again, forms::DeclineReason::wrong_service_for_need, "SOUTHWARK-SPOC"));
  EXPECT_EQ(r.scene.only_open_task().about, again.key);
}

TEST(ADeclinedForm, IsClosedToThatSpoc) {
  Referral r;
  r.writer.send(r.writer.declined(r.lief, forms::DeclineReason::wrong_borough));
  for (const forms::Form& form : std::vector<forms::Form>{
           r.writer.accepted(r.lief, r.appointment), r.writer.appointment(r.lief, r.appointment),
           r.writer.declined(r.lief, forms::DeclineReason::moved_away),
           r.writer.clinical_part(r.lief, "BXI-CLIN", "E09000022")}) {
    const auto refused = r.writer.try_to_send(form);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(Errc::message_ended)) << refused.error().to_string();
  }
  // That it was received is recorded all the same.
  r.writer.send(
      r.writer.acknowledgement(r.lief, "LAMBETH-SPOC", forms::Acknowledgement::Mode::automatic));
}

TEST(ADuplicateReferral, DeclinedAsSuchAsksForNobodyElseWhileTheOtherIsThere) {
  Referral r;
  r.writer.send(r.writer.lief());
  r.writer.send(r.writer.declined(r.lief, forms::DeclineReason::duplicate));
  EXPECT_TRUE(r.scene.conversation->tasks.empty());
}

TEST(ADuplicateReferral, OfWhichNoOtherIsHereMustBeLookedFor) {
  Referral r;
  r.writer.send(r.writer.declined(r.lief, forms::DeclineReason::duplicate));
  EXPECT_EQ(r.scene.only_open_task().step, steps::check_duplicate);
  EXPECT_EQ(r.scene.only_open_task().owner, r.lief.key.from);
}

TEST(AnAnswer, HoldsForEveryReferralOfThePersonToTheSameSpoc) {
  Referral r;
  const AcceptCommand alert = r.writer.send(
      r.writer.alert("BXI-PSI", "E09000022", {r.writer.tick(forms::Circumstance::worker)}));
  r.writer.send(r.writer.accepted(alert, r.appointment));
  EXPECT_EQ(r.message().waiting_for(Rung::answered), nullptr);
  EXPECT_FALSE(r.message().answered_at) << "it was said of the other form";
  EXPECT_NE(r.message().waiting_for(Rung::confirmed), nullptr) << "nobody has said they saw this";
}

TEST(ALief, AfterAnAlertThatWasAnsweredAsksForAnAnswerOfItsOwn) {
  Scene scene;
  Writer writer{scene};
  scene.now = at("2026-06-09T14:30:00+01:00");
  const AcceptCommand alert = writer.send(writer.with_consent(
      writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::worker)})));
  EXPECT_NE(scene.message(alert).waiting_for(Rung::answered), nullptr);
  writer.send(writer.accepted(alert, {}));
  const AcceptCommand lief = writer.send(writer.lief());
  EXPECT_NE(scene.message(lief).waiting_for(Rung::answered), nullptr);
}

TEST(ADecline, ThatNobodyCollectsEscalatesLikeAReferral) {
  Referral r;
  const AcceptCommand declined =
      r.writer.send(r.writer.declined(r.lief, forms::DeclineReason::wrong_borough));
  const Decision all = r.scene.live_until(at("2026-06-12T09:00:00+01:00"));
  std::vector<std::string> told;
  for (const Effect& effect : all.effects)
    if (effect.about == declined.key && effect.kind == Effect::Kind::notify)
      told.push_back(effect.step + " " + effect.team.str());
  EXPECT_THAT(told, ElementsAre("remind-recipient BXI-PSI", "remind-fallback BXI-CLIN",
                                "ring-recipient LAMBETH-SPOC", "ask-service-manager BXI-PSI"));
  r.scene.must(CollectedCommand{declined.key, team("BXI-PSI")});
  EXPECT_FALSE(r.scene.message(declined).waiting_for(Rung::delivered));
}

// ---- The clinical team's part

struct InTwoParts : Referral {
  AcceptCommand parted;
  InTwoParts() {
    scene.conversation.reset();
    auto form = writer.lief();
    form.prescribing = forms::Prescribing{};
    form.prescribing->ost_status = forms::OstStatus::on_maintenance;
    form.prescribing->clinical_part_to_follow = forms::YesNo::yes;
    parted = writer.send(form);
  }
};

TEST(AClinicalPartToFollow, IsTheClinicalTeamsTaskUntilItComes) {
  InTwoParts r;
  const Task task = r.scene.only_open_task();
  EXPECT_EQ(task.step, steps::clinical_part);
  EXPECT_EQ(task.owner, team("BXI-CLIN"));
  EXPECT_FALSE(r.scene.conversation->has_party(team("BXI-CLIN")));
  const Decision decision =
      r.scene.must(r.writer.command(r.writer.clinical_part(r.parted, "BXI-CLIN", "E09000022")));
  EXPECT_EQ(decision.deliveries.at(0).team, team("LAMBETH-SPOC"));
  EXPECT_EQ(r.scene.conversation->tasks[0].outcome, TaskOutcome::clinical_part);
}

TEST(AClinicalPart, OfAnotherPrisonIsRefused) {
  InTwoParts r;
  auto stranger = r.writer.try_to_send(r.writer.clinical_part(r.parted, "PVI-CLIN", "E09000022"));
  ASSERT_FALSE(stranger);
  EXPECT_TRUE(stranger.error().is(Errc::not_a_party));
  auto spoc = r.writer.clinical_part(r.parted, "LAMBETH-SPOC", "BXI-PSI");
  stranger = r.writer.try_to_send(spoc);
  ASSERT_FALSE(stranger);
  EXPECT_TRUE(stranger.error().is(Errc::not_sender));
}

TEST(AClinicalPart, CompletesEarlierReferralsToTheSameTeamToo) {
  InTwoParts r;
  auto again = r.writer.lief();
  again.prescribing = forms::Prescribing{};
  again.prescribing->ost_status = forms::OstStatus::on_maintenance;
  again.prescribing->clinical_part_to_follow = forms::YesNo::yes;
  const AcceptCommand second = r.writer.send(again);
  r.writer.send(r.writer.clinical_part(second, "BXI-CLIN", "E09000022"));
  for (const Task& task : r.scene.conversation->tasks) EXPECT_TRUE(task.closed_at) << task.step;
}

}  // namespace
}  // namespace gatepost::exchange
