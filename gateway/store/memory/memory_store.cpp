#include "gateway/store/memory/memory_store.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "gateway/store/memory/transaction.hpp"
#include "gateway/store/memory/view.hpp"

namespace gatepost::store::memory {

using exchange::StoreErrc;

MemoryStore::MemoryStore() : state_(std::make_shared<State>()) {}
MemoryStore::~MemoryStore() = default;

void MemoryStore::submit(exchange::Work work, std::function<void(Result<std::string>)> done) {
  if (queue_.size() >= limits::store_queue_commands) {
    refused_.push_back(std::move(done));
  } else {
    queue_.push_back({std::move(work), std::move(done)});
  }
}

Result<std::unique_ptr<exchange::View>> MemoryStore::view() {
  return std::make_unique<MemoryView>(state_);
}

std::size_t MemoryStore::pump() {
  const auto refused = std::exchange(refused_, {});
  const auto taken = std::min(queue_.size(), limits::store_batch_commands);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(taken);
  std::vector<Pending> batch(std::move_iterator(queue_.begin()), std::move_iterator(end));
  queue_.erase(queue_.begin(), end);

  std::vector<Result<std::string>> outcomes;
  if (!batch.empty()) {
    // A View that still looks at this state keeps it; the batch gets a copy. Views are short-lived,
    // so this is rare.
    if (state_.use_count() > 1) state_ = std::make_shared<State>(*state_);
    MemoryTransaction transaction(*state_);
    for (const Pending& pending : batch) outcomes.push_back(transaction.run(pending.work));
    transaction.append_audit_entries();
    const Fault fault = fault_ ? fault_() : Fault::none;
    if (fault == Fault::fail_batch || fault == Fault::unknown_lost) transaction.roll_back();
    if (fault != Fault::none) {
      const StoreErrc code = fault == Fault::fail_batch ? StoreErrc::failed : StoreErrc::unknown;
      std::ranges::fill(outcomes, Result<std::string>(fail(code, "an injected fault")));
    }
  }
  for (const auto& done : refused) done(fail(StoreErrc::full, "the store's queue is full"));
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(outcomes[i]));
  return refused.size() + batch.size();
}

void MemoryStore::crash() {
  queue_.clear();
  refused_.clear();
}

std::vector<exchange::ReportFacts> MemoryStore::facts() const {
  std::vector<exchange::ReportFacts> all;
  for (const auto& [key, facts] : state_->facts) all.push_back(facts);
  return all;
}

}  // namespace gatepost::store::memory
