#include "gateway/app/back_off.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace gatepost::app {
namespace {

using std::chrono::seconds;

Instant at(int second) { return Instant{seconds{second}}; }

ConversationId id(int number) {
  return *ConversationId::parse(fmt::format("00000000-0000-4000-8000-{:012}", number));
}

TEST(BackOff, DoublesUpToTenMinutes) {
  EXPECT_EQ(pause_after(0), seconds{5});
  EXPECT_EQ(pause_after(1), seconds{10});
  EXPECT_EQ(pause_after(2), seconds{20});
  EXPECT_EQ(pause_after(6), seconds{320});
  EXPECT_EQ(pause_after(7), seconds{600});
  EXPECT_EQ(pause_after(1'000'000), seconds{600});
}

TEST(BackOff, LeavesAFailingConversationAloneForAWhileThatGrows) {
  FailingConversations failing;
  EXPECT_FALSE(failing.waits(id(1), at(0)));
  failing.failed(id(1), at(0));
  EXPECT_TRUE(failing.waits(id(1), at(4)));
  EXPECT_FALSE(failing.waits(id(2), at(4)));
  EXPECT_FALSE(failing.waits(id(1), at(5)));
  failing.failed(id(1), at(5));
  EXPECT_TRUE(failing.waits(id(1), at(14)));
  EXPECT_FALSE(failing.waits(id(1), at(15)));
  failing.succeeded(id(1));
  EXPECT_EQ(failing.size(), 0U);
  failing.failed(id(1), at(20));
  EXPECT_FALSE(failing.waits(id(1), at(25)));
}

TEST(BackOff, AClockSetBackDoesNotStretchAPause) {
  FailingConversations failing;
  failing.failed(id(1), at(100'000));
  EXPECT_FALSE(failing.waits(id(1), at(0)));
}

TEST(BackOff, RemembersABoundedNumber) {
  FailingConversations failing;
  const auto most = static_cast<int>(limits::failing_conversations);
  for (int i = 0; i < most; ++i) failing.failed(id(i), at(i));
  failing.failed(id(most), at(most));
  EXPECT_EQ(failing.size(), limits::failing_conversations);
  EXPECT_TRUE(failing.waits(id(most), at(most)));
  EXPECT_FALSE(failing.waits(id(0), at(0)));
}

}  // namespace
}  // namespace gatepost::app
