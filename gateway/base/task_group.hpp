// TaskGroup: the only place that spawns coroutines (HOUSE rule 10). Each task has a label; the
// group is joined before its owner goes, and can say who is still busy. Lives on one io_context's
// thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/base/log.hpp"

namespace gatepost {

class TaskGroup {
 public:
  TaskGroup(boost::asio::any_io_executor executor, Log& log);
  ~TaskGroup();  // asserts that it is empty
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Starts the task. The coroutine owns its arguments: pass them by value into the lambda's frame
  // or as parameters, never by capture of something shorter-lived. An exception that leaves it is
  // logged with its label (a bug), and the group lives on.
  void spawn(Literal label, std::function<boost::asio::awaitable<void>()> make);
  std::size_t size() const;
  std::vector<std::string> busy() const;  // labels of running tasks
  // Resumes when no task is left.
  boost::asio::awaitable<void> join();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace gatepost
