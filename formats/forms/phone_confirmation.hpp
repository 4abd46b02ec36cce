// PhoneConfirmation: a named person of the sending team rang, and a named person at the recipient
// confirmed having the form. Reaches rung 4.
#pragma once

#include "formats/forms/control.hpp"

namespace gatepost::formats::forms {

struct PhoneConfirmation {
  Control control;
  Subject subject;
  Instant spoken_at;
  std::string spoke_to;      // the person at the recipient
  std::string confirmed_by;  // the person who rang
  std::optional<std::string> note;
};

}  // namespace gatepost::formats::forms
