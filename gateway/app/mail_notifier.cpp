#include "gateway/app/mail_notifier.hpp"

#include <algorithm>

#include "gateway/base/limits.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using transports::SmtpClient;
using transports::SmtpVerdict;

namespace {

SmtpClient::Options client_options(const config::MailSettings& settings, std::string password) {
  SmtpClient::Options options;
  options.server = settings.server;
  options.trust = settings.trust;
  options.domain = settings.domain;
  options.user = settings.user;
  options.password = std::move(password);
  options.connect_timeout = limits::mail_connect_wait;
  options.timeout = limits::mail_wait;
  return options;
}

MailHead head_for(const config::MailSettings& settings, const Notification& notification,
                  std::string to, Instant now) {
  MailHead head;
  head.from = settings.from;
  head.to = std::move(to);
  head.reply_to = settings.reply_to;
  head.domain = settings.domain;
  head.reference = notification.effect.reference;
  head.date = now;
  return head;
}

}  // namespace

asio::awaitable<Told> LogNotifier::notify(const Notification& notification, const Configuration&) {
  const exchange::Effect& effect = notification.effect;
  log_.warning("notification", {{"message", effect.about.id},
                                {"sender", effect.about.from},
                                {"team", effect.team},
                                {"role", LogValue::name(config::to_string(effect.role))},
                                {"rung", LogValue::name(config::to_string(effect.rung))},
                                {"step_instant", effect.due_at}});
  co_return Told{Told::Kind::done, {}};
}

// What became of one notification's mails.
struct MailNotifier::Tally {
  std::size_t taken = 0, refused = 0, later = 0;
  void count(SmtpVerdict::Kind kind) {
    if (kind == SmtpVerdict::Kind::taken) ++taken;
    if (kind == SmtpVerdict::Kind::refused) ++refused;
    if (kind == SmtpVerdict::Kind::later) ++later;
  }
};

MailNotifier::MailNotifier(const Parts& parts)
    : parts_(parts), log_notifier_(parts.log), pool_(limits::notifications_at_once) {}

asio::awaitable<Told> MailNotifier::notify(const Notification& notification,
                                           const Configuration& configuration) {
  const exchange::Effect& effect = notification.effect;
  if (effect.attempts == 0) co_await log_notifier_.notify(notification, configuration);
  if (!configuration.settings.mail) co_return Told{Told::Kind::done, {}};
  const config::MailSettings& settings = *configuration.settings.mail;

  const auto addresses =
      addressees(notification, configuration.directory, settings.operator_address);
  if (addresses.empty()) co_return failed(notification, "no-address");
  const auto text = text_of(notification, configuration.directory, configuration.calendar);
  const SmtpClient client(client_options(settings, configuration.mail_password));
  Tally tally;
  for (const std::string& address : addresses) {
    const std::string delivery = effect.reference + " " + address;
    if (has_it(delivery)) {
      tally.count(SmtpVerdict::Kind::taken);
      continue;
    }
    const auto mail =
        compose_mail(head_for(settings, notification, address, parts_.clock.now()), text);
    SmtpVerdict verdict{SmtpVerdict::Kind::refused, 0, "bad-data"};
    if (mail)
      verdict = co_await pool_.run([&client, &settings, &address, &mail, stop = stop_.get_token()] {
        return client.send({settings.from, address, *mail}, stop);
      });
    tally.count(verdict.kind);
    if (verdict.kind == SmtpVerdict::Kind::taken) {
      remember(delivery);
      continue;
    }
    parts_.log.warning("mail-not-taken", {{"message", effect.about.id},
                                          {"team", effect.team},
                                          {"role", LogValue::name(config::to_string(effect.role))},
                                          {"why", LogValue::name(verdict.why)},
                                          {"code", verdict.code},
                                          {"attempts", effect.attempts + 1}});
  }
  co_return conclude(notification, tally);
}

Told MailNotifier::conclude(const Notification& notification, const Tally& tally) {
  const exchange::Effect& effect = notification.effect;
  if (tally.later > 0 && effect.attempts + 1 < limits::notification_attempts) {
    parts_.metrics.notified(config::to_string(effect.role), "later");
    return {Told::Kind::later, {}};
  }
  if (tally.taken > 0) {
    parts_.metrics.notified(config::to_string(effect.role), "handed-over");
    return {Told::Kind::done, {}};
  }
  return failed(notification, tally.later > 0 ? "given-up" : "refused");
}

Told MailNotifier::failed(const Notification& notification, std::string_view why) {
  const exchange::Effect& effect = notification.effect;
  parts_.log.warning("notification-failed",
                     {{"message", effect.about.id},
                      {"team", effect.team},
                      {"role", LogValue::name(config::to_string(effect.role))},
                      {"why", LogValue::name(why)}});
  parts_.metrics.notified(config::to_string(effect.role), why);
  return {Told::Kind::failed, why};
}

bool MailNotifier::has_it(const std::string& delivery) const {
  return std::ranges::find(taken_, delivery) != taken_.end();
}

void MailNotifier::remember(std::string delivery) {
  if (taken_.size() >= limits::mails_remembered) taken_.pop_front();
  taken_.push_back(std::move(delivery));
}

}  // namespace gatepost::app
