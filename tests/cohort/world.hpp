// World: virtual time, one stream of seeded randomness, and everything that Gatepost ships as data:
// the default policy, the bank holidays and the sample directory. Things happen as events in order
// of their instants; two runs with the same options are the same run. One thread drives it; the
// store's writer borrows the randomness while that thread waits for its commit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "gateway/exchange/decide.hpp"
#include "tests/support/seeded_random.hpp"

namespace gatepost::cohort {

// The replay itself went wrong: a form of ours is invalid, the store failed, the cohort has another
// shape than the audit's. Never a referral that is unaccounted for.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The value, or Broken with what was being done.
template <class T>
T must(Result<T> result, const std::string& what) {
  if (!result) throw Broken(what + ": " + result.error().to_string());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class World {
 public:
  explicit World(std::uint64_t seed);

  Instant now() const { return now_; }
  tests::SeededRandom& random() { return random_; }
  const config::Policy& policy() const { return policy_; }
  const config::Calendar& calendar() const { return calendar_; }
  const config::Directory& directory() const { return directory_; }
  exchange::Context context() { return {now_, policy_, calendar_, directory_, random_}; }

  void at(Instant when, std::function<void()> what) {
    events_.emplace(std::max(when, now_), std::move(what));
  }
  std::optional<Instant> next_event() const;
  void run_next();
  void pass_to(Instant instant) { now_ = std::max(now_, instant); }

  milliseconds some_minutes(int least, int most) {
    return std::chrono::minutes{random_.between(least, most)};
  }
  // When somebody who works 09:00-17:00 on working days gets to something that comes at `instant`:
  // at once, or some time into their next morning.
  Instant at_work(Instant instant);
  // After so many working hours, and some minutes.
  Instant later_at_work(int least_hours, int most_hours);
  Instant local(std::chrono::year_month_day day, int hour, int minute) const;

 private:
  config::Policy policy_;
  config::Calendar calendar_;
  config::Directory directory_;
  tests::SeededRandom random_;
  Instant now_;
  std::multimap<Instant, std::function<void()>> events_;  // equal instants in order of insertion
};

}  // namespace gatepost::cohort
