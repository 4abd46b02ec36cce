// The loops that make time count: escalation (ticks for conversations whose instant has come), and
// the effects decided earlier, carried out after their commit: REPORTs in one loop, notifications
// in another, so that a slow way to people holds back no REPORT. Live on the io_context's thread
// inside a TaskGroup.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/back_off.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/notifier.hpp"

namespace gatepost::app {

class Loops {
 public:
  Loops(Gateway& gateway, Notifier& notifier) : gateway_(gateway), notifier_(notifier) {}

  // All run until stop(); each pass reads what is due by the wall clock, so that clock jumps and
  // work left by a crash are found by themselves. Whatever fails is logged and tried again after a
  // pause that doubles (back_off.hpp); it never holds up anything else.
  boost::asio::awaitable<void> escalate_for_ever();
  boost::asio::awaitable<void> report_for_ever();
  boost::asio::awaitable<void> notify_for_ever();
  void stop() { stopping_ = true; }
  // All loops have finished a pass lately: without them nothing escalates, and the gateway is not
  // ready.
  bool alive(Instant now) const;
  static constexpr std::chrono::seconds longest_pass{60};
  // A pass waits for the slowest of its mails.
  static constexpr std::chrono::seconds longest_notifying_pass{180};

  // The longest a due instant can lie unseen. Polling an indexed minimum costs microseconds;
  // missing a wake-up would cost silence.
  static constexpr std::chrono::milliseconds pause{200};
  static constexpr std::size_t batch = 128;

 private:
  using Pass = boost::asio::awaitable<bool> (Loops::*)();

  // A pass answers whether more may be due at once.
  boost::asio::awaitable<void> repeat(Pass pass, std::atomic<std::int64_t>& finished_at);
  boost::asio::awaitable<bool> escalate_once();
  boost::asio::awaitable<bool> report_once();
  boost::asio::awaitable<bool> notify_once();

  boost::asio::awaitable<Result<std::vector<ConversationId>>> due_conversations(Instant now);
  boost::asio::awaitable<std::vector<exchange::Effect>> due_effects(exchange::Effect::Kind kind,
                                                                    std::size_t limit);
  boost::asio::awaitable<void> tell(exchange::Effect effect, ConfigurationPtr configuration,
                                    exchange::Work& work);
  // What is told about the effect as things stand now; nothing when it is superseded.
  boost::asio::awaitable<std::optional<Notification>> look_up(const exchange::Effect& effect);
  // Submits each effect's work; answers whether the store took them all or put them off.
  boost::asio::awaitable<bool> record(const std::vector<exchange::Effect>& effects,
                                      std::vector<exchange::Work> works);
  boost::asio::awaitable<void> wait(std::chrono::milliseconds how_long);

  Gateway& gateway_;
  Notifier& notifier_;
  FailingConversations failing_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::int64_t> escalated_at_ = 0, reported_at_ = 0, notified_at_ = 0;  // unix ms
};

}  // namespace gatepost::app
