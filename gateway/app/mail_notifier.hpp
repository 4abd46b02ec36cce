// MailNotifier: notifications as mails to the contacts of the directory, through the mail server of
// [mail]; without that section it only writes the log, as it also does beside each mail. Owned by
// the server; used on the io_context's thread, while the mails go out on threads of its own, so
// that a mail server that hangs keeps nobody else waiting.
#pragma once

#include <deque>
#include <stop_token>

#include "gateway/app/metrics.hpp"
#include "gateway/app/notifier.hpp"
#include "gateway/app/workers.hpp"
#include "transports/smtp_client.hpp"

namespace gatepost::app {

class MailNotifier final : public Notifier {
 public:
  struct Parts {
    const Clock& clock;
    Log& log;
    Metrics& metrics;
  };
  explicit MailNotifier(const Parts& parts);

  // Done when nobody is left who could still get the mail and somebody has; failed when nobody
  // could ("no-address", "refused") or after limits::notification_attempts ("given-up").
  boost::asio::awaitable<Told> notify(const Notification& notification,
                                      const Configuration& configuration) override;
  // Mails under way are given up within about a second, and later ones at once: all are "later".
  void stop() { stop_.request_stop(); }

 private:
  struct Tally;
  Told conclude(const Notification& notification, const Tally& tally);
  Told failed(const Notification& notification, std::string_view why);
  bool has_it(const std::string& delivery) const;
  void remember(std::string delivery);

  Parts parts_;
  LogNotifier log_notifier_;
  Workers pool_;
  std::stop_source stop_;
  // "reference address" of mails that were taken, oldest first: when another recipient's must be
  // tried again, or the end could not be recorded, nobody gets the same mail twice. In memory only;
  // after a restart a repeat is recognised by its Message-ID.
  std::deque<std::string> taken_;
};

}  // namespace gatepost::app
