// Reply forms: what a person says on the command line, as the form that says it. Pure: options,
// the facts of the message and the calendar in; a form and everything wrong with the options out.
// What is wrong with the form itself is left to formats/forms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/calendar.hpp"
#include "formats/forms/form.hpp"
#include "gateway/base/problem.hpp"

namespace gatepost::cli {

// The envelope of the reply, and the message that it is about.
struct ReplyContext {
  formats::forms::Control control;
  formats::forms::Subject subject;
};

struct PersonOptions {
  std::string by, role;
  std::optional<std::string> telephone;
};

struct AcknowledgeOptions {
  std::optional<std::string> by, role;
  bool automatic = false;
};

// Words are the codes of the forms in lower case with hyphens, "wrong-borough"; dates "2026-12-01";
// times local ones of London, "2026-12-01T10:00", or RFC 3339.
struct RespondOptions {
  PersonOptions person;
  bool accept = false, engaged = false;
  std::optional<std::string> decline, outcome, follow_up;
  std::optional<std::string> appointment, place, with, drop_in;
  std::optional<std::string> redirect, note;                  // with decline
  std::optional<std::string> appointment_at, outcome_reason;  // with outcome
  std::optional<int> attempts;                                // with follow_up
  std::optional<std::string> reached, last_on;
  std::optional<std::string> started, triage;  // with engaged
  std::vector<std::string> interventions;
  std::optional<std::string> known_to_service, attributor_matches, met_at_gate, contact_in_custody;
};

struct WithdrawOptions {
  PersonOptions person;
  std::string reason;
  std::optional<std::string> consent_withdrawn_on, note;
};

// Who is asked about, as the forms have it.
struct AboutOptions {
  std::string name, date_of_birth, status;
  std::optional<std::string> prisoner_number;
};

struct RequestOptions {
  PersonOptions person;
  AboutOptions about;
  std::vector<std::string> topics;
  std::optional<std::string> question;
};

struct ReplyOptions {
  PersonOptions person;
  AboutOptions about;
  std::string completeness;
  std::vector<std::string> topics;
  std::optional<std::string> answer, assessed_on;
};

// The form as far as it could be made, and what is wrong with the options. Only without problems
// does it say what was meant.
struct MadeForm {
  formats::forms::Form form;
  Problems problems;
};
MadeForm acknowledgement_of(const AcknowledgeOptions& options, const ReplyContext& context);
MadeForm response_of(const RespondOptions& options, const ReplyContext& context,
                     const config::Calendar& calendar);
MadeForm withdrawal_of(const WithdrawOptions& options, const ReplyContext& context);
MadeForm request_of(const RequestOptions& options, const ReplyContext& context);
MadeForm reply_of(const ReplyOptions& options, const ReplyContext& context);

// "2026-12-01T10:00" (or with a space, or seconds) as wall time in London, or RFC 3339; else what
// is wrong with it. A time that the clocks skip or repeat needs an offset.
std::expected<Instant, std::string> london_time(const std::string& text,
                                                const config::Calendar& calendar);

// A code list as words for the command line: "wrong-borough", "moved-away".
std::vector<std::string> words_of_codes(const formats::forms::Codes& codes);

}  // namespace gatepost::cli
