// One row or more per rule of a part that several forms share, tried in every form that has it.
#include "tests/unit/formats/forms/rule_rows.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;
using std::chrono::sys_days;

// Every form, its part replaced by the given one.
template <class F, auto member, class P>
Place<P> place(FormType type, std::string_view path) {
  return {path, [type](const P& part) {
            F form = sample<F>(type);
            form.*member = part;
            return Form{form};
          }};
}

std::vector<Place<Control>> control_places() {
  using C = Control;
  using enum FormType;
  return {
      place<Lief, &Lief::control, C>(lief, "LIEF/Control"),
      place<AlertForm, &AlertForm::control, C>(alert_form, "AlertForm/Control"),
      place<ClinicalPart, &ClinicalPart::control, C>(clinical_part, "ClinicalPart/Control"),
      place<InformationRequest, &InformationRequest::control, C>(information_request,
                                                                 "InformationRequest/Control"),
      place<InformationReply, &InformationReply::control, C>(information_reply,
                                                             "InformationReply/Control"),
      place<Acknowledgement, &Acknowledgement::control, C>(acknowledgement,
                                                           "Acknowledgement/Control"),
      place<Response, &Response::control, C>(response, "Response/Control"),
      place<PhoneConfirmation, &PhoneConfirmation::control, C>(phone_confirmation,
                                                               "PhoneConfirmation/Control"),
      place<Withdrawal, &Withdrawal::control, C>(withdrawal, "Withdrawal/Control"),
      place<Receipt, &Receipt::control, C>(receipt, "Receipt/Control"),
  };
}
std::vector<Place<Consent>> consent_places() {
  using C = Consent;
  using enum FormType;
  return {
      place<Lief, &Lief::consent, C>(lief, "LIEF/Consent"),
      place<AlertForm, &AlertForm::consent, C>(alert_form, "AlertForm/Consent"),
      place<InformationRequest, &InformationRequest::consent, C>(information_request,
                                                                 "InformationRequest/Consent"),
      place<InformationReply, &InformationReply::consent, C>(information_reply,
                                                             "InformationReply/Consent"),
  };
}
std::vector<Place<Prescribing>> prescribing_places() {
  using P = Prescribing;
  using enum FormType;
  return {
      place<Lief, &Lief::prescribing, P>(lief, "LIEF/Prescribing"),
      place<ClinicalPart, &ClinicalPart::prescribing, P>(clinical_part, "ClinicalPart/Prescribing"),
      place<InformationReply, &InformationReply::prescribing, P>(information_reply,
                                                                 "InformationReply/Prescribing"),
  };
}
std::vector<Place<AlertClient>> alert_client_places() {
  using C = AlertClient;
  using enum FormType;
  return {
      place<AlertForm, &AlertForm::client, C>(alert_form, "AlertForm/Client"),
      place<InformationRequest, &InformationRequest::client, C>(information_request,
                                                                "InformationRequest/Client"),
      place<InformationReply, &InformationReply::client, C>(information_reply,
                                                            "InformationReply/Client"),
  };
}

TEST(ControlRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using C = Control;
  expect_rows<C>(control_rules(),
                 {
                     {"destination", [](C& c) { c.to_area.reset(), c.to_team.reset(); }},
                     {"created-at", [](C& c) { c.created_at = sys_days{day(3)}; }},
                     {"created-at", [](C& c) { c.created_at = from_unix_ms(0); }},
                     {"supersedes-itself", [](C& c) { c.supersedes = c.message_id; }},
                 },
                 sample_lief().control, control_places());
}

TEST(ConsentRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using C = Consent;
  expect_rows<C>(
      consent_rules(),
      {
          {"consent-date", [](C& c) { c.given_on.reset(); }},
          {"consent-date-future", [](C& c) { c.given_on = day(1); }},
          {"consent-worker", [](C& c) { c.worker_name.reset(); }},
          {"consent-signed", [](C& c) { c.client_signed.reset(); }},
          {"consent-signed", [](C& c) { c.client_signed = YesNo::no; }},
          {"consent-agencies", [](C& c) { c.agencies.clear(); }},
          {"refused-warned", [](C& c) { refuse_consent(c), c.warned_of_delay.reset(); }},
          {"refused-warned", [](C& c) { refuse_consent(c), c.warned_of_delay = YesNo::no; }},
          {"exception-ground", [](C& c) { except_consent(c), c.exception_ground.reset(); }},
          {"exception-reason", [](C& c) { except_consent(c), c.exception_reason.reset(); }},
          {"exception-approved", [](C& c) { except_consent(c), c.approved_by.reset(); }},
          {"exception-approved", [](C& c) { except_consent(c), c.approved_by_role.reset(); }},
          {"exception-only", [](C& c) { c.exception_ground = ExceptionGround::risk_to_self; }},
          {"exception-only", [](C& c) { c.exception_reason = "a reason"; }},
          {"exception-only", [](C& c) { c.approved_by = "A Senior-Example"; }},
          {"exception-or-consent", [](C& c) { except_consent(c), c.given_on = day(-1); }},
          {"exception-or-consent", [](C& c) { except_consent(c), c.client_signed = YesNo::yes; }},
          {"exception-or-consent",
           [](C& c) { except_consent(c), c.agencies = {ConsentAgency::spoc}; }},
      },
      *sample_lief().consent, consent_places());
}

TEST(ConsentRules, AdmitAnApprovedExceptionInEveryForm) {
  Consent exception;
  except_consent(exception);
  for (const auto& each : consent_places()) {
    EXPECT_EQ(said(check_form(each.put(exception), today)), "") << each.path;
  }
}

TEST(PrescribingRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using P = Prescribing;
  expect_rows<P>(prescribing_rules(),
                 {
                     {"ost-details", [](P& p) { p.ost_medicine.reset(); }},
                     {"ost-prescriber", [](P& p) { p.prescriber_telephone.reset(); }},
                     {"ost-prescriber", [](P& p) { p.prescriber.reset(); }},
                     {"depot-order", [](P& p) { p.depot_last_on = p.depot_next_on = day(-2); }},
                     {"last-dose-future", [](P& p) { p.last_dose_at = sys_days{day(1)}; }},
                     {"supply-days", [](P& p) { p.supply_days.reset(); }},
                     {"supply-days", [](P& p) { p.supply_days = 0; }},
                     {"receiving-prescriber", [](P& p) { p.receiving_prescriber.reset(); }},
                     {"naloxone-given-on", [](P& p) { p.naloxone_given_on = day(1); }},
                     {"naloxone-given-on",
                      [](P& p) {
                        p.naloxone = Naloxone::declined;
                        p.naloxone_given_on = day(-1);
                      }},
                     {"hiv-consent", [](P& p) { p.hiv = Hiv::negative; }},
                     {"hiv-consent",
                      [](P& p) {
                        p.hiv = Hiv::positive;
                        p.hiv_sharing_consent = YesNo::no;
                      }},
                 },
                 *sample_lief().prescribing, prescribing_places());
}

TEST(PrescribingRules, TakeADepotForTheMedicine) {
  Prescribing depot = *sample_lief().prescribing;
  depot.ost_medicine.reset();
  depot.prescriber.reset();
  depot.depot_last_on = day(-20);
  depot.depot_next_on = day(8);
  for (const auto& each : prescribing_places()) {
    EXPECT_EQ(said(check_form(each.put(depot), today)), "") << each.path;
  }
}

TEST(PrescribingRules, TheClinicalPartIsNotToFollowWhereItStands) {
  auto places = prescribing_places();
  places.erase(places.begin());  // the LIEF, which may promise it
  expect_rows<Prescribing>(
      clinical_part_here_rules(),
      {{"clinical-part-here", [](auto& p) { p.clinical_part_to_follow = YesNo::yes; }}},
      *sample_lief().prescribing, places);
}

TEST(AlertClientRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using C = AlertClient;
  const auto born = [](int year) {
    return [year](C& c) { c.date_of_birth = Date{std::chrono::year{year} / 3 / 3}; };
  };
  expect_rows<C>(alert_client_rules(),
                 {
                     {"birth-future", [](C& c) { c.date_of_birth = day(1); }},
                     {"birth-age", born(2011)},
                     {"birth-age", born(1899)},
                 },
                 sample<AlertForm>(FormType::alert_form).client, alert_client_places());
}

TEST(Rules, NamePathsThatTheTablesHave) {
  expect_paths(control_table(), control_rules());
  expect_paths(consent_table(), consent_rules());
  expect_paths(prescribing_table(), prescribing_rules());
  expect_paths(prescribing_table(), clinical_part_here_rules());
  expect_paths(alert_client_table(), alert_client_rules());
  expect_paths(lief_table(), lief_rules());
  expect_paths(alert_form_table(), alert_form_rules());
  expect_paths(*alert_form_table().fields.at(7).section, change_rules());
  expect_paths(clinical_part_table(), clinical_part_rules());
  expect_paths(information_request_table(), information_request_rules());
  expect_paths(information_reply_table(), information_reply_rules());
  expect_paths(acknowledgement_table(), acknowledgement_rules());
  expect_paths(response_table(), response_rules());
  expect_paths(phone_confirmation_table(), phone_confirmation_rules());
  expect_paths(withdrawal_table(), withdrawal_rules());
  expect_paths(receipt_table(), receipt_rules());
}

TEST(Rules, AreSilentWhileAFieldTheyReadIsWrongItself) {
  // The malformed status must not be taken for its default, GIVEN, and then miss the date.
  for (const FormType type : {FormType::lief, FormType::alert_form}) {
    std::string text = with(sample_xml(type), "<Status>GIVEN<", "<Status>MAYBE<");
    text = with(text, "<GivenOn>2026-02-16</GivenOn>", "");
    const auto problems = problems_of(text);
    ASSERT_EQ(problems.size(), 1U) << said(problems);
    EXPECT_EQ(problems[0].path, std::string(root_name(type)) + "/Consent/Status");
  }
}

TEST(Rules, AreSilentAboutTheOneItemOfAListThatIsWrongItself) {
  std::string text = with(sample_xml(FormType::alert_form), "<NewReleaseDate>2026-03-16<",
                          "<NewReleaseDate>soon<");
  text = with(text, "<Sentence>Will live with family in Lambeth, not in a hostel.</Sentence>", "");
  EXPECT_EQ(said(problems_of(text)),
            "New release date | AlertForm/Change[1]/NewReleaseDate | this is not a date | "
            "year-month-day, such as 2026-04-02\n"
            "In one sentence | AlertForm/Change[2]/Sentence | this box says what changed in words "
            "only, and there are none | one sentence of at most 300 characters\n");
}

}  // namespace
}  // namespace gatepost::formats::forms
