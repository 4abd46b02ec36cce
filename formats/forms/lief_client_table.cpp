// LIEF sections A (referral), B (client) and C (consent).
#include "formats/forms/lief.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

const Section& referral_table() {
  using R = Referral;
  static const Section table{
      "Referral",
      "Referral",
      {
          field<&R::form_version>("FormVersion", "Form version", kinds::version())
              .required("The version of this form.", "1.0"),
          field<&R::kind>("Kind", "Kind of referral")
              .required("UPDATE replaces an earlier referral, whose id goes into Supersedes. "
                        "COURT_RELEASE "
                        "is for an unplanned release: send what you know, now.",
                        "NEW_REFERRAL"),
          field<&R::sending_team_type>("SendingTeamType", "Sent by")
              .required("Which kind of team sends it.", "PSYCHOSOCIAL"),
          field<&R::prison>("Prison", "Prison", kinds::prison())
              .conditional("The prison's NOMIS code; a court team may leave it out.", "BXI"),
          field<&R::dat_code>("DatCode", "DAT code", kinds::dat())
              .optional("Of the area the person goes to, when you know it."),
          field<&R::to_follow>("ToFollow", "To be completed")
              .conditional("COURT_RELEASE only: each part that is missing now and will follow."),
          field<&R::withdrawn_reason>("WithdrawnReason", "Why withdrawn")
              .conditional("WITHDRAWN only."),
      }};
  return table;
}

static const Section& supporter_table() {
  using S = Supporter;
  static const Section table{
      "Supporter",
      "Family, carer or peer mentor",
      {
          field<&S::name>("Name", "Supporter's name", kinds::text(100)).required("", "Pat Pretend"),
          field<&S::relationship>("Relationship", "Relationship").required("", "FAMILY"),
          field<&S::telephone>("Telephone", "Supporter's telephone", kinds::telephone())
              .optional("", "07700 900123"),
          field<&S::email>("Email", "Supporter's e-mail", kinds::email()).optional(""),
          field<&S::consent_to_contact>("ConsentToContact", "Client agrees to contact")
              .required("Whether the client agrees that you contact this person.", "YES"),
      }};
  return table;
}

static std::vector<Field> client_identity_fields() {
  using C = Client;
  return {
      field<&C::first_name>("FirstName", "First name", kinds::text(100)).required("", "Sam"),
      field<&C::surname>("Surname", "Surname", kinds::text(100)).required("", "Sample-Fictional"),
      field<&C::aliases>("Alias", "Also known as", kinds::text(100))
          .optional("One element for each other name the person uses.", "Sammy Sample"),
      field<&C::date_of_birth>("DateOfBirth", "Date of birth").required("", "1990-01-01"),
      field<&C::sex>("Sex", "Sex").required("As recorded for NDTMS.", "M"),
      field<&C::gender_identity>("GenderIdentity", "Gender identity", kinds::text(100))
          .optional("In the person's own words."),
      field<&C::prisoner_number>("PrisonerNumber", "Prisoner number", kinds::prisoner_number())
          .conditional("May be left out only when a court team does not have it.", "A0000AA"),
      field<&C::nhs_number>("NhsNumber", "NHS number", kinds::nhs_number())
          .optional("Ten digits, no spaces.", "9990000018"),
      field<&C::pnc_number>("PncNumber", "PNC number", kinds::text(20)).optional(""),
      field<&C::delius_crn>("DeliusCrn", "Delius CRN", kinds::delius_crn())
          .optional("The probation service's number for the person.", "X000000"),
      field<&C::client_reference>("ClientReference", "Client reference", kinds::text(50))
          .optional("Your own case system's reference."),
  };
}

static std::vector<Field> client_circumstance_fields() {
  using C = Client;
  return {
      field<&C::ethnicity>("Ethnicity", "Ethnicity")
          .optional("NHS ethnic category, A to S or Z.", "Z=Not stated"),
      field<&C::nationality>("Nationality", "Nationality").optional("", "GBR=British"),
      field<&C::first_language>("FirstLanguage", "First language").optional("", "en=English"),
      field<&C::interpreter_needed>("InterpreterNeeded", "Interpreter needed").optional("", "NO"),
      field<&C::interpreter_language>("InterpreterLanguage", "Interpreter's language")
          .conditional("When an interpreter is needed."),
      field<&C::communication_needs>("CommunicationNeeds", "Communication needs", kinds::prose(500))
          .optional("Help needed to see, hear, read, speak or understand."),
      field<&C::pregnant>("Pregnant", "Pregnant").optional("", "NOT_APPLICABLE"),
      field<&C::veteran>("Veteran", "Has served in the armed forces").optional("", "DONT_KNOW"),
      record<&C::last_known_address>("LastKnownAddress", "Last known address", address_table())
          .conditional("This, or NoFixedAbode."),
      field<&C::no_fixed_abode>("NoFixedAbode", "No fixed abode")
          .conditional("YES when there is no address, DONT_KNOW when nobody knows; the last known "
                       "one still helps to find people."),
      field<&C::telephone_on_release>("TelephoneOnRelease", "Telephone on release",
                                      kinds::telephone())
          .optional("", "07700 900456"),
      field<&C::email>("Email", "E-mail", kinds::email()).optional(""),
      field<&C::safe_to_call>("SafeToCall", "Safe to call").optional("", "YES"),
      field<&C::safe_to_text>("SafeToText", "Safe to text").optional("", "YES"),
      field<&C::safe_to_leave_voicemail>("SafeToLeaveVoicemail", "Safe to leave voicemail")
          .optional("", "NO"),
      record<&C::supporters>("Supporter", "Family, carer or peer mentor", supporter_table())
          .optional("People who can support the client to engage."),
  };
}

const Section& client_table() {
  static const Section table = [] {
    Section made{"Client", "Client", client_identity_fields()};
    for (const Field& each : client_circumstance_fields()) made.fields.push_back(each);
    return made;
  }();
  return table;
}

const Section& consent_table() {
  using C = Consent;
  static const Section table{
      "Consent",
      "Consent to share information",
      {
          field<&C::status>("Status", "Consent")
              .required("REFUSED: the client agrees to the referral but not to sharing; send only "
                        "who they "
                        "are and the release date.",
                        "GIVEN"),
          field<&C::given_on>("GivenOn", "Consent given on").conditional("When GIVEN.", "@-14"),
          field<&C::worker_name>("WorkerName", "Worker who took consent", kinds::text(100))
              .conditional("When GIVEN: worker and client both sign.", "Jo Worker-Example"),
          field<&C::client_signed>("ClientSigned", "Client signed")
              .conditional("When GIVEN.", "YES"),
          field<&C::evidence_reference>("EvidenceReference", "Where the signed form is",
                                        kinds::text(100))
              .optional("Your reference of the signed consent form.", "Consent form 1"),
          field<&C::agencies>("Agency", "May be shared with")
              .conditional("When GIVEN: one element for each agency that it covers.",
                           "SPOC|DEPENDENCY_AND_RECOVERY|PROBATION|GP"),
          field<&C::restrictions>("Restrictions", "Restrictions", kinds::prose(500))
              .optional("What the client does not want shared, and with whom."),
          field<&C::exception_ground>("ExceptionGround", "Ground for the exception")
              .conditional("When NOT_SOUGHT_EXCEPTION."),
          field<&C::exception_reason>("ExceptionReason", "Reason for the exception",
                                      kinds::prose(500))
              .conditional("When NOT_SOUGHT_EXCEPTION."),
          field<&C::approved_by>("ApprovedBy", "Approved by", kinds::text(100))
              .conditional("When NOT_SOUGHT_EXCEPTION: the senior colleague who approved it."),
          field<&C::approved_by_role>("ApprovedByRole", "Approver's role", kinds::text(100))
              .conditional("When NOT_SOUGHT_EXCEPTION."),
          field<&C::limits_explained>("LimitsExplained", "Limits of confidentiality explained")
              .required("Whether the client was told when confidentiality may be broken.", "YES"),
          field<&C::ndtms_consent>("NdtmsConsent", "Consents to NDTMS").optional("", "YES"),
          field<&C::warned_of_delay>("WarnedOfDelay", "Warned of delay")
              .conditional(
                  "When REFUSED: told that treatment may be delayed and assessments repeated."),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
