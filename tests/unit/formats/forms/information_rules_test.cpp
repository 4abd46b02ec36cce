// One row or more per rule of the clinical part, of questions and of answers.
#include "tests/unit/formats/forms/rule_rows.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;
using Topic = InformationTopic;
using Completeness = ReplyCompleteness;

TEST(ClinicalPartRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  expect_rows<ClinicalPart>(FormType::clinical_part, clinical_part_rules(),
                            {{"ost-after-release", [](ClinicalPart& f) {
                                f.prescribing.release_supply.reset();
                                f.prescribing.next_script_due.reset();
                              }}});
}

TEST(InformationRequestRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  using R = InformationRequest;
  const auto consent = [](void (*change)(Consent&)) {
    return [=](R& f) { change(f.consent.emplace()); };
  };
  expect_rows<R>(FormType::information_request, information_request_rules(),
                 {
                     {"topic-once", [](R& f) { f.topics.push_back(f.topics.front()); }},
                     {"other-question",
                      [](R& f) {
                        f.topics = {Topic::other};
                        f.question.reset();
                      }},
                     {"consent-lets-ask", consent(refuse_consent)},
                     {"consent-lets-ask", consent(withdraw_consent)},
                 });
  expect_good<R>(FormType::information_request, consent(except_consent));
}

using R = InformationReply;

void give_nothing(R& f, Completeness why) {
  f.completeness = why;
  f.topics.clear();
  f.assessed_on.reset();
  f.prescribing.reset();
}

TEST(InformationReplyRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  const std::vector<Row<R>> rows{
      {"topic-once", [](R& f) { f.topics.push_back(f.topics.front()); }},
      {"topics",
       [](R& f) {
         f.topics.clear();
         f.assessed_on.reset();
         f.prescribing.reset();
       }},
      {"nothing-given", [](R& f) { f.completeness = Completeness::not_held; }},
      {"nothing-given",
       [](R& f) { give_nothing(f, Completeness::refused), f.topics = {Topic::risk}; }},
      {"answer", [](R& f) { f.answer.reset(); }},
      {"answer",
       [](R& f) {
         f.topics = {Topic::prescribing};
         f.assessed_on.reset();
         f.prescribing.reset();
         f.answer.reset();
       }},
      {"prescribing-topic", [](R& f) { f.topics = {Topic::assessment}; }},
      {"consent-lets-tell", [](R& f) { refuse_consent(f.consent.emplace()); }},
      {"consent-lets-tell",  // words may say anything
       [](R& f) { give_nothing(f, Completeness::refused), refuse_consent(f.consent.emplace()); }},
      {"assessment-date", [](R& f) { f.assessed_on.reset(); }},
      {"assessment-topic", [](R& f) { f.topics = {Topic::prescribing}; }},
      {"assessment-future", [](R& f) { f.assessed_on = day(1); }},
      {"assessment-old", [](R& f) { f.assessed_on = Date{std::chrono::year{2025} / 9 / 1}; }},
  };
  expect_rows<R>(FormType::information_reply, information_reply_rules(), rows);
}

TEST(InformationReplyRules, AdmitEveryHonestAnswer) {
  const auto good = [](const std::function<void(R&)>& change) {
    expect_good<R>(FormType::information_reply, change);
  };
  good([](R& f) { f.request.reset(); });  // sent ahead, unasked
  good([](R& f) { give_nothing(f, Completeness::not_held), f.answer.reset(); });
  good([](R& f) { give_nothing(f, Completeness::refused); });
  good([](R& f) {
    give_nothing(f, Completeness::refused);
    f.answer.reset();
    refuse_consent(f.consent.emplace());
  });
  good([](R& f) {
    f.topics = {Topic::prescribing};
    f.assessed_on.reset();
    f.answer.reset();
  });
  good([](R& f) { f.prescribing.reset(); });  // the dose in words
}

// T17: usable for six months, to the day.
TEST(InformationReplyRules, CountSixMonthsOfAnAssessment) {
  struct Case {
    const char* assessed;
    Completeness completeness;
    bool good;
  };
  for (const Case& each : {Case{"2025-09-02", Completeness::complete, true},
                           Case{"2025-09-01", Completeness::complete, false},
                           Case{"2025-09-01", Completeness::partial, true},
                           Case{"2019-01-01", Completeness::partial, true}}) {
    R form = sample<R>(FormType::information_reply);
    form.assessed_on = *parse_date(each.assessed);
    form.completeness = each.completeness;
    EXPECT_EQ(check_form(Form{form}, today).empty(), each.good) << each.assessed;
  }
}

TEST(InformationReplyRules, AnOldAssessmentNeedsWords) {
  R form = sample<R>(FormType::information_reply);
  form.assessed_on = Date{std::chrono::year{2025} / 1 / 1};
  form.completeness = Completeness::partial;
  form.answer.reset();
  EXPECT_EQ(broken(information_reply_rules(), form),
            (std::set<std::string_view>{"answer", "assessment-old"}));
}

}  // namespace
}  // namespace gatepost::formats::forms
