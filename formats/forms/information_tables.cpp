// ClinicalPart, InformationRequest and InformationReply.
#include "formats/forms/clinical_part.hpp"
#include "formats/forms/information.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

const Codes& codes_of(Of<InformationTopic>) {
  using E = InformationTopic;
  static const Codes codes{
      "InformationTopic",
      {{E::assessment, "ASSESSMENT", "The most recent assessment"},
       {E::care_plan, "CARE_PLAN", "The care plan"},
       {E::prescribing, "PRESCRIBING", "Prescribing: medicine and dose"},
       {E::risk, "RISK", "Risks"},
       {E::release_plan, "RELEASE_PLAN", "The release plan"},
       {E::custody_file, "CUSTODY_FILE", "The file that did not come with the person"},
       {E::contact, "CONTACT", "Whether, and with whom, they are in contact"},
       {E::other, "OTHER", "Something else"}}};
  return codes;
}
const Codes& codes_of(Of<ReplyCompleteness>) {
  using E = ReplyCompleteness;
  static const Codes codes{"ReplyCompleteness",
                           {{E::complete, "COMPLETE", "Complete"},
                            {E::partial, "PARTIAL", "In part: more follows or is not held"},
                            {E::not_held, "NOT_HELD", "We do not hold it"},
                            {E::refused, "REFUSED", "Refused"}}};
  return codes;
}

const Section& clinical_part_table() {
  using C = ClinicalPart;
  static const Section table{
      "ClinicalPart",
      "Clinical part of a referral",
      {
          record<&C::control>("Control", "About this form", control_table()).required(""),
          record<&C::lief>("Lief", "The referral it completes", subject_table())
              .required("The LIEF whose ClinicalPartToFollow says YES."),
          record<&C::prescribing>("Prescribing", "Prescribing", prescribing_table()).required(""),
          record<&C::sign_off>("SignOff", "Sign-off", sign_off_table()).required(""),
      }};
  return table;
}

static constexpr std::string_view consent_help =
    "When no earlier form of the conversation says; consent works both ways between the agencies "
    "it names.";

const Section& information_request_table() {
  using R = InformationRequest;
  static const Section table{
      "InformationRequest",
      "Request for information",
      {
          record<&R::control>("Control", "About this form", control_table()).required(""),
          record<&R::about>("About", "The form that raised the question", subject_table())
              .optional("When there is one.", "-"),
          record<&R::client>("Client", "Client details", alert_client_table()).required(""),
          field<&R::topics>("Topic", "Asked for")
              .up_to(8)
              .required("One element for each. An answer is due within 24 hours, or by 09:00 of "
                        "the next working day over a weekend (T1 to T3).",
                        "ASSESSMENT|PRESCRIBING"),
          field<&R::question>("Question", "Question", kinds::prose(1000))
              .conditional("Required for OTHER.", "What is the dose, and when was the last one?"),
          record<&R::consent>("Consent", "Consent", consent_table()).optional(consent_help, "-"),
          field<&R::asked_by>("AskedBy", "Asked by", kinds::text(100))
              .required("", "Robin Example"),
          field<&R::asked_by_role>("AskedByRole", "Role", kinds::text(100))
              .required("", "Duty worker"),
          field<&R::telephone>("Telephone", "Telephone", kinds::telephone())
              .required("Where the answer may be given by telephone, too.", "020 7946 0404"),
      }};
  return table;
}

const Section& information_reply_table() {
  using R = InformationReply;
  static const Section table{
      "InformationReply",
      "Reply to a request for information",
      {
          record<&R::control>("Control", "About this form", control_table()).required(""),
          record<&R::request>("Request", "The request answered", subject_table())
              .optional("Left out when you send it unasked: an assessment sent ahead."),
          record<&R::client>("Client", "Client details", alert_client_table()).required(""),
          field<&R::completeness>("Completeness", "Answer")
              .required("NOT_HELD is an answer, too: it saves the other side the waiting.",
                        "COMPLETE"),
          field<&R::topics>("Topic", "What it holds")
              .up_to(8)
              .conditional("One element for each; none for NOT_HELD and REFUSED.",
                           "ASSESSMENT|PRESCRIBING"),
          field<&R::answer>("Answer", "In words", kinds::prose(4000))
              .conditional("Required, unless the topic is PRESCRIBING and the part Prescribing "
                           "says it.",
                           "Assessed on the wing: opiate use, stable on a daily dose, wants to "
                           "stay in treatment."),
          field<&R::assessed_on>("AssessedOn", "Assessed on")
              .conditional("Required for ASSESSMENT. An assessment is usable for six months (T17); "
                           "an older one goes in a PARTIAL reply that says so.",
                           "@-30"),
          record<&R::prescribing>("Prescribing", "Prescribing", prescribing_table())
              .conditional("For the topic PRESCRIBING."),
          record<&R::consent>("Consent", "Consent", consent_table()).optional(consent_help, "-"),
          field<&R::answered_by>("AnsweredBy", "Answered by", kinds::text(100))
              .required("", "Jo Worker-Example"),
          field<&R::answered_by_role>("AnsweredByRole", "Role", kinds::text(100))
              .required("", "Recovery worker"),
          field<&R::telephone>("Telephone", "Telephone", kinds::telephone())
              .required("A number that is answered in working hours.", "020 7946 0101"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
