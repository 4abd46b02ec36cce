// HTTP requests and responses as values (RFC 9110). Field names are lower case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/base/bytes.hpp"

namespace gatepost::formats::http1 {

using Fields = std::vector<std::pair<std::string, std::string>>;
// The first field of that (lower-case) name.
std::optional<std::string_view> find_field(const Fields& fields, std::string_view lower_name);

struct RequestHead {
  std::string method;  // "GET"
  std::string
      path;  // "/messageexchange/GPBXI01/inbox": percent-decoded segments are the router's business
  std::string query;  // without "?"; empty for none
  Fields fields;
  bool keep_alive = true;
};

struct Request {
  RequestHead head;
  Bytes body;
};

struct Response {
  int status = 200;
  Fields fields;  // content-length and connection are the serialiser's
  Bytes body;
};

}  // namespace gatepost::formats::http1
