#include "gateway/app/loops.hpp"

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gatepost::app {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds retry_pause{5};

}  // namespace

asio::awaitable<Result<void>> LogNotifier::notify(const exchange::Effect& effect,
                                                  const Configuration&) {
  log_.warning("notification", {{"message", effect.about.id},
                                {"sender", effect.about.from},
                                {"team", effect.team},
                                {"role", LogValue::name(config::to_string(effect.role))},
                                {"rung", LogValue::name(config::to_string(effect.rung))},
                                {"step_instant", effect.due_at}});
  co_return Result<void>{};
}

bool Loops::alive(Instant now) const {
  const auto oldest = to_unix_ms(now - longest_pass);
  return escalated_at_ > oldest && carried_out_at_ > oldest;
}

asio::awaitable<void> Loops::wait() {
  asio::steady_timer timer(co_await asio::this_coro::executor, pause);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> Loops::escalate_for_ever() {
  while (!stopping_) {
    std::size_t found = 0;
    // A pass that throws is a bug, and a loop that ends is silence: the next pass tries again.
    try {
      found = co_await escalate_once();
      escalated_at_ = to_unix_ms(gateway_.parts().clock.now());
    } catch (const std::exception&) {
      gateway_.parts().log.error("escalation-pass-threw");
    }
    if (found < batch) co_await wait();
  }
}

asio::awaitable<std::size_t> Loops::escalate_once() {
  const ConfigurationPtr configuration = gateway_.configuration();
  const Instant now = gateway_.parts().clock.now();
  auto due =
      co_await gateway_.parts().workers.run([this, now]() -> Result<std::vector<ConversationId>> {
        GP_TRY(auto view, gateway_.parts().store.view());
        return view->due(now, batch);
      });
  if (!due) {
    gateway_.parts().log.error("escalation-read-failed", {{"error", due.error()}});
    co_return 0;
  }
  std::vector<exchange::Work> works;
  for (const ConversationId& id : *due) {
    exchange::Work work;
    // No idempotency key: a tick decides on the state it loads, so a repeated one finds nothing
    // left to do.
    work.run = [this, id, now,
                configuration](exchange::Transaction& transaction) -> Result<std::string> {
      const exchange::Context at{now, configuration->policy, configuration->calendar,
                                 configuration->directory, gateway_.parts().random};
      GP_CHECK(exchange::tick(transaction, id, at, gateway_.provenance(*configuration, "gateway")));
      return std::string{};
    };
    works.push_back(std::move(work));
  }
  const auto answers = co_await gateway_.submit_all(std::move(works));
  std::size_t failed = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i]) continue;
    ++failed;
    gateway_.parts().log.error("escalation-failed",
                               {{"conversation", (*due)[i]}, {"error", answers[i].error()}});
  }
  co_return failed == 0 ? due->size() : 0;
}

asio::awaitable<void> Loops::carry_out_effects_for_ever() {
  while (!stopping_) {
    std::size_t found = 0;
    try {
      found = co_await carry_out_once();
      carried_out_at_ = to_unix_ms(gateway_.parts().clock.now());
    } catch (const std::exception&) {
      gateway_.parts().log.error("effects-pass-threw");
    }
    if (found < batch) co_await wait();
  }
}

asio::awaitable<std::size_t> Loops::carry_out_once() {
  const Instant now = gateway_.parts().clock.now();
  auto effects =
      co_await gateway_.parts().workers.run([this, now]() -> Result<std::vector<exchange::Effect>> {
        GP_TRY(auto view, gateway_.parts().store.view());
        return view->effects(now, batch);
      });
  if (!effects) {
    gateway_.parts().log.error("effects-read-failed", {{"error", effects.error()}});
    co_return 0;
  }
  const ConfigurationPtr configuration = gateway_.configuration();
  std::vector<exchange::Work> works;
  for (const exchange::Effect& effect : *effects)
    works.push_back(co_await carry_out(effect, configuration));
  const auto answers = co_await gateway_.submit_all(std::move(works));
  std::size_t failed = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const exchange::Effect& effect = (*effects)[i];
    if (answers[i]) {
      gateway_.parts().metrics.step_decided(
          effect.kind == exchange::Effect::Kind::report ? "report" : "notify");
      continue;
    }
    ++failed;
    gateway_.parts().log.error("effect-failed",
                               {{"message", effect.about.id}, {"error", answers[i].error()}});
  }
  if (failed > 0) {
    // What could not be recorded would be handed over again at once: give the store time.
    asio::steady_timer timer(co_await asio::this_coro::executor, retry_pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return failed == 0 ? effects->size() : 0;
}

asio::awaitable<bool> Loops::is_superseded(const exchange::Effect& effect) {
  auto answer = co_await gateway_.parts().workers.run([this, &effect]() -> Result<bool> {
    GP_TRY(auto view, gateway_.parts().store.view());
    GP_TRY(const auto form, view->form(effect.about));
    if (!form) return false;
    GP_TRY(const auto conversation, view->conversation(form->conversation));
    return conversation && exchange::is_superseded(*conversation, effect);
  });
  // When in doubt, people are told.
  co_return answer && *answer;
}

// Hands the effect over, and answers the work that records it.
asio::awaitable<exchange::Work> Loops::carry_out(exchange::Effect effect,
                                                 ConfigurationPtr configuration) {
  const bool report = effect.kind == exchange::Effect::Kind::report;
  // People must not be told what is no longer true; deliver_report looks again inside its
  // transaction.
  const bool superseded = !report && co_await is_superseded(effect);
  Result<void> handed_over{};
  if (!report && !superseded) handed_over = co_await notifier_.notify(effect, *configuration);
  const Instant now = gateway_.parts().clock.now();
  exchange::Work work;
  // No idempotency key: an effect that is gone was carried out, and deliver_report and
  // finish_notification see that.
  work.run = [this, effect, configuration, report, superseded, now, ok = handed_over.has_value(),
              handle = make_handle(gateway_.parts().random)](
                 exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at{now, configuration->policy, configuration->calendar,
                               configuration->directory, gateway_.parts().random};
    const auto provenance = gateway_.provenance(*configuration, "gateway");
    if (report) {
      GP_CHECK(exchange::deliver_report(transaction, effect, handle, at, provenance));
    } else if (superseded) {
      GP_CHECK(exchange::drop_effect(transaction, effect, at, provenance));
    } else if (ok) {
      GP_CHECK(exchange::finish_notification(transaction, effect, at, provenance));
    } else {
      GP_CHECK(transaction.postpone_effect(effect.reference, now + retry_pause));
    }
    return std::string{};
  };
  co_return work;
}

}  // namespace gatepost::app
