#include "gateway/base/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cassert>
#include <list>
#include <typeinfo>

namespace gatepost {

namespace asio = boost::asio;

// Two owners: the group, and the completion of each task, which may run while the group is being
// destroyed.
struct TaskGroup::State {
  State(asio::any_io_executor its_executor, Log& its_log)
      : executor(std::move(its_executor)), log(its_log), empty(executor) {
    empty.expires_at(asio::steady_timer::time_point::max());
  }

  asio::any_io_executor executor;
  Log& log;
  std::list<Literal> running;
  asio::steady_timer empty;  // never expires; cancelled when the last task ends
};

namespace {

using Make = std::function<asio::awaitable<void>()>;

// The function object holds what its coroutine captured, so it lives in the frame that awaits the
// coroutine.
asio::awaitable<void> run(Make make) { co_await make(); }

// What an exception says may quote a message's content; its type cannot.
LogValue type_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& exception) {
    return LogValue::name(typeid(exception).name());
  } catch (...) {
    return LogValue::name("not a std::exception");
  }
}

}  // namespace

TaskGroup::TaskGroup(asio::any_io_executor executor, Log& log)
    : state_(std::make_shared<State>(std::move(executor), log)) {}

TaskGroup::~TaskGroup() { assert(state_->running.empty() && "a task group goes before its tasks"); }

void TaskGroup::spawn(Literal label, Make make) {
  const auto self = state_->running.insert(state_->running.end(), label);
  asio::co_spawn(state_->executor, run(std::move(make)),
                 [state = state_, self](const std::exception_ptr& thrown) {
                   if (thrown)
                     state->log.error("task_threw", {{"task", *self}, {"type", type_of(thrown)}});
                   state->running.erase(self);
                   if (state->running.empty()) state->empty.cancel();
                 });
}

std::size_t TaskGroup::size() const { return state_->running.size(); }

std::vector<std::string> TaskGroup::busy() const {
  std::vector<std::string> labels;
  for (const auto& label : state_->running) labels.emplace_back(label.view());
  return labels;
}

asio::awaitable<void> TaskGroup::join() {
  const auto state = state_;
  while (!state->running.empty())
    co_await state->empty.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace gatepost
