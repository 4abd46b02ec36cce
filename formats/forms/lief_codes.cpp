#include "formats/forms/lief_codes.hpp"

namespace gatepost::formats::forms {

const Codes& codes_of(Of<YesNo>) {
  static const Codes codes{"YesNo", {{YesNo::yes, "YES", "Yes"}, {YesNo::no, "NO", "No"}}};
  return codes;
}
const Codes& codes_of(Of<YesNoDontKnow>) {
  using E = YesNoDontKnow;
  static const Codes codes{
      "YesNoDontKnow",
      {{E::yes, "YES", "Yes"}, {E::no, "NO", "No"}, {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<LiefKind>) {
  using E = LiefKind;
  static const Codes codes{"LiefKind",
                           {{E::new_referral, "NEW_REFERRAL", "New referral"},
                            {E::update, "UPDATE", "Update of an earlier referral"},
                            {E::court_release, "COURT_RELEASE", "Unplanned release from court"},
                            {E::withdrawn, "WITHDRAWN", "Referral withdrawn"}}};
  return codes;
}
const Codes& codes_of(Of<SendingTeamType>) {
  using E = SendingTeamType;
  static const Codes codes{"SendingTeamType",
                           {{E::healthcare_clinical, "HEALTHCARE_CLINICAL", "Clinical team"},
                            {E::psychosocial, "PSYCHOSOCIAL", "Psychosocial team"},
                            {E::joint, "JOINT", "Clinical and psychosocial teams together"},
                            {E::court_team, "COURT_TEAM", "Court team"}}};
  return codes;
}
const Codes& codes_of(Of<LiefSection>) {
  using E = LiefSection;
  static const Codes codes{"LiefSection",
                           {{E::custody, "CUSTODY", "Custody"},
                            {E::substance, "SUBSTANCE", "Substances"},
                            {E::treatment, "TREATMENT", "Treatment in custody"},
                            {E::prescribing, "PRESCRIBING", "Prescribing"},
                            {E::health, "HEALTH", "Health"},
                            {E::housing, "HOUSING", "Housing and social"},
                            {E::risk, "RISK", "Risk"},
                            {E::supervision, "SUPERVISION", "Supervision"},
                            {E::appointment, "APPOINTMENT", "Appointment"}}};
  return codes;
}
const Codes& codes_of(Of<WithdrawnReason>) {
  using E = WithdrawnReason;
  static const Codes codes{"WithdrawnReason",
                           {{E::consent_withdrawn, "CONSENT_WITHDRAWN", "Consent withdrawn"},
                            {E::sent_in_error, "SENT_IN_ERROR", "Sent in error"},
                            {E::moved_area, "MOVED_AREA", "Going to another area"},
                            {E::no_longer_needed, "NO_LONGER_NEEDED", "No longer needed"},
                            {E::died, "DIED", "The person has died"},
                            {E::other, "OTHER", "Other"}}};
  return codes;
}
const Codes& codes_of(Of<Sex>) {
  static const Codes codes{"Sex", {{Sex::male, "M", "Male"}, {Sex::female, "F", "Female"}}};
  return codes;
}
const Codes& codes_of(Of<Pregnant>) {
  using E = Pregnant;
  static const Codes codes{"Pregnant",
                           {{E::yes, "YES", "Yes"},
                            {E::no, "NO", "No"},
                            {E::not_applicable, "NOT_APPLICABLE", "Not applicable"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<Relationship>) {
  using E = Relationship;
  static const Codes codes{"Relationship",
                           {{E::family, "FAMILY", "Family"},
                            {E::carer, "CARER", "Carer"},
                            {E::peer_mentor, "PEER_MENTOR", "Peer mentor"},
                            {E::other, "OTHER", "Other"}}};
  return codes;
}
const Codes& codes_of(Of<ConsentStatus>) {
  using E = ConsentStatus;
  static const Codes codes{
      "ConsentStatus",
      {{E::given, "GIVEN", "Given"},
       {E::refused, "REFUSED", "Sharing refused, referral agreed (minimal referral)"},
       {E::withdrawn, "WITHDRAWN", "Withdrawn"},
       {E::not_sought_exception, "NOT_SOUGHT_EXCEPTION", "Not sought: an exception applies"}}};
  return codes;
}
const Codes& codes_of(Of<ConsentAgency>) {
  using E = ConsentAgency;
  static const Codes codes{
      "ConsentAgency",
      {{E::spoc, "SPOC", "Community single point of contact"},
       {E::dependency_and_recovery, "DEPENDENCY_AND_RECOVERY", "Dependency and recovery service"},
       {E::probation, "PROBATION", "Probation"},
       {E::gp, "GP", "GP"},
       {E::housing, "HOUSING", "Housing"},
       {E::family, "FAMILY", "Family"}}};
  return codes;
}
const Codes& codes_of(Of<ExceptionGround>) {
  using E = ExceptionGround;
  static const Codes codes{"ExceptionGround",
                           {{E::risk_to_self, "RISK_TO_SELF", "Likely harm to self"},
                            {E::risk_to_others, "RISK_TO_OTHERS", "Likely harm to others"},
                            {E::safeguarding, "SAFEGUARDING", "Safeguarding"},
                            {E::restriction_on_bail, "RESTRICTION_ON_BAIL", "Restriction on bail"},
                            {E::required_assessment, "REQUIRED_ASSESSMENT", "Required assessment"},
                            {E::other, "OTHER", "Other"}}};
  return codes;
}
const Codes& codes_of(Of<LegalStatus>) {
  using E = LegalStatus;
  static const Codes codes{
      "LegalStatus",
      {{E::remand, "REMAND", "Remand"},
       {E::convicted_unsentenced, "CONVICTED_UNSENTENCED", "Convicted, not yet sentenced"},
       {E::sentenced, "SENTENCED", "Sentenced"},
       {E::recall, "RECALL", "Recall"},
       {E::indeterminate_sentence, "INDETERMINATE_SENTENCE", "Indeterminate sentence"},
       {E::civil_prisoner, "CIVIL_PRISONER", "Civil prisoner"},
       {E::immigration_detainee, "IMMIGRATION_DETAINEE", "Immigration detainee"},
       {E::other, "OTHER", "Other"},
       {E::unknown, "UNKNOWN", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<DateNotKnownReason>) {
  using E = DateNotKnownReason;
  static const Codes codes{
      "DateNotKnownReason",
      {{E::on_remand, "ON_REMAND", "On remand"},
       {E::not_yet_calculated, "NOT_YET_CALCULATED", "Not yet calculated"},
       {E::parole_decision_awaited, "PAROLE_DECISION_AWAITED", "Parole decision awaited"},
       {E::recall_review_awaited, "RECALL_REVIEW_AWAITED", "Recall review awaited"},
       {E::court_may_release, "COURT_MAY_RELEASE", "The court may release"},
       {E::immigration_detention, "IMMIGRATION_DETENTION", "Immigration detention"},
       {E::other, "OTHER", "Other"}}};
  return codes;
}
const Codes& codes_of(Of<ReleaseDateType>) {
  using E = ReleaseDateType;
  static const Codes codes{"ReleaseDateType",
                           {{E::crd, "CRD", "Conditional release date"},
                            {E::ard, "ARD", "Automatic release date"},
                            {E::hdc, "HDC", "Home detention curfew"},
                            {E::parole, "PAROLE", "Parole"},
                            {E::prrd, "PRRD", "Post-recall release date"},
                            {E::rotl, "ROTL", "Release on temporary licence"},
                            {E::court_possible, "COURT_POSSIBLE", "Possible release from court"},
                            {E::other, "OTHER", "Other"}}};
  return codes;
}
const Codes& codes_of(Of<ReleaseDateStatus>) {
  using E = ReleaseDateStatus;
  static const Codes codes{
      "ReleaseDateStatus",
      {{E::confirmed, "CONFIRMED", "Confirmed"}, {E::provisional, "PROVISIONAL", "Provisional"}}};
  return codes;
}
const Codes& codes_of(Of<ExitReason>) {
  using E = ExitReason;
  static const Codes codes{"ExitReason",
                           {{E::released, "RELEASED", "Released"},
                            {E::transferred, "TRANSFERRED", "Transferred"},
                            {E::sent_to_court, "SENT_TO_COURT", "Sent to court"},
                            {E::released_to_hospital, "RELEASED_TO_HOSPITAL", "To hospital"},
                            {E::died, "DIED", "Died"},
                            {E::other, "OTHER", "Other"}}};
  return codes;
}
const Codes& codes_of(Of<ThreeWayMeeting>) {
  using E = ThreeWayMeeting;
  static const Codes codes{"ThreeWayMeeting",
                           {{E::face_to_face, "FACE_TO_FACE", "Held face to face"},
                            {E::video, "VIDEO", "Held by video"},
                            {E::telephone, "TELEPHONE", "Held by telephone"},
                            {E::not_held, "NOT_HELD", "Not held"}}};
  return codes;
}
const Codes& codes_of(Of<GateMeetingBy>) {
  using E = GateMeetingBy;
  static const Codes codes{
      "GateMeetingBy",
      {{E::treatment, "TREATMENT", "Treatment service"},
       {E::dependency_and_recovery, "DEPENDENCY_AND_RECOVERY", "Dependency and recovery service"},
       {E::in_reach, "IN_REACH", "In-reach worker"},
       {E::voluntary, "VOLUNTARY", "Voluntary organisation"},
       {E::none, "NONE", "Nobody"}}};
  return codes;
}
const Codes& codes_of(Of<Priority>) {
  using E = Priority;
  static const Codes codes{
      "Priority",
      {{E::high, "HIGH", "High"}, {E::medium, "MEDIUM", "Medium"}, {E::low, "LOW", "Low"}}};
  return codes;
}

}  // namespace gatepost::formats::forms
