// Withdrawal: a form is taken back, by its sender or by the person's own withdrawal of consent. It
// carries no content of the withdrawn form; the other side confirms it like any other (DESIGN
// section 4: nothing falls silent by mistake or malice). Plain data; any thread.
#pragma once

#include <optional>
#include <string>

#include "formats/forms/control.hpp"
#include "formats/forms/lief_codes.hpp"
#include "formats/forms/values.hpp"

namespace gatepost::formats::forms {

struct Withdrawal {
  Control control;
  Subject subject;  // the form that is withdrawn
  WithdrawnReason reason = WithdrawnReason::sent_in_error;
  std::optional<Date> consent_withdrawn_on;  // required for CONSENT_WITHDRAWN, else left out
  std::optional<std::string> note;  // refused for CONSENT_WITHDRAWN: nothing further is shared
  std::string person_name;          // who withdraws it
  std::string person_role;
};

}  // namespace gatepost::formats::forms
