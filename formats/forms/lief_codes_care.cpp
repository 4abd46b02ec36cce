// The lists of sections F to M: substances, treatment, prescribing, housing, risk, supervision.
#include "formats/forms/lief_codes.hpp"

namespace gatepost::formats::forms {

const Codes& codes_of(Of<Route>) {
  using E = Route;
  static const Codes codes{"Route",
                           {{E::inject, "INJECT", "Injects"},
                            {E::sniff, "SNIFF", "Sniffs"},
                            {E::smoke, "SMOKE", "Smokes"},
                            {E::oral, "ORAL", "Oral"},
                            {E::other, "OTHER", "Other"}}};
  return codes;
}
const Codes& codes_of(Of<Injecting>) {
  using E = Injecting;
  static const Codes codes{"Injecting",
                           {{E::never, "NEVER", "Never injected"},
                            {E::previous, "PREVIOUS", "Injected in the past"},
                            {E::current, "CURRENT", "Injects now"},
                            {E::declined, "DECLINED", "Declined to say"}}};
  return codes;
}
const Codes& codes_of(Of<ReferralOnRelease>) {
  using E = ReferralOnRelease;
  // The first two are verbatim NDTMS labels; the others are ours (domain/reference.md section 3.2).
  static const Codes codes{"ReferralOnRelease",
                           {{E::structured, "STRUCTURED", "Referred to structured treatment"},
                            {E::structured_and_recovery, "STRUCTURED_AND_RECOVERY",
                             "Referred to structured treatment and recovery support"},
                            {E::recovery_only, "RECOVERY_ONLY", "Referred to recovery support"},
                            {E::none_required, "NONE_REQUIRED", "No onward referral required"},
                            {E::refused, "REFUSED", "Onward referral refused"}}};
  return codes;
}
const Codes& codes_of(Of<InReach>) {
  using E = InReach;
  static const Codes codes{"InReach",
                           {{E::none, "NONE", "No contact in custody"},
                            {E::in_person, "IN_PERSON", "In person"},
                            {E::phone, "PHONE", "By telephone"},
                            {E::video, "VIDEO", "By video"}}};
  return codes;
}
const Codes& codes_of(Of<OstStatus>) {
  using E = OstStatus;
  static const Codes codes{"OstStatus",
                           {{E::on_maintenance, "ON_MAINTENANCE", "On maintenance"},
                            {E::on_reduction, "ON_REDUCTION", "On reduction"},
                            {E::abstinent, "ABSTINENT", "Abstinent"},
                            {E::not_applicable, "NOT_APPLICABLE", "Not applicable"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<ReleaseSupply>) {
  using E = ReleaseSupply;
  static const Codes codes{"ReleaseSupply",
                           {{E::none, "NONE", "None"},
                            {E::fp10, "FP10", "Prescription (FP10)"},
                            {E::tto, "TTO", "Medicine to take out"}}};
  return codes;
}
const Codes& codes_of(Of<Naloxone>) {
  using E = Naloxone;
  static const Codes codes{"Naloxone",
                           {{E::given, "GIVEN", "Kit given"},
                            {E::trained_only, "TRAINED_ONLY", "Trained, no kit given"},
                            {E::declined, "DECLINED", "Declined"},
                            {E::not_given, "NOT_GIVEN", "Not given"},
                            {E::not_applicable, "NOT_APPLICABLE", "Not applicable"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<HepatitisB>) {
  using E = HepatitisB;
  static const Codes codes{"HepatitisB",
                           {{E::one_dose, "ONE_DOSE", "One dose"},
                            {E::two_doses, "TWO_DOSES", "Two doses"},
                            {E::three_doses, "THREE_DOSES", "Three doses"},
                            {E::complete, "COMPLETE", "Course complete"},
                            {E::declined, "DECLINED", "Declined"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<HepatitisC>) {
  using E = HepatitisC;
  static const Codes codes{"HepatitisC",
                           {{E::negative, "NEGATIVE", "Negative"},
                            {E::positive, "POSITIVE", "Positive"},
                            {E::in_treatment, "IN_TREATMENT", "In treatment"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<Hiv>) {
  using E = Hiv;
  static const Codes codes{"Hiv",
                           {{E::negative, "NEGATIVE", "Negative"},
                            {E::positive, "POSITIVE", "Positive"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<HousingProblem>) {
  using E = HousingProblem;
  static const Codes codes{"HousingProblem",
                           {{E::nfa_urgent, "NFA_URGENT", "No fixed abode, urgent"},
                            {E::housing_problem, "HOUSING_PROBLEM", "Housing problem"},
                            {E::no_problem, "NO_PROBLEM", "No problem"}}};
  return codes;
}
const Codes& codes_of(Of<RiskLevel>) {
  using E = RiskLevel;
  static const Codes codes{"RiskLevel",
                           {{E::low, "LOW", "Low"},
                            {E::medium, "MEDIUM", "Medium"},
                            {E::high, "HIGH", "High"},
                            {E::very_high, "VERY_HIGH", "Very high"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}
const Codes& codes_of(Of<ConditionSubstance>) {
  using E = ConditionSubstance;
  static const Codes codes{"ConditionSubstance",
                           {{E::controlled_drug, "CONTROLLED_DRUG", "A controlled drug"},
                            {E::alcohol, "ALCOHOL", "Alcohol"},
                            {E::solvents, "SOLVENTS", "Solvents"}}};
  return codes;
}
const Codes& codes_of(Of<ReferralStatus>) {
  using E = ReferralStatus;
  static const Codes codes{"ReferralStatus",
                           {{E::made, "MADE", "Made"},
                            {E::accepted, "ACCEPTED", "Accepted"},
                            {E::declined, "DECLINED", "Declined"},
                            {E::waiting, "WAITING", "Waiting"},
                            {E::completed, "COMPLETED", "Completed"},
                            {E::dont_know, "DONT_KNOW", "Don't know"}}};
  return codes;
}

}  // namespace gatepost::formats::forms
