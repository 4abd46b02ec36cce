// Rules of the parts that several forms share: Control, Consent, Prescribing.
#include "formats/forms/dates.hpp"
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

const std::vector<Rule<Control>>& control_rules() {
  using C = Control;
  static const std::vector<Rule<C>> rules{
      {"destination",
       "To area",
       {"ToArea", "ToTeam"},
       "it is not said where the form goes",
       "ToArea, or ToTeam, or both",
       [](const C& c, Date) { return !c.to_area && !c.to_team; }},
      {"created-at",
       "Written at",
       {"CreatedAt"},
       "this date cannot be right",
       "when the form was completed: not in the future, not before 2020",
       [](const C& c, Date today) {
         return c.created_at < std::chrono::sys_days{service_began} ||
                later_than(c.created_at, today);
       }},
      {"supersedes-itself",
       "Replaces message",
       {"Supersedes", "MessageId"},
       "the form says that it replaces itself",
       "the id of an earlier form, or leave it out",
       [](const C& c, Date) { return c.supersedes == c.message_id; }},
  };
  return rules;
}

// Annex A of the 2009 guidance (domain/consent-law-mail.md section 6.1).
static std::vector<Rule<Consent>> consent_given_rules() {
  using C = Consent;
  using S = ConsentStatus;
  return {
      {"consent-date",
       "Consent given on",
       {"GivenOn", "Status"},
       "consent is given, but not when",
       "the date of the consent",
       [](const C& c, Date) { return c.status == S::given && !c.given_on; }},
      {"consent-date-future",
       "Consent given on",
       {"GivenOn"},
       "this is in the future",
       "the date of the consent",
       [](const C& c, Date today) { return c.given_on && *c.given_on > today; }},
      {"consent-worker",
       "Worker who took consent",
       {"WorkerName", "Status"},
       "consent is given, but not to whom",
       "the worker's name",
       [](const C& c, Date) { return c.status == S::given && !c.worker_name; }},
      {"consent-signed",
       "Client signed",
       {"ClientSigned", "Status"},
       "consent counts only when the client has signed it",
       "YES; or another consent status",
       [](const C& c, Date) { return c.status == S::given && c.client_signed != YesNo::yes; }},
      {"consent-agencies",
       "May be shared with",
       {"Agency", "Status"},
       "consent is given, but not for whom",
       "every agency it covers; SPOC for the community contact",
       [](const C& c, Date) { return c.status == S::given && c.agencies.empty(); }},
      {"refused-warned",
       "Warned of delay",
       {"WarnedOfDelay", "Status"},
       "the client refused, and was not warned that treatment may be delayed",
       "YES",
       [](const C& c, Date) { return c.status == S::refused && c.warned_of_delay != YesNo::yes; }},
  };
}

static std::vector<Rule<Consent>> consent_exception_rules() {
  using C = Consent;
  using S = ConsentStatus;
  return {
      {"exception-ground",
       "Ground for the exception",
       {"ExceptionGround", "Status"},
       "sharing without consent has no ground",
       "one of the grounds",
       [](const C& c, Date) { return c.status == S::not_sought_exception && !c.exception_ground; }},
      {"exception-reason",
       "Reason for the exception",
       {"ExceptionReason", "Status"},
       "sharing without consent has no reason",
       "why the ground applies to this person",
       [](const C& c, Date) { return c.status == S::not_sought_exception && !c.exception_reason; }},
      {"exception-approved",
       "Approved by",
       {"ApprovedBy", "ApprovedByRole", "Status"},
       "no senior colleague has approved sharing without consent",
       "their name and role",
       [](const C& c, Date) {
         return c.status == S::not_sought_exception && (!c.approved_by || !c.approved_by_role);
       }},
      {"exception-only",
       "Ground for the exception",
       {"ExceptionGround", "ExceptionReason", "ApprovedBy", "ApprovedByRole", "Status"},
       "an exception stands beside another consent status",
       "leave ground, reason and approval out, or NOT_SOUGHT_EXCEPTION",
       [](const C& c, Date) {
         const bool any =
             c.exception_ground || c.exception_reason || c.approved_by || c.approved_by_role;
         return any && c.status != S::not_sought_exception;
       }},
      {"exception-or-consent",
       "Consent",
       {"Status", "GivenOn", "ClientSigned", "Agency"},
       "consent was not sought, and stands here as given",
       "GIVEN without the exception; or leave out its date, signature and agencies",
       [](const C& c, Date) {
         return c.status == S::not_sought_exception &&
                (c.given_on || c.client_signed == YesNo::yes || !c.agencies.empty());
       }},
  };
}

const std::vector<Rule<Consent>>& consent_rules() {
  static const std::vector<Rule<Consent>> rules = [] {
    auto made = consent_given_rules();
    for (auto& each : consent_exception_rules()) made.push_back(each);
    return made;
  }();
  return rules;
}

bool goes_to_a_spoc(const Control& control) { return control.to_area && !control.to_team; }

bool on_ost(const Prescribing& prescribing) {
  return prescribing.ost_status == OstStatus::on_maintenance ||
         prescribing.ost_status == OstStatus::on_reduction;
}
bool ost_ends_at_the_gate(const Prescribing& p) {
  return on_ost(p) && p.clinical_part_to_follow != YesNo::yes && !p.release_supply &&
         !p.next_script_due && !p.depot_next_on;
}

static std::vector<Rule<Prescribing>> ost_rules() {
  using P = Prescribing;
  return {
      {"ost-details",
       "Substitution medicine",
       {"OstMedicine", "DepotNextOn", "ClinicalPartToFollow", "OstStatus"},
       "the client is on substitution treatment, and its details are missing",
       "OstMedicine, or DepotNextOn; in a LIEF also ClinicalPartToFollow YES",
       [](const P& p, Date) {
         return on_ost(p) && p.clinical_part_to_follow != YesNo::yes && !p.ost_medicine &&
                !p.depot_next_on;
       }},
      {"ost-prescriber",
       "Prescriber",
       {"Prescriber", "PrescriberTelephone", "OstMedicine"},
       "a substitution medicine is given, and its prescriber cannot be reached from this form",
       "Prescriber and PrescriberTelephone",
       [](const P& p, Date) {
         return p.ost_medicine && (!p.prescriber || !p.prescriber_telephone);
       }},
      {"depot-order",
       "Next depot injection due on",
       {"DepotNextOn", "DepotLastOn"},
       "this is not after the last depot injection",
       "when the next one is due",
       [](const P& p, Date) {
         return p.depot_next_on && p.depot_last_on && *p.depot_next_on <= *p.depot_last_on;
       }},
      {"last-dose-future",
       "Last dose at",
       {"LastDoseAt"},
       "this is in the future",
       "when the last dose was taken; leave it out before the last one",
       [](const P& p, Date today) {
         return p.last_dose_at && after_today(*p.last_dose_at, today);
       }},
      {"supply-days",
       "Days supplied",
       {"SupplyDays", "ReleaseSupply"},
       "there is a supply on release, but not for how many days",
       "1 to 14",
       [](const P& p, Date) {
         return p.release_supply && p.release_supply != ReleaseSupply::none &&
                p.supply_days.value_or(0) == 0;
       }},
  };
}

static std::vector<Rule<Prescribing>> clinical_rules() {
  using P = Prescribing;
  return {
      {"receiving-prescriber",
       "Receiving prescriber",
       {"ReceivingPrescriber", "AgreedWithReceivingPrescriber"},
       "it is agreed with the receiving prescriber, but not with whom",
       "their name",
       [](const P& p, Date) {
         return p.agreed_with_receiving_prescriber == YesNo::yes && !p.receiving_prescriber;
       }},
      {"naloxone-given-on",
       "Naloxone given on",
       {"NaloxoneGivenOn", "Naloxone"},
       "a date of giving naloxone stands here, and it was not given or the date is to come",
       "the date, with Naloxone GIVEN; else leave it out",
       [](const P& p, Date today) {
         return p.naloxone_given_on &&
                (p.naloxone != Naloxone::given || *p.naloxone_given_on > today);
       }},
      {"hiv-consent",
       "HIV",
       {"Hiv", "HivSharingConsent"},
       "HIV status may be given only with the client's explicit consent",
       "leave it out, or HivSharingConsent YES",
       [](const P& p, Date) { return p.hiv && p.hiv_sharing_consent != YesNo::yes; }},
  };
}

const std::vector<Rule<Prescribing>>& prescribing_rules() {
  static const std::vector<Rule<Prescribing>> rules = [] {
    auto made = ost_rules();
    for (auto& each : clinical_rules()) made.push_back(each);
    return made;
  }();
  return rules;
}

const std::vector<Rule<Prescribing>>& clinical_part_here_rules() {
  static const std::vector<Rule<Prescribing>> rules{
      {"clinical-part-here",
       "Clinical part to follow",
       {"ClinicalPartToFollow"},
       "this form is to carry the clinical part, and says that it follows",
       "the details themselves; leave this out",
       [](const Prescribing& p, Date) { return p.clinical_part_to_follow == YesNo::yes; }},
  };
  return rules;
}

}  // namespace gatepost::formats::forms
