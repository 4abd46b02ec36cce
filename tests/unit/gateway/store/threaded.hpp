// Batches with a threaded store: a first work holds the writer at a gate while the others gather
// behind it.
#pragma once

#include "tests/unit/gateway/store/backend.hpp"

namespace gatepost::store::test {

class Gate {
 public:
  // A work that waits in the writer until open(), and tells when it got there.
  Work work() {
    return {"", [this](Transaction&) -> Result<std::string> {
              reached_.set_value();
              opened_.get_future().wait_for(std::chrono::seconds(30));
              return "gate";
            }};
  }
  void wait_until_reached() { reached_.get_future().wait_for(std::chrono::seconds(30)); }
  void open() { opened_.set_value(); }

 private:
  std::promise<void> reached_;
  std::promise<void> opened_;
};

inline Outcomes commit_behind_gate(Store& store, std::vector<Work> works) {
  Gate gate;
  Answer passed;
  store.submit(gate.work(), passed.take());
  gate.wait_until_reached();
  std::vector<Answer> answers(works.size());
  for (std::size_t i = 0; i < works.size(); ++i) {
    store.submit(std::move(works[i]), answers[i].take());
  }
  gate.open();
  EXPECT_TRUE(passed.get());
  Outcomes outcomes;
  for (Answer& answer : answers) outcomes.push_back(answer.get());
  return outcomes;
}

}  // namespace gatepost::store::test
