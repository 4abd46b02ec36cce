#include "certs/names.hpp"

#include <algorithm>

namespace gatepost::certs {

namespace {

constexpr std::size_t gateway_name_length = 63;
constexpr std::size_t host_name_length = 253;

// The C library's functions follow the locale; certificates do not.
bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool is_gatepost_uri(std::string_view uri) {
  constexpr std::string_view prefix = "urn:gatepost:";
  return uri.size() >= prefix.size() &&
         std::ranges::equal(uri.substr(0, prefix.size()), prefix, {}, lower);
}

bool is_gateway_name(std::string_view name) {
  const auto fits = [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
  };
  return !name.empty() && name.size() <= gateway_name_length && is_letter_or_digit(name.front()) &&
         std::ranges::all_of(name, fits);
}

bool is_host_name(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; };
  return !name.empty() && name.size() <= host_name_length && is_letter_or_digit(name.front()) &&
         std::ranges::all_of(name, fits);
}

}  // namespace gatepost::certs
