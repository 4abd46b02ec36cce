// Notifier: the way to people outside of any mailbox. Used on the io_context's thread; several
// notifications are under way at once.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/configuration.hpp"
#include "gateway/app/notification.hpp"
#include "gateway/base/log.hpp"

namespace gatepost::app {

// How telling ended.
struct Told {
  enum class Kind {
    done,    // handed over to everybody it is for; nobody need have read it
    failed,  // not handed over, and trying again would change nothing
    later    // not settled: the same notification again, after a pause
  } kind = Kind::later;
  std::string_view why;  // of `failed`: "no-address", "refused", "given-up"
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  // At least once, under the effect's stable reference. Both arguments outlive the call. Every wait
  // within has a limit.
  virtual boost::asio::awaitable<Told> notify(const Notification& notification,
                                              const Configuration& configuration) = 0;
};

// Writes a warning for the operator's log collection: reference, rung, step and role; nothing
// personal. All there is until a channel to people is configured.
class LogNotifier final : public Notifier {
 public:
  explicit LogNotifier(Log& log) : log_(log) {}
  boost::asio::awaitable<Told> notify(const Notification& notification,
                                      const Configuration& configuration) override;

 private:
  Log& log_;
};

}  // namespace gatepost::app
