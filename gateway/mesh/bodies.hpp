// The bodies and headers of MESH answers, v1 and v2 (protocols/mesh.md). Pure.
#pragma once

#include <boost/json.hpp>

#include "gateway/app/gateway.hpp"
#include "gateway/mesh/refusals.hpp"

namespace gatepost::mesh {

formats::http1::Response ok_json(int status, const boost::json::value& body, ApiVersion version);

// {"message_id": handle} (v1 "messageID"), and beside it what a Gatepost client uses at once: the
// form's own id, whether it was known, and the signed receipt.
boost::json::object accepted_json(const app::Accepted& accepted, ApiVersion version);

boost::json::object inbox_json(const std::vector<exchange::InboxItem>& items, std::size_t waiting,
                               std::size_t limit, const std::string& mailbox_path,
                               ApiVersion version);

boost::json::object tracking_json(const app::MessageView& message,
                                  const app::Configuration& configuration, ApiVersion version);

// 200 with the mex-* headers; a REPORT has an empty body.
formats::http1::Response download_response(const app::Download& download,
                                           const app::Configuration& configuration,
                                           const TeamCode& team);

}  // namespace gatepost::mesh
