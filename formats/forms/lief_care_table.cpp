// LIEF sections F (substances), G (treatment in custody), M (other referrals), N (appointment) and
// O (sign-off).
#include "formats/forms/lief.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

static const Section& drug_table() {
  using D = Drug;
  static const Section table{
      "Drug",
      "Drug",
      {
          field<&D::substance>("Substance", "Substance")
              .required("The NDTMS drug code, its name in the attribute label. Any code is kept.",
                        "1101=Heroin"),
          field<&D::route>("Route", "Route").optional("", "SMOKE"),
          field<&D::frequency>("Frequency", "How often", kinds::text(100))
              .optional("", "Daily before custody"),
          field<&D::last_used>("LastUsed", "Last used on").optional("", "@-75"),
          field<&D::age_first_used>("AgeFirstUsed", "Age at first use", kinds::integer(5, 110))
              .optional("", "19"),
      }};
  return table;
}

static const Section& alcohol_table() {
  using A = Alcohol;
  static const Section table{
      "Alcohol",
      "Alcohol",
      {
          field<&A::units_per_day>("UnitsPerDay", "Units a day", kinds::integer(0, 200))
              .required("Daily average on drinking days before custody.", "12"),
          field<&A::drinking_days>("DrinkingDays", "Drinking days in 28", kinds::integer(0, 28))
              .required("In the last 28 days before custody.", "20"),
          field<&A::audit_score>("AuditScore", "AUDIT score", kinds::integer(0, 40))
              .optional("", "18"),
          field<&A::sadq_score>("SadqScore", "SADQ score", kinds::integer(0, 60)).optional(""),
          field<&A::withdrawal_history>("WithdrawalHistory", "Has had withdrawal")
              .optional("", "NO"),
          field<&A::seizure_history>("SeizureHistory", "Has had seizures")
              .optional("", "DONT_KNOW"),
      }};
  return table;
}

const Section& substance_table() {
  using S = Substance;
  static const Section table{
      "Substance",
      "Substances",
      {
          record<&S::drugs>("Drug", "Drug", drug_table())
              .up_to(3)
              .required("One to three, the main one first."),
          field<&S::injecting>("Injecting", "Injecting").optional("", "PREVIOUS"),
          record<&S::alcohol>("Alcohol", "Alcohol", alcohol_table())
              .conditional("When alcohol is one of the drugs."),
          field<&S::synthetic_opioid_concern>("SyntheticOpioidConcern", "Synthetic opioid concern")
              .optional("", "DONT_KNOW"),
          field<&S::spice_concern>("SpiceConcern", "Spice concern").optional("", "NO"),
          field<&S::concern_note>("ConcernNote", "About the concern", kinds::prose(500))
              .optional(""),
      }};
  return table;
}

const Section& treatment_table() {
  using T = Treatment;
  static const Section table{
      "Treatment",
      "Treatment in custody",
      {
          field<&T::psychosocial_interventions>("PsychosocialInterventions",
                                                "Psychosocial work done", kinds::prose(1000))
              .optional("", "Six one-to-one sessions; relapse prevention group."),
          field<&T::previous_provider>("PreviousProvider", "Previous community provider",
                                       kinds::text(150))
              .optional("The last treatment service attended."),
          field<&T::open_to_community_provider>("OpenToCommunityProvider",
                                                "Open to a community provider now")
              .required("", "NO"),
          field<&T::current_provider>("CurrentProvider", "Current community provider",
                                      kinds::text(150))
              .conditional("When open to one."),
          field<&T::referral_on_release>("ReferralOnRelease", "Referral on release")
              .required("As in NDTMS.", "STRUCTURED"),
          field<&T::in_reach>("InReach", "Contact with the community team in custody")
              .optional("", "VIDEO"),
          field<&T::in_reach_on>("InReachOn", "Contact on")
              .optional("When there was contact, if you know it.", "@-7"),
      }};
  return table;
}

const Section& other_referral_table() {
  using R = OtherReferral;
  static const Section table{
      "OtherReferral",
      "Other referral",
      {
          field<&R::service>("Service", "Service")
              .required("Who it was made to.", "RECONNECT=RECONNECT care after custody"),
          field<&R::made_on>("MadeOn", "Made on").optional("", "@-10"),
          field<&R::contact>("Contact", "Contact", kinds::text(150)).optional("", "Duty desk"),
          field<&R::telephone>("Telephone", "Telephone", kinds::telephone())
              .optional("", "020 7946 0303"),
          field<&R::status>("Status", "Status").optional("", "WAITING"),
      }};
  return table;
}

const Section& booked_appointment_table() {
  using B = BookedAppointment;
  static const Section table{
      "Booked",
      "Appointment booked",
      {
          field<&B::at>("At", "At").required("Date and time.", "@+22T09:30"),
          field<&B::place>("Place", "Place", kinds::text(200))
              .required("A licence condition to attend needs a known time and place.",
                        "Fictional Recovery Service, 2 Fictional Street, London"),
          field<&B::with>("With", "With", kinds::text(100)).optional("", "Duty worker"),
          field<&B::telephone>("Telephone", "Telephone", kinds::telephone())
              .optional("", "020 7946 0404"),
      }};
  return table;
}

const Section& appointment_table() {
  using A = Appointment;
  static const Section table{
      "Appointment",
      "Appointment",
      {
          field<&A::requested>("Requested", "Appointment requested")
              .required("YES asks the community team for one; NO only when it is booked already.",
                        "YES"),
          field<&A::same_day_needed>("SameDayNeeded", "Needed on the day of release")
              .optional("For substitution treatment without a gap.", "YES"),
          record<&A::booked>("Booked", "Appointment booked", booked_appointment_table())
              .conditional("When it is booked already."),
          field<&A::note>("Note", "Note", kinds::prose(500)).optional(""),
      }};
  return table;
}

const Section& sign_off_table() {
  using S = SignOff;
  static const Section table{
      "SignOff",
      "Sign-off",
      {
          field<&S::referrer>("Referrer", "Referrer", kinds::text(100))
              .required("", "Jo Worker-Example"),
          field<&S::role>("Role", "Role", kinds::text(100)).required("", "Recovery worker"),
          field<&S::team>("Team", "Team", kinds::text(150))
              .required("The team's name as people know it.", "Brixton psychosocial team (sample)"),
          field<&S::telephone>("Telephone", "Telephone", kinds::telephone())
              .required("A number that is answered in working hours.", "020 7946 0101"),
          field<&S::mailbox>("Mailbox", "Mailbox", kinds::email())
              .required("The functional mailbox that the whole team reads.",
                        "psi.brixton@example.org"),
          field<&S::clinical_signer>("ClinicalSigner", "Clinical colleague", kinds::text(100))
              .conditional(
                  "With prescribing details from a team that is not clinical: who of the clinical "
                  "team stands for them.",
                  "Alex Nurse-Example"),
          field<&S::clinical_signer_role>("ClinicalSignerRole", "Clinical colleague's role",
                                          kinds::text(100))
              .optional("", "Lead substance misuse nurse"),
          field<&S::signed_at>("SignedAt", "Signed at").optional("", "@created"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
