#include "gateway/base/task_group.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gatepost {
namespace {

namespace asio = boost::asio;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class TaskGroupTest : public ::testing::Test {
 protected:
  asio::awaitable<void> wait_for_gate() {
    co_await gate.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  asio::io_context io;
  asio::steady_timer gate{io, asio::steady_timer::time_point::max()};
  Log log;
};

TEST_F(TaskGroupTest, SaysWhoIsBusyUntilTheyEnd) {
  TaskGroup group(io.get_executor(), log);
  EXPECT_EQ(group.size(), 0u);
  group.spawn("first", [this] { return wait_for_gate(); });
  group.spawn("second", [this] { return wait_for_gate(); });
  group.spawn("short", []() -> asio::awaitable<void> { co_return; });
  io.poll();
  EXPECT_THAT(group.busy(), ElementsAre("first", "second"));
  gate.cancel();
  io.run();
  EXPECT_EQ(group.size(), 0u);
}

TEST_F(TaskGroupTest, JoinsWhenTheLastTaskEnds) {
  TaskGroup group(io.get_executor(), log);
  bool joined = false;
  const auto join = [&]() -> asio::awaitable<void> {
    co_await group.join();
    joined = true;
  };
  group.spawn("task", [this] { return wait_for_gate(); });
  asio::co_spawn(io, join(), asio::detached);
  io.poll();
  EXPECT_FALSE(joined);
  gate.cancel();
  io.run();
  EXPECT_TRUE(joined);
}

TEST_F(TaskGroupTest, JoinsAtOnceWhenThereIsNoTask) {
  TaskGroup group(io.get_executor(), log);
  bool joined = false;
  const auto join = [&]() -> asio::awaitable<void> {
    co_await group.join();
    joined = true;
  };
  asio::co_spawn(io, join(), asio::detached);
  io.run();
  EXPECT_TRUE(joined);
}

TEST_F(TaskGroupTest, KeepsWhatATaskCapturedForAsLongAsItRuns) {
  TaskGroup group(io.get_executor(), log);
  auto owned = std::make_shared<int>(7);
  const std::weak_ptr<int> watched = owned;
  int seen = 0;
  group.spawn("task", [this, owned, &seen]() -> asio::awaitable<void> {
    co_await wait_for_gate();
    seen = *owned;
  });
  owned.reset();
  io.poll();
  EXPECT_FALSE(watched.expired());
  gate.cancel();
  io.run();
  EXPECT_EQ(seen, 7);
  EXPECT_TRUE(watched.expired());
}

TEST_F(TaskGroupTest, LogsAnExceptionByLabelAndTypeAndLivesOn) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("gatepost-task-group-" + std::to_string(::getpid()) + ".log");
  {
    Log file_log(Log::Options{path.string(), Log::Level::info});
    TaskGroup group(io.get_executor(), file_log);
    group.spawn("faulty", []() -> asio::awaitable<void> {
      throw std::runtime_error("secret words");
      co_return;
    });
    io.run();
    EXPECT_EQ(group.size(), 0u);
    bool ran = false;
    group.spawn("next", [&ran]() -> asio::awaitable<void> {
      ran = true;
      co_return;
    });
    io.restart();
    io.run();
    EXPECT_TRUE(ran);
    file_log.flush();
  }
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, HasSubstr("faulty"));
  EXPECT_THAT(text, HasSubstr("runtime_error"));
  EXPECT_THAT(text, Not(HasSubstr("secret words")));
  std::filesystem::remove(path);
}

TEST_F(TaskGroupTest, DiesWhenItGoesBeforeItsTasks) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        TaskGroup group(io.get_executor(), log);
        group.spawn("left over", [this] { return wait_for_gate(); });
      },
      "goes before its tasks");
}

}  // namespace
}  // namespace gatepost
