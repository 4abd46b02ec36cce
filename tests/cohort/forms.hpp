// The forms that the people of the replay write: valid ones, as values. Each is checked by the
// rules that the gateway itself applies; Broken when one does not pass.
#pragma once

#include "formats/forms/form.hpp"
#include "tests/cohort/referral.hpp"

namespace gatepost::cohort {

// The shipped sample as a referral of its own. Gives the referral its ids, and notes in which
// groups the program's own facts place it.
formats::forms::Form write_lief(World& world, Referral& referral);

formats::forms::Form acknowledgement_by_system(World& world, const Referral& referral);
formats::forms::Form acknowledgement_by(World& world, const Referral& referral,
                                        const std::string& person);
formats::forms::Form phone_confirmation(World& world, const Referral& referral,
                                        const std::string& spoke_to, const std::string& rang);

formats::forms::Form acceptance(World& world, const Referral& referral, const std::string& person,
                                Instant appointment);
formats::forms::Form decline(World& world, const Referral& referral, const std::string& person);
formats::forms::Form outcome(World& world, const Referral& referral, const std::string& person,
                             Instant appointment, formats::forms::AppointmentOutcome result);
formats::forms::Form follow_up(World& world, const Referral& referral, const std::string& person);
formats::forms::Form engagement(World& world, const Referral& referral, const std::string& person);

}  // namespace gatepost::cohort
