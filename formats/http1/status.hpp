// Small things about statuses and dates that a server needs beside the parser. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::formats::http1 {

// "Not Found"; empty for a status we never send.
std::string_view reason_phrase(int status);

// The status that answers an error of RequestParser, when only the Error is at hand.
int status_for(const Error& error);

// "Sun, 06 Nov 1994 08:49:37 GMT" (IMF-fixdate, RFC 9110 section 5.6.7).
std::string imf_fixdate(Instant instant);

}  // namespace gatepost::formats::http1
