// The Prometheus exposition: its shape, and that its labels come from closed tables.
#include "gateway/app/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace gatepost::app {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, CountsByLabelsAndExposesEachFamilyOnce) {
  Metrics metrics;
  metrics.accepted("LIEF", false);
  metrics.accepted("LIEF", false);
  metrics.accepted("LIEF", true);
  metrics.refused("exchange.id_reused");
  metrics.request("mesh", 202);
  const std::string text = metrics.expose({{"gatepost_forms", "Forms", "", 3}});
  EXPECT_THAT(text, HasSubstr("gatepost_accepted_total{form=\"LIEF\",repeat=\"no\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("gatepost_accepted_total{form=\"LIEF\",repeat=\"yes\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("gatepost_refused_total{reason=\"exchange.id_reused\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("gatepost_forms 3\n"));
  const std::string family = "# TYPE gatepost_accepted_total counter";
  EXPECT_EQ(text.find(family), text.rfind(family));
}

TEST(Metrics, EveryLineIsACommentOrASample) {
  Metrics metrics;
  metrics.accepted("LIEF", false);
  metrics.accept_duration.observe(std::chrono::milliseconds{7});
  const std::regex sample(R"(^(# (HELP|TYPE) .+|[a-z_]+(\{[^}]*\})? [-+0-9.e]+)$)");
  std::istringstream lines(metrics.expose({}));
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(std::regex_match(line, sample)) << line;
}

TEST(Histogram, PutsEachObservationIntoEveryBucketThatHoldsIt) {
  Histogram histogram;
  histogram.observe(std::chrono::microseconds{700});
  histogram.observe(std::chrono::seconds{10});
  const std::string text = histogram.expose("h", "x");
  EXPECT_THAT(text, HasSubstr("h_bucket{le=\"0.0005\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("h_bucket{le=\"0.001\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("h_bucket{le=\"5\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("h_bucket{le=\"+Inf\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("h_count 2\n"));
}

}  // namespace
}  // namespace gatepost::app
