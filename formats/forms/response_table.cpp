// Response and Withdrawal: what becomes of a referral.
#include "formats/forms/response.hpp"
#include "formats/forms/tables.hpp"
#include "formats/forms/withdrawal.hpp"

namespace gatepost::formats::forms {

const Codes& codes_of(Of<ResponseKind>) {
  using E = ResponseKind;
  static const Codes codes{"ResponseKind",
                           {{E::accepted, "ACCEPTED", "Accepted"},
                            {E::declined, "DECLINED", "Declined"},
                            {E::appointment, "APPOINTMENT", "Appointment made"},
                            {E::outcome, "OUTCOME", "Outcome of an appointment"},
                            {E::follow_up, "FOLLOW_UP", "Follow-up of one not attended"},
                            {E::engaged, "ENGAGED", "In treatment"}}};
  return codes;
}
const Codes& codes_of(Of<DeclineReason>) {
  using E = DeclineReason;
  static const Codes codes{
      "DeclineReason",
      {{E::wrong_borough, "WRONG_BOROUGH", "Wrong borough"},
       {E::moved_away, "MOVED_AWAY", "Has moved away"},
       {E::wrong_service_for_need, "WRONG_SERVICE_FOR_NEED", "Wrong service for the need"},
       {E::duplicate, "DUPLICATE", "We have this referral already"},
       {E::not_identifiable, "NOT_IDENTIFIABLE", "We cannot tell who this is"}}};
  return codes;
}
const Codes& codes_of(Of<AppointmentOutcome>) {
  using E = AppointmentOutcome;
  static const Codes codes{"AppointmentOutcome",
                           {{E::attended, "ATTENDED", "Attended"},
                            {E::did_not_attend, "DID_NOT_ATTEND", "Did not attend"},
                            {E::cancelled, "CANCELLED", "Cancelled"},
                            {E::drop_in, "DROP_IN", "Came without an appointment"}}};
  return codes;
}
const Codes& codes_of(Of<FollowUpHow>) {
  using E = FollowUpHow;
  static const Codes codes{"FollowUpHow",
                           {{E::phone_or_text, "PHONE_OR_TEXT", "By telephone or text"},
                            {E::letter, "LETTER", "By letter"},
                            {E::none, "NONE", "Not followed up"}}};
  return codes;
}
const Codes& codes_of(Of<Intervention>) {
  using E = Intervention;
  static const Codes codes{
      "Intervention",
      {{E::pharmacological, "PHARMACOLOGICAL", "Pharmacological"},
       {E::structured_psychosocial, "STRUCTURED_PSYCHOSOCIAL", "Structured psychosocial"},
       {E::recovery_support, "RECOVERY_SUPPORT", "Recovery support"}}};
  return codes;
}

static const Section& identification_table() {
  using I = Identification;
  static const Section table{
      "Identification",
      "Is the person known?",
      {
          field<&I::known_to_service>("KnownToService", "Known to the service")
              .required("Before this referral.", "YES"),
          field<&I::attributor_matches>("AttributorMatches", "Attributor matches")
              .optional("Initials, date of birth and sex agree with your record.", "YES"),
      }};
  return table;
}

static const Section& decline_table() {
  using D = Decline;
  static const Section table{
      "Decline",
      "Declined",
      {
          field<&D::reason>("Reason", "Reason").required("", "WRONG_BOROUGH"),
          field<&D::redirect_area>("RedirectArea", "Right area")
              .optional("For WRONG_BOROUGH and MOVED_AWAY, when you know it: saves a day.",
                        "E09000028"),
          field<&D::note>("Note", "Note", kinds::prose(500)).optional(""),
      }};
  return table;
}

static const Section& outcome_table() {
  using O = Outcome;
  static const Section table{
      "Outcome",
      "Outcome of the appointment",
      {
          field<&O::result>("Result", "Outcome").required("", "ATTENDED"),
          field<&O::appointment_at>("AppointmentAt", "Appointment at")
              .required("When it was, or when they came.", "@-1T09:30"),
          field<&O::reason>("Reason", "Reason", kinds::prose(500))
              .conditional("Only for DID_NOT_ATTEND and CANCELLED, when it is known."),
      }};
  return table;
}

static const Section& follow_up_table() {
  using F = FollowUp;
  static const Section table{
      "FollowUp",
      "Follow-up",
      {
          field<&F::how>("How", "How").required("", "PHONE_OR_TEXT"),
          field<&F::attempts>("Attempts", "Attempts", kinds::integer(0, 3))
              .required("1, 2, or 3 for three or more; 0 for NONE.", "2"),
          field<&F::last_on>("LastOn", "Last attempt on").optional("", "@+0"),
          field<&F::reached>("Reached", "Reached").optional("", "NO"),
      }};
  return table;
}

static const Section& engagement_table() {
  using E = Engagement;
  static const Section table{
      "Engagement",
      "In treatment",
      {
          field<&E::triage_on>("TriageOn", "Triage on").optional("", "@-3"),
          field<&E::intervention_start_on>("InterventionStartOn", "First intervention on")
              .required("What the measure of 21 days after release counts.", "@-1"),
          field<&E::interventions>("Intervention", "Intervention")
              .up_to(3)
              .required("One element for each.", "STRUCTURED_PSYCHOSOCIAL"),
          field<&E::ndtms_recorded>("NdtmsRecorded", "Recorded in NDTMS").optional("", "YES"),
      }};
  return table;
}

// The sample is an acceptance; "-" leaves the other kinds' parts out of it.
const Section& response_table() {
  using R = Response;
  static const Section table{
      "Response",
      "Response to a referral",
      {
          record<&R::control>("Control", "About this form", control_table()).required(""),
          record<&R::subject>("Subject", "The referral", subject_table())
              .required("The LIEF or Alert Form it answers."),
          field<&R::kind>("Kind", "Kind of response")
              .required("First ACCEPTED or DECLINED; later ones tell what became of the person.",
                        "ACCEPTED"),
          record<&R::identification>("Identification", "Is the person known?",
                                     identification_table())
              .optional("Helps to count who was lost on the way."),
          record<&R::appointment>("Appointment", "Appointment", booked_appointment_table())
              .conditional("For APPOINTMENT; for ACCEPTED this, or DropInTimes, or both."),
          field<&R::drop_in_times>("DropInTimes", "May drop in", kinds::prose(300))
              .conditional("For ACCEPTED without an appointment: when and where."),
          record<&R::decline>("Decline", "Declined", decline_table())
              .conditional("For DECLINED only.", "-"),
          record<&R::outcome>("Outcome", "Outcome of the appointment", outcome_table())
              .conditional("For OUTCOME only.", "-"),
          record<&R::follow_up>("FollowUp", "Follow-up", follow_up_table())
              .conditional("For FOLLOW_UP only.", "-"),
          record<&R::engagement>("Engagement", "In treatment", engagement_table())
              .conditional("For ENGAGED only.", "-"),
          field<&R::contact_in_custody>("ContactInCustody", "Contact in custody")
              .optional("Whether your service has seen or spoken to the person in custody.",
                        "VIDEO"),
          field<&R::met_at_gate>("MetAtGate", "Met at the gate").optional("After the release."),
          field<&R::person_name>("PersonName", "Person's name", kinds::text(100))
              .required("A named person answers, never a system.", "Robin Example"),
          field<&R::person_role>("PersonRole", "Person's role", kinds::text(100))
              .required("", "Duty worker"),
          field<&R::telephone>("Telephone", "Telephone", kinds::telephone())
              .optional("", "020 7946 0404"),
      }};
  return table;
}

const Section& withdrawal_table() {
  using W = Withdrawal;
  static const Section table{
      "Withdrawal",
      "Withdrawal",
      {
          record<&W::control>("Control", "About this form", control_table()).required(""),
          record<&W::subject>("Subject", "The form withdrawn", subject_table()).required(""),
          field<&W::reason>("Reason", "Why withdrawn")
              .required("The other side confirms it, whatever the reason.", "NO_LONGER_NEEDED"),
          field<&W::consent_withdrawn_on>("ConsentWithdrawnOn", "Consent withdrawn on")
              .conditional("For CONSENT_WITHDRAWN only."),
          field<&W::note>("Note", "Note", kinds::prose(500))
              .conditional("Required for OTHER; refused for CONSENT_WITHDRAWN, when nothing "
                           "further is shared.",
                           "The plan has changed; a new referral follows."),
          field<&W::person_name>("PersonName", "Person's name", kinds::text(100))
              .required("Who withdraws it.", "Jo Worker-Example"),
          field<&W::person_role>("PersonRole", "Person's role", kinds::text(100))
              .required("", "Recovery worker"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
