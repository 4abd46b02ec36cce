// command_for: a verified form as the exchange's command: who, about what, what it does, what it
// says of consent. The only place that reads forms into the core; pure.
#pragma once

#include "formats/forms/form.hpp"
#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

// Not for receipts, which the gateway makes itself and nobody sends to it.
AcceptCommand command_for(const formats::forms::Form& form, const Digest& digest,
                          const Handle& handle, const config::Calendar& calendar);

// The coded facts for reports that depend on when the form was accepted.
std::vector<std::pair<std::string, std::string>> accept_facts(const formats::forms::Form& form,
                                                              Instant now,
                                                              const config::Calendar& calendar);

// Who confirms by this form, for the receipt: a person's name, when it names one.
std::optional<std::string> person_in(const formats::forms::Form& form);

// The rungs of its original that a form can prove, so that their receipts are signed beforehand.
std::vector<Rung> rungs_proved(const act::Act& act);
ReachedHow proved_how(const act::Act& act);

}  // namespace gatepost::exchange
