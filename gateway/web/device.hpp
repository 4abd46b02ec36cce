// Which browser somebody signs in with, for their own list of sessions. Pure; any thread.
#pragma once

#include <string>

#include "formats/http1/message.hpp"

namespace gatepost::web {

// "Firefox on Windows", as far as User-Agent tells; "a browser" otherwise. At most three words that
// are ours: nothing of the field itself is kept.
std::string device_of(const formats::http1::Fields& fields);

}  // namespace gatepost::web
