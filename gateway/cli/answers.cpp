#include "gateway/cli/answers.hpp"

namespace gatepost::cli {

namespace json = boost::json;
using formats::http1::Response;

std::expected<json::object, Exit> object_of(const std::string& doing, Result<Response> response) {
  if (!response) return std::unexpected(give_up(doing, response.error()));
  if (response->status != 200)
    return std::unexpected(static_cast<Exit>(explain(doing, refusal_of(*response))));
  json::error_code bad;
  json::value body = json::parse(as_text(response->body), bad);
  if (bad || !body.is_object()) {
    complain(doing + ": the gateway's answer is not what it should be");
    return std::unexpected(Exit::no);
  }
  return body.as_object();
}

}  // namespace gatepost::cli
