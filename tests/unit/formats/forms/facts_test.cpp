#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;

std::map<std::string, std::string> report(const Lief& lief) {
  const FormFacts facts = facts_of(Form{lief}, today);
  return {facts.report_facts.begin(), facts.report_facts.end()};
}

TEST(FactsOf, NamesEveryCodedFactOfTheSample) {
  const std::map<std::string, std::string> expected{{"form_kind", "NEW_REFERRAL"},
                                                    {"sending_team_type", "PSYCHOSOCIAL"},
                                                    {"consent", "GIVEN"},
                                                    {"sex", "M"},
                                                    {"ethnicity", "Z"},
                                                    {"release_date_known", "YES"},
                                                    {"time_in_custody", "OVER_3_MONTHS"},
                                                    {"substance_group", "OPIATE"},
                                                    {"referral_on_release", "STRUCTURED"},
                                                    {"in_reach", "VIDEO"},
                                                    {"ost_status", "ON_MAINTENANCE"},
                                                    {"naloxone", "GIVEN"},
                                                    {"mental_health_need", "YES"},
                                                    {"gp_registered", "NO"},
                                                    {"housing_need", "YES"},
                                                    {"licence_condition", "YES"},
                                                    {"gate_meeting", "TREATMENT"}};
  EXPECT_EQ(report(sample_lief()), expected);
}

TEST(FactsOf, NeverHoldsWhoThePersonIs) {
  for (const FormType type : known_types()) {
    for (const auto& [key, value] : facts_of(read(sample_xml(type)).value(), today).report_facts) {
      for (const std::string_view secret :
           {"Sam", "Sample", "A0000AA", "999", "1990", "Fictional", "Example", "020"}) {
        EXPECT_EQ(value.find(secret), std::string::npos) << key;
      }
    }
  }
}

TEST(FactsOf, CountsWhatIsNotStated) {
  Lief lief;
  lief.referral.kind = LiefKind::court_release;
  const auto facts = report(lief);
  EXPECT_EQ(facts.size(), 17U);
  EXPECT_EQ(facts.at("housing_need"), "NOT_STATED");
  EXPECT_EQ(facts.at("substance_group"), "NOT_STATED");
  EXPECT_EQ(facts.at("release_date_known"), "NO");
  EXPECT_EQ(facts.at("time_in_custody"), "NOT_KNOWN");
  lief = sample_lief();
  lief.housing->need = YesNoDontKnow::dont_know;
  EXPECT_EQ(report(lief).at("housing_need"), "DONT_KNOW");
}

TEST(FactsOf, GivesReleaseDateUrgencyAndSearchKeys) {
  Lief lief = sample_lief();
  FormFacts facts = facts_of(Form{lief}, today);
  EXPECT_EQ(facts.release_date, (Date{std::chrono::year{2026} / 3 / 23}));
  EXPECT_EQ(facts.urgency, FormFacts::Urgency::ordinary);
  using Keys = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(facts.search_keys,
            (Keys{{"prisoner-number", "A0000AA"}, {"nhs-number", "9990000018"}}));
  lief.referral.kind = LiefKind::court_release;
  EXPECT_EQ(facts_of(Form{lief}, today).urgency, FormFacts::Urgency::urgent);
  EXPECT_TRUE(facts_of(Form{Receipt{}}, today).report_facts.empty());
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

template <class F>
FormFacts facts_with(FormType type, const std::function<void(F&)>& change) {
  F form = sample<F>(type);
  change(form);
  return facts_of(Form{form}, today);
}

TEST(FactsOf, SaysWhatAFormSaysOfSharing) {
  const auto of_lief = facts_of(Form{sample_lief()}, today).sharing;
  ASSERT_TRUE(of_lief);
  EXPECT_EQ(of_lief->status, ConsentStatus::given);
  EXPECT_EQ(of_lief->agencies, sample_lief().consent->agencies);
  const auto of_alert = facts_with<AlertForm>(FormType::alert_form, [](AlertForm&) {}).sharing;
  ASSERT_TRUE(of_alert);
  EXPECT_EQ(of_alert->agencies, (std::vector{ConsentAgency::spoc, ConsentAgency::probation}));
  const auto withdrawn = facts_with<Withdrawal>(FormType::withdrawal, [](Withdrawal& w) {
                           w.reason = WithdrawnReason::consent_withdrawn;
                         }).sharing;
  ASSERT_TRUE(withdrawn);
  EXPECT_EQ(withdrawn->status, ConsentStatus::withdrawn);
  const auto lief_withdrawn = facts_with<Lief>(FormType::lief, [](Lief& lief) {
                                lief.consent.reset();
                                lief.referral.withdrawn_reason = WithdrawnReason::consent_withdrawn;
                              }).sharing;
  ASSERT_TRUE(lief_withdrawn);
  EXPECT_EQ(lief_withdrawn->status, ConsentStatus::withdrawn);
  for (const FormType type : {FormType::information_request, FormType::response,
                              FormType::clinical_part, FormType::withdrawal}) {
    EXPECT_FALSE(facts_of(read(sample_xml(type)).value(), today).sharing) << root_name(type);
  }
}

TEST(FactsOf, SaysThatAClinicalPartIsToFollow) {
  EXPECT_FALSE(facts_of(Form{sample_lief()}, today).clinical_part_to_follow);
  EXPECT_TRUE(facts_with<Lief>(FormType::lief, [](Lief& lief) {
                lief.prescribing->clinical_part_to_follow = YesNo::yes;
              }).clinical_part_to_follow);
}

TEST(FactsOf, NamesTheTicksOfAnAlert) {
  const FormFacts facts = facts_of(Form{sample<AlertForm>(FormType::alert_form)}, today);
  EXPECT_EQ(facts.report_facts, (Pairs{{"direction", "PRISON_TO_COMMUNITY"},
                                       {"alert_release_or_court_date", "YES"},
                                       {"alert_release_plan", "YES"},
                                       {"alert_duty", "T10"}}));
  EXPECT_EQ(facts.release_date, (Date{std::chrono::year{2026} / 3 / 16}));
  EXPECT_EQ(facts.search_keys, (Pairs{{"prisoner-number", "A0000AA"}}));
  EXPECT_EQ(facts.urgency, FormFacts::Urgency::ordinary);
}

TEST(FactsOf, CallsDeathAndReleaseUrgent) {
  const auto urgency = [](Circumstance box, std::optional<OtherCircumstance> other) {
    return facts_with<AlertForm>(FormType::alert_form,
                                 [&](AlertForm& alert) {
                                   alert.changes.resize(1);
                                   alert.changes[0].circumstance = box;
                                   alert.changes[0].other = other;
                                 })
        .urgency;
  };
  using enum FormFacts::Urgency;
  EXPECT_EQ(urgency(Circumstance::death, {}), urgent);
  EXPECT_EQ(urgency(Circumstance::release_status, {}), urgent);
  EXPECT_EQ(urgency(Circumstance::other, OtherCircumstance::court_non_return), urgent);
  EXPECT_EQ(urgency(Circumstance::other, OtherCircumstance::gate_pickup), ordinary);
  EXPECT_EQ(urgency(Circumstance::disengaged, {}), ordinary);
}

TEST(FactsOf, NamesThePublishedDutyOfATick) {
  using B = Circumstance;
  using O = OtherCircumstance;
  using D = AlertDirection;
  struct Row {
    B box;
    D direction;
    std::optional<O> other;
    std::string duty;
  };
  for (const Row& row : {Row{B::release_plan, D::prison_to_community, {}, "T10"},
                         Row{B::release_plan, D::community_to_prison, {}, "T11"},
                         Row{B::release_plan, D::prison_to_prison, {}, ""},
                         Row{B::prison, D::prison_to_prison, {}, "T12"},
                         Row{B::prison, D::prison_to_community, {}, "T12"},
                         Row{B::prison, D::community_to_prison, {}, ""},
                         Row{B::reengaged, D::community_to_prison, {}, "T13"},
                         Row{B::reengaged, D::prison_to_community, {}, ""},
                         Row{B::other, D::community_to_prison, O::gate_pickup, "T13"},
                         Row{B::release_status, D::community_to_prison, {}, "T14"},
                         Row{B::release_status, D::prison_to_community, {}, ""},
                         Row{B::other, D::community_to_prison, O::post_release_contact, "T15"},
                         Row{B::other, D::prison_to_community, O::court_non_return, "T16"},
                         Row{B::other, D::prison_to_community, O::going_to_court, ""},
                         Row{B::worker, D::prison_to_community, {}, ""}}) {
    for (const bool dated : {true, false}) {
      const FormFacts facts = facts_with<AlertForm>(FormType::alert_form, [&](AlertForm& alert) {
        alert.direction = row.direction;
        alert.changes = {Change{}};
        alert.changes[0].circumstance = row.box;
        alert.changes[0].other = row.other;
        if (row.box == B::release_status) alert.changes[0].new_status = NewStatus::released;
        if (dated) alert.changes[0].occurred_at = alert.control.created_at;
      });
      std::string duty;
      for (const auto& [key, value] : facts.report_facts) {
        if (key == "alert_duty") duty = value;
      }
      EXPECT_EQ(duty, dated ? row.duty : "") << code_of(row.box) << code_of(row.direction);
    }
  }
}

TEST(FactsOf, NamesWhatBecameOfAReferral) {
  const FormFacts accepted = facts_with<Response>(FormType::response, [](Response&) {});
  EXPECT_EQ(accepted.report_facts, (Pairs{{"response_kind", "ACCEPTED"},
                                          {"known_to_service", "YES"},
                                          {"attributor_matches", "YES"},
                                          {"in_reach", "VIDEO"},
                                          {"met_at_gate", "NOT_STATED"}}));
  const FormFacts all = facts_with<Response>(FormType::response, [](Response& r) {
    r.identification.reset();
    r.met_at_gate = YesNoDontKnow::no;
    r.decline = Decline{DeclineReason::moved_away, {}, "Secret"};
    r.outcome.emplace().result = AppointmentOutcome::did_not_attend;
    r.follow_up = FollowUp{FollowUpHow::letter, 3, {}, {}};
    r.engagement.emplace().interventions = {Intervention::pharmacological,
                                            Intervention::recovery_support};
  });
  EXPECT_EQ(all.report_facts, (Pairs{{"response_kind", "ACCEPTED"},
                                     {"known_to_service", "NOT_STATED"},
                                     {"attributor_matches", "NOT_STATED"},
                                     {"in_reach", "VIDEO"},
                                     {"met_at_gate", "NO"},
                                     {"decline_reason", "MOVED_AWAY"},
                                     {"appointment_outcome", "DID_NOT_ATTEND"},
                                     {"follow_up_how", "LETTER"},
                                     {"follow_up_attempts", "3"},
                                     {"intervention", "PHARMACOLOGICAL"},
                                     {"intervention", "RECOVERY_SUPPORT"}}));
}

TEST(FactsOf, NamesTheOtherForms) {
  const auto report_of = [](FormType type) {
    return facts_of(read(sample_xml(type)).value(), today).report_facts;
  };
  EXPECT_EQ(report_of(FormType::clinical_part),
            (Pairs{{"ost_status", "ON_MAINTENANCE"}, {"naloxone", "GIVEN"}}));
  EXPECT_EQ(report_of(FormType::withdrawal), (Pairs{{"withdrawn_reason", "NO_LONGER_NEEDED"}}));
  EXPECT_EQ(report_of(FormType::information_request),
            (Pairs{{"information_topic", "ASSESSMENT"}, {"information_topic", "PRESCRIBING"}}));
  EXPECT_EQ(report_of(FormType::information_reply), (Pairs{{"reply_completeness", "COMPLETE"},
                                                           {"information_topic", "ASSESSMENT"},
                                                           {"information_topic", "PRESCRIBING"}}));
  for (const FormType type : {FormType::information_request, FormType::information_reply}) {
    EXPECT_EQ(facts_of(read(sample_xml(type)).value(), today).search_keys,
              (Pairs{{"prisoner-number", "A0000AA"}}));
  }
}

TEST(FactsOf, PutsTimeInCustodyIntoTheAuditsBuckets) {
  struct Row {
    const char *received, *released, *bucket;
  };
  for (const Row& row : {Row{"2026-01-10", "2026-02-10", "UP_TO_1_MONTH"},
                         Row{"2026-01-10", "2026-02-11", "1_TO_3_MONTHS"},
                         Row{"2026-01-31", "2026-02-28", "UP_TO_1_MONTH"},
                         Row{"2026-01-31", "2026-03-01", "1_TO_3_MONTHS"},
                         Row{"2026-01-10", "2026-04-10", "1_TO_3_MONTHS"},
                         Row{"2026-01-10", "2026-04-11", "OVER_3_MONTHS"},
                         Row{"2026-01-10", "2026-01-10", "UP_TO_1_MONTH"}}) {
    Lief lief = sample_lief();
    lief.custody->reception_date = *parse_date(row.received);
    lief.release->release_date = *parse_date(row.released);
    EXPECT_EQ(report(lief).at("time_in_custody"), row.bucket) << row.released;
  }
}

TEST(SubstanceGroup, FollowsTheNdtmsRule) {
  struct Row {
    std::vector<std::string> codes;
    SubstanceGroup group;
  };
  using G = SubstanceGroup;
  for (const Row& row :
       {Row{{"1101"}, G::opiate}, Row{{"7000", "3201", "1105"}, G::opiate},
        Row{{"7000"}, G::alcohol_only}, Row{{"5000", "7000"}, G::non_opiate_and_alcohol},
        Row{{"5000"}, G::non_opiate}, Row{{"5000", "3200"}, G::non_opiate},
        Row{{"SPICE"}, G::unmapped}, Row{{"7000", "SPICE"}, G::unmapped},
        Row{{"SPICE", "1000"}, G::opiate}, Row{{}, G::unmapped}}) {
    Substance substance;
    for (const std::string& code : row.codes) {
      substance.drugs.emplace_back().substance.code = code;
    }
    EXPECT_EQ(substance_group_of(substance), row.group) << (row.codes.empty() ? "" : row.codes[0]);
  }
}

TEST(Attributor, IsInitialsBirthAndSex) {
  EXPECT_EQ(attributor_of(*sample_lief().client), "SS01011990M");
  Client client = *sample_lief().client;
  client.first_name = "\u00e9lan";
  client.surname = "de Test";
  client.sex = Sex::female;
  EXPECT_EQ(attributor_of(client), "\u00e9D01011990F");
}

}  // namespace
}  // namespace gatepost::formats::forms
