// facts_of: what deadlines, searching and the continuity-of-care report need of a form. Report
// facts carry no identity.
#include "formats/forms/dates.hpp"
#include "formats/forms/form.hpp"
#include "formats/forms/kind.hpp"
#include "formats/forms/lief.hpp"

namespace gatepost::formats::forms {

namespace {

constexpr std::string_view not_stated = "NOT_STATED";

using Pairs = std::vector<std::pair<std::string, std::string>>;

template <class E>
std::string stated(const std::optional<E>& value) {
  return std::string(value ? code_of(*value) : not_stated);
}

// Table 2 of the 2016-17 audit: up to one month, one to three, over three. Months are
// calendar months.
std::string time_in_custody(const Lief& lief) {
  if (!lief.custody || !lief.release || !lief.release->release_date) return "NOT_KNOWN";
  const Date received = lief.custody->reception_date;
  const Date released = *lief.release->release_date;
  if (released <= months_after(received, 1)) return "UP_TO_1_MONTH";
  return released <= months_after(received, 3) ? "1_TO_3_MONTHS" : "OVER_3_MONTHS";
}

// By whom a person is met, when a meeting is offered; else whether it is.
std::string gate_meeting(const std::optional<Release>& release) {
  if (!release) return std::string(not_stated);
  if (release->gate_meeting_offered == YesNoDontKnow::yes && release->gate_meeting_by) {
    return std::string(code_of(*release->gate_meeting_by));
  }
  return stated(release->gate_meeting_offered);
}

template <class Part, class E>
std::string of(const std::optional<Part>& part, E Part::* member) {
  return std::string(part ? code_of((*part).*member) : not_stated);
}

void add_report_facts(const Lief& lief, FormFacts& facts) {
  const auto add = [&](std::string key, std::string value) {
    facts.report_facts.emplace_back(std::move(key), std::move(value));
  };
  add("form_kind", std::string(code_of(lief.referral.kind)));
  add("sending_team_type", std::string(code_of(lief.referral.sending_team_type)));
  add("consent", of(lief.consent, &Consent::status));
  add("sex", of(lief.client, &Client::sex));
  add("ethnicity", lief.client && lief.client->ethnicity ? lief.client->ethnicity->code
                                                         : std::string(not_stated));
  add("release_date_known", facts.release_date ? "YES" : "NO");
  add("time_in_custody", time_in_custody(lief));
  add("substance_group", lief.substance ? std::string(code_of(substance_group_of(*lief.substance)))
                                        : std::string(not_stated));
  add("referral_on_release", of(lief.treatment, &Treatment::referral_on_release));
  add("in_reach", lief.treatment ? stated(lief.treatment->in_reach) : std::string(not_stated));
  add("ost_status", of(lief.prescribing, &Prescribing::ost_status));
  add("naloxone", of(lief.prescribing, &Prescribing::naloxone));
  add("mental_health_need", of(lief.health, &Health::mental_health_need));
  add("gp_registered", of(lief.health, &Health::gp_registered));
  add("housing_need", of(lief.housing, &Housing::need));
  add("licence_condition", of(lief.supervision, &Supervision::treatment_condition));
  add("gate_meeting", gate_meeting(lief.release));
}

void add_key(const std::optional<std::string>& prisoner_number, FormFacts& facts) {
  if (prisoner_number) facts.search_keys.emplace_back("prisoner-number", *prisoner_number);
}

// An Alert has the whole name in one field, as on paper: its last word.
void add_surname(std::string_view name, FormFacts& facts) {
  const std::string_view whole = trimmed(name);
  const auto space = whole.rfind(' ');
  const auto surname = space == std::string_view::npos ? whole : whole.substr(space + 1);
  if (std::string key = normal_search_key(surname); !key.empty())
    facts.search_keys.emplace_back("surname", std::move(key));
}

void add_facts(const Lief& lief, FormFacts& facts) {
  if (lief.referral.kind == LiefKind::court_release) facts.urgency = FormFacts::Urgency::urgent;
  if (lief.release) facts.release_date = lief.release->release_date;
  if (lief.client) add_key(lief.client->prisoner_number, facts);
  if (lief.client && lief.client->nhs_number) {
    facts.search_keys.emplace_back("nhs-number", *lief.client->nhs_number);
  }
  // All of a surname of several words: people look for it as it stands in the form.
  if (lief.client) {
    if (std::string key = normal_search_key(lief.client->surname); !key.empty())
      facts.search_keys.emplace_back("surname", std::move(key));
  }
  add_report_facts(lief, facts);
}

bool is_urgent(const Change& change) {
  return change.circumstance == Circumstance::death ||
         change.circumstance == Circumstance::release_status ||
         change.other == OtherCircumstance::court_non_return;
}

// Who was released from the dock, or was not brought back from court, is out since then: forms that
// wait for the release date wait no longer.
std::optional<Instant> already_released(const AlertForm& alert) {
  for (const Change& change : alert.changes)
    if (change.new_status == NewStatus::released ||
        change.other == OtherCircumstance::court_non_return)
      return change.occurred_at.value_or(alert.control.created_at);
  return std::nullopt;
}

// "RELEASE_PLAN" in a fact's name: "release_plan".
std::string in_lower_case(std::string_view code) {
  std::string name(code);
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return name;
}

void add_facts(const AlertForm& alert, FormFacts& facts) {
  add_key(alert.client.prisoner_number, facts);
  add_surname(alert.client.name, facts);
  Pairs& report = facts.report_facts;
  report.emplace_back("direction", code_of(alert.direction));
  for (const Change& change : alert.changes) {
    if (is_urgent(change)) facts.urgency = FormFacts::Urgency::urgent;
    if (change.new_release_date) facts.release_date = change.new_release_date;
    report.emplace_back("alert_" + in_lower_case(code_of(change.circumstance)), "YES");
    if (change.other) report.emplace_back("alert_other_kind", code_of(*change.other));
  }
}

void add_facts(const ClinicalPart& part, FormFacts& facts) {
  facts.report_facts.emplace_back("ost_status", code_of(part.prescribing.ost_status));
  facts.report_facts.emplace_back("naloxone", code_of(part.prescribing.naloxone));
}

void add_facts(const InformationRequest& request, FormFacts& facts) {
  add_key(request.client.prisoner_number, facts);
  for (const InformationTopic topic : request.topics) {
    facts.report_facts.emplace_back("information_topic", code_of(topic));
  }
}
void add_facts(const InformationReply& reply, FormFacts& facts) {
  add_key(reply.client.prisoner_number, facts);
  facts.report_facts.emplace_back("reply_completeness", code_of(reply.completeness));
  for (const InformationTopic topic : reply.topics) {
    facts.report_facts.emplace_back("information_topic", code_of(topic));
  }
}

// The continuity audit's questions 1, 2, 6 and 18 to 29. What a kind of response asks about is
// always named; the parts of other kinds are not.
void add_facts(const Response& response, FormFacts& facts) {
  Pairs& report = facts.report_facts;
  report.emplace_back("response_kind", code_of(response.kind));
  report.emplace_back("known_to_service",
                      of(response.identification, &Identification::known_to_service));
  report.emplace_back("attributor_matches",
                      response.identification ? stated(response.identification->attributor_matches)
                                              : std::string(not_stated));
  report.emplace_back("in_reach", stated(response.contact_in_custody));
  report.emplace_back("met_at_gate", stated(response.met_at_gate));
  if (response.decline) report.emplace_back("decline_reason", code_of(response.decline->reason));
  if (response.outcome) {
    report.emplace_back("appointment_outcome", code_of(response.outcome->result));
  }
  if (response.follow_up) {
    report.emplace_back("follow_up_how", code_of(response.follow_up->how));
    report.emplace_back("follow_up_attempts", std::to_string(response.follow_up->attempts));
  }
  if (response.engagement) {
    for (const Intervention each : response.engagement->interventions) {
      report.emplace_back("intervention", code_of(each));
    }
  }
}

void add_facts(const Withdrawal& withdrawal, FormFacts& facts) {
  facts.report_facts.emplace_back("withdrawn_reason", code_of(withdrawal.reason));
}

// These speak of another form, whose facts were taken when it came.
void add_facts(const Acknowledgement&, FormFacts&) {}
void add_facts(const PhoneConfirmation&, FormFacts&) {}
void add_facts(const Receipt&, FormFacts&) {}

}  // namespace

FormFacts facts_of(const Form& form, const LocalDate& local_date) {
  FormFacts facts;
  std::visit([&](const auto& each) { add_facts(each, facts); }, form);
  if (const auto* alert = std::get_if<AlertForm>(&form))
    if (const auto released = already_released(*alert)) facts.release_date = local_date(*released);
  return facts;
}

std::string normal_search_key(std::string_view typed) {
  std::string key;
  for (const char c : typed) {
    if (c == ' ' || c == '-' || c == '\'' || c == '.') continue;
    key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return key;
}

}  // namespace gatepost::formats::forms
