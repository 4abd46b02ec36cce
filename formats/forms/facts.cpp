// facts_of: what deadlines, searching and the continuity-of-care report need of a form. Report
// facts carry no identity.
#include "formats/forms/form.hpp"
#include "formats/forms/lief.hpp"

namespace gatepost::formats::forms {

namespace {

constexpr std::string_view not_stated = "NOT_STATED";

template <class E>
std::string stated(const std::optional<E>& value) {
  return std::string(value ? code_of(*value) : not_stated);
}

// Table 2 of the 2016-17 audit: up to one month, one to three, over three. Months are calendar
// months; the last day of a shorter month stands for days it does not have.
std::string time_in_custody(const Lief& lief) {
  if (!lief.custody || !lief.release || !lief.release->release_date) return "NOT_KNOWN";
  const auto after = [&](int months) {
    const Date raw = lief.custody->reception_date + std::chrono::months{months};
    return raw.ok() ? raw : Date{raw.year() / raw.month() / std::chrono::last};
  };
  if (*lief.release->release_date <= after(1)) return "UP_TO_1_MONTH";
  return *lief.release->release_date <= after(3) ? "1_TO_3_MONTHS" : "OVER_3_MONTHS";
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

}  // namespace

FormFacts facts_of(const Form& form, Date) {
  FormFacts facts;
  const auto* lief = std::get_if<Lief>(&form);
  if (!lief) return facts;
  if (lief->referral.kind == LiefKind::court_release) {
    facts.urgency = FormFacts::Urgency::urgent;
  }
  if (lief->release) facts.release_date = lief->release->release_date;
  if (lief->client && lief->client->prisoner_number) {
    facts.search_keys.emplace_back("prisoner-number", *lief->client->prisoner_number);
  }
  if (lief->client && lief->client->nhs_number) {
    facts.search_keys.emplace_back("nhs-number", *lief->client->nhs_number);
  }
  add_report_facts(*lief, facts);
  return facts;
}

}  // namespace gatepost::formats::forms
