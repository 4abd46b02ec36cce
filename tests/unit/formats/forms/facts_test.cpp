#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;

Date utc_date(Instant at) { return Date{std::chrono::floor<std::chrono::days>(at)}; }

std::map<std::string, std::string> report(const Lief& lief) {
  const FormFacts facts = facts_of(Form{lief}, utc_date);
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
    for (const auto& [key, value] :
         facts_of(read(sample_xml(type)).value(), utc_date).report_facts) {
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
  FormFacts facts = facts_of(Form{lief}, utc_date);
  EXPECT_EQ(facts.release_date, (Date{std::chrono::year{2026} / 3 / 23}));
  EXPECT_EQ(facts.urgency, FormFacts::Urgency::ordinary);
  using Keys = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(facts.search_keys, (Keys{{"prisoner-number", "A0000AA"},
                                     {"nhs-number", "9990000018"},
                                     {"surname", normal_search_key(lief.client->surname)}}));
  lief.client->surname = "O'Brien-Smith van Dyk";
  EXPECT_EQ(facts_of(Form{lief}, utc_date).search_keys.back().second, "OBRIENSMITHVANDYK");
  EXPECT_EQ(normal_search_key("943 476 5919"), "9434765919");
  lief.referral.kind = LiefKind::court_release;
  EXPECT_EQ(facts_of(Form{lief}, utc_date).urgency, FormFacts::Urgency::urgent);
  EXPECT_TRUE(facts_of(Form{Receipt{}}, utc_date).report_facts.empty());
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

template <class F>
FormFacts facts_with(FormType type, const std::function<void(F&)>& change) {
  F form = sample<F>(type);
  change(form);
  return facts_of(Form{form}, utc_date);
}

TEST(FactsOf, NamesTheTicksOfAnAlert) {
  const FormFacts facts = facts_of(Form{sample<AlertForm>(FormType::alert_form)}, utc_date);
  EXPECT_EQ(facts.report_facts, (Pairs{{"direction", "PRISON_TO_COMMUNITY"},
                                       {"alert_release_or_court_date", "YES"},
                                       {"alert_release_plan", "YES"}}));
  EXPECT_EQ(facts.release_date, (Date{std::chrono::year{2026} / 3 / 16}));
  EXPECT_EQ(facts.search_keys.front(), (Pairs::value_type{"prisoner-number", "A0000AA"}));
  EXPECT_EQ(facts.search_keys.back().first, "surname");
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

TEST(FactsOf, WhoIsOutAlreadyHasThatDayAsTheirReleaseDate) {
  const auto released_on = [](const std::function<void(AlertForm&)>& change) {
    return facts_with<AlertForm>(FormType::alert_form,
                                 [&](AlertForm& alert) {
                                   alert.changes.resize(1);
                                   alert.changes[0].new_release_date.reset();
                                   change(alert);
                                 })
        .release_date;
  };
  const Instant happened = *from_rfc3339("2026-03-02T15:00:00Z");
  const Date day{std::chrono::year{2026} / 3 / 2};
  EXPECT_EQ(released_on([&](AlertForm& alert) {
              alert.changes[0].new_status = NewStatus::released;
              alert.changes[0].occurred_at = happened;
            }),
            day);
  EXPECT_EQ(released_on([&](AlertForm& alert) {
              alert.changes[0].other = OtherCircumstance::court_non_return;
              alert.changes[0].occurred_at = happened;
            }),
            day);
  EXPECT_EQ(released_on([&](AlertForm& alert) {  // the form itself says when, at the latest
              alert.changes[0].new_status = NewStatus::released;
              alert.changes[0].occurred_at.reset();
              alert.control.created_at = happened;
            }),
            day);
  EXPECT_EQ(released_on([&](AlertForm& alert) {
              alert.changes[0].new_status = NewStatus::sentenced;
              alert.changes[0].occurred_at = happened;
            }),
            std::nullopt);
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
    return facts_of(read(sample_xml(type)).value(), utc_date).report_facts;
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
    EXPECT_EQ(facts_of(read(sample_xml(type)).value(), utc_date).search_keys,
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
