// Response: what the SPOC says to a referral, and afterwards what became of it: accepted, declined,
// an appointment, its outcome, the follow-up of one not attended, engagement (domain/forms.md
// section 1.4 P; the continuity audit's questions 1, 2, 6, 8 and 18 to 29). Plain data; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/forms/control.hpp"
#include "formats/forms/lief.hpp"

namespace gatepost::formats::forms {

enum class ResponseKind {
  accepted,     // with an appointment, or times at which they may drop in
  declined,     // with a reason, and the right borough where it is known
  appointment,  // a first or another appointment
  outcome,      // of an appointment
  follow_up,    // of one not attended
  engaged       // in treatment: the 21-day measure
};

enum class DeclineReason {
  wrong_borough,
  moved_away,
  wrong_service_for_need,
  duplicate,
  not_identifiable
};

enum class AppointmentOutcome { attended, did_not_attend, cancelled, drop_in };

enum class FollowUpHow { phone_or_text, letter, none };

enum class Intervention { pharmacological, structured_psychosocial, recovery_support };

struct Decline {
  DeclineReason reason = DeclineReason::wrong_borough;
  std::optional<AreaCode> redirect_area;  // for WRONG_BOROUGH and MOVED_AWAY, when known
  std::optional<std::string> note;
};

// Audit questions 1 and 2: lets the gateway count matches without anybody's notes.
struct Identification {
  YesNoDontKnow known_to_service = YesNoDontKnow::dont_know;
  std::optional<YesNoDontKnow> attributor_matches;
};

struct Outcome {
  AppointmentOutcome result = AppointmentOutcome::attended;
  Instant appointment_at;
  std::optional<std::string> reason;  // when not attended, and it is known
};

struct FollowUp {
  FollowUpHow how = FollowUpHow::phone_or_text;
  int attempts = 1;  // 1, 2, 3 (three or more); 0 for NONE
  std::optional<Date> last_on;
  std::optional<YesNo> reached;
};

struct Engagement {
  std::optional<Date> triage_on;
  Date intervention_start_on{};
  std::vector<Intervention> interventions;  // at least one
  std::optional<YesNo> ndtms_recorded;
};

struct Response {
  Control control;
  Subject subject;  // the referral (LIEF or AlertForm)
  ResponseKind kind = ResponseKind::accepted;
  std::optional<Identification> identification;
  std::optional<BookedAppointment> appointment;  // ACCEPTED (or drop_in_times), APPOINTMENT
  std::optional<std::string> drop_in_times;      // ACCEPTED without an appointment
  std::optional<Decline> decline;                // DECLINED only
  std::optional<Outcome> outcome;                // OUTCOME only
  std::optional<FollowUp> follow_up;             // FOLLOW_UP only
  std::optional<Engagement> engagement;          // ENGAGED only
  std::optional<InReach> contact_in_custody;     // audit question 6
  std::optional<YesNoDontKnow> met_at_gate;      // audit question 24
  std::string person_name;                       // a named person answers, never a system
  std::string person_role;
  std::optional<std::string> telephone;
};

const Codes& codes_of(Of<ResponseKind>);
const Codes& codes_of(Of<DeclineReason>);
const Codes& codes_of(Of<AppointmentOutcome>);
const Codes& codes_of(Of<FollowUpHow>);
const Codes& codes_of(Of<Intervention>);

}  // namespace gatepost::formats::forms
