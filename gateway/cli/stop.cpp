#include "gateway/cli/stop.hpp"

#include <atomic>
#include <csignal>
#include <thread>

namespace gatepost::cli {

namespace {

std::atomic<bool> requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");
extern "C" void request_stop(int) { requested = true; }

constexpr std::chrono::milliseconds look_again{100};

}  // namespace

void stop_on_signals() {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
}

bool stop_requested() { return requested; }

void wait_unless_stopped(std::chrono::milliseconds duration) {
  const auto until = std::chrono::steady_clock::now() + duration;
  while (!stop_requested() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(
        look_again,
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now())));
}

}  // namespace gatepost::cli
