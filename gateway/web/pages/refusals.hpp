// The pages that say no: what happened, and what would be right, never why the machine thinks so.
// Pure; any thread.
#pragma once

#include "gateway/web/core/errors.hpp"
#include "gateway/web/core/router.hpp"

namespace gatepost::web::pages {

// For every code of web::Errc, and whatever identity, the gateway or the exchange says to a person;
// anything else is `broken`.
Page refusal(const Error& error);
// For a form that came too late (stale_token), or before something that is wanted first, which
// `detour` leads to: what was typed is kept in the page, to be sent again under the session there
// is then. Only after the form's origin was checked. Fields whose names begin with `secret_prefix`
// are not given back.
inline constexpr std::string_view secret_prefix = "secret-";
Page too_late(const Error& error, const Call& call, const std::optional<html::Url>& detour);
// Asks for the same address again, from here (SECURITY-AND-FAULTS, "People": the same-site bounce).
Page one_moment(const Call& call);
Page not_found();
// Something of ours failed.
Page broken();

}  // namespace gatepost::web::pages
