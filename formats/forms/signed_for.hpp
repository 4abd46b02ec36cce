// Who may say for whom a form was signed: the key that the gateway holds for a team signs for a
// named person, and a team's own key never does. Pure; thread-safe.
#pragma once

#include "certs/certificate.hpp"
#include "formats/forms/control.hpp"

namespace gatepost::formats::forms {

// Errors: certs::Errc::wrong_role.
Result<void> check_signed_for(const certs::Certificate& signer, const Control& control);

// "BXI-PSI", or "the gateway for Jo Example of BXI-PSI (password and authenticator code)".
std::string signer_in_words(const certs::Certificate& signer, const Control& control);
// Of a form whose fields cannot be believed: "BXI-PSI", or "the gateway for a person of BXI-PSI".
std::string signer_in_words(const certs::Certificate& signer);

}  // namespace gatepost::formats::forms
