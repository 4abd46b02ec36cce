// Forms that a person writes: their name put in, and signed with the key that the gateway holds for
// their team. Pure but for the signer; runs in the worker pool.
#pragma once

#include "formats/forms/form.hpp"
#include "gateway/app/configuration.hpp"
#include "gateway/app/errors.hpp"
#include "gateway/identity/person.hpp"

namespace gatepost::app {

// How the person signed in, as the form says it; nothing for a sign-in that is not finished.
std::optional<formats::forms::Authentication> authentication_of(const identity::Person& person);

// Puts the person where the form names who confirms, answers, rings or withdraws: that is never
// somebody else's word. Where it names who filled it in, only when nobody stands there yet.
void name_person(formats::forms::Form& form, const identity::Person& person);

// The form as `team`'s, for the person, checked and signed: bytes for Gateway::accept, which trusts
// them no more than any other's. Errors: Errc::no_custody, Errc::invalid_form with every problem,
// certs::Errc::cannot_sign.
Answer<Bytes> sign_as(const Configuration& configuration, const identity::Person& person,
                      const TeamCode& team, formats::forms::Form form, Instant now);

}  // namespace gatepost::app
