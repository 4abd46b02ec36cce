// World: virtual time, one stream of seeded randomness, and the sample region. Everything in the
// simulation happens in one thread, as events in order of their instants; two runs with the same
// options are the same run.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "gateway/exchange/decide.hpp"
#include "tests/support/sample_region.hpp"
#include "tests/support/seeded_random.hpp"

namespace gatepost::sim {

// A bug put in on purpose: the checks must find each of them, or they prove nothing.
enum class Plant {
  none,
  receipt_before_commit,            // answers "accepted" before the store has committed
  retry_with_new_id,                // a client's retry makes a new message id
  timer_not_rearmed_after_restart,  // deadlines armed before a crash are forgotten
  step_not_idempotent,              // an effect stays in the outbox after it was carried out
  late_ack_dropped,  // an acknowledgement after its deadline is answered, and thrown away
  refusal_forgiven,  // a reply that quotes the wrong digest is taken
};
std::optional<Plant> parse_plant(std::string_view name);

struct Options {
  std::uint64_t seed = 1;
  int days = 30;
  Plant plant = Plant::none;
};

// An invariant does not hold.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class World {
 public:
  explicit World(const Options& options) : options_(options), random_(options.seed) {}

  const Options& options() const { return options_; }
  Instant now() const { return now_; }
  tests::SeededRandom& random() { return random_; }
  const config::Policy& policy() const { return policy_; }
  const config::Calendar& calendar() const { return calendar_; }
  const config::Directory& directory() const { return directory_; }
  exchange::Context context() { return {now_, policy_, calendar_, directory_, random_}; }

  // Lets something happen after a while.
  void after(milliseconds delay, std::function<void()> what) {
    events_.emplace(now_ + delay, std::move(what));
  }
  // A whole number of minutes or milliseconds, drawn evenly.
  milliseconds some_minutes(int least, int most) {
    return std::chrono::minutes{random_.between(least, most)};
  }
  milliseconds some_milliseconds(int least, int most) {
    return milliseconds{random_.between(least, most)};
  }

  void run_until(Instant end) {
    while (!events_.empty() && events_.begin()->first <= end) {
      auto next = events_.extract(events_.begin());
      now_ = std::max(now_, next.key());
      next.mapped()();
    }
    now_ = end;
  }

 private:
  Options options_;
  tests::SeededRandom random_;
  config::Policy policy_ = tests::shipped_policy();
  config::Calendar calendar_ = tests::shipped_calendar();
  config::Directory directory_ = tests::sample_region();
  Instant now_ = *from_rfc3339("2026-03-02T00:00:00Z");
  std::multimap<Instant, std::function<void()>> events_;  // equal instants in order of insertion
};

}  // namespace gatepost::sim
