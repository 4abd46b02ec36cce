// One row or more per rule of the LIEF: a change to the valid sample that breaks this rule.
#include "tests/unit/formats/forms/rule_rows.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;

// Makes the sample say that sharing is refused, as it must then look.
void refuse_sharing(Lief& f) {
  refuse_consent(*f.consent);
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

using L = Lief;
const std::vector<Row<L>>& client_rows() {
  static const std::vector<Row<L>> rows{
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
      {"address",
       [](L& f) {
         f.client->last_known_address.reset();
         f.client->no_fixed_abode = YesNoDontKnow::no;
       }},
      {"interpreter-language", [](L& f) { f.client->interpreter_needed = YesNo::yes; }},
      {"consent-spoc", [](L& f) { f.consent->agencies = {ConsentAgency::gp}; }},
      {"refused-minimal", [](L& f) { refuse_sharing(f), f.client->ethnicity = Coded{"Z", ""}; }},
  };
  return rows;
}

const std::vector<Row<L>>& custody_rows() {
  static const std::vector<Row<L>> rows{
      {"reception-future", [](L& f) { f.custody->reception_date = day(1); }},
      {"remand-court-date",
       [](L& f) {
         f.custody->legal_status = LegalStatus::remand;
         f.supervision->dependency_and_recovery_eligible.reset();
       }},
      {"remand-not-eligible",
       [](L& f) {
         f.custody->legal_status = LegalStatus::remand;
         f.custody->next_court_date_not_known = YesNo::yes;
       }},
      {"court-date-both",
       [](L& f) {
         f.custody->next_court_date = day(5);
         f.custody->next_court_date_not_known = YesNo::yes;
       }},
      {"remand-court",
       [](L& f) {
         f.custody->legal_status = LegalStatus::remand;
         f.custody->next_court_date = day(5);
         f.supervision->dependency_and_recovery_eligible.reset();
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
      {"release-date-far", [](L& f) { f.release->release_date = day(41 * 366); }},
      {"gate-meeting-priority", [](L& f) { f.release->relapse_priority.reset(); }},
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
      {"opiate-prescribing", [](L& f) { f.prescribing.reset(); }},
      {"opiate-ost-status", [](L& f) { f.prescribing->ost_status = OstStatus::not_applicable; }},
      {"opiate-naloxone", [](L& f) { f.prescribing->naloxone = Naloxone::not_applicable; }},
      {"ost-after-release",
       [](L& f) {
         f.prescribing->release_supply.reset();
         f.prescribing->next_script_due.reset();
       }},
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

TEST(LiefRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  auto rows = client_rows();
  for (const auto& more : {custody_rows(), care_rows()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  expect_rows<L>(FormType::lief, lief_rules(), rows);
}
// Consent for the dependency and recovery service alone is consent, and used to be refused.
TEST(LiefRules, AskForTheSpocOnlyWhereTheFormGoesToOne) {
  expect_good<L>(FormType::lief, [](L& f) {
    f.control.to_area.reset();
    f.control.to_team = TeamCode::parse("LAMBETH-DR");
    f.consent->agencies = {ConsentAgency::dependency_and_recovery};
  });
}
TEST(LiefRules, TakeOneReachableWordForTheOther) {
  const auto still_good = [](const std::function<void(L&)>& change) {
    expect_good<L>(FormType::lief, change);
  };
  still_good([](L& f) {
    f.client->last_known_address.reset();
    f.client->no_fixed_abode = YesNoDontKnow::yes;
  });
  still_good([](L& f) {  // the audit's blanks: "don't know" is a value, and counts
    f.client->last_known_address.reset();
    f.client->no_fixed_abode = YesNoDontKnow::dont_know;
  });
  still_good([](L& f) { f.treatment->in_reach_on.reset(); });
  still_good([](L& f) {
    f.custody->legal_status = LegalStatus::remand;
    f.custody->next_court_date_not_known = YesNo::yes;
    f.supervision->dependency_and_recovery_eligible = YesNoDontKnow::dont_know;
  });
  still_good([](L& f) {
    f.release->release_date.reset();
    f.release->not_known_reason = DateNotKnownReason::not_yet_calculated;
  });
  still_good([](L& f) {
    f.custody->legal_status = LegalStatus::remand;
    f.custody->next_court_date = day(9);
    f.custody->next_court = Coded{"NOT_KNOWN", ""};
    f.supervision->dependency_and_recovery_eligible = YesNoDontKnow::no;
  });
  still_good([](L& f) {
    f.supervision->practitioner.reset();
    f.supervision->practitioner_not_known = YesNo::yes;
  });
  still_good([](L& f) { f.appointment->requested = YesNo::no; });  // booked already
  still_good([](L& f) { refuse_sharing(f); });
  still_good([](L& f) { except_consent(*f.consent); });
}

TEST(LiefRules, LetTheClinicalTeamSendItsPartLater) {
  expect_good<L>(FormType::lief, [](L& f) {
    f.prescribing = Prescribing{};
    f.prescribing->ost_status = OstStatus::on_maintenance;
    f.prescribing->clinical_part_to_follow = YesNo::yes;
    f.sign_off.clinical_signer.reset();
  });
}

}  // namespace
}  // namespace gatepost::formats::forms
