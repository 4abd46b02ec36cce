// Rules of Response and Withdrawal.
#include "formats/forms/dates.hpp"
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

namespace {

using R = Response;
using K = ResponseKind;

// Exactly the parts that the kind asks for.
std::vector<Rule<R>> kind_rules() {
  return {
      {"accepted-when",
       "Appointment",
       {"Appointment", "DropInTimes", "Kind"},
       "the referral is accepted, and nothing says when the person can come",
       "Appointment with date, time and place; or DropInTimes",
       [](const R& r, Date) {
         return r.kind == K::accepted && !r.appointment && !r.drop_in_times;
       }},
      {"appointment-needed",
       "Appointment",
       {"Appointment", "Kind"},
       "an appointment is announced and not given",
       "Appointment with date, time and place",
       [](const R& r, Date) { return r.kind == K::appointment && !r.appointment; }},
      {"appointment-only",
       "Appointment",
       {"Appointment", "Kind"},
       "an appointment does not belong to this kind of response",
       "ACCEPTED or APPOINTMENT; or leave it out and send it as a response of its own",
       [](const R& r, Date) {
         return r.appointment && r.kind != K::accepted && r.kind != K::appointment;
       }},
      {"drop-in-only",
       "May drop in",
       {"DropInTimes", "Kind"},
       "times to drop in do not belong to this kind of response",
       "ACCEPTED, or leave them out",
       [](const R& r, Date) { return r.drop_in_times && r.kind != K::accepted; }},
      {"decline",
       "Declined",
       {"Decline", "Kind"},
       "a reason for declining is given if, and only if, the referral is declined",
       "the reason in DECLINED; nothing in any other kind",
       [](const R& r, Date) { return (r.kind == K::declined) != r.decline.has_value(); }},
      {"outcome",
       "Outcome of the appointment",
       {"Outcome", "Kind"},
       "an outcome is given if, and only if, the response is about one",
       "the outcome in OUTCOME; nothing in any other kind",
       [](const R& r, Date) { return (r.kind == K::outcome) != r.outcome.has_value(); }},
      {"follow-up",
       "Follow-up",
       {"FollowUp", "Kind"},
       "a follow-up is given if, and only if, the response is about one",
       "the follow-up in FOLLOW_UP; nothing in any other kind",
       [](const R& r, Date) { return (r.kind == K::follow_up) != r.follow_up.has_value(); }},
      {"engagement",
       "In treatment",
       {"Engagement", "Kind"},
       "an engagement is given if, and only if, the response is about one",
       "the engagement in ENGAGED; nothing in any other kind",
       [](const R& r, Date) { return (r.kind == K::engaged) != r.engagement.has_value(); }},
  };
}

std::vector<Rule<R>> answer_rules() {
  return {
      // Measured from the form's own time: one that is resent after an outage stays right.
      {"appointment-at",
       "At",
       {"Appointment/At", "Control/CreatedAt"},
       "the appointment is before this response was written, or more than a year after",
       "the date and time at which the person is to come",
       [](const R& r, Date) {
         if (!r.appointment) return false;
         return r.appointment->at < r.control.created_at - std::chrono::days{1} ||
                r.appointment->at > r.control.created_at + std::chrono::days{366};
       }},
      {"redirect-area",
       "Right area",
       {"Decline/RedirectArea", "Decline/Reason"},
       "another area is named, and the reason is not that the person belongs elsewhere",
       "WRONG_BOROUGH or MOVED_AWAY; or leave the area out",
       [](const R& r, Date) {
         return r.decline && r.decline->redirect_area &&
                r.decline->reason != DeclineReason::wrong_borough &&
                r.decline->reason != DeclineReason::moved_away;
       }},
      {"not-identifiable-known",
       "Known to the service",
       {"Identification/KnownToService", "Decline/Reason"},
       "the person cannot be told, and is known to the service",
       "NO or DONT_KNOW; or another reason",
       [](const R& r, Date) {
         return r.decline && r.decline->reason == DeclineReason::not_identifiable &&
                r.identification && r.identification->known_to_service == YesNoDontKnow::yes;
       }},
  };
}

std::vector<Rule<R>> aftercare_rules() {
  return {
      // An appointment may be cancelled ahead of its time; nothing else can be known before.
      {"outcome-future",
       "Appointment at",
       {"Outcome/AppointmentAt", "Outcome/Result"},
       "this is in the future, and only a cancellation can be known before",
       "when the appointment was",
       [](const R& r, Date today) {
         return r.outcome && r.outcome->result != AppointmentOutcome::cancelled &&
                after_today(r.outcome->appointment_at, today);
       }},
      {"outcome-reason",
       "Reason",
       {"Outcome/Reason", "Outcome/Result"},
       "a reason stands beside an appointment that was kept",
       "a reason for DID_NOT_ATTEND or CANCELLED only",
       [](const R& r, Date) {
         return r.outcome && r.outcome->reason &&
                r.outcome->result != AppointmentOutcome::did_not_attend &&
                r.outcome->result != AppointmentOutcome::cancelled;
       }},
      {"follow-up-attempts",
       "Attempts",
       {"FollowUp/Attempts", "FollowUp/How"},
       "the number of attempts and the way do not fit",
       "0 for NONE; 1, 2, or 3 for three or more for any other way",
       [](const R& r, Date) {
         return r.follow_up &&
                (r.follow_up->how == FollowUpHow::none) != (r.follow_up->attempts == 0);
       }},
      {"follow-up-none",
       "How",
       {"FollowUp/How", "FollowUp/LastOn", "FollowUp/Reached"},
       "there was no follow-up, and the person was reached or there was a last attempt",
       "how it was tried; or leave LastOn and Reached out",
       [](const R& r, Date) {
         return r.follow_up && r.follow_up->how == FollowUpHow::none &&
                (r.follow_up->last_on || r.follow_up->reached == YesNo::yes);
       }},
      {"follow-up-future",
       "Last attempt on",
       {"FollowUp/LastOn"},
       "this is in the future",
       "the date of the last attempt",
       [](const R& r, Date today) {
         return r.follow_up && r.follow_up->last_on && *r.follow_up->last_on > today;
       }},
      {"engaged-future",
       "First intervention on",
       {"Engagement/InterventionStartOn"},
       "this is in the future, and the person is said to be in treatment",
       "the date of the first intervention",
       [](const R& r, Date today) {
         return r.engagement && r.engagement->intervention_start_on > today;
       }},
      {"triage-order",
       "Triage on",
       {"Engagement/TriageOn", "Engagement/InterventionStartOn"},
       "this is after the first intervention",
       "a date on or before it",
       [](const R& r, Date) {
         return r.engagement && r.engagement->triage_on &&
                *r.engagement->triage_on > r.engagement->intervention_start_on;
       }},
  };
}

}  // namespace

const std::vector<Rule<Response>>& response_rules() {
  static const std::vector<Rule<Response>> rules = [] {
    auto made = kind_rules();
    for (const auto& group : {answer_rules(), aftercare_rules()}) {
      made.insert(made.end(), group.begin(), group.end());
    }
    return made;
  }();
  return rules;
}

const std::vector<Rule<Withdrawal>>& withdrawal_rules() {
  using W = Withdrawal;
  static const std::vector<Rule<W>> rules{
      {"consent-withdrawn-on",
       "Consent withdrawn on",
       {"ConsentWithdrawnOn", "Reason"},
       "this date stands if, and only if, the client withdrew consent",
       "the date with CONSENT_WITHDRAWN; nothing with any other reason",
       [](const W& w, Date) {
         return (w.reason == WithdrawnReason::consent_withdrawn) !=
                w.consent_withdrawn_on.has_value();
       }},
      {"consent-withdrawn-future",
       "Consent withdrawn on",
       {"ConsentWithdrawnOn"},
       "this is in the future",
       "the date on which the client withdrew consent",
       [](const W& w, Date today) {
         return w.consent_withdrawn_on && *w.consent_withdrawn_on > today;
       }},
      {"no-further-word",
       "Note",
       {"Note", "Reason"},
       "consent is withdrawn, so nothing further may be shared",
       "leave the note out",
       [](const W& w, Date) { return w.reason == WithdrawnReason::consent_withdrawn && w.note; }},
      {"other-note",
       "Note",
       {"Note", "Reason"},
       "the reason is OTHER, and nothing says which",
       "the reason in a few words",
       [](const W& w, Date) { return w.reason == WithdrawnReason::other && !w.note; }},
      {"withdraws-itself",
       "Message id",
       {"Subject/MessageId", "Control/MessageId"},
       "the form says that it withdraws itself",
       "the id of the earlier form",
       [](const W& w, Date) {
         return w.subject.from == w.control.from && w.subject.message_id == w.control.message_id;
       }},
  };
  return rules;
}

}  // namespace gatepost::formats::forms
