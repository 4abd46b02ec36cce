// Deadline: a timer that does something to a socket when an await takes too long (Asio 1.81 has no
// cancel_after), and Stopwatch, monotonic time for such waits. Waits of I/O are no business time:
// they are the one reason to read a clock in this folder, and nothing is decided or recorded by it.
// One io_context thread.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

namespace gatepost::transports {

class Stopwatch {
 public:
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start_);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class Deadline {
 public:
  // `on_expiry` runs unless the Deadline is destroyed first, even when the timer has already fired
  // and its handler waits in the queue.
  template <class OnExpiry>
  Deadline(const boost::asio::any_io_executor& executor, std::chrono::milliseconds at_most,
           OnExpiry on_expiry)
      : timer_(executor, at_most), state_(std::make_shared<State>(State::waiting)) {
    timer_.async_wait([state = state_, on_expiry](boost::system::error_code error) {
      if (error || *state != State::waiting) return;
      *state = State::expired;
      on_expiry();
    });
  }
  ~Deadline() {
    if (*state_ == State::waiting) *state_ = State::over;
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  bool expired() const { return *state_ == State::expired; }

 private:
  enum class State { waiting, expired, over };
  boost::asio::steady_timer timer_;
  std::shared_ptr<State> state_;  // owners: the Deadline and its timer's handler
};

}  // namespace gatepost::transports
