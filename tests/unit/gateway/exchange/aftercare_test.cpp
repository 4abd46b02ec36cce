// Answers and what becomes of them: appointments, outcomes, follow-ups, engagement; declines and
// the next SPOC; parts that follow; questions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::days;
using std::chrono::hours;

struct Care : Scene {
  AcceptCommand referral;
  Care() {
    referral = lief();
    referral.release_at = at("2026-04-20T09:00:00+01:00");
    must(referral);
  }
  AcceptCommand response(const AcceptCommand& about, act::Act act,
                         std::string_view from = "LAMBETH-SPOC") {
    AcceptCommand command = form(FormType::response, from);
    command.to_team = about.key.from;
    command.about = AcceptCommand::About{about.key, about.digest};
    command.act = std::move(act);
    command.content = AcceptCommand::Content::none;
    return command;
  }
  Decision say(act::Act act) { return must(response(referral, std::move(act))); }
  const Deadline* open(Rung rung) const {
    const auto& deadlines = message(referral).deadlines;
    const auto found = std::ranges::find_if(deadlines, [&](const Deadline& deadline) {
      return deadline.rung == rung && !deadline.met_at;
    });
    return found == deadlines.end() ? nullptr : &*found;
  }
  std::vector<std::string> open_steps() const {
    std::vector<std::string> found;
    for (const Task& task : conversation->tasks)
      if (!task.closed_at) found.push_back(task.step);
    return found;
  }
};

act::ReportOutcome outcome(act::ReportOutcome::Result result) { return {result}; }

TEST(Answer, AcceptedWithAnAppointmentReachesEveryRungAndOpensItsOutcome) {
  Care care;
  const Decision decision = care.say(act::Accept{at("2026-04-21T10:00:00+01:00")});
  for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered})
    EXPECT_TRUE(care.message(care.referral).reached(rung)) << config::to_string(rung);
  EXPECT_EQ(care.message(care.referral).confirmed_how, ReachedHow::person);
  EXPECT_EQ(decision.receipts.size(), 5U);  // the response's own, and four about the referral
  ASSERT_NE(care.open(Rung::outcome), nullptr);
  EXPECT_EQ(care.open(Rung::outcome)->due, at("2026-04-22T17:00:00+01:00"));  // next working day
  ASSERT_NE(care.open(Rung::engaged), nullptr);
  EXPECT_EQ(care.open(Rung::engaged)->due, at("2026-05-11T23:59:59+01:00"));  // 21 days
}

TEST(Answer, AcknowledgedButNeverGivenEscalatesToATask) {
  Care care;
  care.must(care.reply(care.referral, ReachedHow::automatic));
  care.must(care.reply(care.referral, ReachedHow::person));
  EXPECT_TRUE(care.open_steps().empty());
  care.live_until(care.deadline(care.referral, Rung::answered).due + days{1});
  EXPECT_THAT(care.open_steps(), testing::Contains("ring-recipient"));
}

TEST(Aftercare, FollowsAnAppointmentThroughToEngagement) {
  using Result = act::ReportOutcome::Result;
  Care care;
  care.say(act::Accept{at("2026-04-21T10:00:00+01:00")});
  care.now = at("2026-04-21T15:00:00+01:00");
  care.say(outcome(Result::did_not_attend));
  EXPECT_EQ(care.open(Rung::outcome), nullptr);
  ASSERT_NE(care.open(Rung::followed_up), nullptr);
  EXPECT_EQ(care.open(Rung::followed_up)->due, at("2026-04-23T17:00:00+01:00"));
  care.now = at("2026-04-22T11:00:00+01:00");
  care.say(act::Appoint{at("2026-04-24T10:00:00+01:00")});  // found again, and booked
  EXPECT_EQ(care.open(Rung::followed_up), nullptr);
  ASSERT_NE(care.open(Rung::outcome), nullptr);
  EXPECT_FALSE(care.message(care.referral).outcome_at);  // this appointment's is not known yet
  care.now = at("2026-04-24T12:00:00+01:00");
  care.say(outcome(Result::came));
  EXPECT_EQ(care.open(Rung::followed_up), nullptr);
  care.say(act::Engage{});
  for (const Deadline& deadline : care.message(care.referral).deadlines)
    EXPECT_TRUE(deadline.met_at) << "nothing more is asked: " << config::to_string(deadline.rung);
}

TEST(Aftercare, OfACancelledAppointmentAsksForAnother) {
  Care care;
  care.say(act::Accept{at("2026-04-21T10:00:00+01:00")});
  care.say(outcome(act::ReportOutcome::Result::cancelled));
  EXPECT_NE(care.open(Rung::followed_up), nullptr);
  care.say(act::FollowUp{});
  EXPECT_EQ(care.open(Rung::followed_up), nullptr);
}

TEST(Aftercare, ThatNobodyReportsEscalatesOnTheRecipientsSideAndNoReferenceRepeats) {
  using Result = act::ReportOutcome::Result;
  Care care;
  std::set<std::string> references;
  const auto note = [&](const Decision& decision) {
    for (const Effect& effect : decision.effects)
      EXPECT_TRUE(references.insert(effect.reference).second) << effect.reference;
  };
  note(care.say(act::Accept{at("2026-04-08T10:00:00+01:00")}));
  note(care.live_until(at("2026-04-13T12:00:00+01:00")));
  EXPECT_THAT(care.open_steps(), testing::Not(testing::IsEmpty()));
  note(care.say(outcome(Result::did_not_attend)));
  note(care.live_until(at("2026-04-17T12:00:00+01:00")));
  note(care.say(act::Appoint{at("2026-04-17T15:00:00+01:00")}));
  note(care.live_until(at("2026-05-20T12:00:00+01:00")));
  EXPECT_GT(references.size(), 10U);
}

TEST(Decline, ClosesTheFormToThatSpocAndTheSenderLooksForAnother) {
  Care care;
  const AcceptCommand declined =
      care.response(care.referral, act::Decline{act::Decline::Next::another_spoc});
  care.must(declined);
  EXPECT_EQ(care.message(care.referral).standing, Standing::closed);
  EXPECT_TRUE(care.message(care.referral).answered_at);
  EXPECT_EQ(care.only_open_task().step, steps::choose_another_spoc);
  EXPECT_EQ(care.only_open_task().owner, team("BXI-PSI"));
  AcceptCommand second = care.lief("E09000028");
  care.must(second);
  EXPECT_THAT(care.open_steps(), testing::Contains(std::string(steps::choose_another_spoc)));
  care.must(care.reply(second, ReachedHow::automatic, "SOUTHWARK-SPOC"));
  EXPECT_THAT(care.open_steps(),
              testing::Not(testing::Contains(std::string(steps::choose_another_spoc))));
}

TEST(Decline, OfADuplicateAsksForNoOther) {
  Care care;
  care.must(care.response(care.referral, act::Decline{act::Decline::Next::nothing}));
  EXPECT_TRUE(care.open_steps().empty());
}

TEST(Decline, ThatNobodyCollectsEscalatesLikeAReferral) {
  Care care;
  const AcceptCommand declined =
      care.response(care.referral, act::Decline{act::Decline::Next::nothing});
  care.must(declined);
  EXPECT_EQ(care.deadline(declined, Rung::delivered).rule, "working-hours:4");
  care.live_until(care.now + days{7});
  EXPECT_THAT(care.open_steps(), testing::Contains("ring-recipient"));
}

TEST(Answer, ComesFromTheRecipientAndIsAboutAReferral) {
  Care care;
  const auto refused = [&](const AcceptCommand& command) { return care.run(command).error(); };
  EXPECT_TRUE(
      refused(care.response(care.referral, act::Engage{}, "PVI-PSI")).is(Errc::not_a_party));
  AcceptCommand own = care.response(care.referral, act::Engage{}, "BXI-PSI");
  own.to_team = team("LAMBETH-SPOC");
  EXPECT_TRUE(refused(own).is(Errc::not_recipient));
  AcceptCommand about_reply = care.response(care.referral, act::Accept{});
  care.must(about_reply);
  AcceptCommand twice = care.response(about_reply, act::Engage{}, "BXI-PSI");
  EXPECT_TRUE(refused(twice).is(Errc::unknown_original));
}

TEST(ClinicalPart, IsATaskOfTheClinicalTeamAndEndsIt) {
  Scene scene;
  AcceptCommand lief = scene.lief();
  lief.completeness = AcceptCommand::Completeness::clinical_part_follows;
  scene.must(lief);
  EXPECT_EQ(scene.only_open_task().step, steps::clinical_part);
  EXPECT_EQ(scene.only_open_task().owner, team("BXI-CLIN"));
  AcceptCommand part = scene.form(FormType::clinical_part, "PVI-PSI");
  part.to_team = team("LAMBETH-SPOC");
  part.about = AcceptCommand::About{lief.key, lief.digest};
  part.act = act::Complete{};
  EXPECT_TRUE(scene.run(part).error().is(Errc::not_a_party)) << "another prison";
  part.key.from = team("BXI-CLIN");
  const Decision decision = scene.must(part);
  EXPECT_EQ(scene.message(part).to, team("LAMBETH-SPOC"));
  ASSERT_EQ(all_of<TaskClosed>(decision).size(), 1U);
  EXPECT_EQ(all_of<TaskClosed>(decision)[0].outcome, TaskOutcome::clinical_part);
}

TEST(CourtRelease, SentInPartsIsATaskUntilItIsSentWhole) {
  Scene scene;
  AcceptCommand parts = scene.lief();
  parts.completeness = AcceptCommand::Completeness::parts_follow;
  parts.urgency = AcceptCommand::Urgency::urgent;
  scene.must(parts);
  EXPECT_EQ(scene.only_open_task().step, steps::complete_referral);
  EXPECT_EQ(scene.only_open_task().owner, team("BXI-PSI"));
  scene.must(scene.lief());
  EXPECT_TRUE(std::ranges::all_of(scene.conversation->tasks,
                                  [](const Task& task) { return task.closed_at.has_value(); }));
}

TEST(ReleaseDate, SoonerPullsForwardAndHastensLaterMovesEngagementOnly) {
  Care care;
  const Instant confirm_by = care.deadline(care.referral, Rung::confirmed).due;
  const Instant answer_by = care.deadline(care.referral, Rung::answered).due;
  AcceptCommand later = care.form(FormType::alert_form, "BXI-PSI");
  later.to_team = team("LAMBETH-SPOC");
  later.act = act::Alert{};
  later.release_at = at("2026-05-20T09:00:00+01:00");
  care.must(later);
  EXPECT_EQ(care.deadline(care.referral, Rung::answered).due, answer_by);
  EXPECT_EQ(care.deadline(care.referral, Rung::engaged).due, at("2026-06-10T23:59:59+01:00"));
  AcceptCommand sooner = later;
  sooner.key.id = make_id<MessageId>(care.random);
  sooner.handle = make_handle(care.random);
  sooner.release_at = at("2026-04-07T09:00:00+01:00");
  care.must(sooner);
  EXPECT_TRUE(care.message(care.referral).urgent);
  EXPECT_LT(care.deadline(care.referral, Rung::confirmed).due, confirm_by);
  EXPECT_LT(care.deadline(care.referral, Rung::answered).due, answer_by);
  EXPECT_EQ(care.deadline(care.referral, Rung::engaged).due, at("2026-04-28T23:59:59+01:00"));
  // The fresh confirmation is the Alert's own.
  EXPECT_FALSE(care.message(sooner).reached(Rung::confirmed));
  EXPECT_EQ(care.deadline(sooner, Rung::confirmed).due, care.now + hours{2});
}

TEST(Question, IsDueInADayAndAnsweredByTheReply) {
  Care care;
  AcceptCommand question = care.form(FormType::information_request, "LAMBETH-SPOC");
  question.to_team = team("BXI-PSI");
  question.content = AcceptCommand::Content::minimal;
  care.must(question);
  // Thursday before Easter at noon: 09:00 on the Tuesday after.
  EXPECT_EQ(care.deadline(question, Rung::answered).due, at("2026-04-07T09:00:00+01:00"));
  AcceptCommand reply = care.form(FormType::information_reply, "BXI-PSI");
  reply.to_team = team("LAMBETH-SPOC");
  reply.about = AcceptCommand::About{question.key, question.digest};
  reply.act = act::Reply{};
  care.must(reply);
  EXPECT_TRUE(care.message(question).answered_at);
}

}  // namespace
}  // namespace gatepost::exchange
