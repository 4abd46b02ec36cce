#include "config/directory_diff.hpp"

#include <gtest/gtest.h>

#include "tests/unit/config/problems.hpp"

namespace gatepost::config {
namespace {

using namespace std::chrono_literals;

const std::string header =
    "team,name,kind,areas,route,telephone,service_manager,valid_from,valid_to\n";

std::vector<std::string> words(const std::string& before, const std::string& after) {
  const auto was = Directory::from_csv(header + before, "old.csv");
  const auto is = Directory::from_csv(header + after, "new.csv");
  EXPECT_TRUE(was) << test::listed(was.error());
  EXPECT_TRUE(is) << test::listed(is.error());
  std::vector<std::string> found;
  for (const auto& change : difference(*was, *is)) found.push_back(change.in_words());
  return found;
}

using Words = std::vector<std::string>;

TEST(DirectoryChanges, AreSaidInWords) {
  EXPECT_EQ(words("L1,Lambeth SPOC,spoc,E09000022,telephone,020 7946 0111,,,\n",
                  "L1,Lambeth SPOC,spoc,E09000022,telephone,020 7946 0999,,,\n"),
            Words{"Lambeth SPOC: telephone 020 7946 0111 becomes 020 7946 0999"});
  EXPECT_EQ(words("L1,Old,spoc,E09000022,console,,Manager 020 7946 0111,,\n",
                  "L1,New,spoc,E09000022;E09000023,console,020 7946 0999,,,\n"),
            (Words{"New: name Old becomes New", "New: areas E09000022 becomes E09000022;E09000023",
                   "New: telephone is now 020 7946 0999",
                   "New: service manager Manager 020 7946 0111 is taken away"}));
  EXPECT_EQ(words("X1,One,court,,console,,,,\nX2,Two,court,,console,,,,\n",
                  "X3,Three,court,,console,,,,\nX1,One,court,,console,,,,\n"),
            (Words{"Three (X3) is new", "Two (X2) is removed"}));
  EXPECT_EQ(words("X1,One,court,,console,,,,\n", "X1,One,court,,console,,,,\n"), Words{});
}

TEST(DirectoryChanges, SayFromWhenAPlannedRowHolds) {
  EXPECT_EQ(words("L1,L,spoc,E09000022,telephone,020 7946 0111,,,\n",
                  "L1,L,spoc,E09000022,telephone,020 7946 0111,,,2026-04-30\n"
                  "L1,L,spoc,E09000022,telephone,020 7946 0999,,2026-05-01,\n"),
            (Words{"L: last day is now 2026-04-30",
                   "L: from 2026-05-01: telephone 020 7946 0111 becomes 020 7946 0999"}));
  EXPECT_EQ(words("L1,L,spoc,E09000022,telephone,020 7946 0111,,,2026-04-30\n"
                  "L1,L,spoc,E09000022,telephone,020 7946 0999,,2026-05-01,\n",
                  "L1,L,spoc,E09000022,telephone,020 7946 0111,,,\n"),
            (Words{"L: last day 2026-04-30 is taken away",
                   "L: the row that begins on 2026-05-01 is taken away"}));
}

}  // namespace
}  // namespace gatepost::config
