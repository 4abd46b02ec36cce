// What may stand as an address in a mail's envelope and header: the narrow shape that functional
// mailboxes have. Pure; any thread. Never decides whether a mailbox exists; only sending tells.
#pragma once

#include <string_view>

namespace gatepost {

// RFC 5321 Dot-string "@" Domain, at most 254 bytes, ASCII: no quoted local parts, no address
// literals, no white space, no control characters, and so nothing that could end an SMTP command
// or a header line.
bool is_mail_address(std::string_view text);

// A fully qualified host name of letters, digits and inner hyphens (RFC 1123 section 2.1), without
// a trailing dot.
bool is_mail_domain(std::string_view text);

// The part after the "@"; empty when there is none.
std::string_view domain_of(std::string_view address);

}  // namespace gatepost
