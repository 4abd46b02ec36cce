#include "gateway/cli/reply_forms.hpp"

#include <gmock/gmock.h>

#include "config/samples.hpp"

namespace gatepost::cli {
namespace {

namespace forms = formats::forms;
using testing::IsEmpty;

const config::Calendar& calendar() {
  static const auto made = config::Calendar::from_bank_holidays_json(config::bank_holidays_json());
  return *made;
}

ReplyContext context() {
  ReplyContext made;
  made.control.message_id = *MessageId::parse("00000000-0000-4000-8000-000000000001");
  made.control.conversation_id = *ConversationId::parse("00000000-0000-4000-8000-000000000002");
  made.control.created_at = *from_rfc3339("2026-11-24T09:00:00Z");
  made.control.from = *TeamCode::parse("LAMBETH-SPOC");
  made.control.to_team = TeamCode::parse("BXI-PSI");
  made.subject = {*TeamCode::parse("BXI-PSI"),
                  *MessageId::parse("00000000-0000-4000-8000-000000000003"), Digest{}};
  return made;
}

RespondOptions by_a_person() {
  RespondOptions options;
  options.person = {"Robin Example", "Duty worker", {}};
  return options;
}

const forms::Response& response(const MadeForm& made) {
  return std::get<forms::Response>(made.form);
}

struct Said {
  const char* text;
  const char* instant;  // or what is wrong
};

class LondonTime : public testing::TestWithParam<Said> {};
TEST_P(LondonTime, IsReadAsTheClockOnTheWallShowsIt) {
  const auto made = london_time(GetParam().text, calendar());
  if (made)
    EXPECT_EQ(to_rfc3339(*made), GetParam().instant);
  else
    EXPECT_THAT(made.error(), testing::HasSubstr(GetParam().instant));
}
INSTANTIATE_TEST_SUITE_P(Times, LondonTime,
                         testing::Values(Said{"2026-12-01T10:00", "2026-12-01T10:00:00Z"},
                                         Said{"2026-07-01T10:00", "2026-07-01T09:00:00Z"},
                                         Said{"2026-07-01 10:00:30", "2026-07-01T09:00:30Z"},
                                         Said{"2026-07-01T10:00:00+02:00", "2026-07-01T08:00:00Z"},
                                         Said{"2026-03-29T00:59", "2026-03-29T00:59:00Z"},
                                         Said{"2026-03-29T01:30", "the clocks skip"},
                                         Said{"2026-03-29T02:00", "2026-03-29T01:00:00Z"},
                                         Said{"2026-10-25T01:30", "comes twice"},
                                         Said{"2026-10-25T02:00", "2026-10-25T02:00:00Z"},
                                         Said{"2026-02-30T10:00", "is not a time"},
                                         Said{"tomorrow", "is not a time"},
                                         Said{"", "is not a time"},
                                         Said{"2026-12-01", "is not a time"}));

TEST(ResponseOf, AcceptsWithAnAppointment) {
  RespondOptions options = by_a_person();
  options.accept = true;
  options.appointment = "2026-12-01T10:00";
  options.place = "12 Example Road";
  const MadeForm made = response_of(options, context(), calendar());
  EXPECT_THAT(made.problems, IsEmpty());
  EXPECT_EQ(response(made).kind, forms::ResponseKind::accepted);
  EXPECT_EQ(to_rfc3339(response(made).appointment->at), "2026-12-01T10:00:00Z");
  using std::chrono::November;
  EXPECT_THAT(forms::check_form(made.form, std::chrono::year{2026} / November / 24), IsEmpty());
}

TEST(ResponseOf, AnAppointmentAloneIsAnotherAppointment) {
  RespondOptions options = by_a_person();
  options.appointment = "2026-12-01T10:00";
  EXPECT_EQ(response(response_of(options, context(), calendar())).kind,
            forms::ResponseKind::appointment);
}

TEST(ResponseOf, SaysExactlyOneThing) {
  RespondOptions options = by_a_person();
  EXPECT_EQ(response_of(options, context(), calendar()).problems.size(), 1U);
  options.accept = true;
  options.engaged = true;
  options.started = "2026-11-01";
  const MadeForm made = response_of(options, context(), calendar());
  ASSERT_EQ(made.problems.size(), 1U);
  EXPECT_EQ(made.problems.front().label, "respond");
}

TEST(ResponseOf, NamesEveryOptionThatWouldBeLost) {
  RespondOptions options = by_a_person();
  options.accept = true;
  options.drop_in = "Mondays";
  options.place = "somewhere";
  options.attempts = 2;
  options.redirect = "E09000028";
  options.triage = "2026-11-01";
  options.attributor_matches = "yes";
  std::vector<std::string> labels;
  for (const Problem& each : response_of(options, context(), calendar()).problems)
    labels.push_back(each.label);
  EXPECT_THAT(labels, testing::UnorderedElementsAre("--place", "--attempts", "--redirect",
                                                    "--triage", "--attributor-matches"));
}

TEST(ResponseOf, AFollowUpThatDidNotHappenHasNoAttempts) {
  RespondOptions options = by_a_person();
  options.follow_up = "none";
  EXPECT_EQ(response(response_of(options, context(), calendar())).follow_up->attempts, 0);
  options.follow_up = "letter";
  EXPECT_EQ(response(response_of(options, context(), calendar())).follow_up->attempts, 1);
}

TEST(WithdrawalOf, TakesTheWordsOfTheCodeList) {
  WithdrawOptions options{{"Sam Sample", "Worker", {}}, "consent-withdrawn", "2026-11-23", {}};
  const MadeForm made = withdrawal_of(options, context());
  EXPECT_THAT(made.problems, IsEmpty());
  EXPECT_EQ(std::get<forms::Withdrawal>(made.form).reason,
            forms::WithdrawnReason::consent_withdrawn);
  options.reason = "because";
  options.consent_withdrawn_on = "yesterday";
  EXPECT_EQ(withdrawal_of(options, context()).problems.size(), 2U);
}

TEST(AcknowledgementOf, ASystemNamesNobodyAndAPersonSomebody) {
  using Mode = forms::Acknowledgement::Mode;
  const auto today = std::chrono::year{2026} / std::chrono::November / 24;
  MadeForm made = acknowledgement_of({"Robin Example", "Duty worker"}, context());
  EXPECT_EQ(std::get<forms::Acknowledgement>(made.form).mode, Mode::person);
  EXPECT_THAT(forms::check_form(made.form, today), IsEmpty());
  made = acknowledgement_of({{}, {}, true}, context());
  EXPECT_EQ(std::get<forms::Acknowledgement>(made.form).mode, Mode::automatic);
  EXPECT_THAT(forms::check_form(made.form, today), IsEmpty());
  EXPECT_FALSE(forms::check_form(acknowledgement_of({}, context()).form, today).empty());
}

}  // namespace
}  // namespace gatepost::cli
