#include "gateway/app/checkpoint_keeper.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/app/log_keeping.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::app {

namespace asio = boost::asio;

namespace {

// A stopping gateway waits no longer than this for the pause to end.
constexpr std::chrono::milliseconds shortest_pause{200};

bool is_a_fork(const Error& error) {
  return error.is(audit::Errc::not_in_tree) || error.is(audit::Errc::not_proven) ||
         error.is(audit::Errc::altered);
}

}  // namespace

std::optional<Instant> CheckpointKeeper::copied_at() const {
  const std::int64_t at = copied_at_;
  return at == 0 ? std::nullopt : std::optional(from_unix_ms(at));
}

asio::awaitable<void> CheckpointKeeper::pause(std::chrono::seconds how_long) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto until = std::chrono::steady_clock::now() + how_long;
  while (!stopping_ && std::chrono::steady_clock::now() < until) {
    timer.expires_after(shortest_pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> CheckpointKeeper::keep_for_ever() {
  while (!stopping_) {
    co_await keep_once();
    const auto& audit = gateway_.configuration()->settings.audit;
    co_await pause(std::chrono::seconds{audit ? audit->checkpoint_every_seconds : 60});
  }
}

// A network file system can hang for ever; its round then ends never, and could not say so itself.
asio::awaitable<void> CheckpointKeeper::watch_for_ever() {
  while (!stopping_) {
    co_await pause(longest_round);
    const std::int64_t started = started_at_;
    if (started == 0) continue;
    const auto waited = gateway_.parts().clock.now() - from_unix_ms(started);
    if (waited < longest_round) continue;
    gateway_.parts().log.error(
        "checkpoint-not-copied",
        {{"reason", Literal("the second place does not answer")},
         {"waited_seconds", std::chrono::duration_cast<std::chrono::seconds>(waited).count()}});
  }
}

asio::awaitable<void> CheckpointKeeper::keep_once() {
  const ConfigurationPtr configuration = gateway_.configuration();
  const auto& audit = configuration->settings.audit;
  if (!audit || !audit->checkpoint_copy || !configuration->log_signer) co_return;
  const Instant now = gateway_.parts().clock.now();
  started_at_ = to_unix_ms(now);
  auto copied =
      co_await files_.run([this, configuration, now] { return copy(*configuration, now); });
  started_at_ = 0;
  if (copied) {
    gateway_.set_log_state(Gateway::LogState::continues);
    copied_at_ = to_unix_ms(now);
    co_return;
  }
  if (is_a_fork(copied.error())) {
    gateway_.set_log_state(Gateway::LogState::forked);
    gateway_.parts().log.error("log-does-not-continue-its-checkpoint", {{"error", copied.error()}});
  } else {
    gateway_.parts().log.error("checkpoint-not-copied", {{"error", copied.error()}});
  }
}

Result<void> CheckpointKeeper::copy(const Configuration& configuration, Instant now) {
  const config::AuditSettings& audit = *configuration.settings.audit;
  GP_TRY(const auto before, last_copy(audit, configuration.log_signer->verifier()));
  GP_TRY(auto view, gateway_.parts().store.view());
  if (before) GP_CHECK(check_continues(*view, *before));
  GP_TRY(const audit::Head head, view->audit_head());
  const std::string day =
      format_date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)});
  const auto of_the_day = *audit.checkpoint_copy / (std::string(checkpoint_file) + "-" + day);
  std::error_code ignored;
  if (before && before->size == head.size && std::filesystem::exists(of_the_day, ignored))
    return {};
  GP_TRY(const std::string note, audit::sign_checkpoint(head, *configuration.log_signer));
  // The day's file first: a crash between the two leaves an older `checkpoint`, which is no lie.
  GP_CHECK(posix::write_file_durably(of_the_day, as_bytes(note), posix::Mode::shared));
  return posix::write_file_durably(*audit.checkpoint_copy / checkpoint_file, as_bytes(note),
                                   posix::Mode::shared);
}

}  // namespace gatepost::app
