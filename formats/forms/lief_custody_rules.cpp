// LIEF rules on custody, release and supervision.
#include "formats/forms/dates.hpp"
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

namespace {

bool full(const Lief& lief) { return profile_of(lief) == LiefProfile::full; }
bool on_remand(const Lief& lief) {
  return lief.custody && lief.custody->legal_status == LegalStatus::remand;
}
bool supervised(const Lief& lief) {
  if (!lief.custody) return false;
  const LegalStatus status = lief.custody->legal_status;
  return status == LegalStatus::sentenced || status == LegalStatus::recall ||
         status == LegalStatus::indeterminate_sentence;
}

// The dates beside the release date are read only where the form gives them.
std::vector<Rule<Lief>> custody_rules() {
  return {
      {"reception-future",
       "Received into custody on",
       {"Custody/ReceptionDate"},
       "this is in the future",
       "the date of reception",
       [](const Lief& f, Date today) { return f.custody && f.custody->reception_date > today; }},
      {"remand-court-date",
       "Next court date",
       {"Custody/NextCourtDate", "Custody/NextCourtDateNotKnown", "Custody/LegalStatus"},
       "on remand, and there is neither a next court date nor a word that it is not known",
       "NextCourtDate, or NextCourtDateNotKnown YES",
       [](const Lief& f, Date) {
         return on_remand(f) && !f.custody->next_court_date &&
                f.custody->next_court_date_not_known != YesNo::yes;
       }},
      {"court-date-both",
       "Next court date not known",
       {"Custody/NextCourtDateNotKnown", "Custody/NextCourtDate"},
       "the next court date is given and said to be not known",
       "one of the two",
       [](const Lief& f, Date) {
         return f.custody && f.custody->next_court_date &&
                f.custody->next_court_date_not_known == YesNo::yes;
       }},
      {"remand-court",
       "Next court",
       {"Custody/NextCourt", "Custody/NextCourtDate", "Custody/LegalStatus"},
       "on remand with a next court date, and nothing says which court",
       "the court's code, its name in the attribute label; NOT_KNOWN when you do not know it",
       [](const Lief& f, Date) {
         return on_remand(f) && f.custody->next_court_date && !f.custody->next_court;
       }},
  };
}

std::vector<Rule<Lief>> release_rules() {
  return {
      {"release-date",
       "Release date",
       {"Release/ReleaseDate", "Release/NotKnownReason"},
       "there is neither a release date nor a reason why it is not known",
       "ReleaseDate, or NotKnownReason",
       [](const Lief& f, Date) {
         return f.release && !f.release->release_date && !f.release->not_known_reason;
       }},
      {"release-date-both",
       "Release date not known because",
       {"Release/NotKnownReason", "Release/ReleaseDate"},
       "there is a release date and a reason why it is not known",
       "one of the two",
       [](const Lief& f, Date) {
         return f.release && f.release->release_date && f.release->not_known_reason;
       }},
      {"not-known-note",
       "Note on the release date",
       {"Release/NotKnownNote", "Release/NotKnownReason"},
       "the reason is OTHER, and nothing says which",
       "the reason in a few words",
       [](const Lief& f, Date) {
         return f.release && f.release->not_known_reason == DateNotKnownReason::other &&
                !f.release->not_known_note;
       }},
      {"release-before-reception",
       "Release date",
       {"Release/ReleaseDate", "Custody/ReceptionDate"},
       "this is before the date of reception",
       "a date after reception into custody",
       [](const Lief& f, Date) {
         return f.release && f.custody && f.release->release_date &&
                *f.release->release_date < f.custody->reception_date;
       }},
      {"release-date-far",
       "Release date",
       {"Release/ReleaseDate"},
       "this is more than 40 years ahead",
       "the release date; or NotKnownReason",
       [](const Lief& f, Date today) {
         return f.release && f.release->release_date &&
                *f.release->release_date > months_after(today, 40 * 12);
       }},
      {"release-date-type",
       "Type of release date",
       {"Release/DateType", "Release/ReleaseDate", "Referral/Kind", "Consent/Status"},
       "this is missing",
       "one of CRD, ARD, HDC, PAROLE, PRRD, ROTL, COURT_POSSIBLE, OTHER",
       [](const Lief& f, Date) {
         return full(f) && f.release && f.release->release_date && !f.release->date_type;
       }},
      {"meeting-not-held",
       "Meeting not held because",
       {"Release/MeetingNotHeldReason", "Release/ThreeWayMeeting"},
       "no three-way meeting was held, and nothing says why",
       "the reason in a few words",
       [](const Lief& f, Date) {
         return f.release && f.release->three_way_meeting == ThreeWayMeeting::not_held &&
                !f.release->meeting_not_held_reason;
       }},
      {"gate-meeting-asked",
       "Meeting at the gate requested",
       {"Release/GateMeetingRequested", "Release/GateMeetingOffered", "Referral/Kind",
        "Consent/Status"},
       "it is not said whether a meeting at the gate was requested and offered",
       "YES, NO or DONT_KNOW in both",
       [](const Lief& f, Date) {
         return full(f) && f.release &&
                (!f.release->gate_meeting_requested || !f.release->gate_meeting_offered);
       }},
      {"gate-meeting-by",
       "Met at the gate by",
       {"Release/GateMeetingBy", "Release/GateMeetingOffered"},
       "a meeting at the gate is offered, but not by whom",
       "who will be there",
       [](const Lief& f, Date) {
         return f.release && f.release->gate_meeting_offered == YesNoDontKnow::yes &&
                (!f.release->gate_meeting_by || f.release->gate_meeting_by == GateMeetingBy::none);
       }},
      {"gate-meeting-priority",
       "Priority for meeting",
       {"Release/RelapsePriority", "Release/GateMeetingRequested"},
       "a meeting at the gate is requested, and nothing says how much it matters",
       "HIGH, MEDIUM or LOW; HIGH with substitution treatment that goes on",
       [](const Lief& f, Date) {
         return f.release && f.release->gate_meeting_requested == YesNoDontKnow::yes &&
                !f.release->relapse_priority;
       }},
      {"refused-release-minimal",
       "Release",
       {"Release", "Consent/Status"},
       "sharing is refused, and this says more than when the client is released",
       "the release date, its type and its certainty only",
       [](const Lief& f, Date) {
         if (profile_of(f) != LiefProfile::minimal || !f.release) return false;
         const Release& r = *f.release;
         return r.exit_reason || r.exit_area || r.plan_agreed_on || r.three_way_meeting ||
                r.meeting_not_held_reason || r.gate_meeting_requested || r.gate_meeting_offered ||
                r.gate_meeting_by || r.relapse_priority;
       }},
  };
}

std::vector<Rule<Lief>> supervision_rules() {
  return {
      {"practitioner",
       "Probation practitioner",
       {"Supervision/Practitioner", "Supervision/PractitionerTelephone",
        "Supervision/PractitionerEmail", "Supervision/PractitionerNotKnown", "Custody/LegalStatus"},
       "the client will be supervised, and the practitioner cannot be reached from this form",
       "their name with a telephone or e-mail, or PractitionerNotKnown YES",
       [](const Lief& f, Date) {
         if (!supervised(f) || !f.supervision) return false;
         const Supervision& s = *f.supervision;
         const bool reachable =
             s.practitioner && (s.practitioner_telephone || s.practitioner_email);
         return !reachable && s.practitioner_not_known != YesNo::yes;
       }},
      {"practitioner-both",
       "Practitioner not known",
       {"Supervision/PractitionerNotKnown", "Supervision/Practitioner"},
       "a practitioner is named and said to be not known",
       "one of the two",
       [](const Lief& f, Date) {
         return f.supervision && f.supervision->practitioner &&
                f.supervision->practitioner_not_known == YesNo::yes;
       }},
      {"remand-not-eligible",
       "Eligible for dependency and recovery",
       {"Supervision/DependencyAndRecoveryEligible", "Custody/LegalStatus"},
       "the client is on remand, and that service is for sentenced people only",
       "NO; or the legal status as it is now",
       [](const Lief& f, Date) {
         return on_remand(f) && f.supervision &&
                f.supervision->dependency_and_recovery_eligible == YesNoDontKnow::yes;
       }},
  };
}

}  // namespace

std::vector<Rule<Lief>> lief_custody_rules() {
  auto rules = custody_rules();
  for (const auto& group : {release_rules(), supervision_rules()}) {
    rules.insert(rules.end(), group.begin(), group.end());
  }
  return rules;
}

}  // namespace gatepost::formats::forms
