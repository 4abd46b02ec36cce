#include "formats/http1/head_gate.hpp"

#include <algorithm>
#include <charconv>

#include "formats/http1/characters.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::formats::http1 {

namespace {

using Framing = GatedHead::Framing;

constexpr std::string_view allowed_methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE"};
constexpr std::size_t content_length_digits = 19;  // always below 2^64

Result<void> read_request_line(std::string_view line, RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return fail(Errc::bad_request_line, "request line without three parts");
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  if (!is_token(method)) return fail(Errc::bad_request_line, "method is not a token");
  if (line.substr(last + 1) != "HTTP/1.1") return fail(Errc::bad_version, "not HTTP/1.1");
  if (std::ranges::find(allowed_methods, method) == std::end(allowed_methods))
    return fail(Errc::method_not_allowed, "method not in the allow-list");
  // Origin form only (RFC 9112 section 3.2.1): we are nobody's proxy, and an absolute target would
  // compete with Host.
  if (!target.starts_with('/')) return fail(Errc::bad_request_line, "target not in origin form");
  const auto visible = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
  if (!std::ranges::all_of(target, visible))
    return fail(Errc::bad_request_line, "target with a character that must be encoded");
  const auto question = target.find('?');
  head.method = method;
  head.path = target.substr(0, question);
  if (question != std::string_view::npos) head.query = target.substr(question + 1);
  return {};
}

Result<void> read_field(std::string_view line, RequestHead& head) {
  const auto colon = line.find(':');
  // A line that begins with white space is obs-fold, and white space before the colon hides a field
  // from some parsers (RFC 9112 sections 5.1 and 5.2): neither is a token.
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return fail(Errc::bad_field, "field name is not a token");
  const auto value = trim_white_space(line.substr(colon + 1));
  if (!is_field_value(value)) return fail(Errc::bad_field, "control character in a field");
  if (head.fields.size() == static_cast<std::size_t>(limits::http_head_fields))
    return fail(Errc::too_many_fields, "more fields than the limit");
  head.fields.emplace_back(lower_case(line.substr(0, colon)), value);
  return {};
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return text.size() <= 5 && error == std::errc() && end == text.data() + text.size() &&
         port <= 65535;
}

// uri-host [ ":" port ] (RFC 9110 section 7.2), of the shapes that a gateway is ever called by.
bool is_host(std::string_view value) {
  std::string_view name, rest;
  std::string_view extra = "-._";
  if (value.starts_with('[')) {
    const auto end = value.find(']');
    if (end == std::string_view::npos) return false;
    name = value.substr(1, end - 1);
    rest = value.substr(end + 1);
    extra = ":.";
  } else {
    name = value.substr(0, value.find(':'));
    rest = value.substr(name.size());
  }
  const auto allowed = [&](char c) { return is_alphanumeric(c) || extra.contains(c); };
  if (name.empty() || name.size() > 253 || !std::ranges::all_of(name, allowed)) return false;
  return rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1)));
}

Result<void> read_content_length(std::string_view value, GatedHead& gated) {
  if (gated.framing != Framing::none)
    return fail(Errc::bad_length, "more than one field frames the body");
  if (value.empty() || value.size() > content_length_digits ||
      !std::ranges::all_of(value, is_digit))
    return fail(Errc::bad_length, "content-length is not a number");
  std::from_chars(value.data(), value.data() + value.size(), gated.content_length);
  gated.framing = Framing::length;
  return {};
}

Result<void> read_transfer_encoding(std::string_view value, GatedHead& gated) {
  if (gated.framing != Framing::none)
    return fail(Errc::bad_transfer_coding, "more than one field frames the body");
  if (lower_case(value) != "chunked")
    return fail(Errc::bad_transfer_coding, "transfer-encoding is not exactly chunked");
  gated.framing = Framing::chunked;
  return {};
}

// The fields that decide where the message ends and whom it is for: each at most once, Host exactly
// once.
Result<void> read_framing(GatedHead& gated) {
  int hosts = 0;
  for (const auto& [name, value] : gated.head.fields) {
    if (name == "host") {
      if (++hosts > 1 || !is_host(value)) return fail(Errc::bad_host, "host repeated or malformed");
    } else if (name == "content-length") {
      GP_CHECK(read_content_length(value, gated));
    } else if (name == "transfer-encoding") {
      GP_CHECK(read_transfer_encoding(value, gated));
    }
  }
  if (hosts == 0) return fail(Errc::bad_host, "no host");
  return {};
}

}  // namespace

Result<std::optional<std::size_t>> find_head_end(HeadScan& scan, ByteView buffered) {
  for (auto& i = scan.scanned; i < buffered.size(); ++i) {
    if (i == limits::http_head_bytes) return fail(Errc::head_too_large, "head over the limit");
    const auto c = buffered[i];
    const bool after_cr = i > 0 && buffered[i - 1] == '\r';
    const bool line_end = c == '\n' && after_cr;
    const bool control = (c < 0x20 && c != '\t' && c != '\r') || c == 0x7f;
    if ((control && !line_end) || (after_cr && !line_end)) {
      if (scan.line == HeadScan::Line::request)
        return fail(Errc::bad_request_line, "control character in the request line");
      return fail(Errc::bad_field, "control character in a field");
    }
    if (!line_end) continue;
    if (i == 1) return fail(Errc::bad_request_line, "empty request line");
    scan.line = HeadScan::Line::field;
    if (i >= 3 && buffered[i - 2] == '\n') return ++i;
  }
  return std::nullopt;
}

Result<GatedHead> read_head(std::string_view head) {
  GatedHead gated;
  const auto take_line = [&] {
    const auto line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    return line;
  };
  GP_CHECK(read_request_line(take_line(), gated.head));
  for (auto line = take_line(); !line.empty(); line = take_line())
    GP_CHECK(read_field(line, gated.head));
  GP_CHECK(read_framing(gated));
  return gated;
}

}  // namespace gatepost::formats::http1
