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
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "";  // the phrase may be empty (RFC 9112 section 4)
  }
}

}  // namespace gatepost::formats::http1
