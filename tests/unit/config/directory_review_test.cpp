#include "config/directory_review.hpp"

#include <gtest/gtest.h>

#include "config/samples.hpp"
#include "tests/unit/config/problems.hpp"

namespace gatepost::config {
namespace {

using namespace std::chrono_literals;

Problems reviewed(std::string_view text, Remark::Weight weight = Remark::Weight::warning,
                  std::chrono::year_month_day today = 2026y / 4 / 20) {
  const auto directory = Directory::from_csv(text, "d.csv");
  EXPECT_TRUE(directory) << test::listed(directory.error());
  Problems found;
  for (const Remark& remark : review(*directory, "d.csv", today))
    if (remark.weight == weight) found.push_back(remark.about);
  return found;
}

bool says(const Problems& problems, std::string_view path, std::string_view wrong) {
  return std::ranges::any_of(problems, [&](const Problem& problem) {
    return problem.path == path && problem.wrong.contains(wrong);
  });
}

TEST(DirectoryReview, WarnsOfWhoeverWouldBeLeftWithoutAnAnswer) {
  const auto problems = reviewed(
      "team,name,kind,prison,areas,route,mailbox,telephone\n"
      "L1,L,spoc,,E09000022;E09000099,mailbox,GPABC1,\n"
      "XXI-PSI,P,prison-psychosocial,XXI,,console,,020 7946 0101\n"
      "C1,Court,court,,,console,,\n");
  for (const std::string_view column :
       {"fallback_contact", "service_manager", "oversight", "telephone", "issuer_pin", "areas"})
    EXPECT_TRUE(says(problems, "d.csv:2:" + std::string(column), "L1: ")) << column;
  EXPECT_TRUE(says(problems, "d.csv:2:areas", "E09000099"));
  EXPECT_TRUE(says(problems, "d.csv:3:prison", "XXI is no prison that we know"));
  EXPECT_FALSE(says(problems, "d.csv:3:telephone", ""));
  EXPECT_TRUE(says(problems, "d.csv", "no SPOC serves Southwark (E09000028) today"));
  EXPECT_FALSE(says(problems, "d.csv", "Lambeth"));
  EXPECT_FALSE(test::listed(problems).contains("d.csv:4:")) << test::listed(problems);
}

TEST(DirectoryReview, WarnsOfAListThatNobodyChecked) {
  const std::string rows = "team,name,kind,route\nC1,Court,court,console\n";
  EXPECT_TRUE(says(reviewed(rows), "d.csv", "does not say when it was last checked"));
  EXPECT_TRUE(says(reviewed("# updated 2026-03-19\n" + rows), "d.csv", "more than a month ago"));
  EXPECT_TRUE(says(reviewed("# updated 2026-04-21\n" + rows), "d.csv", "yet to come"));
  EXPECT_FALSE(says(reviewed("# updated 2026-03-20\n" + rows), "d.csv", "checked"));
  // 31 March less a month is the last day of February.
  EXPECT_FALSE(
      says(reviewed("# updated 2026-02-28\n" + rows, Remark::Weight::warning, 2026y / 3 / 31),
           "d.csv", "checked"));
}

TEST(DirectoryReview, NotesWhoIsAsleepAtNight) {
  const auto notes = reviewed(
      "team,name,kind,areas,route,hours,urgent_contact\n"
      "L1,L,spoc,E09000022,console,,\nL2,L,spoc,E09000023,console,24/7,\n"
      "L3,L,spoc,E09000024,console,,Night desk 020 7946 0190\n",
      Remark::Weight::note);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_TRUE(notes[0].wrong.contains("at night at 1 SPOC: L1;")) << notes[0].wrong;
}

TEST(DirectoryReview, LeavesRowsAloneThatHaveEnded) {
  const auto problems =
      reviewed("team,name,kind,areas,route,valid_to\nL1,L,spoc,E09000022,console,2026-04-19\n");
  EXPECT_FALSE(test::listed(problems).contains("L1")) << test::listed(problems);
  EXPECT_TRUE(says(problems, "d.csv", "no SPOC serves Lambeth (E09000022) today"));
}

TEST(DirectoryReview, FindsTheSampleFreshAndComplete) {
  const auto problems = reviewed(sample_directory_csv(), Remark::Weight::warning, 2026y / 11 / 24);
  for (const Problem& problem : problems)
    EXPECT_TRUE(problem.path.ends_with(":issuer_pin")) << problem.wrong;
}

}  // namespace
}  // namespace gatepost::config
