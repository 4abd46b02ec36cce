// One row or more per rule: a change to the valid sample that breaks this rule.
#include "formats/forms/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "formats/forms/tables.hpp"
#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;
using std::chrono::days;
using std::chrono::sys_days;

Date day(int offset) { return sys_days{today} + days{offset}; }

template <class F>
std::set<std::string_view> broken(const std::vector<Rule<F>>& rules, const F& form) {
  std::set<std::string_view> ids;
  for (const auto& rule : rules) {
    if (rule.broken(form, today)) ids.insert(rule.id);
  }
  return ids;
}

template <class F>
struct Row {
  std::string_view rule;
  std::function<void(F&)> change;
};

// Makes the sample say that sharing is refused, as it must then look.
void refuse_sharing(Lief& f) {
  f.consent->status = ConsentStatus::refused;
  f.consent->warned_of_delay = YesNo::yes;
  Client c;
  c.first_name = f.client->first_name;
  c.surname = f.client->surname;
  c.date_of_birth = f.client->date_of_birth;
  c.prisoner_number = f.client->prisoner_number;
  f.client = c;
  Release r;
  r.release_date = f.release->release_date;
  f.release = r;
  f.custody.reset();
  f.substance.reset();
  f.treatment.reset();
  f.prescribing.reset();
  f.health.reset();
  f.housing.reset();
  f.risk.reset();
  f.supervision.reset();
  f.other_referrals.clear();
  f.appointment.reset();
}

void except_consent(Lief& f) {
  f.consent->status = ConsentStatus::not_sought_exception;
  f.consent->exception_ground = ExceptionGround::safeguarding;
  f.consent->exception_reason = "a reason";
  f.consent->approved_by = "A Senior-Example";
  f.consent->approved_by_role = "Head of service";
}

using L = Lief;
const std::vector<Row<L>>& client_rows() {
  static const std::vector<Row<L>> rows{
      {"destination", [](L& f) { f.control.to_area.reset(); }},
      {"created-at", [](L& f) { f.control.created_at = sys_days{day(3)}; }},
      {"created-at", [](L& f) { f.control.created_at = from_unix_ms(0); }},
      {"supersedes-itself", [](L& f) { f.control.supersedes = f.control.message_id; }},
      {"update-supersedes", [](L& f) { f.referral.kind = LiefKind::update; }},
      {"prison-code", [](L& f) { f.referral.prison.reset(); }},
      {"withdrawn-reason", [](L& f) { f.referral.withdrawn_reason = WithdrawnReason::other; }},
      {"withdrawn-reason",
       [](L& f) {
         f.referral.kind = LiefKind::withdrawn;
         f.control.supersedes = MessageId::parse("33333333-3333-4333-8333-333333333333");
       }},
      {"to-follow-only-court", [](L& f) { f.referral.to_follow = {LiefSection::risk}; }},
      {"withdrawn-consent-kind", [](L& f) { f.consent->status = ConsentStatus::withdrawn; }},
      {"birth-future", [](L& f) { f.client->date_of_birth = day(1); }},
      {"birth-age", [](L& f) { f.client->date_of_birth = Date{std::chrono::year{2011} / 3 / 3}; }},
      {"birth-age", [](L& f) { f.client->date_of_birth = Date{std::chrono::year{1915} / 3 / 2}; }},
      {"prisoner-number", [](L& f) { f.client->prisoner_number.reset(); }},
      {"address", [](L& f) { f.client->last_known_address.reset(); }},
      {"interpreter-language", [](L& f) { f.client->interpreter_needed = YesNo::yes; }},
      {"consent-date", [](L& f) { f.consent->given_on.reset(); }},
      {"consent-date-future", [](L& f) { f.consent->given_on = day(1); }},
      {"consent-worker", [](L& f) { f.consent->worker_name.reset(); }},
      {"consent-signed", [](L& f) { f.consent->client_signed.reset(); }},
      {"consent-signed", [](L& f) { f.consent->client_signed = YesNo::no; }},
      {"consent-agencies", [](L& f) { f.consent->agencies.clear(); }},
      {"consent-agencies", [](L& f) { f.consent->agencies = {ConsentAgency::gp}; }},
      {"exception-ground", [](L& f) { except_consent(f), f.consent->exception_ground.reset(); }},
      {"exception-reason", [](L& f) { except_consent(f), f.consent->exception_reason.reset(); }},
      {"exception-approved", [](L& f) { except_consent(f), f.consent->approved_by.reset(); }},
      {"exception-only", [](L& f) { f.consent->exception_ground = ExceptionGround::risk_to_self; }},
      {"refused-warned", [](L& f) { refuse_sharing(f), f.consent->warned_of_delay.reset(); }},
      {"refused-minimal", [](L& f) { refuse_sharing(f), f.client->ethnicity = Coded{"Z", ""}; }},
  };
  return rows;
}

const std::vector<Row<L>>& custody_rows() {
  static const std::vector<Row<L>> rows{
      {"reception-future", [](L& f) { f.custody->reception_date = day(1); }},
      {"remand-court-date", [](L& f) { f.custody->legal_status = LegalStatus::remand; }},
      {"court-date-both",
       [](L& f) {
         f.custody->next_court_date = day(5);
         f.custody->next_court_date_not_known = YesNo::yes;
       }},
      {"release-date", [](L& f) { f.release->release_date.reset(); }},
      {"release-date-both",
       [](L& f) { f.release->not_known_reason = DateNotKnownReason::on_remand; }},
      {"not-known-note",
       [](L& f) {
         f.release->release_date.reset();
         f.release->not_known_reason = DateNotKnownReason::other;
       }},
      {"release-before-reception", [](L& f) { f.release->release_date = day(-76); }},
      {"release-date-type", [](L& f) { f.release->date_type.reset(); }},
      {"meeting-not-held", [](L& f) { f.release->three_way_meeting = ThreeWayMeeting::not_held; }},
      {"gate-meeting-asked", [](L& f) { f.release->gate_meeting_requested.reset(); }},
      {"gate-meeting-by", [](L& f) { f.release->gate_meeting_by.reset(); }},
      {"gate-meeting-by", [](L& f) { f.release->gate_meeting_by = GateMeetingBy::none; }},
      {"refused-release-minimal",
       [](L& f) { refuse_sharing(f), f.release->plan_agreed_on = day(-1); }},
      {"practitioner", [](L& f) { f.supervision->practitioner.reset(); }},
      {"practitioner", [](L& f) { f.supervision->practitioner_telephone.reset(); }},
      {"practitioner-both", [](L& f) { f.supervision->practitioner_not_known = YesNo::yes; }},
  };
  return rows;
}

const std::vector<Row<L>>& care_rows() {
  static const std::vector<Row<L>> rows{
      {"alcohol-details",
       [](L& f) {
         f.substance->drugs.push_back({});
         f.substance->drugs[1].substance = {"7000", "Alcohol"};
         f.substance->alcohol.reset();
       }},
      {"last-used-future", [](L& f) { f.substance->drugs[0].last_used = day(1); }},
      {"current-provider",
       [](L& f) { f.treatment->open_to_community_provider = YesNoDontKnow::yes; }},
      {"in-reach-date", [](L& f) { f.treatment->in_reach_on.reset(); }},
      {"opiate-prescribing", [](L& f) { f.prescribing.reset(); }},
      {"opiate-ost-status", [](L& f) { f.prescribing->ost_status = OstStatus::not_applicable; }},
      {"opiate-naloxone", [](L& f) { f.prescribing->naloxone = Naloxone::not_applicable; }},
      {"ost-details", [](L& f) { f.prescribing->ost_medicine.reset(); }},
      {"ost-prescriber", [](L& f) { f.prescribing->prescriber_telephone.reset(); }},
      {"supply-days", [](L& f) { f.prescribing->supply_days.reset(); }},
      {"supply-days", [](L& f) { f.prescribing->supply_days = 0; }},
      {"receiving-prescriber", [](L& f) { f.prescribing->receiving_prescriber.reset(); }},
      {"hiv-consent", [](L& f) { f.prescribing->hiv = Hiv::negative; }},
      {"clinical-signer", [](L& f) { f.sign_off.clinical_signer.reset(); }},
      {"mental-health-detail",
       [](L& f) {
         f.health->mental_health_detail.reset();
         f.health->mental_health_referred_to.reset();
       }},
      {"self-harm-detail", [](L& f) { f.health->self_harm_or_suicide_risk = YesNoDontKnow::yes; }},
      {"gp-practice", [](L& f) { f.health->gp_registered = YesNoDontKnow::yes; }},
      {"gp-plan", [](L& f) { f.health->gp_registration_plan.reset(); }},
      {"acct-order",
       [](L& f) {
         f.health->acct_opened_on = day(-5);
         f.health->acct_closed_on = day(-6);
       }},
      {"housing-problem", [](L& f) { f.housing->problem.reset(); }},
      {"housing-problem", [](L& f) { f.housing->problem = HousingProblem::no_problem; }},
      {"appointment",
       [](L& f) {
         f.appointment->requested = YesNo::no;
         f.appointment->booked.reset();
       }},
  };
  return rows;
}

using A = Acknowledgement;
const std::vector<Row<A>>& acknowledgement_rows() {
  static const std::vector<Row<A>> rows{
      {"destination", [](A& f) { f.control.to_team.reset(); }},
      {"created-at", [](A& f) { f.control.created_at = sys_days{day(3)}; }},
      {"supersedes-itself", [](A& f) { f.control.supersedes = f.control.message_id; }},
      {"person-named", [](A& f) { f.person_name.reset(); }},
      {"automatic-names-nobody", [](A& f) { f.mode = A::Mode::automatic; }},
      {"received-at", [](A& f) { f.received_at = sys_days{day(3)}; }},
  };
  return rows;
}

using P = PhoneConfirmation;
const std::vector<Row<P>>& phone_rows() {
  static const std::vector<Row<P>> rows{
      {"destination", [](P& f) { f.control.to_team.reset(); }},
      {"created-at", [](P& f) { f.control.created_at = sys_days{day(3)}; }},
      {"supersedes-itself", [](P& f) { f.control.supersedes = f.control.message_id; }},
      {"spoken-at", [](P& f) { f.spoken_at = sys_days{day(3)}; }},
  };
  return rows;
}

using R = Receipt;
const std::vector<Row<R>>& receipt_rows() {
  static const std::vector<Row<R>> rows{
      {"destination", [](R& f) { f.control.to_team.reset(); }},
      {"created-at", [](R& f) { f.control.created_at = sys_days{day(3)}; }},
      {"supersedes-itself", [](R& f) { f.control.supersedes = f.control.message_id; }},
      {"person-named", [](R& f) { f.how = R::How::telephone; }},
      {"confirmed-by-person", [](R& f) { f.rung = R::Rung::confirmed; }},
  };
  return rows;
}

// Each row breaks its rule and no other, a form that breaks it is refused at the rule's path, and
// every rule has a row.
template <class F>
void expect_rows(const std::vector<Rule<F>>& rules, const std::vector<Row<F>>& rows,
                 const F& sample) {
  EXPECT_TRUE(broken(rules, sample).empty());
  std::set<std::string_view> tried;
  for (const auto& row : rows) {
    F form = sample;
    row.change(form);
    EXPECT_EQ(broken(rules, form), std::set{row.rule});
    const auto rule = std::ranges::find(rules, row.rule, &Rule<F>::id);
    ASSERT_NE(rule, rules.end()) << row.rule;
    EXPECT_THAT(
        check_form(Form{form}, today),
        ::testing::Contains(::testing::Field(&Problem::path, std::string(rule->paths.front()))))
        << row.rule;
    tried.insert(row.rule);
  }
  for (const auto& rule : rules) EXPECT_TRUE(tried.contains(rule.id)) << rule.id << " has no row";
}

TEST(LiefRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  auto rows = client_rows();
  for (const auto& more : {custody_rows(), care_rows()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  expect_rows(lief_rules(), rows, sample_lief());
}
TEST(AcknowledgementRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  expect_rows(acknowledgement_rules(), acknowledgement_rows(),
              sample<A>(FormType::acknowledgement));
}
TEST(PhoneConfirmationRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  expect_rows(phone_confirmation_rules(), phone_rows(), sample<P>(FormType::phone_confirmation));
}
TEST(ReceiptRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  expect_rows(receipt_rules(), receipt_rows(), sample<R>(FormType::receipt));
}

bool has_path(const Section& section, std::string_view path) {
  const auto slash = path.find('/');
  const auto field = std::ranges::find(section.fields, path.substr(0, slash), &Field::element);
  if (field == section.fields.end()) return false;
  if (slash == std::string_view::npos) return true;
  return field->is_record() && has_path(*field->section, path.substr(slash + 1));
}

template <class F>
void expect_paths(const Section& table, const std::vector<Rule<F>>& rules) {
  std::set<std::string_view> ids;
  for (const auto& rule : rules) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " stands twice";
    for (const std::string_view path : rule.paths) {
      EXPECT_TRUE(has_path(table, path.substr(path.find('/') + 1))) << rule.id << ": " << path;
    }
  }
}

TEST(Rules, NamePathsThatTheTablesHave) {
  expect_paths(lief_table(), lief_rules());
  expect_paths(acknowledgement_table(), acknowledgement_rules());
  expect_paths(phone_confirmation_table(), phone_confirmation_rules());
  expect_paths(receipt_table(), receipt_rules());
}

TEST(Rules, AreSilentWhileAFieldTheyReadIsWrongItself) {
  // The malformed status must not be taken for its default, GIVEN, and then miss the date.
  std::string text = with(sample_xml(FormType::lief), "<Status>GIVEN<", "<Status>MAYBE<");
  text = with(text, "<GivenOn>2026-02-16</GivenOn>", "");
  const auto problems = problems_of(text);
  ASSERT_EQ(problems.size(), 1U) << said(problems);
  EXPECT_EQ(problems[0].path, "LIEF/Consent/Status");
}

TEST(LiefRules, TakeOneReachableWordForTheOther) {
  const auto still_good = [](const std::function<void(Lief&)>& change) {
    Lief form = sample_lief();
    change(form);
    EXPECT_EQ(said(check_form(Form{form}, today)), "");
  };
  still_good([](L& f) {
    f.client->last_known_address.reset();
    f.client->no_fixed_abode = YesNo::yes;
  });
  still_good([](L& f) {
    f.custody->legal_status = LegalStatus::remand;
    f.custody->next_court_date_not_known = YesNo::yes;
  });
  still_good([](L& f) {
    f.release->release_date.reset();
    f.release->not_known_reason = DateNotKnownReason::not_yet_calculated;
  });
  still_good([](L& f) {
    f.prescribing->ost_medicine.reset();
    f.prescribing->clinical_part_to_follow = YesNo::yes;
  });
  still_good([](L& f) {
    f.supervision->practitioner.reset();
    f.supervision->practitioner_not_known = YesNo::yes;
  });
  still_good([](L& f) { f.appointment->requested = YesNo::no; });  // booked already
  still_good([](L& f) { refuse_sharing(f); });
  still_good([](L& f) { except_consent(f); });
}

}  // namespace
}  // namespace gatepost::formats::forms
