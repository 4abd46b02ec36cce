// Back-off: what fails is tried again after a pause that doubles, and meanwhile does not stand in
// the way of what works. Values; one thread at a time.
#pragma once

#include <map>

#include "gateway/base/ids.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::app {

// After so many attempts that failed before this one: 5 s, 10 s, 20 s, ... 10 minutes.
std::chrono::seconds pause_after(int earlier_attempts);

// Conversations whose escalation failed, and until when each is left alone. In memory only: after a
// restart each is tried at once. At most limits::failing_conversations; then the one that would be
// tried next makes room.
class FailingConversations {
 public:
  bool waits(const ConversationId& id, Instant now) const;
  void failed(const ConversationId& id, Instant now);
  void succeeded(const ConversationId& id) { failing_.erase(id); }
  std::size_t size() const { return failing_.size(); }

 private:
  struct Failing {
    Instant until;
    int attempts = 0;
  };
  std::map<ConversationId, Failing> failing_;
};

}  // namespace gatepost::app
