// Lief: the London Information Exchange Form as typed values, one struct per section A to O of
// domain/forms.md section 1.4. Plain data; any thread. The real form is not public, so this one is
// ours. Which section must be there depends on the form's kind and the client's consent
// (lief_profile.cpp); what must be inside one is in its field table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/forms/control.hpp"
#include "formats/forms/lief_codes.hpp"
#include "formats/forms/values.hpp"

namespace gatepost::formats::forms {

// A. What is being sent, and by which kind of team. Ids, parties and destination stand in Control.
struct Referral {
  std::string form_version;  // "1.0": minor versions only add optional fields
  LiefKind kind = LiefKind::new_referral;
  SendingTeamType sending_team_type = SendingTeamType::psychosocial;
  std::optional<std::string> prison;    // NOMIS code, "BXI"
  std::optional<std::string> dat_code;  // of the destination; the GSS area is the key
  std::vector<LiefSection> to_follow;   // COURT_RELEASE: the parts to be completed later
  std::optional<WithdrawnReason> withdrawn_reason;
};

struct Supporter {
  std::string name;
  Relationship relationship = Relationship::family;
  std::optional<std::string> telephone;
  std::optional<std::string> email;
  YesNo consent_to_contact = YesNo::no;
};

// B.
struct Client {
  std::string first_name;
  std::string surname;
  std::vector<std::string> aliases;
  Date date_of_birth{};
  Sex sex = Sex::male;
  std::optional<std::string> gender_identity;
  std::optional<std::string> prisoner_number;  // A1234BC
  std::optional<std::string> nhs_number;       // ten digits, no spaces
  std::optional<std::string> pnc_number;
  std::optional<std::string> delius_crn;
  std::optional<std::string> client_reference;
  std::optional<Coded> ethnicity;
  std::optional<Coded> nationality;
  std::optional<Coded> first_language;
  std::optional<YesNo> interpreter_needed;
  std::optional<Coded> interpreter_language;
  std::optional<std::string> communication_needs;
  std::optional<Pregnant> pregnant;
  std::optional<YesNoDontKnow> veteran;
  std::optional<Address> last_known_address;
  std::optional<YesNoDontKnow> no_fixed_abode;
  std::optional<std::string> telephone_on_release;
  std::optional<std::string> email;
  std::optional<YesNo> safe_to_call;
  std::optional<YesNo> safe_to_text;
  std::optional<YesNo> safe_to_leave_voicemail;
  std::vector<Supporter> supporters;
};

// C. Annex A of the 2009 guidance: worker and client both sign.
struct Consent {
  ConsentStatus status = ConsentStatus::given;
  std::optional<Date> given_on;
  std::optional<std::string> worker_name;
  std::optional<YesNo> client_signed;
  std::optional<std::string> evidence_reference;
  std::vector<ConsentAgency> agencies;
  std::optional<std::string> restrictions;
  std::optional<ExceptionGround> exception_ground;
  std::optional<std::string> exception_reason;
  std::optional<std::string> approved_by;  // the senior colleague who approved the exception
  std::optional<std::string> approved_by_role;
  YesNo limits_explained = YesNo::no;
  std::optional<YesNo> ndtms_consent;
  std::optional<YesNo> warned_of_delay;  // when refused
};

// D.
struct Custody {
  LegalStatus legal_status = LegalStatus::unknown;
  Date reception_date{};
  std::optional<Coded> original_court;
  std::optional<Date> original_hearing_date;
  std::optional<Date> next_court_date;
  std::optional<Coded> next_court;
  std::optional<YesNo> next_court_date_not_known;  // YES says it outright
  std::string location;
  std::string key_worker;
  std::string telephone;
  std::string mailbox;  // the team's functional mailbox
};

// E.
struct Release {
  std::optional<Date> release_date;
  std::optional<DateNotKnownReason> not_known_reason;
  std::optional<std::string> not_known_note;
  std::optional<ReleaseDateType> date_type;
  std::optional<ReleaseDateStatus> date_status;
  std::optional<ExitReason> exit_reason;
  std::optional<AreaCode> exit_area;
  std::optional<Date> plan_agreed_on;
  std::optional<ThreeWayMeeting> three_way_meeting;
  std::optional<std::string> meeting_not_held_reason;
  std::optional<YesNoDontKnow> gate_meeting_requested;
  std::optional<YesNoDontKnow> gate_meeting_offered;
  std::optional<GateMeetingBy> gate_meeting_by;
  std::optional<Priority> relapse_priority;
};

struct Drug {
  Coded substance;  // NDTMS drug code and label
  std::optional<Route> route;
  std::optional<std::string> frequency;
  std::optional<Date> last_used;
  std::optional<int> age_first_used;
};

struct Alcohol {
  int units_per_day = 0;           // daily average, 0 to 200
  int drinking_days = 0;           // of the last 28 in the community
  std::optional<int> audit_score;  // 0 to 40
  std::optional<int> sadq_score;   // 0 to 60
  std::optional<YesNoDontKnow> withdrawal_history;
  std::optional<YesNoDontKnow> seizure_history;
};

// F. Up to three drugs, the main one first.
struct Substance {
  std::vector<Drug> drugs;
  std::optional<Injecting> injecting;
  std::optional<Alcohol> alcohol;
  std::optional<YesNoDontKnow> synthetic_opioid_concern;
  std::optional<YesNoDontKnow> spice_concern;
  std::optional<std::string> concern_note;
};

// G.
struct Treatment {
  std::optional<std::string> psychosocial_interventions;
  std::optional<std::string> previous_provider;
  YesNoDontKnow open_to_community_provider = YesNoDontKnow::dont_know;
  std::optional<std::string> current_provider;
  ReferralOnRelease referral_on_release = ReferralOnRelease::structured;
  std::optional<InReach> in_reach;
  std::optional<Date> in_reach_on;
};

struct OstMedicine {
  Coded medicine;
  std::optional<std::string> formulation;
  std::string dose_mg;  // decimal, "40" or "0.4"
  std::string frequency;
  YesNo supervised = YesNo::no;
};

// H. The clinical team's part; may follow later as a ClinicalPart signed by them.
struct Prescribing {
  OstStatus ost_status = OstStatus::dont_know;
  std::optional<YesNo> clinical_part_to_follow;
  std::optional<OstMedicine> ost_medicine;
  std::optional<Date> depot_last_on;
  std::optional<Date> depot_next_on;
  std::optional<Instant> last_dose_at;
  std::optional<ReleaseSupply> release_supply;
  std::optional<int> supply_days;  // at most 14 (NHS England, early release, 2024)
  std::optional<std::string> prescriber;
  std::optional<std::string> prescriber_telephone;
  std::optional<Date> next_script_due;
  std::optional<std::string> other_medicines;
  std::optional<YesNoDontKnow> benzodiazepine_or_pregabalin;
  std::optional<std::string> allergies;
  std::optional<std::string> recent_urine_test;
  std::optional<int> qtc_ms;
  std::optional<YesNo> agreed_with_receiving_prescriber;
  std::optional<std::string> receiving_prescriber;
  std::optional<Instant> agreed_at;
  Naloxone naloxone = Naloxone::dont_know;
  std::optional<Date> naloxone_given_on;
  std::optional<HepatitisB> hepatitis_b_vaccination;
  std::optional<HepatitisC> hepatitis_c;
  std::optional<Hiv> hiv;  // only with explicit consent
  std::optional<YesNo> hiv_sharing_consent;
};

// I.
struct Health {
  YesNoDontKnow mental_health_need = YesNoDontKnow::dont_know;
  std::optional<std::string> mental_health_detail;
  std::optional<std::string> mental_health_referred_to;
  std::optional<YesNoDontKnow> mental_health_medicine;
  std::optional<Date> acct_opened_on;
  std::optional<Date> acct_closed_on;
  std::optional<YesNoDontKnow> self_harm_or_suicide_risk;
  std::optional<std::string> self_harm_detail;
  std::optional<YesNoDontKnow> physical_health_need;
  std::optional<std::string> physical_health_detail;
  std::optional<YesNoDontKnow> disability;
  std::optional<YesNoDontKnow> neurodiversity;
  std::optional<std::string> additional_needs_detail;
  YesNoDontKnow gp_registered = YesNoDontKnow::dont_know;
  std::optional<std::string> gp_practice;
  std::optional<std::string> gp_ods_code;
  std::optional<std::string> gp_telephone;
  std::optional<std::string> gp_registration_plan;
};

// J.
struct Housing {
  YesNoDontKnow need = YesNoDontKnow::dont_know;
  std::optional<HousingProblem> problem;
  std::optional<std::string> release_accommodation;
  std::optional<Address> release_address;
  std::optional<std::string> referred_to;  // duty to refer
  std::optional<YesNoDontKnow> benefits_arranged;
  std::optional<YesNoDontKnow> identity_documents;
  std::optional<YesNoDontKnow> bank_account;
  std::optional<Coded> employment;
  std::optional<YesNoDontKnow> dependent_children;
  std::optional<Coded> parental_status;
  std::optional<YesNoDontKnow> domestic_abuse;
};

// K.
struct Risk {
  RiskLevel serious_harm = RiskLevel::dont_know;
  std::optional<YesNoDontKnow> mappa;
  std::optional<YesNoDontKnow> marac;
  std::optional<YesNoDontKnow> iom;
  std::optional<YesNoDontKnow> lone_worker_risk;
  std::optional<YesNoDontKnow> overdose_history;
  std::optional<YesNoDontKnow> safeguarding_adults;
  std::optional<YesNoDontKnow> safeguarding_children;
  std::optional<YesNoDontKnow> former_prolific_offender;
  std::optional<std::string> exclusion_zones;
  std::optional<std::string> detail;
};

// L.
struct Supervision {
  YesNoDontKnow treatment_condition = YesNoDontKnow::dont_know;
  YesNoDontKnow drug_testing_condition = YesNoDontKnow::dont_know;
  std::vector<ConditionSubstance> condition_substances;
  std::optional<YesNoDontKnow> alcohol_tag;
  std::optional<Date> licence_end;
  std::optional<std::string> practitioner;
  std::optional<std::string> practitioner_telephone;
  std::optional<std::string> practitioner_email;
  std::optional<YesNo> practitioner_not_known;  // YES says it outright
  std::optional<Coded> delivery_unit;           // one of the 18 probation delivery units
  std::optional<Instant> first_appointment_at;
  std::optional<YesNo> pnap_notified;
  std::optional<YesNoDontKnow> dependency_and_recovery;
  std::optional<std::string> dependency_and_recovery_worker;
  std::optional<YesNoDontKnow> dependency_and_recovery_eligible;
};

// M.
struct OtherReferral {
  Coded service;
  std::optional<Date> made_on;
  std::optional<std::string> contact;
  std::optional<std::string> telephone;
  std::optional<ReferralStatus> status;
};

struct BookedAppointment {
  Instant at;
  std::string place;
  std::optional<std::string> with;
  std::optional<std::string> telephone;
};

// N.
struct Appointment {
  YesNo requested = YesNo::yes;
  std::optional<YesNo> same_day_needed;  // for OST without a gap
  std::optional<BookedAppointment> booked;
  std::optional<std::string> note;
};

// O. The signature itself is the document's.
struct SignOff {
  std::string referrer;
  std::string role;
  std::string team;
  std::string telephone;
  std::string mailbox;
  std::optional<std::string> clinical_signer;  // joint plan: the clinical colleague
  std::optional<std::string> clinical_signer_role;
  std::optional<Instant> signed_at;
};

struct Lief {
  Control control;
  Referral referral;
  std::optional<Client> client;
  std::optional<Consent> consent;
  std::optional<Custody> custody;
  std::optional<Release> release;
  std::optional<Substance> substance;
  std::optional<Treatment> treatment;
  std::optional<Prescribing> prescribing;
  std::optional<Health> health;
  std::optional<Housing> housing;
  std::optional<Risk> risk;
  std::optional<Supervision> supervision;
  std::vector<OtherReferral> other_referrals;
  std::optional<Appointment> appointment;
  SignOff sign_off;
};

// NDTMS groups (domain/reference.md section 3.2): any opiate; else alcohol alone; else alcohol with
// others; else non-opiate. `unmapped` when no opiate is named and a code is not a four-digit NDTMS
// one: guessing would corrupt the figures.
enum class SubstanceGroup { opiate, non_opiate, non_opiate_and_alcohol, alcohol_only, unmapped };
const Codes& codes_of(Of<SubstanceGroup>);
SubstanceGroup substance_group_of(const Substance& substance);
bool names_opiate(const Substance& substance);
bool names_alcohol(const Substance& substance);

// The NDTMS client attributor: initials, date of birth as ddmmyyyy, sex; "SS01011990M". Identity:
// never to a log.
std::string attributor_of(const Client& client);

}  // namespace gatepost::formats::forms
