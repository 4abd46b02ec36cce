// Administration: tasks of all teams, health, and what could not be handed over.
#include "gateway/app/administration.hpp"

#include "gateway/exchange/journal.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using identity::Action;
using identity::Person;

namespace {

std::optional<Instant> overdue_since(const exchange::MessageState& message) {
  std::optional<Instant> since;
  for (const exchange::Deadline& deadline : message.deadlines)
    if (deadline.passed_at && !deadline.met_at)
      since = std::min(since.value_or(deadline.due), deadline.due);
  return since;
}

Result<OpenTask> open_task(exchange::View& view, exchange::ListedTask listed) {
  OpenTask made{std::move(listed.task), listed.conversation, std::nullopt, {}, false, std::nullopt};
  made.task.claimed_by.clear();
  made.task.detail.clear();
  GP_TRY(const auto conversation, view.conversation(made.conversation));
  const exchange::MessageState* message =
      conversation ? conversation->find(made.task.about) : nullptr;
  if (message == nullptr) return made;
  made.type = message->type;
  made.to = message->to;
  made.urgent = message->urgent;
  made.overdue_since = overdue_since(*message);
  return made;
}

}  // namespace

asio::awaitable<Answer<std::vector<exchange::TaskTally>>> Administration::tallies(Person person) {
  auto allowed = co_await identity_.may(std::move(person), Action::see_all_tasks);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  co_return co_await gateway_.parts().workers.run(
      [this]() -> Answer<std::vector<exchange::TaskTally>> {
        GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
        GP_TRY_ANSWER(auto rows, view->overview().task_tallies());
        return rows;
      });
}

asio::awaitable<Answer<OpenTasks>> Administration::open_tasks(Person person,
                                                              OpenTasksQuery wanted) {
  auto allowed = co_await identity_.may(std::move(person), Action::see_all_tasks);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  co_return co_await gateway_.parts().workers.run([this, &wanted]() -> Answer<OpenTasks> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    // One more than wanted shows whether there are more.
    GP_TRY_ANSWER(auto rows,
                  view->overview().open_tasks(wanted.which, wanted.limit + 1, wanted.after));
    OpenTasks page;
    if (rows.size() > wanted.limit) {
      rows.resize(wanted.limit);
      page.next = rows.back().place;
    }
    for (exchange::ListedTask& row : rows) {
      GP_TRY_ANSWER(OpenTask one, open_task(*view, std::move(row)));
      page.tasks.push_back(std::move(one));
    }
    return page;
  });
}

asio::awaitable<Answer<Health>> Administration::health(Person person) {
  auto allowed = co_await identity_.may(std::move(person), Action::see_health);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  Health health;
  health.version = process_.version;
  health.loops_alive = process_.loops_alive();
  health.checkpoint_copied_at = process_.checkpoint_copied_at();
  health.log_state = gateway_.log_state();
  exchange::Work probe;
  probe.run = [](exchange::Transaction&) -> Result<std::string> { return std::string{}; };
  const auto written = co_await gateway_.submit(std::move(probe));
  const auto counts =
      co_await gateway_.parts().workers.run([this]() -> Result<exchange::View::Counts> {
        GP_TRY(auto view, gateway_.parts().store.view());
        return view->counts();
      });
  health.store_answers = written && counts;
  if (counts) health.counts = *counts;
  co_return health;
}

asio::awaitable<Answer<std::vector<exchange::Effect>>> Administration::failing(
    Person person, std::size_t limit, std::optional<exchange::EffectPlace> after) {
  auto allowed = co_await identity_.may(std::move(person), Action::see_health);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  co_return co_await gateway_.parts().workers.run([&]() -> Answer<std::vector<exchange::Effect>> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(auto rows, view->overview().failing_effects(limit, after));
    return rows;
  });
}

asio::awaitable<Answer<LogPage>> Administration::given_up(Person person, std::size_t limit) {
  auto allowed = co_await identity_.may(std::move(person), Action::see_health);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  LogQuery wanted;
  wanted.filter.event = "notification-failed";
  wanted.limit = limit;
  co_return co_await search(std::move(wanted));
}

asio::awaitable<Answer<void>> Administration::try_again(Person person, std::string reference) {
  auto allowed = co_await identity_.may(person, Action::mend_dead_letters);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  auto known = co_await gateway_.parts().workers.run([&]() -> Answer<bool> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(const auto effect, view->overview().effect(reference));
    return effect.has_value();
  });
  if (!known) co_return std::unexpected(std::move(known).error());
  if (!*known)
    co_return refuse(Error(Errc::not_found, "this was handed over, or given up, meanwhile"));
  const Instant now = gateway_.parts().clock.now();
  exchange::Work work;
  work.run = [&, provenance = gateway_.provenance(*gateway_.configuration(), person.actor()),
              now](exchange::Transaction& transaction) -> Result<std::string> {
    GP_CHECK(transaction.postpone_effect(reference, now));
    audit::Entry entry = exchange::base_entry(provenance, now);
    entry.event = "effect-tried-again";
    entry.reason = reference;
    transaction.append_audit(std::move(entry));
    return std::string{};
  };
  if (auto done = co_await gateway_.submit(std::move(work)); !done)
    co_return refuse(std::move(done).error());
  co_return Answer<void>{};
}

// An entry of the log about what somebody does here. `reason` is built of codes only.
asio::awaitable<Answer<void>> Administration::note(Person person, std::string event,
                                                   std::string reason, audit::Verb verb) {
  const ConfigurationPtr configuration = gateway_.configuration();
  exchange::Provenance provenance = gateway_.provenance(*configuration, person.actor());
  provenance.how = person.methods;
  audit::Entry entry = exchange::base_entry(provenance, gateway_.parts().clock.now());
  entry.verb = verb;
  entry.event = std::move(event);
  entry.reason = std::move(reason);
  exchange::Work work;
  work.run = [&entry](exchange::Transaction& transaction) -> Result<std::string> {
    transaction.append_audit(entry);
    return std::string{};
  };
  if (auto done = co_await gateway_.submit(std::move(work)); !done)
    co_return refuse(
        Error(Errc::unavailable, "this could not be recorded, so nothing was done; try again"));
  co_return Answer<void>{};
}

}  // namespace gatepost::app
