// ClinicalPart: the clinical team's prescribing section of a LIEF, a form of its own bound to that
// LIEF's digest, so that two providers can each sign their part and neither blocks the other
// (DESIGN section 2). Plain data; any thread.
#pragma once

#include "formats/forms/control.hpp"
#include "formats/forms/lief.hpp"

namespace gatepost::formats::forms {

struct ClinicalPart {
  Control control;
  Subject lief;  // the LIEF it completes
  Prescribing prescribing;
  SignOff sign_off;
};

}  // namespace gatepost::formats::forms
