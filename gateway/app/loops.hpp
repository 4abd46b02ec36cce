// The loops that make time count: escalation (ticks for conversations whose instant has come) and
// effects (REPORTs and notifications decided earlier, carried out after their commit). Live on the
// io_context's thread inside a TaskGroup.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/gateway.hpp"

namespace gatepost::app {

// Hands one notification to people outside of any mailbox. At least once, under the effect's stable
// reference.
class Notifier {
 public:
  virtual ~Notifier() = default;
  virtual boost::asio::awaitable<Result<void>> notify(const exchange::Effect& effect,
                                                      const Configuration& configuration) = 0;
};

// Writes a warning for the operator's log collection: reference, rung, step and role; nothing
// personal. The default until a channel to people is configured.
class LogNotifier final : public Notifier {
 public:
  explicit LogNotifier(Log& log) : log_(log) {}
  boost::asio::awaitable<Result<void>> notify(const exchange::Effect& effect,
                                              const Configuration& configuration) override;

 private:
  Log& log_;
};

class Loops {
 public:
  Loops(Gateway& gateway, Notifier& notifier) : gateway_(gateway), notifier_(notifier) {}

  // Both run until stop(); each pass reads what is due by the wall clock, so that clock jumps and
  // work left by a crash are found by themselves. A failing conversation is logged and retried; it
  // never holds up another.
  boost::asio::awaitable<void> escalate_for_ever();
  boost::asio::awaitable<void> carry_out_effects_for_ever();
  void stop() { stopping_ = true; }
  // Both loops have finished a pass lately: without them nothing escalates, and the gateway is not
  // ready.
  bool alive(Instant now) const;
  static constexpr std::chrono::seconds longest_pass{60};

  // The longest a due instant can lie unseen. Polling an indexed minimum costs microseconds;
  // missing a wake-up would cost silence.
  static constexpr std::chrono::milliseconds pause{200};
  static constexpr std::size_t batch = 128;

 private:
  boost::asio::awaitable<std::size_t> escalate_once();
  boost::asio::awaitable<std::size_t> carry_out_once();
  boost::asio::awaitable<exchange::Work> carry_out(exchange::Effect effect,
                                                   ConfigurationPtr configuration);
  boost::asio::awaitable<bool> is_superseded(const exchange::Effect& effect);
  boost::asio::awaitable<void> wait();

  Gateway& gateway_;
  Notifier& notifier_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::int64_t> escalated_at_ = 0, carried_out_at_ = 0;  // unix milliseconds
};

}  // namespace gatepost::app
