// Parts that every form shares: Control, Subject, Address, and the forms' names.
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

const Codes& codes_of(Of<FormType>) {
  using E = FormType;
  static const Codes codes{
      "FormType",
      {{E::lief, "LIEF", "LIEF referral"},
       {E::clinical_part, "ClinicalPart", "clinical part of a referral"},
       {E::alert_form, "AlertForm", "Alert Form"},
       {E::information_request, "InformationRequest", "request for information"},
       {E::information_reply, "InformationReply", "reply to a request"},
       {E::acknowledgement, "Acknowledgement", "acknowledgement"},
       {E::response, "Response", "response to a referral"},
       {E::phone_confirmation, "PhoneConfirmation", "confirmation by telephone"},
       {E::withdrawal, "Withdrawal", "withdrawal"},
       {E::receipt, "Receipt", "receipt"}}};
  return codes;
}

std::string_view root_name(FormType type) { return code_of(type); }
std::string_view words_for(FormType type) { return words_of(type); }
std::optional<FormType> type_from_root(std::string_view root) {
  return Codec<FormType>::value(Leaf{std::string(root), {}});
}

const Codes& codes_of(Of<Authentication>) {
  using E = Authentication;
  static const Codes codes{
      "Authentication",
      {{E::password_and_totp, "PASSWORD_AND_TOTP", "password and authenticator code"},
       {E::password_and_security_key, "PASSWORD_AND_SECURITY_KEY", "password and security key"},
       {E::password_and_recovery_code, "PASSWORD_AND_RECOVERY_CODE", "password and recovery code"},
       {E::organisation, "ORGANISATION", "sign-in of their own organisation"}}};
  return codes;
}

std::string_view words_for(Authentication authentication) { return words_of(authentication); }

const Section& signed_for_table() {
  using S = SignedFor;
  static const Section table{
      "SignedFor",
      "Signed by the gateway for",
      {
          field<&S::user>("User", "User")
              .required("The gateway's own id of the person: no name, and the same for ever."),
          field<&S::name>("Name", "Name", kinds::text(100))
              .required("The person who wrote the form."),
          field<&S::job_title>("JobTitle", "Job title", kinds::text(100))
              .optional("When the gateway knows it."),
          field<&S::authentication>("Authentication", "Signed in with")
              .required("How the person proved who they are."),
          field<&S::authenticated_at>("AuthenticatedAt", "Signed in at").required("When they did."),
      }};
  return table;
}

const Section& control_table() {
  using C = Control;
  static const Section table{
      "Control",
      "About this form",
      {
          field<&C::message_id>("MessageId", "Message id")
              .required(
                  "Your own id of this form, new for every form; resending uses the same one.",
                  "@message"),
          field<&C::conversation_id>("ConversationId", "Conversation id")
              .required("The same in every form about this person's move.", "@conversation"),
          field<&C::created_at>("CreatedAt", "Written at")
              .required("When the form was completed.", "@created"),
          field<&C::supersedes>("Supersedes", "Replaces message")
              .optional("The id of your earlier form that this one replaces."),
          field<&C::from>("From", "From team")
              .required("Your team's code from the directory.", "BXI-PSI"),
          field<&C::to_area>("ToArea", "To area")
              .conditional("The borough the person goes to; give this, or ToTeam, or both.",
                           "E09000022"),
          field<&C::to_team>("ToTeam", "To team")
              .conditional("The receiving team's code, when you know it."),
          record<&C::signed_for>("SignedFor", "Signed by the gateway for", signed_for_table())
              .optional("The gateway puts this into forms that people write in its console; leave "
                        "it out of any other."),
      }};
  return table;
}

const Section& subject_table() {
  using S = Subject;
  static const Section table{
      "Subject",
      "The form this is about",
      {
          field<&S::from>("From", "Sent by").required("The team that sent the form.", "BXI-PSI"),
          field<&S::message_id>("MessageId", "Message id")
              .required("That form's own id.", "00000000-0000-4000-8000-000000000001"),
          field<&S::digest>("Digest", "Digest")
              .required(
                  "The digest that its signature covers: shows that exactly this form is meant.",
                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      }};
  return table;
}

const Section& address_table() {
  using A = Address;
  static const Section table{
      "Address",
      "Address",
      {
          field<&A::lines>("Line", "Address line", kinds::text(100))
              .up_to(6)
              .required("One element per line.", "1 Fictional Street|London"),
          field<&A::postcode>("Postcode", "Postcode", kinds::postcode())
              .optional("When known.", "ZZ99 3WZ"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
