// How a refusal looks to a MESH client: the table of statuses and codes, and the v1 and v2 error
// bodies (protocols/mesh.md). Pure.
#pragma once

#include <string>

#include "formats/http1/message.hpp"
#include "gateway/app/errors.hpp"

namespace gatepost::mesh {

enum class ApiVersion { v1 = 1, v2 = 2 };
ApiVersion version_of(const formats::http1::Fields& request_fields);
std::string_view media_type(ApiVersion version);

struct Status {
  int http = 500;
  std::string_view event;  // "SEND", "RECEIVE", "COLLECT", "TRANSFER"
  std::string_view code;   // MESH's own where it has one, else "GP-..."
};
// One row per refusal the gateway knows; anything else answers 500.
Status status_for(const Error& error);

// The body names every problem: v2 as further entries of `detail`, v1 in errorDescription and a
// `problems` array.
formats::http1::Response refusal_response(const app::Refusal& refusal, ApiVersion version);

}  // namespace gatepost::mesh
