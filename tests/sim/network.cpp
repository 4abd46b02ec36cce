#include "tests/sim/network.hpp"

#include <algorithm>

namespace gatepost::sim {

namespace {

constexpr int lost_percent = 8;
constexpr int twice_percent = 8;
// The longest outage is ten hours.
constexpr std::chrono::hours longest_wait{48};

// Anything but a verdict of the exchange: ask again.
bool is_final(const Result<std::string>& answer) {
  return answer || answer.error().library() == "exchange";
}

}  // namespace

struct Network::Call {
  Request request;
  Answer answered;
  Answer again;
  Instant began{};
  int attempts = 0;
  bool done = false;
};

void Network::call(Request request, Answer answered, Answer again) {
  auto made = std::make_shared<Call>(std::move(request), std::move(answered), std::move(again));
  made->began = world_.now();
  attempt(made);
}

// Mostly quick; now and then so slow that later requests overtake it and the client has long given
// up.
milliseconds Network::delay() {
  return world_.random().chance(5) ? world_.some_minutes(1, 90) : world_.some_milliseconds(5, 4000);
}

void Network::attempt(const std::shared_ptr<Call>& call) {
  if (world_.now() - call->began > longest_wait) throw Violation("a client never gets an answer");
  const int number = ++call->attempts;
  const int copies = world_.random().chance(lost_percent)    ? 0
                     : world_.random().chance(twice_percent) ? 2
                                                             : 1;
  for (int copy = 0; copy < copies; ++copy)
    world_.after(delay(), [this, call, number] { deliver(call, number); });
  const milliseconds patience = std::chrono::seconds{30} * (1 << std::min(number, 7));
  world_.after(patience, [this, call] {
    if (!call->done) attempt(call);
  });
}

void Network::deliver(const std::shared_ptr<Call>& call, int number) {
  call->request(number, [this, call](const Result<std::string>& answer) {
    if (!is_final(answer) || world_.random().chance(lost_percent)) return;
    world_.after(delay(), [call, answer] {
      if (call->done) return call->again(answer);
      call->done = true;
      call->answered(answer);
    });
  });
}

}  // namespace gatepost::sim
