#include "gateway/web/writing/plan_parts.hpp"

namespace gatepost::web::writing {

Part consent_part() {
  const When given{"Consent.Status", {"GIVEN"}};
  const When refused{"Consent.Status", {"REFUSED"}};
  const When exception{"Consent.Status", {"NOT_SOUGHT_EXCEPTION"}};
  return {
      .slug = "consent",
      .title = "Consent to share information",
      .before = {"What the client agreed to decides what may leave the prison. Given: this form "
                 "may be shared with the agencies that you tick. Sharing refused: only who the "
                 "client is and when they are released. If the client refuses the referral itself, "
                 "do not send anything."},
      .asks = {{.name = "Consent.Status",
                .hint = "-",
                .offered = {"GIVEN", "REFUSED", "NOT_SOUGHT_EXCEPTION"}},
               {.name = "Consent.GivenOn", .when = given},
               {.name = "Consent.WorkerName",
                .hint = "Worker and client both sign the consent form.",
                .when = given},
               {.name = "Consent.ClientSigned", .when = given},
               {.name = "Consent.Agency",
                .hint = "Tick every agency that the client agreed to. Without the community single "
                        "point of contact, this form cannot go there.",
                .when = given},
               {.name = "Consent.EvidenceReference", .when = given},
               {.name = "Consent.Restrictions", .when = given},
               {.name = "Consent.WarnedOfDelay",
                .label = "The client was told that treatment may be delayed and assessments "
                         "repeated",
                .when = refused},
               {.name = "Consent.ExceptionGround", .when = exception},
               {.name = "Consent.ExceptionReason",
                .hint = "Why the ground applies to this person.",
                .when = exception},
               {.name = "Consent.ApprovedBy",
                .hint = "The senior colleague who approved it.",
                .when = exception},
               {.name = "Consent.ApprovedByRole", .when = exception},
               {.name = "Consent.LimitsExplained"},
               {.name = "Consent.NdtmsConsent"}},
      .section = "Consent"};
}

Part prescribing_status() {
  return {.slug = "prescribing",
          .title = "Substitution treatment and naloxone",
          .before = {"Needed when an opiate is one of the drugs. If your clinical colleagues send "
                     "the prescribing details themselves, say so here: the form can go now, and "
                     "they get a task."},
          .asks = {{.name = "Prescribing.OstStatus"},
                   {.name = "Prescribing.Naloxone"},
                   {.name = "Prescribing.NaloxoneGivenOn",
                    .hint = "If you know it.",
                    .when = {"Prescribing.Naloxone", {"GIVEN"}}},
                   {.name = "Prescribing.ClinicalPartToFollow",
                    .label = "Will the clinical team send the prescribing details?",
                    .hint = "Yes: they follow as a form of their own. No: give them on the next "
                            "page."}},
          .section = "Prescribing",
          .blank = Part::Blank::is_fine,
          .later = "PRESCRIBING"};
}

Part prescribing_details() {
  return {
      .slug = "prescribing-details",
      .title = "Prescribing details",
      .asks = {{.name = "Prescribing.OstMedicine.Medicine",
                .hint = "On maintenance or reduction: the medicine, or the depot below.",
                .heading = "Substitution medicine"},
               {.name = "Prescribing.OstMedicine.Formulation"},
               {.name = "Prescribing.OstMedicine.DoseMg"},
               {.name = "Prescribing.OstMedicine.Frequency"},
               {.name = "Prescribing.OstMedicine.Supervised"},
               {.name = "Prescribing.LastDoseAt"},
               {.name = "Prescribing.DepotLastOn"},
               {.name = "Prescribing.DepotNextOn"},
               {.name = "Prescribing.Prescriber",
                .hint = "Name and telephone are needed with a substitution medicine."},
               {.name = "Prescribing.PrescriberTelephone"},
               {.name = "Prescribing.ReleaseSupply",
                .hint = "What the client leaves with. None is an answer.",
                .heading = "At release"},
               {.name = "Prescribing.SupplyDays", .hint = "When there is a supply: 1 to 14 days."},
               {.name = "Prescribing.NextScriptDue"},
               {.name = "Prescribing.AgreedWithReceivingPrescriber"},
               {.name = "Prescribing.ReceivingPrescriber",
                .when = {"Prescribing.AgreedWithReceivingPrescriber", {"YES"}}},
               {.name = "Prescribing.AgreedAt",
                .when = {"Prescribing.AgreedWithReceivingPrescriber", {"YES"}}},
               {.name = "Prescribing.OtherMedicines", .heading = "Other clinical facts"},
               {.name = "Prescribing.BenzodiazepineOrPregabalin"},
               {.name = "Prescribing.Allergies"},
               {.name = "Prescribing.RecentUrineTest"},
               {.name = "Prescribing.QtcMs"},
               {.name = "Prescribing.HepatitisBVaccination"},
               {.name = "Prescribing.HepatitisC"},
               {.name = "Prescribing.HivSharingConsent",
                .hint = "HIV status may be given only with the client’s explicit consent."},
               {.name = "Prescribing.Hiv",
                .hint = "-",
                .when = {"Prescribing.HivSharingConsent", {"YES"}}}},
      .section = "Prescribing",
      .blank = Part::Blank::is_fine};
}

Part sign_off_part(const std::vector<Ask>& more) {
  Part part{.slug = "sign-off",
            .title = "Who sends it",
            .before = {"Whoever has a question about this form rings this number."},
            .asks = {{.name = "SignOff.Referrer"},
                     {.name = "SignOff.Role"},
                     {.name = "SignOff.Team"},
                     {.name = "SignOff.Telephone"},
                     {.name = "SignOff.Mailbox"}},
            .section = "SignOff"};
  for (const Ask& ask : more) part.asks.push_back(ask);
  return part;
}

// The clinical team's part is prescribing and nothing else: nothing of it can follow later.
const Plan& clinical_plan() {
  static const Plan plan = [] {
    Part status = prescribing_status();
    status.before = {};
    status.later = {};
    std::erase_if(status.asks,
                  [](const Ask& ask) { return ask.name == "Prescribing.ClinicalPartToFollow"; });
    status.blank = Part::Blank::is_missing;
    return Plan{formats::forms::FormType::clinical_part,
                formats::forms::clinical_part_table(),
                "clinical part",
                {{"Prescribing", {status, prescribing_details(), sign_off_part()}}},
                [](Typed&, const Envelope&, const Plan&) {}};
  }();
  return plan;
}

}  // namespace gatepost::web::writing
