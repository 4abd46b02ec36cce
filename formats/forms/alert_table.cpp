// AlertForm: Annex E of the 2009 guidance, field by field. The boxes' numbers are those of the
// paper form.
#include "formats/forms/alert_form.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

const Codes& codes_of(Of<JusticeStatus>) {
  using E = JusticeStatus;
  static const Codes codes{"JusticeStatus",
                           {{E::remand, "REMAND", "Remand"},
                            {E::sentenced, "SENTENCED", "Sentenced"},
                            {E::released, "RELEASED", "Released"}}};
  return codes;
}
const Codes& codes_of(Of<AlertDirection>) {
  using E = AlertDirection;
  static const Codes codes{
      "AlertDirection",
      {{E::prison_to_community, "PRISON_TO_COMMUNITY", "Prison to community"},
       {E::community_to_prison, "COMMUNITY_TO_PRISON", "Community to prison"},
       {E::prison_to_prison, "PRISON_TO_PRISON", "Prison to prison"},
       {E::community_to_community, "COMMUNITY_TO_COMMUNITY", "Community to community"}}};
  return codes;
}
const Codes& codes_of(Of<Circumstance>) {
  using E = Circumstance;
  static const Codes codes{
      "Circumstance",
      {{E::release_or_court_date, "RELEASE_OR_COURT_DATE", "1 Change of release / court date"},
       {E::worker, "WORKER", "2 Change of key / case worker"},
       {E::prison, "PRISON", "3 Change of prison"},
       {E::court, "COURT", "4 Change of court appearance venue"},
       {E::release_status, "RELEASE_STATUS", "5 Change of release status"},
       {E::disengaged, "DISENGAGED", "6 Client disengaged from treatment"},
       {E::reengaged, "REENGAGED", "7 Client re-engaged with treatment"},
       {E::treatment, "TREATMENT", "8 Change of treatment delivered"},
       {E::release_plan, "RELEASE_PLAN", "9 Change in release plan"},
       {E::death, "DEATH", "10 Death"},
       {E::other, "OTHER", "11 Other"}}};
  return codes;
}
const Codes& codes_of(Of<OtherCircumstance>) {
  using E = OtherCircumstance;
  static const Codes codes{
      "OtherCircumstance",
      {{E::accepted_on_caseload, "ACCEPTED_ON_CASELOAD", "Accepted on to the caseload"},
       {E::going_to_court, "GOING_TO_COURT", "Going to court"},
       {E::arrived_at_prison, "ARRIVED_AT_PRISON", "Arrived at the receiving prison"},
       {E::gate_pickup, "GATE_PICKUP", "Met at the gate"},
       {E::post_release_contact, "POST_RELEASE_CONTACT", "First contact after release"},
       {E::pre_release_notice, "PRE_RELEASE_NOTICE", "Notice before release"},
       {E::court_non_return, "COURT_NON_RETURN", "Did not return from court"},
       {E::separate_contact, "SEPARATE_CONTACT", "Separate contact with the client"},
       {E::other, "OTHER", "Another circumstance"}}};
  return codes;
}
const Codes& codes_of(Of<NewStatus>) {
  using E = NewStatus;
  static const Codes codes{"NewStatus",
                           {{E::sentenced, "SENTENCED", "Sentenced, from remand"},
                            {E::released, "RELEASED", "Released, from remand"}}};
  return codes;
}

const Section& alert_client_table() {
  using C = AlertClient;
  static const Section table{
      "AlertClient",
      "Client details",
      {
          field<&C::name>("Name", "Name", kinds::text(150)).required("", "Sam Sample-Fictional"),
          field<&C::date_of_birth>("DateOfBirth", "Date of birth").required("", "1990-01-01"),
          field<&C::prisoner_number>("PrisonerNumber", "Prisoner number", kinds::prisoner_number())
              .conditional("Required from a prison; from the community when you know it: it finds "
                           "the right person.",
                           "A0000AA"),
          field<&C::status>("Status", "Criminal justice status")
              .required("Now; with box 5, before or after the change.", "SENTENCED"),
      }};
  return table;
}

static const Section& court_of_origin_table() {
  using C = CourtOfOrigin;
  static const Section table{
      "CourtOfOrigin",
      "Court of origin",
      {
          field<&C::court>("Court", "Original court")
              .optional("Where they first appeared.", "INNRCC=Inner London Crown Court"),
          field<&C::hearing_date>("HearingDate", "Original hearing on").optional("", "@-75"),
          field<&C::initial_release_date>("InitialReleaseDate", "Initial release date")
              .optional("As first calculated; a new one goes into box 1.", "@+21"),
      }};
  return table;
}

static const Section& alert_places_table() {
  using P = AlertPlaces;
  static const Section table{
      "AlertPlaces",
      "Prison and community",
      {
          field<&P::prison_name>("PrisonName", "Prison", kinds::text(100)).optional("", "Brixton"),
          field<&P::prison>("Prison", "Prison code", kinds::prison())
              .conditional("Required when the Alert comes from a prison: its NOMIS code.", "BXI"),
          field<&P::dat_name>("DatName", "Drug action team", kinds::text(100))
              .optional("Today: the borough's treatment service.", "Lambeth"),
          field<&P::dat_code>("DatCode", "DAT code", kinds::dat()).optional("When you know it."),
      }};
  return table;
}

static const Section& alert_contacts_table() {
  using C = AlertContacts;
  static const Section table{
      "AlertContacts",
      "Contacts",
      {
          field<&C::key_worker>("KeyWorker", "Prison key worker", kinds::text(100))
              .optional("", "Jo Worker-Example"),
          field<&C::prison_telephone>("PrisonTelephone", "Prison team's telephone",
                                      kinds::telephone())
              .optional("", "020 7946 0101"),
          field<&C::case_worker>("CaseWorker", "Community case worker", kinds::text(100))
              .optional("", "Robin Example"),
          field<&C::community_telephone>("CommunityTelephone", "Community SPOC's telephone",
                                         kinds::telephone())
              .optional("", "020 7946 0404"),
      }};
  return table;
}

static const Section& change_table() {
  using C = Change;
  static const Section table{
      "Change",
      "Change of circumstance",
      {
          field<&C::circumstance>("Circumstance", "Box")
              .required("The ticked box; each box once.", "RELEASE_OR_COURT_DATE"),
          field<&C::new_release_date>("NewReleaseDate", "New release date")
              .conditional("Box 1: this, or NewCourtDate, or both.", "@+14"),
          field<&C::new_court_date>("NewCourtDate", "New court date")
              .conditional("Box 1: this, or NewReleaseDate, or both."),
          field<&C::new_worker>("NewWorker", "New key / case worker", kinds::text(100))
              .conditional("Box 2."),
          field<&C::new_worker_telephone>("NewWorkerTelephone", "New worker's telephone",
                                          kinds::telephone())
              .optional("Box 2 only."),
          field<&C::new_prison>("NewPrison", "New prison's code", kinds::prison())
              .conditional("Box 3: the NOMIS code."),
          field<&C::new_prison_name>("NewPrisonName", "New prison", kinds::text(100))
              .conditional("Box 3: the prison's name."),
          field<&C::new_court>("NewCourt", "New court")
              .conditional("Box 4: the court's code, its name in the attribute label."),
          field<&C::new_status>("NewStatus", "New status").conditional("Box 5."),
          field<&C::other>("Other", "Kind of change").conditional("Box 11: which circumstance."),
          field<&C::occurred_at>("OccurredAt", "Happened or became known")
              .optional("The published duties of senders count from it: a change of the release "
                        "plan is told within 24 hours (T10, T11), a transfer on its day (T12), a "
                        "meeting at the gate within 5 working days (T13), a release from court and "
                        "a contact made within 24 hours (T14, T15).",
                        "@created"),
          field<&C::sentence>("Sentence", "In one sentence", kinds::text(300))
              .conditional("Required for boxes 8, 9 and 11, welcome for every other: a tick and "
                           "one sentence of context is the style of the form.",
                           "Home detention curfew is agreed."),
      },
      Section::Layout::tick};
  return table;
}

const Section& alert_form_table() {
  using A = AlertForm;
  static const Section table{
      "AlertForm",
      "Alert Form",
      {
          record<&A::control>("Control", "About this form", control_table()).required(""),
          field<&A::direction>("Direction", "Direction")
              .required("One form serves both directions; which telephone call must follow depends "
                        "on it.",
                        "PRISON_TO_COMMUNITY"),
          field<&A::completed_on>("CompletedOn", "Date form completed").required("", "@+0"),
          record<&A::client>("Client", "Client details", alert_client_table()).required(""),
          record<&A::court_of_origin>("CourtOfOrigin", "Court of origin", court_of_origin_table())
              .optional(""),
          record<&A::places>("Places", "Prison and community", alert_places_table()).required(""),
          record<&A::contacts>("Contacts", "Contacts", alert_contacts_table()).required(""),
          record<&A::changes>("Change", "Change of circumstance", change_table())
              .up_to(11)
              .required("One element for each ticked box of Annex E, 1 to 11."),
          record<&A::consent>("Consent", "Consent", consent_table())
              .optional("When no earlier form of the conversation says: an Alert alone is a valid "
                        "referral. REFUSED admits boxes 1 to 5 and 10 only, without a sentence."),
          field<&A::completed_by>("CompletedBy", "Completed by", kinds::text(100))
              .required("Who filled it in; the paper form did not ask.", "Jo Worker-Example"),
          field<&A::completed_by_role>("CompletedByRole", "Role", kinds::text(100))
              .required("", "Recovery worker"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
