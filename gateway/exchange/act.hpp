// Act: what a form does to its conversation beside being carried; one type for each thing that can
// be said. Values only; command_for() reads them out of forms.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "gateway/exchange/conversation.hpp"

namespace gatepost::exchange::act {

// LIEF, an unasked InformationReply, an InformationRequest: nothing but being carried.
struct Carry {};

// Acknowledgement (by a system or a person) and PhoneConfirmation.
struct Acknowledge {
  ReachedHow how = ReachedHow::automatic;
};

// Response. Each is given by a named person, so each also confirms.
struct Accept {
  std::optional<Instant> appointment_at;  // nothing: they may drop in
};
struct Decline {
  enum class Next { another_spoc, nothing } next = Next::another_spoc;
};
struct Appoint {
  Instant at;
};
struct ReportOutcome {
  enum class Result { came, did_not_attend, cancelled } result = Result::came;
};
struct FollowUp {};
struct Engage {};

// ClinicalPart: completes a LIEF.
struct Complete {};

// InformationReply to a request.
struct Reply {};

// Withdrawal: of one form, or of the person's consent, which ends the sharing of all.
struct Withdraw {
  enum class Scope { form, consent } scope = Scope::form;
  std::optional<std::chrono::year_month_day> on;  // of consent, when the form says
};

// AlertForm.
struct Alert {
  // The 2009 guidance says of some changes that a telephone call must follow the form.
  enum class Call { must_follow, if_necessary } call = Call::if_necessary;
  enum class Ends { nothing, everything } ends = Ends::nothing;  // death ends all reminders
  std::string new_prison;  // NOMIS code, when the person moves there; else empty
};

using Act = std::variant<Carry, Acknowledge, Accept, Decline, Appoint, ReportOutcome, FollowUp,
                         Engage, Complete, Reply, Withdraw, Alert>;

}  // namespace gatepost::exchange::act
