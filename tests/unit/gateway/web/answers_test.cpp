#include "gateway/web/answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/samples.hpp"
#include "gateway/web/writing/build.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/plan_replies.hpp"

namespace gatepost::web {
namespace {

using exchange::Deadline;
using exchange::MessageState;
using exchange::Rung;
using exchange::Standing;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using writing::Typed;

const Instant now = *from_rfc3339("2026-04-02T10:00:00Z");

MessageState referral() {
  MessageState state;
  state.type = exchange::FormType::lief;
  state.accepted_at = now;
  return state;
}
Deadline awaiting(Rung rung) {
  Deadline deadline;
  deadline.rung = rung;
  deadline.due = now;
  return deadline;
}
MessageState accepted_with_appointment() {
  MessageState state = referral();
  state.answered_at = now;
  state.deadlines.push_back(awaiting(Rung::outcome));
  return state;
}

TEST(AnswerKinds, BeforeAnAnswerTheReferralIsAcceptedOrDeclined) {
  EXPECT_THAT(answer_kinds(referral()), ElementsAre("ACCEPTED", "DECLINED"));
}

TEST(AnswerKinds, AfterAnAppointmentItsOutcomeComesFirst) {
  EXPECT_THAT(answer_kinds(accepted_with_appointment()),
              ElementsAre("OUTCOME", "ENGAGED", "APPOINTMENT", "DECLINED"));
}

TEST(AnswerKinds, WhoMayDropInCanComeWithoutADeadlineForIt) {
  MessageState state = referral();
  state.answered_at = now;
  EXPECT_THAT(answer_kinds(state), ElementsAre("OUTCOME", "ENGAGED", "APPOINTMENT", "DECLINED"));
}

TEST(AnswerKinds, OfOneNotAttendedTheFollowUpComesFirst) {
  MessageState state = accepted_with_appointment();
  state.outcome_at = now;
  state.deadlines.front().met_at = now;
  state.deadlines.push_back(awaiting(Rung::followed_up));
  EXPECT_THAT(answer_kinds(state), ElementsAre("FOLLOW_UP", "ENGAGED", "APPOINTMENT", "DECLINED"));
}

TEST(AnswerKinds, InTreatmentOnlyAnAppointmentThatIsOpenIsAskedFor) {
  MessageState state = accepted_with_appointment();
  state.engaged_at = now;
  EXPECT_THAT(answer_kinds(state), ElementsAre("OUTCOME"));
  state.deadlines.front().met_at = now;
  state.outcome_at = now;
  EXPECT_THAT(answer_kinds(state), IsEmpty());
}

TEST(AnswerKinds, OfWhatIsClosedOrNoReferralThereIsNothingToSay) {
  MessageState state = referral();
  state.standing = Standing::withdrawn;
  EXPECT_THAT(answer_kinds(state), IsEmpty());
  state = referral();
  state.type = exchange::FormType::information_request;
  EXPECT_THAT(answer_kinds(state), IsEmpty());
}

// ---- What is typed becomes the form that the table judges.

const MessageId id = *MessageId::parse("0b7c6f1e-3a52-4d0e-9f61-2a1c5d8e7f90");

const config::Calendar& calendar() {
  static const auto made = *config::Calendar::from_bank_holidays_json(config::bank_holidays_json());
  return made;
}

Typed envelope_typed(std::string_view subject) {
  Typed typed;
  typed.set("Control.ToTeam", std::string("BXI-PSI"));
  typed.set(std::string(subject) + ".From", std::string("BXI-PSI"));
  typed.set(std::string(subject) + ".MessageId", id.str());
  typed.set(std::string(subject) + ".Digest", std::string(64, 'a'));
  for (const char* name : {"PersonName", "PersonRole", "AnsweredBy", "AnsweredByRole"})
    typed.set(name, std::string("Robin Example"));
  typed.set("Telephone", std::string("020 7946 0404"));
  return typed;
}

std::expected<formats::forms::Form, Problems> built(const writing::Plan& plan, const Typed& typed) {
  auto form = build(plan, typed,
                    {.message_id = id,
                     .conversation = *ConversationId::parse(id.str()),
                     .created_at = now,
                     .from = *TeamCode::parse("LAMBETH-SPOC"),
                     .prison = {},
                     .sending_team_type = {},
                     .today = "2026-04-02"},
                    calendar());
  if (!form) return std::unexpected(writing::beside_fields(plan, form.error()));
  return form;
}

std::vector<std::string> paths_of(const Problems& problems) {
  std::vector<std::string> paths;
  for (const Problem& problem : problems) paths.push_back(problem.path);
  return paths;
}

void type_moment(Typed& typed, const std::string& name, const char* day) {
  typed.set(name + "-day", std::string(day));
  typed.set(name + "-month", std::string("4"));
  typed.set(name + "-year", std::string("2026"));
  typed.set(name + "-time", std::string("2.30pm"));
}

TEST(AnswerForm, AcceptsWithAnAppointmentAndLeavesOutWhatBelongsToADecline) {
  const auto plan = writing::response_plan({"ACCEPTED", "DECLINED"}, {});
  Typed typed = envelope_typed("Subject");
  typed.set("Kind", std::string("ACCEPTED"));
  type_moment(typed, "Appointment.At", "7");
  typed.set("Appointment.Place", std::string("2 Fictional Street"));
  typed.set("Decline.Note", std::string("typed before another answer was chosen"));
  const auto form = built(plan, typed);
  ASSERT_TRUE(form) << testing::PrintToString(paths_of(form.error()));
  const auto& response = std::get<formats::forms::Response>(*form);
  EXPECT_FALSE(response.decline);
  ASSERT_TRUE(response.appointment);
  EXPECT_EQ(to_rfc3339(response.appointment->at), "2026-04-07T13:30:00Z");
  const std::string said = said_in(response, LocalTime(calendar(), now));
  EXPECT_THAT(said, HasSubstr("Accepted. Appointment at 14:30 on Tuesday 7 April 2026"));
}

TEST(AnswerForm, WhatIsMissingIsNamedAtAFieldOfThePage) {
  const auto first = writing::response_plan({"ACCEPTED", "DECLINED"}, {});
  Typed typed = envelope_typed("Subject");
  EXPECT_THAT(paths_of(built(first, typed).error()), ElementsAre("Kind"));
  typed.set("Kind", std::string("ACCEPTED"));
  EXPECT_THAT(paths_of(built(first, typed).error()), ElementsAre("Appointment.At"));
  typed.set("Kind", std::string("DECLINED"));
  EXPECT_THAT(paths_of(built(first, typed).error()), ElementsAre("Decline.Reason"));
  const auto later = writing::response_plan({"FOLLOW_UP", "OUTCOME", "ENGAGED", "APPOINTMENT"}, {});
  const auto missing = [&](const char* kind) {
    typed.set("Kind", std::string(kind));
    return paths_of(built(later, typed).error());
  };
  EXPECT_THAT(missing("OUTCOME"), ElementsAre("Outcome.Result", "Outcome.AppointmentAt"));
  EXPECT_THAT(missing("FOLLOW_UP"), ElementsAre("FollowUp.How", "FollowUp.Attempts"));
  EXPECT_THAT(missing("ENGAGED"),
              ElementsAre("Engagement.InterventionStartOn", "Engagement.Intervention"));
  EXPECT_THAT(missing("APPOINTMENT"), ElementsAre("Appointment.At", "Appointment.Place"));
}

TEST(AnswerForm, ReadsBackEveryControlThatItShows) {
  for (const auto& plan :
       {writing::response_plan({"ACCEPTED", "DECLINED"}, {"PersonRole"}),
        writing::response_plan({"FOLLOW_UP", "OUTCOME", "ENGAGED", "APPOINTMENT", "DECLINED"}, {}),
        writing::question_plan({"Client.Name", "Client.Status", "AskedByRole"}),
        writing::question_reply_plan(writing::Prescribing::in_fields, {})}) {
    const auto& part = writing::the_page(plan);
    const std::string markup = writing::questions({plan, part, {}, {}}).markup();
    const auto read = writing::controls_in(plan, part);
    for (const std::string& control : read)
      EXPECT_THAT(markup, HasSubstr("name=\"" + control + "\""));
    for (std::size_t at = markup.find(" name=\""); at != std::string::npos;
         at = markup.find(" name=\"", at + 1)) {
      const std::string name = markup.substr(at + 7, markup.find('"', at + 7) - at - 7);
      if (name != "then") EXPECT_EQ(std::ranges::count(read, name), 1) << name;
    }
  }
}

Typed reply_typed() {
  Typed typed = envelope_typed("Request");
  typed.set("Client.Name", std::string("Sam Sample-Fictional"));
  for (const auto& [part, value] : {std::pair{"day", "1"}, {"month", "1"}, {"year", "1990"}})
    typed.set(std::string("Client.DateOfBirth-") + part, std::string(value));
  typed.set("Client.Status", std::string("SENTENCED"));
  typed.set("Client.PrisonerNumber", std::string("A0000AA"));
  return typed;
}

TEST(QuestionReply, AClinicianSaysWhatIsPrescribedFieldByField) {
  const auto plan = writing::question_reply_plan(writing::Prescribing::in_fields, {});
  Typed typed = reply_typed();
  typed.set("Completeness", std::string("COMPLETE"));
  typed.set("Topic", std::string("PRESCRIBING"));
  typed.set("Prescribing.OstStatus", std::string("ON_MAINTENANCE"));
  typed.set("Prescribing.Naloxone", std::string("NOT_GIVEN"));
  const auto half = paths_of(built(plan, typed).error());
  for (const std::string& path : half) EXPECT_TRUE(path.starts_with("Prescribing.")) << path;
  EXPECT_FALSE(half.empty());
  // Not among the topics any more: what was typed of it is not sent.
  typed.set("Topic", std::string("RISK"));
  typed.set("Answer", std::string("Known risks: none beyond the referral."));
  const auto form = built(plan, typed);
  ASSERT_TRUE(form) << testing::PrintToString(paths_of(form.error()));
  EXPECT_FALSE(std::get<formats::forms::InformationReply>(*form).prescribing);
}

TEST(QuestionReply, WhatIsNotHeldGivesNothing) {
  const auto plan = writing::question_reply_plan(writing::Prescribing::in_words, {});
  Typed typed = reply_typed();
  typed.set("Completeness", std::string("NOT_HELD"));
  typed.set("Topic", std::string("ASSESSMENT"));
  type_moment(typed, "AssessedOn", "1");
  const auto form = built(plan, typed);
  ASSERT_TRUE(form) << testing::PrintToString(paths_of(form.error()));
  EXPECT_THAT(std::get<formats::forms::InformationReply>(*form).topics, IsEmpty());
  typed.set("Completeness", std::string("COMPLETE"));
  EXPECT_THAT(paths_of(built(plan, typed).error()), ElementsAre("Answer"));
}

}  // namespace
}  // namespace gatepost::web
