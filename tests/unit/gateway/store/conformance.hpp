// The conformance suite: what every store must do for the port of gateway/exchange/port.hpp,
// whatever it stores in. A back end joins by INSTANTIATE_TEST_SUITE_P(Name, StoreConformance,
// testing::Values(make_its_backend)).
#pragma once

#include <gtest/gtest.h>

#include "tests/unit/gateway/store/backend.hpp"

namespace gatepost::store::test {

using MakeBackend = std::unique_ptr<Backend> (*)();

std::unique_ptr<Backend> make_memory_backend();
std::unique_ptr<Backend> make_sqlite_backend();

class StoreConformance : public testing::TestWithParam<MakeBackend> {
 protected:
  Backend& backend() { return *backend_; }

 private:
  std::unique_ptr<Backend> backend_ = GetParam()();
};

// The suite of the single kinds of record.
class StoreRecords : public StoreConformance {
 protected:
  void expect_conflict(std::function<Result<void>(Transaction&)> change) {
    const auto outcome = backend().commit(work("", std::move(change)));
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().is(StoreErrc::conflict)) << outcome.error().to_string();
  }
  void save(const Conversation& value) {
    backend().write([&value](Transaction& t) { return t.save(value); });
  }
};

}  // namespace gatepost::store::test
