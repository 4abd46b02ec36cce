// Reading the JSON API's answers, for the subcommands that ask it.
#pragma once

#include <boost/json.hpp>
#include <expected>
#include <string>

#include "gateway/base/json_text.hpp"
#include "gateway/cli/client.hpp"
#include "gateway/cli/output.hpp"

namespace gatepost::cli {

// A JSON object out of a 200, or the exit code after saying what went wrong.
std::expected<boost::json::object, Exit> object_of(const std::string& doing,
                                                   Result<formats::http1::Response> response);

}  // namespace gatepost::cli
