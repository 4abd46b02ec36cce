// LIEF rules on substances, treatment, prescribing, health, housing, the appointment and the
// sign-off.
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

namespace {

bool opiate(const Lief& lief) { return lief.substance && names_opiate(*lief.substance); }
std::vector<Rule<Lief>> substance_rules() {
  return {
      {"alcohol-details",
       "Alcohol",
       {"Substance/Alcohol", "Substance/Drug"},
       "alcohol is one of the drugs, and its details are missing",
       "Alcohol with units a day and drinking days",
       [](const Lief& f, Date) {
         return f.substance && names_alcohol(*f.substance) && !f.substance->alcohol;
       }},
      {"last-used-future",
       "Last used on",
       {"Substance/Drug"},
       "this is in the future",
       "the date of last use",
       [](const Lief& f, Date today) {
         if (!f.substance) return false;
         for (const Drug& drug : f.substance->drugs) {
           if (drug.last_used && *drug.last_used > today) return true;
         }
         return false;
       }},
      {"current-provider",
       "Current community provider",
       {"Treatment/CurrentProvider", "Treatment/OpenToCommunityProvider"},
       "the client is open to a provider, but not to which",
       "the provider's name",
       [](const Lief& f, Date) {
         return f.treatment && f.treatment->open_to_community_provider == YesNoDontKnow::yes &&
                !f.treatment->current_provider;
       }},
  };
}

std::vector<Rule<Lief>> opiate_rules() {
  return {
      // A court release may promise the section; check_lief_sections sees to that.
      {"opiate-prescribing",
       "Prescribing",
       {"Prescribing", "Substance/Drug", "Referral/Kind"},
       "an opiate is one of the drugs, and substitution treatment and naloxone are not said",
       "Prescribing with OstStatus and Naloxone",
       [](const Lief& f, Date) {
         return opiate(f) && !f.prescribing && f.referral.kind != LiefKind::court_release;
       }},
      {"opiate-ost-status",
       "Opioid substitution treatment",
       {"Prescribing/OstStatus", "Substance/Drug"},
       "an opiate is one of the drugs, so this applies",
       "ON_MAINTENANCE, ON_REDUCTION, ABSTINENT or DONT_KNOW",
       [](const Lief& f, Date) {
         return opiate(f) && f.prescribing &&
                f.prescribing->ost_status == OstStatus::not_applicable;
       }},
      {"opiate-naloxone",
       "Naloxone",
       {"Prescribing/Naloxone", "Substance/Drug"},
       "an opiate is one of the drugs, so this applies",
       "GIVEN, TRAINED_ONLY, DECLINED, NOT_GIVEN or DONT_KNOW",
       [](const Lief& f, Date) {
         return opiate(f) && f.prescribing && f.prescribing->naloxone == Naloxone::not_applicable;
       }},
      {"ost-after-release",
       "Supply on release",
       {"Prescribing/ReleaseSupply", "Prescribing/NextScriptDue", "Prescribing/DepotNextOn",
        "Prescribing/ClinicalPartToFollow", "Prescribing/OstStatus", "Referral/Kind"},
       "the client is on substitution treatment, and nothing says what happens after the release",
       "ReleaseSupply (NONE is an answer), or NextScriptDue, or DepotNextOn, or "
       "ClinicalPartToFollow YES",
       [](const Lief& f, Date) {
         return f.prescribing && f.referral.kind != LiefKind::court_release &&
                ost_ends_at_the_gate(*f.prescribing);
       }},
      {"clinical-signer",
       "Clinical colleague",
       {"SignOff/ClinicalSigner", "Prescribing/OstMedicine", "Prescribing/DepotNextOn",
        "Referral/SendingTeamType"},
       "a team that is not clinical gives a substitution medicine, and no clinician stands for it",
       "the clinical colleague's name, or ClinicalPartToFollow YES instead of the medicine",
       [](const Lief& f, Date) {
         return f.prescribing && (f.prescribing->ost_medicine || f.prescribing->depot_next_on) &&
                f.referral.sending_team_type != SendingTeamType::healthcare_clinical &&
                !f.sign_off.clinical_signer;
       }},
  };
}

std::vector<Rule<Lief>> health_rules() {
  using enum YesNoDontKnow;
  return {
      {"mental-health-detail",
       "About mental health",
       {"Health/MentalHealthDetail", "Health/MentalHealthReferredTo", "Health/MentalHealthNeed"},
       "there is a mental health need, and nothing says which or who knows of it",
       "what the need is, or whom it was referred to",
       [](const Lief& f, Date) {
         return f.health && f.health->mental_health_need == yes &&
                !f.health->mental_health_detail && !f.health->mental_health_referred_to;
       }},
      {"self-harm-detail",
       "About this risk",
       {"Health/SelfHarmDetail", "Health/SelfHarmOrSuicideRisk"},
       "there is a risk of self-harm or suicide, and nothing says more",
       "what is known of it",
       [](const Lief& f, Date) {
         return f.health && f.health->self_harm_or_suicide_risk == yes &&
                !f.health->self_harm_detail;
       }},
      {"gp-practice",
       "GP practice",
       {"Health/GpPractice", "Health/GpOdsCode", "Health/GpRegistered"},
       "the client is registered with a GP, but not where",
       "the practice's name or ODS code",
       [](const Lief& f, Date) {
         return f.health && f.health->gp_registered == yes && !f.health->gp_practice &&
                !f.health->gp_ods_code;
       }},
      {"gp-plan",
       "Plan to register with a GP",
       {"Health/GpRegistrationPlan", "Health/GpRegistered"},
       "the client has no GP, and there is no plan to register",
       "where and how they will register",
       [](const Lief& f, Date) {
         return f.health && f.health->gp_registered == no && !f.health->gp_registration_plan;
       }},
      {"acct-order",
       "ACCT closed on",
       {"Health/AcctClosedOn", "Health/AcctOpenedOn"},
       "this is before the ACCT was opened",
       "a date on or after the opening",
       [](const Lief& f, Date) {
         return f.health && f.health->acct_closed_on && f.health->acct_opened_on &&
                *f.health->acct_closed_on < *f.health->acct_opened_on;
       }},
      {"housing-problem",
       "Housing problem",
       {"Housing/Problem", "Housing/Need"},
       "there is a housing need, but not which",
       "NFA_URGENT or HOUSING_PROBLEM",
       [](const Lief& f, Date) {
         return f.housing && f.housing->need == yes &&
                (!f.housing->problem || f.housing->problem == HousingProblem::no_problem);
       }},
      {"appointment",
       "Appointment",
       {"Appointment"},
       "an appointment is neither requested nor booked",
       "Requested YES, or Booked with date, time and place",
       [](const Lief& f, Date) {
         return f.appointment && f.appointment->requested == YesNo::no && !f.appointment->booked;
       }},
  };
}

}  // namespace

std::vector<Rule<Lief>> lief_care_rules() {
  auto rules = substance_rules();
  for (const auto& group : {opiate_rules(), health_rules()}) {
    rules.insert(rules.end(), group.begin(), group.end());
  }
  return rules;
}

}  // namespace gatepost::formats::forms
