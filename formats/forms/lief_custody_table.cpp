// LIEF sections D (custody), E (release), L (supervision) and K (risk).
#include "formats/forms/lief.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

const Section& custody_table() {
  using C = Custody;
  static const Section table{
      "Custody",
      "Custody",
      {
          field<&C::legal_status>("LegalStatus", "Legal status").required("", "SENTENCED"),
          field<&C::reception_date>("ReceptionDate", "Received into custody on")
              .required("The first reception of this time in custody.", "@-75"),
          field<&C::original_court>("OriginalCourt", "Original court")
              .optional("", "INNRCC=Inner London Crown Court"),
          field<&C::original_hearing_date>("OriginalHearingDate", "Original hearing on")
              .optional(""),
          field<&C::next_court_date>("NextCourtDate", "Next court date")
              .conditional("On remand, or NextCourtDateNotKnown."),
          field<&C::next_court>("NextCourt", "Next court").optional(""),
          field<&C::next_court_date_not_known>("NextCourtDateNotKnown", "Next court date not known")
              .conditional("YES says that you do not know it."),
          field<&C::location>("Location", "Wing or location", kinds::text(100))
              .required("", "C wing"),
          field<&C::key_worker>("KeyWorker", "Key worker", kinds::text(100))
              .required("", "Jo Worker-Example"),
          field<&C::telephone>("Telephone", "Prison team's telephone", kinds::telephone())
              .required("", "020 7946 0101"),
          field<&C::mailbox>("Mailbox", "Prison team's mailbox", kinds::email())
              .required("The functional mailbox that the whole team reads.",
                        "psi.brixton@example.org"),
      }};
  return table;
}

const Section& release_table() {
  using R = Release;
  static const Section table{
      "Release",
      "Release",
      {
          field<&R::release_date>("ReleaseDate", "Release date")
              .conditional("This, or NotKnownReason. The single most useful fact on the form.",
                           "@+21"),
          field<&R::not_known_reason>("NotKnownReason", "Release date not known because")
              .conditional("Only when there is no release date."),
          field<&R::not_known_note>("NotKnownNote", "Note on the release date", kinds::prose(300))
              .conditional("Required when the reason is OTHER."),
          field<&R::date_type>("DateType", "Type of release date")
              .conditional("What kind of date it is; not asked for in a minimal or court referral.",
                           "CRD"),
          field<&R::date_status>("DateStatus", "Certainty").optional("", "CONFIRMED"),
          field<&R::exit_reason>("ExitReason", "Left prison because")
              .optional("Only after the person has left."),
          field<&R::exit_area>("ExitArea", "Left to area")
              .optional("Only after the person has left."),
          field<&R::plan_agreed_on>("PlanAgreedOn", "Release plan agreed on").optional("", "@-7"),
          field<&R::three_way_meeting>("ThreeWayMeeting", "Three-way meeting")
              .optional("Client, prison and community worker together.", "VIDEO"),
          field<&R::meeting_not_held_reason>("MeetingNotHeldReason", "Meeting not held because",
                                             kinds::prose(300))
              .conditional("When NOT_HELD."),
          field<&R::gate_meeting_requested>("GateMeetingRequested", "Meeting at the gate requested")
              .conditional("Required, but not in a minimal or court referral.", "YES"),
          field<&R::gate_meeting_offered>("GateMeetingOffered", "Meeting at the gate offered")
              .conditional("Required, but not in a minimal or court referral.", "YES"),
          field<&R::gate_meeting_by>("GateMeetingBy", "Met at the gate by")
              .conditional("When offered: by whom.", "TREATMENT"),
          field<&R::relapse_priority>("RelapsePriority", "Priority for meeting")
              .optional("Risk of relapse or re-offending.", "HIGH"),
      }};
  return table;
}

const Section& risk_table() {
  using R = Risk;
  static const Section table{
      "Risk",
      "Risk",
      {
          field<&R::serious_harm>("SeriousHarm", "Risk of serious harm")
              .required("The overall level; DONT_KNOW counts, a blank does not.", "LOW"),
          field<&R::mappa>("Mappa", "MAPPA").optional("", "NO"),
          field<&R::marac>("Marac", "MARAC").optional("", "NO"),
          field<&R::iom>("Iom", "Integrated offender management").optional("", "DONT_KNOW"),
          field<&R::lone_worker_risk>("LoneWorkerRisk", "Risk to lone workers").optional("", "NO"),
          field<&R::overdose_history>("OverdoseHistory", "Has overdosed before")
              .optional("", "YES"),
          field<&R::safeguarding_adults>("SafeguardingAdults", "Safeguarding adults concern")
              .optional("", "NO"),
          field<&R::safeguarding_children>("SafeguardingChildren", "Safeguarding children concern")
              .optional("", "NO"),
          field<&R::former_prolific_offender>("FormerProlificOffender", "Former prolific offender")
              .optional(""),
          field<&R::exclusion_zones>("ExclusionZones", "Exclusion zones", kinds::prose(500))
              .optional(
                  "Places the person must keep away from; matters for where appointments are."),
          field<&R::detail>("Detail", "About the risks", kinds::prose(1000)).optional(""),
      }};
  return table;
}

const Section& supervision_table() {
  using S = Supervision;
  static const Section table{
      "Supervision",
      "Licence and supervision",
      {
          field<&S::treatment_condition>("TreatmentCondition",
                                         "Licence condition to attend treatment")
              .required("", "YES"),
          field<&S::drug_testing_condition>("DrugTestingCondition", "Drug testing condition")
              .required("", "NO"),
          field<&S::condition_substances>("ConditionSubstance", "Condition is about")
              .optional("One element for each that the condition names.", "CONTROLLED_DRUG"),
          field<&S::alcohol_tag>("AlcoholTag", "Alcohol tag").optional("", "NO"),
          field<&S::licence_end>("LicenceEnd", "Licence ends on").optional("", "@+200"),
          field<&S::practitioner>("Practitioner", "Probation practitioner", kinds::text(100))
              .conditional("Sentenced or recalled: this with a telephone or e-mail, or "
                           "PractitionerNotKnown.",
                           "Lee Officer-Example"),
          field<&S::practitioner_telephone>("PractitionerTelephone", "Practitioner's telephone",
                                            kinds::telephone())
              .conditional("", "020 7946 0202"),
          field<&S::practitioner_email>("PractitionerEmail", "Practitioner's e-mail",
                                        kinds::email())
              .conditional(""),
          field<&S::practitioner_not_known>("PractitionerNotKnown", "Practitioner not known")
              .conditional("YES says that you do not know, or that none is allocated."),
          field<&S::delivery_unit>("DeliveryUnit", "Probation delivery unit")
              .optional("", "LAMBETH=Lambeth"),
          field<&S::first_appointment_at>("FirstAppointmentAt", "First probation appointment")
              .optional("", "@+21T11:00"),
          field<&S::pnap_notified>("PnapNotified", "PNAP notified").optional("", "YES"),
          field<&S::dependency_and_recovery>("DependencyAndRecovery",
                                             "Dependency and recovery service involved")
              .optional("", "YES"),
          field<&S::dependency_and_recovery_worker>(
              "DependencyAndRecoveryWorker", "Dependency and recovery worker", kinds::text(100))
              .optional("", "Kim Recovery-Example"),
          field<&S::dependency_and_recovery_eligible>("DependencyAndRecoveryEligible",
                                                      "Eligible for dependency and recovery")
              .optional("", "YES"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
