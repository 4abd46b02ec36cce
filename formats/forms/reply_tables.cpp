// Acknowledgement, PhoneConfirmation and Receipt.
#include "formats/forms/acknowledgement.hpp"
#include "formats/forms/phone_confirmation.hpp"
#include "formats/forms/receipt.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

const Codes& codes_of(Of<Acknowledgement::Mode>) {
  using E = Acknowledgement::Mode;
  static const Codes codes{"AcknowledgementMode",
                           {{E::automatic, "AUTOMATIC", "Automatic: no person has seen it yet"},
                            {E::person, "PERSON", "By a named person"}}};
  return codes;
}
const Codes& codes_of(Of<Receipt::Rung>) {
  using E = Receipt::Rung;
  static const Codes codes{"Rung",
                           {{E::accepted, "ACCEPTED", "Accepted by the gateway"},
                            {E::delivered, "DELIVERED", "Delivered"},
                            {E::acknowledged, "ACKNOWLEDGED", "Acknowledged"},
                            {E::confirmed, "CONFIRMED", "Confirmed by a person"},
                            {E::answered, "ANSWERED", "Answered"}}};
  return codes;
}
const Codes& codes_of(Of<Receipt::How>) {
  using E = Receipt::How;
  static const Codes codes{"ReceiptHow",
                           {{E::gateway, "GATEWAY", "By the gateway"},
                            {E::collected, "COLLECTED", "Collected by the recipient's system"},
                            {E::automatic, "AUTOMATIC", "Automatically by the recipient's system"},
                            {E::person, "PERSON", "By a named person"},
                            {E::telephone, "TELEPHONE", "By telephone"}}};
  return codes;
}

const Section& acknowledgement_table() {
  using A = Acknowledgement;
  static const Section table{
      "Acknowledgement",
      "Acknowledgement",
      {
          record<&A::control>("Control", "About this form", control_table()).required(""),
          record<&A::subject>("Subject", "The form acknowledged", subject_table()).required(""),
          field<&A::mode>("Mode", "How")
              .required(
                  "A system writes AUTOMATIC; PERSON only when the person named below has seen it.",
                  "PERSON"),
          field<&A::received_at>("ReceivedAt", "Received at")
              .required("When your side took receipt of it.", "@created"),
          field<&A::person_name>("PersonName", "Person's name", kinds::text(100))
              .conditional("Required for PERSON; left out for AUTOMATIC.", "Robin Example"),
          field<&A::person_role>("PersonRole", "Person's role", kinds::text(100))
              .optional("Left out for AUTOMATIC.", "Duty worker"),
      }};
  return table;
}

const Section& phone_confirmation_table() {
  using P = PhoneConfirmation;
  static const Section table{
      "PhoneConfirmation",
      "Confirmation by telephone",
      {
          record<&P::control>("Control", "About this form", control_table()).required(""),
          record<&P::subject>("Subject", "The form confirmed", subject_table()).required(""),
          field<&P::spoken_at>("SpokenAt", "Spoken at")
              .required("When the call took place.", "@created"),
          field<&P::spoke_to>("SpokeTo", "Spoke to", kinds::text(100))
              .required("The person at the recipient who says they have the form.",
                        "Robin Example"),
          field<&P::confirmed_by>("ConfirmedBy", "Confirmed by", kinds::text(100))
              .required("The person who rang.", "Jo Worker-Example"),
          field<&P::note>("Note", "Note", kinds::prose(500))
              .optional("Anything agreed in the call."),
      }};
  return table;
}

const Section& receipt_table() {
  using R = Receipt;
  static const Section table{
      "Receipt",
      "Receipt",
      {
          record<&R::control>("Control", "About this receipt", control_table()).required(""),
          record<&R::subject>("Subject", "The form it is about", subject_table()).required(""),
          field<&R::subject_type>("SubjectType", "Kind of form")
              .required("The name of that form's root element.", "LIEF"),
          field<&R::recipient>("Recipient", "Recipient")
              .required("The team the form was for.", "LAMBETH-SPOC"),
          field<&R::rung>("Rung", "Reached").required("The rung that was reached.", "ACCEPTED"),
          field<&R::how>("How", "How").required("How it was reached.", "GATEWAY"),
          field<&R::reached_at>("ReachedAt", "Reached at").required("When.", "@created"),
          field<&R::person_name>("PersonName", "Person's name", kinds::text(100))
              .conditional("Who confirmed; for PERSON and TELEPHONE."),
          record<&R::evidence>("Evidence", "Rests on", subject_table())
              .optional("The acknowledgement or telephone confirmation it rests on.", "-"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
