// Reading the JSON API's answers, for the subcommands that ask it.
#pragma once

#include <boost/json.hpp>
#include <expected>
#include <string>

#include "gateway/cli/client.hpp"
#include "gateway/cli/output.hpp"

namespace gatepost::cli {

// A text member; empty when it is absent or null.
std::string text_of(const boost::json::object& object, std::string_view name);

// A JSON object out of a 200, or the exit code after saying what went wrong.
std::expected<boost::json::object, Exit> object_of(const std::string& doing,
                                                   Result<formats::http1::Response> response);

}  // namespace gatepost::cli
