// Stopping on SIGINT and SIGTERM: whoever is in a loop finishes what is under way and then looks.
#pragma once

#include <chrono>

namespace gatepost::cli {

void stop_on_signals();
bool stop_requested();
// Returns early when stopping was requested.
void wait_unless_stopped(std::chrono::milliseconds duration);

}  // namespace gatepost::cli
