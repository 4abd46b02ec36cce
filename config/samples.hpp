// The sample data, built into the program so that an installed gatepost needs no source tree. The
// texts are those of config/policies, config/directory-sample.csv and config/bank-holidays.json
// (cmake/EmbedFiles.cmake). Any thread.
#pragma once

#include <string_view>

namespace gatepost::config {

std::string_view default_policy_toml();
std::string_view demo_policy_toml();
std::string_view sample_directory_csv();
std::string_view bank_holidays_json();

}  // namespace gatepost::config
