// PasswordChecks: the pool in which passwords are hashed, two at a time, because each takes 64 MiB.
// What would wait behind too many others is refused instead, so that a flood of sign-ins costs
// bounded memory and delays nobody but itself.
#pragma once

#include <atomic>

#include "gateway/app/workers.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/identity/errors.hpp"

namespace gatepost::app {

class PasswordChecks {
 public:
  // At most `most` are checked or wait; limits::password_checks_waiting.
  explicit PasswordChecks(std::size_t most)
      : most_(most), workers_(limits::password_checks_at_once) {}

  // Errors: identity::Errc::busy, and what `work`, which answers a Result, does.
  template <class F>
  boost::asio::awaitable<std::invoke_result_t<F>> run(F work) {
    if (waiting_.fetch_add(1) >= most_) {
      --waiting_;
      co_return fail(identity::Errc::busy,
                     "many people are signing in just now; try again in a moment");
    }
    const Leaving leaving{waiting_};
    co_return co_await workers_.run(std::move(work));
  }

 private:
  struct Leaving {
    std::atomic<std::size_t>& waiting;
    ~Leaving() { --waiting; }
  };
  std::size_t most_;
  std::atomic<std::size_t> waiting_ = 0;
  Workers workers_;
};

}  // namespace gatepost::app
