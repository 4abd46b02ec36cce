// AlertForm: a change in somebody's circumstances, on one page: ticks and one sentence each (2009
// guidance, Annex E, field by field). One form serves both directions; alone it is a valid
// referral (in 2016-17 it usually was the referral). Plain data; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/forms/control.hpp"
#include "formats/forms/lief.hpp"

namespace gatepost::formats::forms {

// Annex E: "Client Criminal Justice Status (delete as appropriate)".
enum class JusticeStatus { remand, sentenced, released };

// Which side sends it: the paper form cannot tell, and rules about telephone calls differ.
enum class AlertDirection {
  prison_to_community,
  community_to_prison,
  prison_to_prison,
  community_to_community
};

// The eleven boxes in the order of Annex E; only the first number is legible in the source, the
// others are positional.
enum class Circumstance {
  release_or_court_date = 1,
  worker,
  prison,
  court,
  release_status,
  disengaged,
  reengaged,
  treatment,
  release_plan,
  death,
  other
};

// Circumstances without a box of their own (domain/forms.md section 2.3): typed reasons for box 11.
enum class OtherCircumstance {
  accepted_on_caseload,
  going_to_court,
  arrived_at_prison,
  gate_pickup,
  post_release_contact,
  pre_release_notice,
  court_non_return,
  separate_contact,
  other
};

// Box 5: "From Remand to Sentenced / Released".
enum class NewStatus { sentenced, released };

// The people in the form, as Annex E has them and no more.
struct AlertClient {
  std::string name;  // as on the paper form: one field
  Date date_of_birth{};
  std::optional<std::string> prisoner_number;
  JusticeStatus status = JusticeStatus::sentenced;
};

struct CourtOfOrigin {
  std::optional<Coded> court;
  std::optional<Date> hearing_date;
  std::optional<Date> initial_release_date;
};

struct AlertPlaces {
  std::optional<std::string> prison_name;
  std::optional<std::string> prison;  // NOMIS code
  std::optional<std::string> dat_name;
  std::optional<std::string> dat_code;
};

struct AlertContacts {
  std::optional<std::string> key_worker;
  std::optional<std::string> prison_telephone;
  std::optional<std::string> case_worker;
  std::optional<std::string> community_telephone;
};

// One ticked box: the insertion that the box asks for, and one sentence of context.
struct Change {
  Circumstance circumstance = Circumstance::other;
  std::optional<Instant>
      occurred_at;  // when the change happened or became known: the published
                    // duties of senders (domain/deadlines.md T10 to T15) count from it
  std::optional<Date> new_release_date;   // box 1
  std::optional<Date> new_court_date;     // box 1
  std::optional<std::string> new_worker;  // box 2
  std::optional<std::string> new_worker_telephone;
  std::optional<std::string> new_prison;  // box 3: NOMIS code
  std::optional<std::string> new_prison_name;
  std::optional<Coded> new_court;          // box 4
  std::optional<NewStatus> new_status;     // box 5
  std::optional<OtherCircumstance> other;  // box 11
  std::optional<std::string> sentence;     // required for boxes 8, 9 and 11
};

struct AlertForm {
  Control control;
  AlertDirection direction = AlertDirection::prison_to_community;
  Date completed_on{};
  AlertClient client;
  std::optional<CourtOfOrigin> court_of_origin;
  AlertPlaces places;
  AlertContacts contacts;
  std::vector<Change> changes;     // at least one; each box once
  std::optional<Consent> consent;  // when no earlier form of the conversation says
  std::string completed_by;
  std::string completed_by_role;
};

const Codes& codes_of(Of<JusticeStatus>);
const Codes& codes_of(Of<AlertDirection>);
const Codes& codes_of(Of<Circumstance>);
const Codes& codes_of(Of<OtherCircumstance>);
const Codes& codes_of(Of<NewStatus>);

}  // namespace gatepost::formats::forms
