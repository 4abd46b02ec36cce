// LIEF sections H (prescribing), I (health) and J (housing and social).
#include "formats/forms/lief.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

static const Section& ost_medicine_table() {
  using M = OstMedicine;
  static const Section table{
      "OstMedicine",
      "Substitution medicine",
      {
          field<&M::medicine>("Medicine", "Medicine").required("", "METHADONE=Methadone"),
          field<&M::formulation>("Formulation", "Formulation", kinds::text(100))
              .optional("", "Oral solution 1 mg/ml"),
          field<&M::dose_mg>("DoseMg", "Dose in mg", kinds::milligrams()).required("", "40"),
          field<&M::frequency>("Frequency", "How often", kinds::text(100))
              .required("", "Once a day"),
          field<&M::supervised>("Supervised", "Supervised").required("", "YES"),
      }};
  return table;
}

static std::vector<Field> ost_fields() {
  using P = Prescribing;
  return {
      field<&P::ost_status>("OstStatus", "Opioid substitution treatment")
          .required("As it will be on the day of release.", "ON_MAINTENANCE"),
      field<&P::clinical_part_to_follow>("ClinicalPartToFollow", "Clinical part to follow")
          .conditional("YES when the clinical team sends the details as a form of its own."),
      record<&P::ost_medicine>("OstMedicine", "Substitution medicine", ost_medicine_table())
          .conditional("On maintenance or reduction, unless the clinical part is to follow or a "
                       "depot is given."),
      field<&P::depot_last_on>("DepotLastOn", "Last depot injection on").optional(""),
      field<&P::depot_next_on>("DepotNextOn", "Next depot injection due on").optional(""),
      field<&P::last_dose_at>("LastDoseAt", "Last dose at").optional("When known before sending."),
      field<&P::release_supply>("ReleaseSupply", "Supply on release").optional("", "FP10"),
      field<&P::supply_days>("SupplyDays", "Days supplied", kinds::integer(0, 14))
          .conditional("When there is a supply.", "7"),
      field<&P::prescriber>("Prescriber", "Prescriber", kinds::text(100))
          .conditional("With a substitution medicine.", "Dr Ash Example"),
      field<&P::prescriber_telephone>("PrescriberTelephone", "Prescriber's telephone",
                                      kinds::telephone())
          .conditional("With a substitution medicine.", "020 7946 0505"),
      field<&P::next_script_due>("NextScriptDue", "Next prescription due on").optional("", "@+28"),
  };
}

static std::vector<Field> clinical_fields() {
  using P = Prescribing;
  return {
      field<&P::other_medicines>("OtherMedicines", "Other medicines", kinds::prose(1000))
          .optional(""),
      field<&P::benzodiazepine_or_pregabalin>("BenzodiazepineOrPregabalin",
                                              "Benzodiazepine or pregabalin")
          .optional("", "NO"),
      field<&P::allergies>("Allergies", "Allergies", kinds::prose(300)).optional("", "None known"),
      field<&P::recent_urine_test>("RecentUrineTest", "Recent urine test", kinds::prose(300))
          .optional(""),
      field<&P::qtc_ms>("QtcMs", "QTc in ms", kinds::integer(200, 800)).optional(""),
      field<&P::agreed_with_receiving_prescriber>("AgreedWithReceivingPrescriber",
                                                  "Agreed with the receiving prescriber")
          .optional("", "YES"),
      field<&P::receiving_prescriber>("ReceivingPrescriber", "Receiving prescriber",
                                      kinds::text(100))
          .conditional("When agreed.", "Dr Rowan Example"),
      field<&P::agreed_at>("AgreedAt", "Agreed at").optional(""),
      field<&P::naloxone>("Naloxone", "Naloxone").required("", "GIVEN"),
      field<&P::naloxone_given_on>("NaloxoneGivenOn", "Naloxone given on").optional(""),
      field<&P::hepatitis_b_vaccination>("HepatitisBVaccination", "Hepatitis B vaccination")
          .optional("", "COMPLETE"),
      field<&P::hepatitis_c>("HepatitisC", "Hepatitis C").optional("", "DONT_KNOW"),
      field<&P::hiv>("Hiv", "HIV").optional("Only with the client's explicit consent below."),
      field<&P::hiv_sharing_consent>("HivSharingConsent", "Consents to sharing HIV status")
          .conditional("YES, when the HIV status is given."),
  };
}

const Section& prescribing_table() {
  static const Section table = [] {
    Section made{"Prescribing", "Prescribing (clinical team)", ost_fields()};
    for (const Field& each : clinical_fields()) made.fields.push_back(each);
    return made;
  }();
  return table;
}

const Section& health_table() {
  using H = Health;
  static const Section table{
      "Health",
      "Health",
      {
          field<&H::mental_health_need>("MentalHealthNeed", "Mental health need")
              .required("", "YES"),
          field<&H::mental_health_detail>("MentalHealthDetail", "About mental health",
                                          kinds::prose(1000))
              .conditional("When YES.", "Low mood; fictional sample text."),
          field<&H::mental_health_referred_to>("MentalHealthReferredTo",
                                               "Mental health referral made to", kinds::text(150))
              .optional("", "Fictional community mental health team"),
          field<&H::mental_health_medicine>("MentalHealthMedicine", "On mental health medicine")
              .optional("", "NO"),
          field<&H::acct_opened_on>("AcctOpenedOn", "ACCT opened on").optional(""),
          field<&H::acct_closed_on>("AcctClosedOn", "ACCT closed on").optional(""),
          field<&H::self_harm_or_suicide_risk>("SelfHarmOrSuicideRisk",
                                               "Risk of self-harm or suicide")
              .optional("", "NO"),
          field<&H::self_harm_detail>("SelfHarmDetail", "About this risk", kinds::prose(1000))
              .conditional("When YES."),
          field<&H::physical_health_need>("PhysicalHealthNeed", "Physical health need")
              .optional("", "NO"),
          field<&H::physical_health_detail>("PhysicalHealthDetail", "About physical health",
                                            kinds::prose(1000))
              .optional(""),
          field<&H::disability>("Disability", "Disability").optional("", "NO"),
          field<&H::neurodiversity>("Neurodiversity", "Neurodiversity").optional("", "DONT_KNOW"),
          field<&H::additional_needs_detail>("AdditionalNeedsDetail", "About additional needs",
                                             kinds::prose(500))
              .optional(""),
          field<&H::gp_registered>("GpRegistered", "Registered with a GP").required("", "NO"),
          field<&H::gp_practice>("GpPractice", "GP practice", kinds::text(150))
              .conditional("When registered."),
          field<&H::gp_ods_code>("GpOdsCode", "GP practice's ODS code", kinds::ods()).optional(""),
          field<&H::gp_telephone>("GpTelephone", "GP practice's telephone", kinds::telephone())
              .optional(""),
          field<&H::gp_registration_plan>("GpRegistrationPlan", "Plan to register with a GP",
                                          kinds::prose(500))
              .conditional(
                  "When not registered; neither address nor proof of identity is needed to "
                  "register.",
                  "Will register on the day of release with the practice nearest the hostel."),
      }};
  return table;
}

const Section& housing_table() {
  using H = Housing;
  static const Section table{
      "Housing",
      "Housing and social",
      {
          field<&H::need>("Need", "Housing need").required("", "YES"),
          field<&H::problem>("Problem", "Housing problem")
              .conditional("When there is a need.", "HOUSING_PROBLEM"),
          field<&H::release_accommodation>("ReleaseAccommodation", "Accommodation on release",
                                           kinds::text(150))
              .optional("", "Hostel place offered"),
          record<&H::release_address>("ReleaseAddress", "Address on release", address_table())
              .optional(""),
          field<&H::referred_to>("ReferredTo", "Housing referral made to", kinds::text(150))
              .optional("Under the duty to refer.", "Borough housing team"),
          field<&H::benefits_arranged>("BenefitsArranged", "Benefits arranged")
              .optional("", "DONT_KNOW"),
          field<&H::identity_documents>("IdentityDocuments", "Has identity documents")
              .optional("", "NO"),
          field<&H::bank_account>("BankAccount", "Has a bank account").optional("", "YES"),
          field<&H::employment>("Employment", "Employment").optional("", "UNEMPLOYED=Unemployed"),
          field<&H::dependent_children>("DependentChildren", "Dependent children")
              .optional("", "NO"),
          field<&H::parental_status>("ParentalStatus", "Parental status")
              .optional("", "NOT_PARENT=Not a parent"),
          field<&H::domestic_abuse>("DomesticAbuse", "Domestic abuse").optional("", "NO"),
      }};
  return table;
}

}  // namespace gatepost::formats::forms
