// Receipt: the gateway's signed statement that a rung was reached (DESIGN section 2). Signed by a
// gateway-role certificate only; never contains a log index (rule 7).
#pragma once

#include "formats/forms/control.hpp"

namespace gatepost::formats::forms {

struct Receipt {
  // XML: ACCEPTED, DELIVERED, ACKNOWLEDGED, CONFIRMED, ANSWERED
  enum class Rung { accepted = 1, delivered, acknowledged, confirmed, answered };
  enum class How {
    gateway,
    collected,
    automatic,
    person,
    telephone
  };  // XML: GATEWAY, COLLECTED, AUTOMATIC, PERSON, TELEPHONE

  Control control;  // from: the gateway's own code, e.g. "GATEPOST"; to_team: the form's sender
  Subject subject;
  FormType subject_type = FormType::lief;  // XML: the root name
  TeamCode recipient;                      // who the form was for
  Rung rung = Rung::accepted;
  How how = How::gateway;
  Instant reached_at;
  std::optional<std::string> person_name;  // who confirmed, for PERSON and TELEPHONE
  std::optional<Subject> evidence;         // the Acknowledgement or PhoneConfirmation it rests on
};

}  // namespace gatepost::formats::forms
