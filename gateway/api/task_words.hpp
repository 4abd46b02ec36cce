// What a task asks for, in words that a prison worker or a SPOC acts on. Pure.
#pragma once

#include "gateway/app/gateway.hpp"

namespace gatepost::api {

std::string task_words(const app::TaskView& task, const app::Configuration& configuration,
                       Instant now);

}  // namespace gatepost::api
