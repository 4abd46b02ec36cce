// The closed lists of the LIEF. Each enumerator's XML code is its name in upper case unless
// lief_codes.cpp says otherwise. Sources: domain/forms.md section 1.4 (NDTMS labels, HMPPS
// vocabulary, the 2009 guidance).
#pragma once

#include "formats/forms/codes.hpp"
#include "formats/forms/values.hpp"

namespace gatepost::formats::forms {

// A: the referral itself.
enum class LiefKind { new_referral, update, court_release, withdrawn };
enum class SendingTeamType { healthcare_clinical, psychosocial, joint, court_team };
// A part that a court-release form says will follow.
enum class LiefSection {
  custody,
  substance,
  treatment,
  prescribing,
  health,
  housing,
  risk,
  supervision,
  appointment
};
enum class WithdrawnReason {
  consent_withdrawn,
  sent_in_error,
  moved_area,
  no_longer_needed,
  died,
  other
};

// B: the client.
enum class Sex { male, female };  // M, F: the NDTMS attributor
enum class Pregnant { yes, no, not_applicable, dont_know };
enum class Relationship { family, carer, peer_mentor, other };

// C: consent.
enum class ConsentStatus { given, refused, withdrawn, not_sought_exception };
enum class ConsentAgency { spoc, dependency_and_recovery, probation, gp, housing, family };
enum class ExceptionGround {
  risk_to_self,
  risk_to_others,
  safeguarding,
  restriction_on_bail,
  required_assessment,
  other
};

// D and E: custody and release.
enum class LegalStatus {
  remand,
  convicted_unsentenced,
  sentenced,
  recall,
  indeterminate_sentence,
  civil_prisoner,
  immigration_detainee,
  other,
  unknown
};
enum class DateNotKnownReason {
  on_remand,
  not_yet_calculated,
  parole_decision_awaited,
  recall_review_awaited,
  court_may_release,
  immigration_detention,
  other
};
enum class ReleaseDateType { crd, ard, hdc, parole, prrd, rotl, court_possible, other };
enum class ReleaseDateStatus { confirmed, provisional };
enum class ExitReason { released, transferred, sent_to_court, released_to_hospital, died, other };
enum class ThreeWayMeeting { face_to_face, video, telephone, not_held };
enum class GateMeetingBy { treatment, dependency_and_recovery, in_reach, voluntary, none };
enum class Priority { high, medium, low };

// F and G: substances and treatment in custody.
enum class Route { inject, sniff, smoke, oral, other };
enum class Injecting { never, previous, current, declined };
enum class ReferralOnRelease {
  structured,
  structured_and_recovery,
  recovery_only,
  none_required,
  refused
};
enum class InReach { none, in_person, phone, video };

// H: prescribing.
enum class OstStatus { on_maintenance, on_reduction, abstinent, not_applicable, dont_know };
enum class ReleaseSupply { none, fp10, tto };
enum class Naloxone { given, trained_only, declined, not_given, not_applicable, dont_know };
enum class HepatitisB { one_dose, two_doses, three_doses, complete, declined, dont_know };
enum class HepatitisC { negative, positive, in_treatment, dont_know };
enum class Hiv { negative, positive, dont_know };

// J, K, L, M.
enum class HousingProblem { nfa_urgent, housing_problem, no_problem };
enum class RiskLevel { low, medium, high, very_high, dont_know };
enum class ConditionSubstance { controlled_drug, alcohol, solvents };
enum class ReferralStatus { made, accepted, declined, waiting, completed, dont_know };

const Codes& codes_of(Of<YesNo>);
const Codes& codes_of(Of<YesNoDontKnow>);
const Codes& codes_of(Of<LiefKind>);
const Codes& codes_of(Of<SendingTeamType>);
const Codes& codes_of(Of<LiefSection>);
const Codes& codes_of(Of<WithdrawnReason>);
const Codes& codes_of(Of<Sex>);
const Codes& codes_of(Of<Pregnant>);
const Codes& codes_of(Of<Relationship>);
const Codes& codes_of(Of<ConsentStatus>);
const Codes& codes_of(Of<ConsentAgency>);
const Codes& codes_of(Of<ExceptionGround>);
const Codes& codes_of(Of<LegalStatus>);
const Codes& codes_of(Of<DateNotKnownReason>);
const Codes& codes_of(Of<ReleaseDateType>);
const Codes& codes_of(Of<ReleaseDateStatus>);
const Codes& codes_of(Of<ExitReason>);
const Codes& codes_of(Of<ThreeWayMeeting>);
const Codes& codes_of(Of<GateMeetingBy>);
const Codes& codes_of(Of<Priority>);
const Codes& codes_of(Of<Route>);
const Codes& codes_of(Of<Injecting>);
const Codes& codes_of(Of<ReferralOnRelease>);
const Codes& codes_of(Of<InReach>);
const Codes& codes_of(Of<OstStatus>);
const Codes& codes_of(Of<ReleaseSupply>);
const Codes& codes_of(Of<Naloxone>);
const Codes& codes_of(Of<HepatitisB>);
const Codes& codes_of(Of<HepatitisC>);
const Codes& codes_of(Of<Hiv>);
const Codes& codes_of(Of<HousingProblem>);
const Codes& codes_of(Of<RiskLevel>);
const Codes& codes_of(Of<ConditionSubstance>);
const Codes& codes_of(Of<ReferralStatus>);

}  // namespace gatepost::formats::forms
