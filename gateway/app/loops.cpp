#include "gateway/app/loops.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/base/task_group.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::Effect;
using exchange::StoreErrc;

namespace {

constexpr std::chrono::seconds store_pause{5};

// The store itself has trouble; whatever was asked of it is as good as before.
bool is_the_stores(const Error& error) {
  return error.is(StoreErrc::full) || error.is(StoreErrc::unknown) || error.is(StoreErrc::stopped);
}

exchange::Work postponement(const Effect& effect, Instant now) {
  exchange::Work work;
  work.run = [reference = effect.reference, until = now + pause_after(effect.attempts)](
                 exchange::Transaction& transaction) -> Result<std::string> {
    GP_CHECK(transaction.postpone_effect(reference, until));
    return std::string{};
  };
  return work;
}

}  // namespace

bool Loops::alive(Instant now) const {
  const auto oldest = to_unix_ms(now - longest_pass);
  return escalated_at_ > oldest && reported_at_ > oldest &&
         notified_at_ > to_unix_ms(now - longest_notifying_pass);
}

asio::awaitable<void> Loops::escalate_for_ever() {
  return repeat(&Loops::escalate_once, escalated_at_);
}
asio::awaitable<void> Loops::report_for_ever() { return repeat(&Loops::report_once, reported_at_); }
asio::awaitable<void> Loops::notify_for_ever() { return repeat(&Loops::notify_once, notified_at_); }

asio::awaitable<void> Loops::repeat(Pass pass, std::atomic<std::int64_t>& finished_at) {
  while (!stopping_) {
    bool more = false;
    // A pass that throws is a bug, and a loop that ends is silence: the next pass tries again.
    try {
      more = co_await (this->*pass)();
      finished_at = to_unix_ms(gateway_.parts().clock.now());
    } catch (const std::exception&) {
      gateway_.parts().log.error("pass-threw");
    }
    if (!more) co_await wait(pause);
  }
}

asio::awaitable<void> Loops::wait(std::chrono::milliseconds how_long) {
  asio::steady_timer timer(co_await asio::this_coro::executor, how_long);
  co_await timer.async_wait(asio::use_awaitable);
}

// Those that failed lately keep their place in the store's order, so as many more are read.
asio::awaitable<Result<std::vector<ConversationId>>> Loops::due_conversations(Instant now) {
  auto due = co_await gateway_.parts().workers.run(
      [this, now, limit = batch + failing_.size()]() -> Result<std::vector<ConversationId>> {
        GP_TRY(auto view, gateway_.parts().store.view());
        return view->due(now, limit);
      });
  if (!due) co_return due;
  std::erase_if(*due, [&](const ConversationId& id) { return failing_.waits(id, now); });
  if (due->size() > batch) due->resize(batch);
  co_return due;
}

asio::awaitable<bool> Loops::escalate_once() {
  const ConfigurationPtr configuration = gateway_.configuration();
  const Instant now = gateway_.parts().clock.now();
  const auto due = co_await due_conversations(now);
  if (!due) {
    gateway_.parts().log.error("escalation-read-failed", {{"error", due.error()}});
    co_return false;
  }
  std::vector<exchange::Work> works;
  for (const ConversationId& id : *due) {
    exchange::Work work;
    // No idempotency key: a tick decides on the state it loads, so a repeated one finds nothing
    // left to do.
    work.run = [this, id, now,
                configuration](exchange::Transaction& transaction) -> Result<std::string> {
      const exchange::Context at = gateway_.context(*configuration, now);
      GP_CHECK(exchange::tick(transaction, id, at, gateway_.provenance(*configuration, "gateway")));
      return std::string{};
    };
    works.push_back(std::move(work));
  }
  const auto answers = co_await gateway_.submit_all(std::move(works));
  bool store_is_well = true;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const ConversationId& id = (*due)[i];
    if (answers[i]) {
      failing_.succeeded(id);
      continue;
    }
    gateway_.parts().log.error("escalation-failed",
                               {{"conversation", id}, {"error", answers[i].error()}});
    if (is_the_stores(answers[i].error()))
      store_is_well = false;
    else
      failing_.failed(id, now);
  }
  co_return store_is_well && due->size() == batch;
}

asio::awaitable<std::vector<Effect>> Loops::due_effects(Effect::Kind kind, std::size_t limit) {
  const Instant now = gateway_.parts().clock.now();
  auto effects = co_await gateway_.parts().workers.run(
      [this, kind, now, limit]() -> Result<std::vector<Effect>> {
        GP_TRY(auto view, gateway_.parts().store.view());
        return view->effects_of(kind, now, limit);
      });
  if (effects) co_return std::move(*effects);
  gateway_.parts().log.error("effects-read-failed", {{"error", effects.error()}});
  co_return std::vector<Effect>{};
}

asio::awaitable<bool> Loops::report_once() {
  const auto effects = co_await due_effects(Effect::Kind::report, batch);
  const ConfigurationPtr configuration = gateway_.configuration();
  const Instant now = gateway_.parts().clock.now();
  std::vector<exchange::Work> works;
  for (const Effect& effect : effects) {
    exchange::Work work;
    // No idempotency key: an effect that is gone was carried out, and deliver_report sees that.
    work.run = [this, effect, configuration, now, handle = make_handle(gateway_.parts().random)](
                   exchange::Transaction& transaction) -> Result<std::string> {
      const exchange::Context at = gateway_.context(*configuration, now);
      GP_CHECK(exchange::deliver_report(transaction, effect, handle, at,
                                        gateway_.provenance(*configuration, "gateway")));
      return std::string{};
    };
    works.push_back(std::move(work));
  }
  const bool recorded = co_await record(effects, std::move(works));
  co_return recorded&& effects.size() == batch;
}

// One round of notifications: handed over together, each within its own time limit, and their ends
// recorded together.
asio::awaitable<bool> Loops::notify_once() {
  const auto effects = co_await due_effects(Effect::Kind::notify, limits::notifications_at_once);
  const ConfigurationPtr configuration = gateway_.configuration();
  const Instant now = gateway_.parts().clock.now();
  // Until a notification has come to its end, it is to be tried again.
  std::vector<exchange::Work> works;
  works.reserve(effects.size());
  for (const Effect& effect : effects) works.push_back(postponement(effect, now));
  TaskGroup group(co_await asio::this_coro::executor, gateway_.parts().log);
  for (std::size_t i = 0; i < effects.size(); ++i)
    group.spawn("notification", [this, configuration, effect = effects[i], &work = works[i]] {
      return tell(effect, configuration, work);
    });
  co_await group.join();
  const bool recorded = co_await record(effects, std::move(works));
  co_return recorded&& effects.size() == limits::notifications_at_once;
}

asio::awaitable<std::optional<Notification>> Loops::look_up(const Effect& effect) {
  struct Found {
    Notification notification;
    bool superseded = false;
  };
  auto found = co_await gateway_.parts().workers.run([this, &effect]() -> Result<Found> {
    Found made{{effect, std::nullopt, std::nullopt}};
    GP_TRY(auto view, gateway_.parts().store.view());
    GP_TRY(const auto conversation, view->conversation(effect.conversation));
    if (!conversation) return made;
    made.superseded = exchange::is_superseded(*conversation, effect);
    if (const auto* message = conversation->find(effect.about))
      made.notification.message = *message;
    for (const exchange::Task& task : conversation->tasks) {
      const bool wanted = effect.task ? task.id == *effect.task
                                      : task.about == effect.about && task.role == effect.role;
      if (wanted && !task.closed_at) made.notification.task = task;
    }
    return made;
  });
  // When in doubt, people are told.
  if (!found) co_return Notification{effect, std::nullopt, std::nullopt};
  if (found->superseded) co_return std::nullopt;
  co_return std::move(found->notification);
}

// Hands a notification over; `work` then records how that ended.
asio::awaitable<void> Loops::tell(Effect effect, ConfigurationPtr configuration,
                                  exchange::Work& work) {
  // People must not be told what is no longer true.
  const auto notification = co_await look_up(effect);
  Told told;
  if (notification) told = co_await notifier_.notify(*notification, *configuration);
  const Instant now = gateway_.parts().clock.now();
  // No idempotency key: finish_notification sees when an effect is gone.
  work.run = [this, effect, configuration, now, told, superseded = !notification](
                 exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at = gateway_.context(*configuration, now);
    const auto provenance = gateway_.provenance(*configuration, "gateway");
    if (superseded) {
      GP_CHECK(exchange::drop_effect(transaction, effect, at, provenance));
    } else if (told.kind == Told::Kind::later) {
      GP_CHECK(transaction.postpone_effect(effect.reference, now + pause_after(effect.attempts)));
    } else {
      const auto failed = told.kind == Told::Kind::failed ? told.why : std::string_view{};
      GP_CHECK(exchange::finish_notification(transaction, effect, at, provenance, failed));
    }
    return std::string{};
  };
}

asio::awaitable<bool> Loops::record(const std::vector<Effect>& effects,
                                    std::vector<exchange::Work> works) {
  const auto answers = co_await gateway_.submit_all(std::move(works));
  std::vector<exchange::Work> postponements;
  bool store_is_well = true;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Effect& effect = effects[i];
    if (answers[i]) {
      gateway_.parts().metrics.step_decided(effect.kind == Effect::Kind::report ? "report"
                                                                                : "notify");
      continue;
    }
    gateway_.parts().log.error("effect-failed",
                               {{"message", effect.about.id}, {"error", answers[i].error()}});
    if (is_the_stores(answers[i].error())) {
      store_is_well = false;
      continue;
    }
    // It would fail again at once, and so many of them would fill every batch: to the back.
    postponements.push_back(postponement(effect, gateway_.parts().clock.now()));
  }
  for (const auto& answer : co_await gateway_.submit_all(std::move(postponements)))
    store_is_well = store_is_well && answer.has_value();
  // What could not be recorded would be handed over again at once: give the store time.
  if (!store_is_well) co_await wait(store_pause);
  co_return store_is_well;
}

}  // namespace gatepost::app
