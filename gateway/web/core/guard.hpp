// The checks that stand before every page: asked under our own name, and not sent by somebody
// else's page (SECURITY-AND-FAULTS, "People"). Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "formats/http1/message.hpp"
#include "gateway/web/core/errors.hpp"

namespace gatepost::web {

// `url`: [console] url, or empty for whatever name the request came under.
// Errors: wrong_host.
Result<void> check_host(const formats::http1::RequestHead& head, std::string_view url);

// What changes something must come from a page of ours: Sec-Fetch-Site says "same-origin" where the
// browser sends it, Origin is ours where the browser sends it, and one of them must be there. What
// only reads may be a link from anywhere, but no picture or script of another site's page.
// Errors: cross_site.
Result<void> check_origin(const formats::http1::RequestHead& head, std::string_view url);

// Errors: stale_token.
Result<void> check_token(std::string_view sent, std::string_view expected);

// The fields that every page has: content security policy with this response's nonce, no-store, and
// what else a browser can be told to refuse.
formats::http1::Fields page_fields(std::string_view nonce);

}  // namespace gatepost::web
