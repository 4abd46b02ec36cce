// What settings may say of where something listens or is reached. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace gatepost::config {

// Letters, digits and the characters of `extra`, nothing else.
bool all_of_set(std::string_view text, std::string_view extra);

// An IPv4 or IPv6 address in figures; never a name.
bool is_ip_address(const std::string& text);
// Of 127.0.0.0/8, or ::1.
bool is_loopback(const std::string& address);

// "https://host", "https://host:port"; the host is a name, an IPv4 address or an IPv6 address in
// brackets.
bool is_gateway_url(std::string_view url);
// A gateway's URL spelt as browsers spell it in Host and Origin, which are compared with it as they
// come: lower case, and no port where it is 443 or begins with a 0 (WHATWG URL, "host parsing",
// "port state"; RFC 6454 section 6.2).
bool is_as_browsers_send(std::string_view gateway_url);
// The same as is_gateway_url with smtp:// or smtps://.
bool is_mail_server(std::string_view url);

}  // namespace gatepost::config
