// Acknowledgement: the recipient's side has taken receipt of a form. Automatic ones reach rung 3
// only; a named person's reaches rung 4 (an unwatched mailbox that acknowledges by itself is the
// fax again).
#pragma once

#include "formats/forms/control.hpp"

namespace gatepost::formats::forms {

struct Acknowledgement {
  enum class Mode { automatic, person };  // XML: AUTOMATIC, PERSON
  Control control;
  Subject subject;
  Mode mode = Mode::automatic;
  Instant received_at;
  std::optional<std::string> person_name;  // required for PERSON, refused for AUTOMATIC
  std::optional<std::string> person_role;
};

}  // namespace gatepost::formats::forms
