#include <fmt/format.h>

#include <iterator>
#include <stdexcept>

#include "formats/http1/characters.hpp"
#include "formats/http1/parser.hpp"
#include "formats/http1/status.hpp"

namespace gatepost::formats::http1 {

namespace {

// RFC 9110 section 6.4.1: these never have content.
bool may_have_content(int status) { return status >= 200 && status != 204 && status != 304; }

bool is_the_serialisers(std::string_view lower_name) {
  return lower_name == "content-length" || lower_name == "connection" ||
         lower_name == "transfer-encoding";
}

}  // namespace

Bytes serialise(const Response& response, Connection connection, std::string_view request_method) {
  std::string head;
  auto out = std::back_inserter(head);
  fmt::format_to(out, "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  for (const auto& [name, value] : response.fields) {
    if (is_the_serialisers(lower_case(name))) continue;
    // Response splitting: a line end in a value would let its author write the rest of the answer.
    if (!is_token(name) || !is_field_value(value))
      throw std::invalid_argument("a response field with a control character");
    fmt::format_to(out, "{}: {}\r\n", name, value);
  }
  const bool content = may_have_content(response.status);
  if (content) fmt::format_to(out, "content-length: {}\r\n", response.body.size());
  if (connection == Connection::close) head += "connection: close\r\n";
  head += "\r\n";

  Bytes bytes;
  const bool send_body = content && request_method != "HEAD";
  bytes.reserve(head.size() + (send_body ? response.body.size() : 0));
  bytes.assign(head.begin(), head.end());
  if (send_body) bytes.insert(bytes.end(), response.body.begin(), response.body.end());
  return bytes;
}

std::string_view reason_phrase(int status) {
  static constexpr std::pair<int, std::string_view> phrases[] = {
      {100, "Continue"},
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"}};
  for (const auto& [known, phrase] : phrases)
    if (known == status) return phrase;
  return "";  // the phrase may be empty (RFC 9112 section 4)
}

}  // namespace gatepost::formats::http1
