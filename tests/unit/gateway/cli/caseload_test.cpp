#include "gateway/cli/caseload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/forms/form.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::cli {
namespace {

namespace steps = exchange::steps;
using namespace std::chrono_literals;
using exchange::Whereabouts;

constexpr std::string_view header =
    "prisoner_number,status,received_on,release_on,left_on,first_name,surname,date_of_birth,sex,"
    "area,"
    "to_prison\n";

config::Checked<std::vector<CaseloadRow>> read(const std::string& rows) {
  return read_caseload(std::string(header) + rows, "list.csv");
}

std::string said(const config::Checked<std::vector<CaseloadRow>>& checked) {
  std::string text;
  if (checked) return text;
  for (const Problem& problem : checked.error())
    text += problem.path + " " + problem.wrong + "; " + problem.right + "\n";
  return text;
}

TEST(Caseload, ReadsWhoComesAndGoes) {
  const auto list = read(
      "A1234BC,in-custody,2026-01-05,2026-12-20,,Sam,Sample,1990-01-01,M,E09000022,\n"
      "B2345CD,transferred,2026-01-05,,2026-11-20,,,,,,PVI\n");
  ASSERT_TRUE(list) << said(list);
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ((*list)[0].line, 2);
  EXPECT_EQ((*list)[0].where.whereabouts, Whereabouts::in_custody);
  EXPECT_EQ((*list)[0].where.release_on, 2026y / 12 / 20);
  EXPECT_EQ((*list)[0].sex, formats::forms::Sex::male);
  EXPECT_EQ((*list)[1].to_prison, "PVI");
  EXPECT_EQ((*list)[1].where.left_on, 2026y / 11 / 20);
}

TEST(Caseload, NamesEveryProblemByRowAndColumnAndRepeatsNobody) {
  struct Row {
    std::string row, path, right;
  };
  const std::vector<Row> rows{
      {"1234ABC,in-custody,,,,,,,,,", "list.csv:2:prisoner_number", "A1234BC"},
      {",in-custody,,,,,,,,,", "list.csv:2:prisoner_number", "one letter, four digits"},
      {"A1234BC,gone,,,,,,,,,", "list.csv:2:status", "in-custody, released, transferred, died"},
      {"A1234BC,released,,,,,,,,,", "list.csv:2:left_on", "the day on which they left"},
      {"A1234BC,in-custody,,,2026-11-01,,,,,,", "list.csv:2:left_on", "or another status"},
      {"A1234BC,in-custody,2026-02-31,,,,,,,,", "list.csv:2:received_on", "2026-12-01"},
      {"A1234BC,in-custody,2026-05-01,2026-04-01,,,,,,,", "list.csv:2:release_on", "after"},
      {"A1234BC,died,2026-05-01,,2026-04-01,,,,,,", "list.csv:2:left_on", "after"},
      {"A1234BC,in-custody,,,,,,,male,,", "list.csv:2:sex", "M or F"},
      {"A1234BC,in-custody,,,,,,,,Lambeth,", "list.csv:2:area", "E09000022"},
      {"A1234BC,in-custody,,,,,,,,,Pentonville", "list.csv:2:to_prison", "BXI"},
  };
  for (const Row& row : rows) {
    const auto text = said(read(row.row + "\n"));
    EXPECT_THAT(text, testing::HasSubstr(row.path)) << row.row;
    EXPECT_THAT(text, testing::HasSubstr(row.right)) << row.row;
    for (const std::string_view secret : {"1234ABC", "male", "Pentonville", "Lambeth"})
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(std::string(secret)))) << row.row;
  }
}

TEST(Caseload, RefusesTwoRowsAboutOnePerson) {
  EXPECT_THAT(said(read("A1234BC,in-custody,,,,,,,,,\nA1234BC,released,,,2026-11-01,,,,,,\n")),
              testing::HasSubstr("line 2 is about the same person"));
}

TEST(Caseload, RefusesAHeaderItDoesNotKnow) {
  EXPECT_THAT(said(read_caseload("number,status\nA1234BC,died\n", "list.csv")),
              testing::AllOf(testing::HasSubstr("column 1 has no known name"),
                             testing::HasSubstr("there is no column prisoner_number")));
  EXPECT_THAT(said(read_caseload("", "list.csv")), testing::HasSubstr("empty"));
}

DraftIds ids() {
  return {*MessageId::parse("00000000-0000-4000-8000-000000000001"),
          *ConversationId::parse("00000000-0000-4000-8000-000000000002"),
          *from_rfc3339("2026-11-24T09:00:00Z"), *TeamCode::parse("BXI-PSI"), "BXI"};
}

TEST(Draft, HoldsWhatTheListSaysAndNothingElse) {
  const auto list =
      read("A1234BC,in-custody,2026-01-05,2026-12-20,,Sam,Sample,1990-01-01,F,E09000022,\n");
  ASSERT_TRUE(list) << said(list);
  const auto draft = draft_for(list->front(), steps::lief_missing, ids());
  ASSERT_TRUE(draft);
  for (const std::string_view part :
       {"<FirstName>Sam</FirstName>", "<DateOfBirth>1990-01-01</DateOfBirth>", "<Sex>F</Sex>",
        "<ReleaseDate>2026-12-20</ReleaseDate>", "<ToArea>E09000022</ToArea>"})
    EXPECT_THAT(*draft, testing::HasSubstr(std::string(part)));
  for (const std::string_view part : {"<Consent>", "<Risk>", "<Custody>", "<Substance>"})
    EXPECT_THAT(*draft, testing::Not(testing::HasSubstr(std::string(part))));
}

TEST(Draft, OfAnAlertTicksTheBoxOfWhatHappened) {
  const auto list =
      read("A1234BC,transferred,,,2026-11-20,Sam,Sample,1990-01-01,M,E09000022,PVI\n");
  ASSERT_TRUE(list) << said(list);
  const auto box = [&](std::string_view step) {
    return draft_for(list->front(), step, ids()).value_or("none");
  };
  EXPECT_THAT(box(steps::transfer_alert_missing), testing::HasSubstr("<NewPrison>PVI</NewPrison>"));
  EXPECT_THAT(box(steps::death_alert_missing), testing::HasSubstr("DEATH"));
  EXPECT_THAT(box(steps::release_alert_missing), testing::HasSubstr("RELEASE_STATUS"));
}

TEST(Draft, NeedsAName) {
  const auto list = read("A1234BC,died,,,2026-11-20,,,,,,\n");
  ASSERT_TRUE(list) << said(list);
  EXPECT_FALSE(draft_for(list->front(), steps::death_alert_missing, ids()));
}

}  // namespace
}  // namespace gatepost::cli
