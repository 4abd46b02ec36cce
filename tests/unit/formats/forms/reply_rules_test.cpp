// One row or more per rule of the forms that answer others, of withdrawals and of receipts.
#include "tests/unit/formats/forms/rule_rows.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;
using std::chrono::days;
using std::chrono::sys_days;

TEST(AcknowledgementRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using A = Acknowledgement;
  expect_rows<A>(FormType::acknowledgement, acknowledgement_rules(),
                 {
                     {"person-named", [](A& f) { f.person_name.reset(); }},
                     {"automatic-names-nobody", [](A& f) { f.mode = A::Mode::automatic; }},
                     {"received-at", [](A& f) { f.received_at = sys_days{day(3)}; }},
                 });
}

TEST(PhoneConfirmationRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using P = PhoneConfirmation;
  expect_rows<P>(FormType::phone_confirmation, phone_confirmation_rules(),
                 {{"spoken-at", [](P& f) { f.spoken_at = sys_days{day(3)}; }}});
}

TEST(ReceiptRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using R = Receipt;
  expect_rows<R>(FormType::receipt, receipt_rules(),
                 {
                     {"person-named", [](R& f) { f.how = R::How::telephone; }},
                     {"confirmed-by-person", [](R& f) { f.rung = R::Rung::confirmed; }},
                 });
}

TEST(WithdrawalRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using W = Withdrawal;
  using Why = WithdrawnReason;
  const auto consent_withdrawn = [](W& f) {
    f.reason = Why::consent_withdrawn;
    f.consent_withdrawn_on = today;
    f.note.reset();
  };
  expect_rows<W>(
      FormType::withdrawal, withdrawal_rules(),
      {
          {"consent-withdrawn-on", [](W& f) { f.consent_withdrawn_on = day(-1); }},
          {"consent-withdrawn-on",
           [=](W& f) { consent_withdrawn(f), f.consent_withdrawn_on.reset(); }},
          {"consent-withdrawn-future",
           [=](W& f) { consent_withdrawn(f), f.consent_withdrawn_on = day(1); }},
          {"no-further-word", [=](W& f) { consent_withdrawn(f), f.note = "a reason"; }},
          {"other-note", [](W& f) { f.reason = Why::other, f.note.reset(); }},
          {"withdraws-itself", [](W& f) { f.subject.message_id = f.control.message_id; }},
      });
  expect_good<W>(FormType::withdrawal, consent_withdrawn);
  expect_good<W>(FormType::withdrawal, [](W& f) { f.reason = Why::died, f.note.reset(); });
}

// The sample of each kind, by changing the acceptance that the template is.
void to_kind(Response& f, ResponseKind kind) {
  f.kind = kind;
  if (kind != ResponseKind::accepted && kind != ResponseKind::appointment) f.appointment.reset();
  switch (kind) {
    case ResponseKind::declined:
      f.decline = Decline{DeclineReason::wrong_borough, AreaCode::parse("E09000028"), {}};
      break;
    case ResponseKind::outcome:
      f.outcome = Outcome{AppointmentOutcome::did_not_attend, sys_days{day(-1)}, "Train late"};
      break;
    case ResponseKind::follow_up:
      f.follow_up = FollowUp{FollowUpHow::letter, 2, day(-1), YesNo::no};
      break;
    case ResponseKind::engaged:
      f.engagement = Engagement{day(-3), day(-1), {Intervention::pharmacological}, YesNo::yes};
      break;
    default:
      break;
  }
}

using R = Response;
using K = ResponseKind;

// A change to the sample of a kind.
std::function<void(R&)> in(K kind, const std::function<void(R&)>& change) {
  return [=](R& f) { to_kind(f, kind), change(f); };
}

std::vector<Row<R>> kind_rows() {
  return {
      {"accepted-when", [](R& f) { f.appointment.reset(); }},
      {"appointment-needed", in(K::appointment, [](R& f) { f.appointment.reset(); })},
      {"appointment-only",
       in(K::declined, [](R& f) { f.appointment = sample<R>(FormType::response).appointment; })},
      {"drop-in-only", in(K::follow_up, [](R& f) { f.drop_in_times = "Mondays"; })},
      {"decline", [](R& f) { f.decline.emplace(); }},
      {"decline", in(K::declined, [](R& f) { f.decline.reset(); })},
      {"outcome",
       [](R& f) { f.outcome = Outcome{AppointmentOutcome::attended, sys_days{today}, {}}; }},
      {"outcome", in(K::outcome, [](R& f) { f.outcome.reset(); })},
      {"follow-up", [](R& f) { f.follow_up.emplace(); }},
      {"follow-up", in(K::follow_up, [](R& f) { f.follow_up.reset(); })},
      {"engagement",
       [](R& f) { f.engagement = Engagement{{}, today, {Intervention::recovery_support}, {}}; }},
      {"engagement", in(K::engaged, [](R& f) { f.engagement.reset(); })},
  };
}

std::vector<Row<R>> part_rows() {
  return {
      {"appointment-at", [](R& f) { f.appointment->at = f.control.created_at - days{2}; }},
      {"appointment-at", [](R& f) { f.appointment->at = f.control.created_at + days{3660}; }},
      {"redirect-area",
       in(K::declined, [](R& f) { f.decline->reason = DeclineReason::duplicate; })},
      {"not-identifiable-known", in(K::declined,
                                    [](R& f) {
                                      f.decline->redirect_area.reset();
                                      f.decline->reason = DeclineReason::not_identifiable;
                                    })},
      {"outcome-future",
       in(K::outcome, [](R& f) { f.outcome->appointment_at = sys_days{day(1)}; })},
      {"outcome-reason",
       in(K::outcome, [](R& f) { f.outcome->result = AppointmentOutcome::attended; })},
      {"follow-up-attempts", in(K::follow_up, [](R& f) { f.follow_up->attempts = 0; })},
      {"follow-up-attempts",
       in(K::follow_up, [](R& f) { f.follow_up = FollowUp{FollowUpHow::none, 1, {}, YesNo::no}; })},
      {"follow-up-none",
       in(K::follow_up,
          [](R& f) { f.follow_up = FollowUp{FollowUpHow::none, 0, {}, YesNo::yes}; })},
      {"follow-up-future", in(K::follow_up, [](R& f) { f.follow_up->last_on = day(1); })},
      {"engaged-future",
       in(K::engaged, [](R& f) { f.engagement->intervention_start_on = day(1); })},
      {"triage-order", in(K::engaged, [](R& f) { f.engagement->triage_on = day(0); })},
  };
}

TEST(ResponseRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  auto rows = kind_rows();
  for (const auto& each : part_rows()) rows.push_back(each);
  expect_rows<R>(FormType::response, response_rules(), rows);
}

TEST(ResponseRules, AdmitEveryKind) {
  for (const CodeName& name : codes_of(Of<K>{}).names) {
    const auto kind = static_cast<K>(name.value);
    expect_good<R>(FormType::response, [&](R& f) { to_kind(f, kind); });
  }
  const auto good = [](const std::function<void(R&)>& change) {
    expect_good<R>(FormType::response, change);
  };
  good([](R& f) { f.appointment.reset(), f.drop_in_times = "Any weekday from 09:00 to 12:00"; });
  good([](R& f) { f.drop_in_times = "Or any weekday from 09:00"; });
  good(in(K::declined, [](R& f) { f.decline->redirect_area.reset(); }));
  good(in(K::outcome, [](R& f) {
    f.outcome = Outcome{AppointmentOutcome::cancelled, sys_days{day(4)}, "Recalled to prison"};
  }));
  good(in(K::follow_up, [](R& f) { f.follow_up = FollowUp{FollowUpHow::none, 0, {}, {}}; }));
}

TEST(ResponseRules, AnEngagementNamesAnIntervention) {
  R form = sample<R>(FormType::response);
  to_kind(form, K::engaged);
  form.engagement->interventions.clear();
  EXPECT_EQ(said(check_form(Form{form}, today)),
            "Intervention | Response/Engagement/Intervention | this is missing | one of "
            "PHARMACOLOGICAL, STRUCTURED_PSYCHOSOCIAL, RECOVERY_SUPPORT\n");
}

}  // namespace
}  // namespace gatepost::formats::forms
