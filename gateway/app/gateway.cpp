#include "gateway/app/gateway.hpp"

#include <fmt/format.h>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::StoreErrc;

namespace {

constexpr int unknown_outcome_attempts = 5;
constexpr std::chrono::milliseconds unknown_outcome_pause{200};

// The store answers on its writer thread; the coroutine goes on where it was.
asio::awaitable<Result<std::string>> submit_once(exchange::Store& store, exchange::Work work) {
  auto initiate = [&store](auto handler, exchange::Work owned) {
    auto executor = asio::get_associated_executor(handler);
    using Handler = decltype(handler);
    auto kept = std::make_shared<Handler>(std::move(handler));
    auto guard = asio::make_work_guard(executor);
    store.submit(std::move(owned), [kept, guard](Result<std::string> result) mutable {
      asio::post(guard.get_executor(), [kept, answer = std::move(result)]() mutable {
        std::move (*kept)(std::move(answer));
      });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&,
                                          void(Result<std::string>)>(
      std::move(initiate), asio::use_awaitable, std::move(work));
}

}  // namespace

Gateway::Gateway(const Parts& parts, ConfigurationPtr configuration)
    : parts_(parts), configuration_(std::move(configuration)) {}

ConfigurationPtr Gateway::configuration() const {
  const std::lock_guard lock(configuration_mutex_);
  return configuration_;
}

void Gateway::replace_configuration(ConfigurationPtr configuration) {
  const std::lock_guard lock(configuration_mutex_);
  configuration_ = std::move(configuration);
}

exchange::Provenance Gateway::provenance(const Configuration& configuration,
                                         std::string actor) const {
  return {std::move(actor), configuration.settings.name, configuration.gateway_code};
}

exchange::Provenance Gateway::provenance(const Caller& caller) const {
  exchange::Provenance made = provenance(*caller.configuration, caller.actor());
  made.how = caller.how;
  return made;
}

exchange::Context Gateway::context(const Configuration& configuration, Instant now) const {
  return {now, configuration.policy, configuration.calendar, configuration.directory,
          parts_.random};
}

Answer<Caller> Gateway::identify(const transports::ConnectionIdentity& peer) const {
  ConfigurationPtr configuration = this->configuration();
  if (peer.peer_chain.empty() || peer.peer_chain.front().role() != certs::Role::team)
    return refuse(Error(certs::Errc::wrong_role,
                        "the connection's certificate is not a team's: it needs one SAN URI "
                        "urn:gatepost:team:CODE"));
  const certs::Certificate& leaf = peer.peer_chain.front();
  const config::Team* known = configuration->directory.find(*leaf.team());
  if (known == nullptr)
    return refuse(Error(Errc::unknown_team,
                        fmt::format("team {} is not in the directory", leaf.team()->str())));
  // A team that has ended reads nothing more: nobody there is bound to act on what it read. What
  // lies in its inbox is not lost: the ladder asks the other side (ops/decisions/0019).
  const auto today = configuration->calendar.local_date(parts_.clock.now());
  const config::Team* team = configuration->directory.find(known->code, today);
  if (team == nullptr)
    return refuse(Error(
        Errc::out_of_service,
        fmt::format("team {} is not in service today: the directory has it {}; its messages "
                    "and tasks are with the other side or another team of its prison. Whoever "
                    "keeps the directory can change that",
                    known->code.str(), config::service_in_words(*known))));
  if (!config::pins(*team, leaf.issuer_pin()))
    return refuse(
        Error(Errc::issuer_not_pinned,
              fmt::format("the directory does not pin the issuer of this certificate to {}",
                          team->code.str())));
  Caller caller;
  caller.team = team->code;
  caller.configuration = std::move(configuration);
  return caller;
}

asio::awaitable<Result<std::string>> Gateway::submit(exchange::Work work) {
  std::optional<Error> was_unknown;
  for (int attempt = 1;; ++attempt) {
    Result<std::string> answer = co_await submit_once(parts_.store, work);
    // A store that stopped after an unknown outcome has not settled it.
    if (!answer && was_unknown && answer.error().is(StoreErrc::stopped))
      co_return std::unexpected(*was_unknown);
    if (answer || !answer.error().is(StoreErrc::unknown) || attempt == unknown_outcome_attempts)
      co_return answer;
    was_unknown = answer.error();
    // Committed or not, the same key settles it: never guess, ask again.
    asio::steady_timer pause(co_await asio::this_coro::executor, unknown_outcome_pause);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<std::vector<Result<std::string>>> Gateway::submit_all(
    std::vector<exchange::Work> works) {
  struct State {
    explicit State(const asio::any_io_executor& executor)
        : done(executor, asio::steady_timer::time_point::max()) {}
    std::vector<Result<std::string>> answers;
    std::size_t left = 0;
    asio::steady_timer done;
  };
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  auto state = std::make_shared<State>(executor);
  state->answers.resize(works.size());
  state->left = works.size();
  for (std::size_t i = 0; i < works.size(); ++i) {
    // Answers arrive on the writer's thread and are counted on ours.
    parts_.store.submit(std::move(works[i]), [state, executor, i](Result<std::string> answer) {
      asio::post(executor, [state, i, kept = std::move(answer)]() mutable {
        state->answers[i] = std::move(kept);
        if (--state->left == 0) state->done.cancel();
      });
    });
  }
  boost::system::error_code cancelled;
  if (state->left > 0)
    co_await state->done.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  co_return std::move(state->answers);
}

asio::awaitable<void> Gateway::record_refusal(TeamCode team, Error error,
                                              std::optional<exchange::MessageKey> message) {
  co_await record_refusal(Caller{std::move(team), configuration()}, std::move(error),
                          std::move(message));
}

asio::awaitable<void> Gateway::record_refusal(Caller caller, Error error,
                                              std::optional<exchange::MessageKey> message) {
  const std::string reason = fmt::format("{}.{}", error.library(), error.name());
  parts_.metrics.refused(reason);
  parts_.log.warning("refused", {{"team", caller.team}, {"reason", error}});
  const Instant now = parts_.clock.now();
  exchange::Work work;
  work.run = [provenance = provenance(caller), reason, message,
              now](exchange::Transaction& transaction) -> Result<std::string> {
    exchange::record_refusal(transaction, provenance, now, reason, message);
    return std::string{};
  };
  auto recorded = co_await submit(std::move(work));
  if (!recorded) parts_.log.error("refusal-not-recorded", {{"error", recorded.error()}});
}

}  // namespace gatepost::app
