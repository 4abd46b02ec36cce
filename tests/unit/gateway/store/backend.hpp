// Backend: one kind of store under the conformance suite, driven the same way whether it has a
// thread or a pump.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/gateway/store/samples.hpp"

namespace gatepost::store::test {

using Outcomes = std::vector<Result<std::string>>;

class Backend {
 public:
  virtual ~Backend() = default;
  virtual Store& store() = 0;
  // Runs the works in one batch, in order, and answers their outcomes.
  virtual Outcomes commit_together(std::vector<Work> works) = 0;
  // Ends the store and starts it again on what it kept.
  virtual void reopen() = 0;

  Result<std::string> commit(Work work) {
    std::vector<Work> one;
    one.push_back(std::move(work));
    return commit_together(std::move(one)).front();
  }
  // A work without idempotency key that must succeed.
  void write(std::function<Result<void>(Transaction&)> change) {
    const auto outcome = commit({"", [change](Transaction& transaction) -> Result<std::string> {
                                   GP_CHECK(change(transaction));
                                   return "written";
                                 }});
    if (!outcome) ADD_FAILURE() << outcome.error().to_string();
  }
  std::unique_ptr<View> view() {
    auto view = store().view();
    if (!view) throw std::runtime_error(view.error().to_string());
    return std::move(*view);
  }
};

// A work that does `change` and answers `outcome`.
inline Work work(std::string idempotency_key, std::function<Result<void>(Transaction&)> change,
                 std::string outcome = "done") {
  return {std::move(idempotency_key),
          [change = std::move(change), outcome](Transaction& transaction) -> Result<std::string> {
            GP_CHECK(change(transaction));
            return outcome;
          }};
}

// What a work answers, once `done` was called; waits for it with a deadline.
class Answer {
 public:
  std::function<void(Result<std::string>)> take() {
    return [promise = promise_](Result<std::string> outcome) {
      promise->set_value(std::move(outcome));
    };
  }
  Result<std::string> get() {
    if (future_.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
      throw std::runtime_error("a work was never answered");
    }
    return future_.get();
  }

 private:
  std::shared_ptr<std::promise<Result<std::string>>> promise_ =
      std::make_shared<std::promise<Result<std::string>>>();
  std::future<Result<std::string>> future_ = promise_->get_future();
};

}  // namespace gatepost::store::test
