#include "gateway/web/core/guard.hpp"

#include <fmt/format.h>

#include "certs/digest.hpp"

namespace gatepost::web {

using formats::http1::Fields;
using formats::http1::find_field;
using formats::http1::RequestHead;

namespace {

// The head gate has seen that there is exactly one.
std::string_view host_of(const RequestHead& head) {
  return find_field(head.fields, "host").value_or("");
}

bool only_reads(const RequestHead& head) { return head.method == "GET" || head.method == "HEAD"; }

}  // namespace

Result<void> check_host(const RequestHead& head, std::string_view url) {
  if (url.empty()) return {};
  constexpr std::string_view scheme = "https://";
  if (url.substr(scheme.size()) == host_of(head)) return {};
  return fail(Errc::wrong_host, "the console is not known by this name");
}

Result<void> check_origin(const RequestHead& head, std::string_view url) {
  const auto site = find_field(head.fields, "sec-fetch-site");
  if (only_reads(head)) {
    const bool ours_or_typed = !site || *site == "same-origin" || *site == "none";
    if (ours_or_typed || find_field(head.fields, "sec-fetch-mode") == "navigate") return {};
    return fail(Errc::cross_site, "another site's page asked for a page as a part of itself");
  }
  if (site && *site != "same-origin")
    return fail(Errc::cross_site, "a form sent from another site's page");
  const auto origin = find_field(head.fields, "origin");
  const std::string expected =
      url.empty() ? fmt::format("https://{}", host_of(head)) : std::string(url);
  if (origin && *origin != expected)
    return fail(Errc::cross_site, "a form sent from another origin");
  if (!site && !origin)
    return fail(Errc::cross_site, "a form without Origin and without Sec-Fetch-Site");
  return {};
}

Result<void> check_token(std::string_view sent, std::string_view expected) {
  if (!expected.empty() && certs::equal_constant_time(as_bytes(sent), as_bytes(expected)))
    return {};
  return fail(Errc::stale_token, "the form's token is not this session's");
}

Fields page_fields(std::string_view nonce) {
  return {
      {"content-type", "text/html; charset=utf-8"},
      {"cache-control", "no-store"},
      {"content-security-policy",
       fmt::format("default-src 'none'; script-src 'nonce-{0}'; style-src 'nonce-{0}'; "
                   "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
                   "require-trusted-types-for 'script'; trusted-types 'none'",
                   nonce)},
      // "no-referrer" would make browsers send "Origin: null" with our own forms (Fetch standard,
      // "append a request Origin header").
      {"referrer-policy", "same-origin"},
      {"cross-origin-opener-policy", "same-origin"},
      {"cross-origin-resource-policy", "same-origin"},
      {"x-frame-options", "DENY"},
      {"permissions-policy",
       "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
       "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
       "usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)"}};
}

}  // namespace gatepost::web
