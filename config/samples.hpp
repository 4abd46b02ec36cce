// The sample data, built into the program so that an installed gatepost needs no source tree. The
// texts are those of config/policies, config/directory-sample.csv, config/bank-holidays.json and
// config/reference (cmake/EmbedFiles.cmake). Any thread.
#pragma once

#include <string_view>

namespace gatepost::config {

std::string_view default_policy_toml();
std::string_view demo_policy_toml();
std::string_view sample_directory_csv();
std::string_view bank_holidays_json();

// Texts of the reference lists; config/reference.hpp has them read.
std::string_view prisons_csv();
std::string_view areas_csv();
std::string_view delivery_units_csv();
std::string_view courts_csv();
std::string_view release_statuses_csv();
std::string_view discharge_reasons_csv();
std::string_view substance_groups_csv();
std::string_view drugs_csv();

}  // namespace gatepost::config
