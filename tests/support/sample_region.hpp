// A sample region for tests: a few prisons and SPOCs of every kind of route, the shipped policy and
// bank holidays. Everything in it is fictional; telephone numbers are Ofcom's for drama.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "config/calendar.hpp"
#include "config/directory.hpp"
#include "config/policy.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::tests {

inline constexpr std::string_view sample_directory =
    "team,name,kind,areas,route,mailbox,telephone,email,fallback_team\n"
    "BXI-PSI,Prison B psychosocial (sample),prison-psychosocial,,mailbox,GPBXI01,020 7946 "
    "0101,,BXI-CLIN\n"
    "BXI-CLIN,Prison B clinical (sample),prison-clinical,,mailbox,GPBXI02,020 7946 0102,,\n"
    "BXI-CRT,Prison B court team (sample),prison-court,,mailbox,GPBXI03,020 7946 0104,,\n"
    "PVI-PSI,Prison P psychosocial (sample),prison-psychosocial,,mailbox,GPPVI01,020 7946 0103,,\n"
    "PVI-CLIN,Prison P clinical (sample),prison-clinical,,mailbox,GPPVI02,020 7946 0105,,\n"
    "THAMES-CRT,Court T drug workers (sample),court,,mailbox,GPTHA01,020 7946 0106,,\n"
    "LAMBETH-SPOC,SPOC L (sample),spoc,E09000022,mailbox,GPLAM01,020 7946 0111,,LAMBETH-DUTY\n"
    "LAMBETH-DUTY,Duty desk L (sample),dr,,mailbox,GPLAM02,020 7946 0115,,\n"
    "LAMBETH-DR,Dependency and recovery L (sample),dr,,console,,020 7946 0116,,\n"
    "LAMBETH-PROB,Probation L (sample),probation,,console,,020 7946 0117,,\n"
    "SOUTHWARK-SPOC,SPOC S (sample),spoc,E09000028,mailbox,GPSWK01,020 7946 0112,,\n"
    "HACKNEY-SPOC,SPOC H (sample),spoc,E09000001;E09000012,mailbox,GPHAC01,020 7946 0113,,\n"
    "CROYDON-SPOC,SPOC C (sample),spoc,E09000008,console,,020 7946 0114,,\n"
    "IOW-SPOC,Telephone only (sample),spoc,E06000046,telephone,,01632 960114,,\n";

inline constexpr std::string_view unknown_area = "W06000015";  // no team of the sample serves it

// Throws std::logic_error with the problems: a sample that does not load is a bug.
template <class T>
T sound(config::Checked<T> checked) {
  if (checked) return std::move(*checked);
  std::string wrong = "a sample does not load";
  for (const Problem& problem : checked.error())
    wrong += "\n" + problem.path + ": " + problem.wrong;
  throw std::logic_error(wrong);
}

inline std::string source_file(const std::string& path) {
  const auto bytes = posix::read_file(std::string(GATEPOST_SOURCE_DIR "/") + path, 1U << 20U);
  if (!bytes) throw std::logic_error("cannot read " + path);
  return std::string(as_text(*bytes));
}

inline config::Directory sample_region() {
  return sound(config::Directory::from_csv(sample_directory, "sample"));
}
// The same, where one team's last day was `last_day` ("2026-03-31").
inline config::Directory region_until(std::string_view code, std::string_view last_day) {
  std::string csv;
  std::string_view rest = sample_directory;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    csv += line;
    csv += csv.size() == line.size()                ? ",valid_to"
           : line.substr(0, line.find(',')) == code ? "," + std::string(last_day)
                                                    : std::string(",");
    csv += '\n';
  }
  return sound(config::Directory::from_csv(csv, "sample"));
}
// The same without one team, which is nobody's fallback then either.
inline config::Directory region_without(std::string_view code) {
  std::string csv(sample_directory);
  const auto row = csv.find("\n" + std::string(code) + ",") + 1;
  csv.erase(row, csv.find('\n', row) + 1 - row);
  for (auto at = csv.find("," + std::string(code) + "\n"); at != std::string::npos;
       at = csv.find("," + std::string(code) + "\n"))
    csv.erase(at + 1, code.size());
  return sound(config::Directory::from_csv(csv, "sample"));
}
inline config::Policy shipped_policy() {
  return sound(
      config::Policy::from_toml(source_file("config/policies/default.toml"), "default.toml"));
}
inline config::Calendar shipped_calendar() {
  return sound(config::Calendar::from_bank_holidays_json(source_file("config/bank-holidays.json")));
}

}  // namespace gatepost::tests
