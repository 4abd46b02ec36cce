// Messages and tasks as JSON. Pure.
#pragma once

#include <boost/json.hpp>

#include "gateway/app/gateway.hpp"

namespace gatepost::api {

boost::json::object message_json(const app::MessageView& message,
                                 const app::Configuration& configuration);
boost::json::object task_json(const app::TaskView& task, const app::Configuration& configuration,
                              Instant now);

}  // namespace gatepost::api
