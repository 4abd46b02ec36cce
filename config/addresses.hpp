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
// The same with smtp:// or smtps://.
bool is_mail_server(std::string_view url);

}  // namespace gatepost::config
