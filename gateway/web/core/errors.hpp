// Why the console says no, before any page has its say.
#pragma once

#include "gateway/base/result.hpp"

namespace gatepost::web {

enum class Errc {
  wrong_host,    // asked under another name than [console] url
  cross_site,    // sent from a page that is not this console's (Origin, Sec-Fetch-Site)
  stale_token,   // the form's token is not this session's: expired, or forged
  bad_form,      // not a form, broken encoding, not UTF-8, or too many fields
  not_found,     // no such page
  wrong_method,  // the page is there, but not for this method
  sign_in_first,
};
ErrorInfo error_info(Errc code);

}  // namespace gatepost::web
