#include "formats/forms/signed_for.hpp"

#include <fmt/format.h>

namespace gatepost::formats::forms {

Result<void> check_signed_for(const certs::Certificate& signer, const Control& control) {
  const bool by_gateway = signer.role() == certs::Role::custodian;
  if (by_gateway && !control.signed_for)
    return fail(certs::Errc::wrong_role,
                "the gateway's key for this team signs for a named person only: Control/SignedFor");
  // A system that claims a person's sign-in claims what only the gateway can know.
  if (!by_gateway && control.signed_for)
    return fail(certs::Errc::wrong_role,
                "only the gateway can say for whom it signed: leave Control/SignedFor out");
  return {};
}

namespace {

std::string team_of(const certs::Certificate& signer) {
  return signer.team() ? signer.team()->str() : "no team";
}

}  // namespace

std::string signer_in_words(const certs::Certificate& signer, const Control& control) {
  if (!control.signed_for) return team_of(signer);
  return fmt::format("the gateway for {} of {} ({})", control.signed_for->name, team_of(signer),
                     words_for(control.signed_for->authentication));
}

std::string signer_in_words(const certs::Certificate& signer) {
  if (signer.role() != certs::Role::custodian) return team_of(signer);
  return "the gateway for a person of " + team_of(signer);
}

}  // namespace gatepost::formats::forms
