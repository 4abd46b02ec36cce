#include "gateway/app/back_off.hpp"

#include <algorithm>

namespace gatepost::app {

std::chrono::seconds pause_after(int earlier_attempts) {
  auto pause = limits::first_retry_pause;
  for (int i = 0; i < earlier_attempts && pause < limits::longest_retry_pause; ++i) pause *= 2;
  return std::min(pause, limits::longest_retry_pause);
}

bool FailingConversations::waits(const ConversationId& id, Instant now) const {
  const auto found = failing_.find(id);
  // A clock that was set back must not make a pause longer than any pause is.
  return found != failing_.end() && now < found->second.until &&
         found->second.until - now <= limits::longest_retry_pause;
}

void FailingConversations::failed(const ConversationId& id, Instant now) {
  if (failing_.size() >= limits::failing_conversations && !failing_.contains(id))
    failing_.erase(std::ranges::min_element(failing_, {},
                                            [](const auto& entry) { return entry.second.until; }));
  Failing& failing = failing_[id];
  failing.until = now + pause_after(failing.attempts);
  ++failing.attempts;
}

}  // namespace gatepost::app
