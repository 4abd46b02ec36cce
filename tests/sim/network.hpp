// Network: carries a client's request to the gateway until the client has an answer. It loses,
// duplicates, delays and reorders requests and answers; clients time out and ask again, with the
// same bytes.
#pragma once

#include <functional>

#include "tests/sim/gateway.hpp"

namespace gatepost::sim {

// Makes the n-th attempt (from 1). An honest client makes the same request each time.
using Request = std::function<void(int attempt, Answer answer)>;

class Network {
 public:
  explicit Network(World& world) : world_(world) {}

  // `answered` is called once, with the first final answer; `again` with every further one that
  // still arrives.
  void call(Request request, Answer answered, Answer again);

 private:
  struct Call;
  void attempt(const std::shared_ptr<Call>& call);
  void deliver(const std::shared_ptr<Call>& call, int number);
  milliseconds delay();

  World& world_;
};

}  // namespace gatepost::sim
