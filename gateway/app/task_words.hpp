// What a task asks for, in words that a prison worker or a SPOC acts on. Pure.
#pragma once

#include "gateway/app/gateway.hpp"

namespace gatepost::app {

std::string task_words(const TaskView& task, const Configuration& configuration, Instant now);

}  // namespace gatepost::app
