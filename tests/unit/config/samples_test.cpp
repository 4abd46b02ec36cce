#include "config/samples.hpp"

#include <gtest/gtest.h>

#include "gateway/base/posix/posix.hpp"

namespace gatepost::config {
namespace {

TEST(Samples, AreTheFilesOfTheSourceTreeByteForByte) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"policies/default.toml", default_policy_toml()},
      {"policies/demo.toml", demo_policy_toml()},
      {"directory-sample.csv", sample_directory_csv()},
      {"bank-holidays.json", bank_holidays_json()},
      {"reference/prisons.csv", prisons_csv()},
      {"reference/areas.csv", areas_csv()},
      {"reference/delivery-units.csv", delivery_units_csv()},
      {"reference/courts.csv", courts_csv()},
      {"reference/ndtms-release-status.csv", release_statuses_csv()},
      {"reference/ndtms-discharge-reasons.csv", discharge_reasons_csv()},
      {"reference/ndtms-substance-groups.csv", substance_groups_csv()},
      {"reference/ndtms-drugs.csv", drugs_csv()}};
  for (const auto& [name, text] : table) {
    const auto file =
        posix::read_file(std::string(GATEPOST_SOURCE_DIR "/config/") + std::string(name), 1 << 20);
    ASSERT_TRUE(file) << name;
    EXPECT_EQ(as_text(*file), text) << name;
  }
}

}  // namespace
}  // namespace gatepost::config
