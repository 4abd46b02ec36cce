// Rules of ClinicalPart, InformationRequest and InformationReply.
#include <algorithm>

#include "formats/forms/dates.hpp"
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

namespace {

using Topic = InformationTopic;

bool has(const std::vector<Topic>& topics, Topic topic) {
  return std::ranges::find(topics, topic) != topics.end();
}
bool repeats(std::vector<Topic> topics) {
  std::ranges::sort(topics);
  return std::ranges::adjacent_find(topics) != topics.end();
}
// Refused or withdrawn: without consent or an exception nothing is asked and nothing is told
// (domain/consent-law-mail.md section 6.1, P1).
bool forbids(const std::optional<Consent>& consent) {
  return consent &&
         (consent->status == ConsentStatus::refused || consent->status == ConsentStatus::withdrawn);
}
bool gives(const InformationReply& reply) {
  return reply.completeness == ReplyCompleteness::complete ||
         reply.completeness == ReplyCompleteness::partial;
}

}  // namespace

const std::vector<Rule<ClinicalPart>>& clinical_part_rules() {
  using C = ClinicalPart;
  static const std::vector<Rule<C>> rules{
      {"ost-after-release",
       "Supply on release",
       {"Prescribing/ReleaseSupply", "Prescribing/NextScriptDue", "Prescribing/DepotNextOn",
        "Prescribing/OstStatus"},
       "the client is on substitution treatment, and nothing says what happens after the release",
       "ReleaseSupply (NONE is an answer), or NextScriptDue, or DepotNextOn",
       [](const C& c, Date) { return ost_ends_at_the_gate(c.prescribing); }},
  };
  return rules;
}

const std::vector<Rule<InformationRequest>>& information_request_rules() {
  using R = InformationRequest;
  static const std::vector<Rule<R>> rules{
      {"topic-once",
       "Asked for",
       {"Topic"},
       "the same is asked for twice",
       "each topic once",
       [](const R& r, Date) { return repeats(r.topics); }},
      {"other-question",
       "Question",
       {"Question", "Topic"},
       "something else is asked for, and not what",
       "the question in words",
       [](const R& r, Date) { return has(r.topics, Topic::other) && !r.question; }},
      {"consent-lets-ask",
       "Consent",
       {"Consent/Status"},
       "the client refused sharing or withdrew consent, so nothing may be asked for",
       "GIVEN, or NOT_SOUGHT_EXCEPTION with its ground; else do not send the request",
       [](const R& r, Date) { return forbids(r.consent); }},
  };
  return rules;
}

static std::vector<Rule<InformationReply>> content_rules() {
  using R = InformationReply;
  return {
      {"topic-once",
       "What it holds",
       {"Topic"},
       "the same topic stands twice",
       "each topic once",
       [](const R& r, Date) { return repeats(r.topics); }},
      {"topics",
       "What it holds",
       {"Topic", "Completeness"},
       "a reply that gives something does not say what",
       "one Topic for each; or NOT_HELD or REFUSED",
       [](const R& r, Date) { return gives(r) && r.topics.empty(); }},
      {"nothing-given",
       "Answer",
       {"Completeness", "Topic", "AssessedOn", "Prescribing"},
       "nothing is held or it is refused, and the reply gives something all the same",
       "COMPLETE or PARTIAL; or leave out topics, assessment and prescribing",
       [](const R& r, Date) {
         return !gives(r) && (!r.topics.empty() || r.assessed_on || r.prescribing);
       }},
      {"answer",
       "In words",
       {"Answer", "Prescribing", "Topic", "Completeness"},
       "there are topics that nothing in this reply answers",
       "the answer in words; for PRESCRIBING alone the part Prescribing is enough",
       [](const R& r, Date) {
         const bool only_prescribing =
             r.prescribing &&
             std::ranges::all_of(r.topics, [](Topic each) { return each == Topic::prescribing; });
         return gives(r) && !r.answer && !only_prescribing;
       }},
      {"prescribing-topic",
       "Prescribing",
       {"Prescribing", "Topic", "Completeness"},
       "prescribing is given, and is not among the topics",
       "Topic PRESCRIBING, or leave the part out",
       [](const R& r, Date) {
         return gives(r) && r.prescribing && !has(r.topics, Topic::prescribing);
       }},
      {"consent-lets-tell",
       "Consent",
       {"Consent/Status", "Completeness", "Answer"},
       "the client refused sharing or withdrew consent, and the reply shares",
       "REFUSED without content and without Answer; or GIVEN, or NOT_SOUGHT_EXCEPTION with its "
       "ground",
       [](const R& r, Date) { return forbids(r.consent) && (gives(r) || r.answer); }},
  };
}

static std::vector<Rule<InformationReply>> assessment_rules() {
  using R = InformationReply;
  return {
      {"assessment-date",
       "Assessed on",
       {"AssessedOn", "Topic", "Completeness"},
       "an assessment is given, but not when it was made",
       "the date of the assessment",
       [](const R& r, Date) {
         return gives(r) && has(r.topics, Topic::assessment) && !r.assessed_on;
       }},
      {"assessment-topic",
       "Assessed on",
       {"AssessedOn", "Topic", "Completeness"},
       "there is a date of an assessment, and no assessment among the topics",
       "Topic ASSESSMENT, or leave the date out",
       [](const R& r, Date) {
         return gives(r) && r.assessed_on && !has(r.topics, Topic::assessment);
       }},
      {"assessment-future",
       "Assessed on",
       {"AssessedOn"},
       "this is in the future",
       "the date of the assessment",
       [](const R& r, Date today) { return r.assessed_on && *r.assessed_on > today; }},
      // T17: usable when less than six months old. An older one is better than none, when nobody
      // takes it for a current one: PARTIAL, with words.
      {"assessment-old",
       "Assessed on",
       {"AssessedOn", "Topic", "Completeness", "Answer"},
       "the assessment is more than six months old and no longer counts (T17)",
       "the most recent one; or PARTIAL, with Answer saying that it is the newest you hold",
       [](const R& r, Date today) {
         return has(r.topics, Topic::assessment) && r.assessed_on &&
                months_after(*r.assessed_on, 6) < today &&
                (r.completeness == ReplyCompleteness::complete || (gives(r) && !r.answer));
       }},
  };
}

const std::vector<Rule<InformationReply>>& information_reply_rules() {
  static const std::vector<Rule<InformationReply>> rules = [] {
    auto made = content_rules();
    for (const auto& each : assessment_rules()) made.push_back(each);
    return made;
  }();
  return rules;
}

}  // namespace gatepost::formats::forms
