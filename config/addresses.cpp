#include "config/addresses.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace gatepost::config {

namespace {

bool is_port(std::string_view text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || text.size() > 5 || !digits) return false;
  const int port = std::stoi(std::string(text));
  return port > 0 && port <= 65535;
}

// "host" or "host:port", host being a name, an IPv4 address or an IPv6 address in brackets.
bool is_host_and_port(std::string_view host) {
  const auto colon = host.rfind(':');
  if (colon != std::string_view::npos && !host.ends_with(']')) {
    if (!is_port(host.substr(colon + 1))) return false;
    host = host.substr(0, colon);
  }
  if (host.starts_with('[') && host.ends_with(']'))
    return is_ip_address(std::string(host.substr(1, host.size() - 2)));
  return !host.empty() && all_of_set(host, ".-");
}

}  // namespace

bool all_of_set(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           extra.find(c) != std::string_view::npos;
  });
}

bool is_ip_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> ignored{};
  return ::inet_pton(AF_INET, text.c_str(), ignored.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), ignored.data()) == 1;
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

bool is_gateway_url(std::string_view url) {
  constexpr std::string_view scheme = "https://";
  if (!url.starts_with(scheme)) return false;
  url.remove_prefix(scheme.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  return is_host_and_port(url);
}

bool is_as_browsers_send(std::string_view gateway_url) {
  if (gateway_url.ends_with('/')) gateway_url.remove_suffix(1);
  if (std::ranges::any_of(gateway_url, [](char c) { return c >= 'A' && c <= 'Z'; })) return false;
  const auto port = gateway_url.rfind(':');
  const bool has_port = port != gateway_url.find(':') && !gateway_url.ends_with(']');
  return !has_port || (gateway_url.substr(port) != ":443" && gateway_url[port + 1] != '0');
}

bool is_mail_server(std::string_view url) {
  for (const std::string_view scheme : {"smtp://", "smtps://"})
    if (url.starts_with(scheme)) return is_host_and_port(url.substr(scheme.size()));
  return false;
}

}  // namespace gatepost::config
