#include "gateway/base/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "gateway/base/posix/posix.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost {
namespace {

using testing::EndsWith;
using testing::MatchesRegex;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The line after its time, which differs from run to run.
std::string after_time(const std::string& line) { return line.substr(line.find(",\"level\"") + 1); }

TEST(LogLine, IsOneJsonObjectWithTimeLevelEventAndFields) {
  const test::TemporaryFolder folder;
  Log log(Log::Options{.file = (folder / "log").string(), .least = Log::Level::debug});
  log.info("message.accepted", {{"team", *TeamCode::parse("BXI-PSI")},
                                {"bytes", 1234},
                                {"due", *from_rfc3339("2026-04-02T12:00:00Z")},
                                {"rung", LogValue::name("accepted")}});
  log.debug("d");
  log.warning("w");
  log.error("e", {{"because", Literal("of this")}});
  const auto lines = lines_of(folder / "log");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_THAT(lines[0], MatchesRegex("\\{\"time\":\"[0-9]+-[0-9]+-[0-9]+T[0-9:]+\\.[0-9]+Z\",.*"));
  EXPECT_EQ(after_time(lines[0]),
            R"("level":"info","event":"message.accepted","team":"BXI-PSI","bytes":1234,)"
            R"("due":"2026-04-02T12:00:00Z","rung":"accepted"})");
  EXPECT_EQ(after_time(lines[1]), R"("level":"debug","event":"d"})");
  EXPECT_EQ(after_time(lines[2]), R"("level":"warning","event":"w"})");
  EXPECT_EQ(after_time(lines[3]), R"("level":"error","event":"e","because":"of this"})");
}

TEST(LogLine, StaysJsonWhateverAnErrorHolds) {
  const test::TemporaryFolder folder;
  Log log(Log::Options{.file = (folder / "log").string()});
  log.error("e", {{"error",
                   Error(posix::Errc::cannot_open, "a\"b\\c\nd\x01 %v {} \xC3\xA9 \xFF\xE2\x82")}});
  const auto lines = lines_of(folder / "log");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines[0], EndsWith(R"("error":"posix.cannot_open: a\"b\\c\u000ad\u0001 %v {} )"
                                 "\xC3\xA9"
                                 R"( \ufffd\ufffd\ufffd"})"));
}

TEST(LogLine, BelowTheLeastLevelIsNotWritten) {
  const test::TemporaryFolder folder;
  Log log(Log::Options{.file = (folder / "log").string(), .least = Log::Level::warning});
  log.info("quiet");
  log.warning("loud");
  EXPECT_EQ(lines_of(folder / "log").size(), 1U);
}

TEST(LogFile, IsAppendedTo) {
  const test::TemporaryFolder folder;
  for (int round = 0; round < 2; ++round) {
    Log log(Log::Options{.file = (folder / "log").string()});
    log.info("started");
  }
  EXPECT_EQ(lines_of(folder / "log").size(), 2U);
}

TEST(LogFile, ThatCannotBeOpenedIsReportedOnStandardError) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(posix::write_file_durably(folder / "file", {}, posix::Mode::shared));
  testing::internal::CaptureStderr();
  Log log(Log::Options{.file = (folder / "file/below").string()});
  log.info("still.here");
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("log.file_unavailable"), std::string::npos);
  EXPECT_NE(text.find("still.here"), std::string::npos);
}

TEST(LogOfTests, DiscardsEverything) {
  Log log;
  testing::internal::CaptureStderr();
  log.error("e");
  log.flush();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace gatepost
