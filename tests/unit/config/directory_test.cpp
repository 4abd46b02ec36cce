#include "config/directory.hpp"

#include <gtest/gtest.h>

#include <set>

#include "config/reference.hpp"
#include "config/samples.hpp"
#include "tests/unit/config/problems.hpp"

namespace gatepost::config {
namespace {

using namespace std::chrono_literals;
using test::has;
using test::listed;

TeamCode team(std::string_view code) { return *TeamCode::parse(code); }
AreaCode area(std::string_view code) { return *AreaCode::parse(code); }

Problems problems_of(std::string_view text) {
  const auto directory = Directory::from_csv(text, "d.csv");
  return directory ? Problems{} : directory.error();
}

TEST(SampleDirectory, ServesTheTeamsOfTheDemonstration) {
  const auto directory = Directory::from_csv(sample_directory_csv(), "directory-sample.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  EXPECT_EQ(directory->teams().size(), 66U);
  EXPECT_EQ(directory->updated(), 2026y / 11 / 1);
  const auto* brixton = directory->find(team("BXI-PSI"));
  ASSERT_NE(brixton, nullptr);
  EXPECT_EQ(brixton->kind, TeamKind::prison_psychosocial);
  EXPECT_EQ(brixton->service_manager.name, "Service manager, Brixton psychosocial (sample)");
  EXPECT_EQ(directory->by_mailbox(*MailboxId::parse("GPLAM01"))->code, team("LAMBETH-SPOC"));
  EXPECT_EQ(directory->spoc_for(area("E09000028"), 2026y / 4 / 2)->code, team("SOUTHWARK-SPOC"));
  const auto* hackney = directory->spoc_for(area("E09000012"), 2026y / 4 / 2);
  EXPECT_EQ(directory->spoc_for(area("E09000001"), 2026y / 4 / 2), hackney);
  const auto* island = directory->spoc_for(area("E06000046"), 2026y / 4 / 2);
  ASSERT_NE(island, nullptr);
  EXPECT_EQ(island->route, RouteKind::telephone);
  EXPECT_EQ(island->telephone, "01632 960114");
  EXPECT_EQ(directory->find(team("NO-SUCH")), nullptr);
  EXPECT_EQ(directory->spoc_for(area("W06000015"), 2026y / 4 / 2), nullptr);
  EXPECT_EQ(directory->digest_hex().size(), 64U);
}

TEST(SampleDirectory, ServesEveryAreaOfLondonThroughThirtyTwoSpocs) {
  const auto directory = Directory::from_csv(sample_directory_csv(), "directory-sample.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  std::set<TeamCode> spocs;
  for (const auto& entry : areas().entries()) {
    const auto* spoc = directory->spoc_for(area(entry.code), 2026y / 11 / 24);
    ASSERT_NE(spoc, nullptr) << entry.label;
    spocs.insert(spoc->code);
  }
  EXPECT_EQ(spocs.size(), 32U);
  for (const auto& prison : prisons().entries()) {
    const auto* team = directory->team_at(prison.code, TeamKind::prison_clinical, 2026y / 11 / 24);
    if (prison.get("london") != "yes") continue;
    ASSERT_NE(team, nullptr) << prison.label;
    EXPECT_FALSE(team->urgent_contact.empty()) << prison.label;
  }
}

// Contacts that nobody could be called on by mistake: reserved domains, and Ofcom's numbers for
// drama (020 7946 0000 to 0999, 01632 960000 to 960999).
TEST(SampleDirectory, NamesNobodyWhoExists) {
  const auto directory = Directory::from_csv(sample_directory_csv(), "directory-sample.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  const auto harmless = [](const Contact& contact) {
    return (contact.email.empty() || contact.email.ends_with(".example")) &&
           (contact.telephone.empty() || contact.telephone.starts_with("020 7946 0") ||
            contact.telephone.starts_with("01632 960"));
  };
  for (const Team& team : directory->teams()) {
    EXPECT_TRUE(harmless({"", team.email, team.telephone})) << team.code.str();
    EXPECT_TRUE(team.name.contains("(sample)") || team.name.contains("(telephone only)"));
    for (const Contact& contact :
         {team.urgent_contact, team.fallback_contact, team.service_manager, team.oversight})
      EXPECT_TRUE(harmless(contact) && (contact.empty() || contact.name.contains("(sample)")))
          << team.code.str();
  }
}

TEST(Directory, TakesColumnsInAnyOrderAndWithoutTheOptionalOnes) {
  const auto directory =
      Directory::from_csv("route,kind,name,team\r\nconsole,court,\"A, B\",X1\r\n", "d.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  EXPECT_EQ(directory->find(team("X1"))->name, "A, B");
}

TEST(Directory, ReadsPinDatesAndAcknowledgement) {
  const std::string pin(64, 'a');
  const auto directory = Directory::from_csv(
      "team,name,kind,route,issuer_pin,acknowledgement,valid_from,valid_to\nX1,N,court,console," +
          pin + "; " + std::string(64, 'b') + ",person,2026-04-01,2026-04-30\n",
      "d.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  const auto& found = *directory->find(team("X1"));
  ASSERT_EQ(found.issuer_pins.size(), 2U);
  EXPECT_TRUE(pins(found, *Digest::from_hex(pin)));
  EXPECT_TRUE(pins(found, *Digest::from_hex(std::string(64, 'b'))));
  EXPECT_FALSE(pins(found, *Digest::from_hex(std::string(64, 'c'))));
  EXPECT_EQ(found.acknowledgement, AcknowledgementKind::person);
  EXPECT_EQ(found.valid_to, 2026y / 4 / 30);
}

TEST(Directory, ReportsEveryProblemWithRowAndColumnAndRepeatsNoContact) {
  const auto problems = problems_of(
      "team,name,kind,areas,route,mailbox,telephone,email,fallback_team,issuer_pin,valid_from,"
      "valid_to\n"
      "x1,,psi,E0900002,mailbox,,jane-doe,jane doe,NOBODY,abc,2026-02-30,\n"
      "X2,N,spoc,,telephone,,,,X2,,2026-02-02,2026-02-01\n"
      "X2,N,court,E09000022,email,GP 1,,,,,,\n"
      "X3,N,court\n");
  const std::tuple<std::string_view, std::string_view, std::string_view> expected[] = {
      {"d.csv:2:team", "team", "not a team code"},
      {"d.csv:2:name", "name", "missing"},
      {"d.csv:2:kind", "kind", "not a known word"},
      {"d.csv:2:areas", "areas", "not a GSS code"},
      {"d.csv:2:mailbox", "mailbox", "there is none"},
      {"d.csv:2:telephone", "telephone", "not a telephone number"},
      {"d.csv:2:email", "email", "not an e-mail address"},
      {"d.csv:2:fallback_team", "fallback_team", "no row has this team"},
      {"d.csv:2:issuer_pin", "issuer_pin", "not a SHA-256 value"},
      {"d.csv:2:valid_from", "valid_from", "not a date"},
      {"d.csv:3:areas", "areas", "can be sent nothing"},
      {"d.csv:3:telephone", "telephone", "there is none"},
      {"d.csv:3:fallback_team", "fallback_team", "the team itself"},
      {"d.csv:3:valid_to", "valid_to", "before valid_from"},
      {"d.csv:4:team", "team", "X2 stands in line 3 too"},
      {"d.csv:4:areas", "areas", "only a SPOC serves areas"},
      {"d.csv:4:mailbox", "mailbox", "not a mailbox code"},
      {"d.csv:4:email", "email", "there is none"},
      {"d.csv:5:team", "team", "the row has 3 fields, the header 12"},
  };
  for (const auto& [path, column, wrong] : expected)
    EXPECT_TRUE(has(problems, path, "Directory, column " + std::string(column), wrong)) << path;
  EXPECT_EQ(listed(problems).find("jane"), std::string::npos);
}

TEST(Directory, RefusesTwoSpocsForOneAreaAtTheSameTimeOnly) {
  const std::string header = "team,name,kind,areas,route,valid_from,valid_to\n";
  const auto overlapping = problems_of(header + "A1,N,spoc,E09000022,console,,2026-06-30\n" +
                                       "A2,N,spoc,E09000023; E09000022,console,2026-06-30,\n");
  EXPECT_TRUE(
      has(overlapping, "d.csv:3:areas", "Directory, column areas", "A1 already serves E09000022"))
      << listed(overlapping);
  const auto one_after_the_other =
      Directory::from_csv(header + "A1,N,spoc,E09000022,console,,2026-06-30\n" +
                              "A2,N,spoc,E09000022,console,2026-07-01,\n",
                          "d.csv");
  ASSERT_TRUE(one_after_the_other) << listed(one_after_the_other.error());
  EXPECT_EQ(one_after_the_other->spoc_for(area("E09000022"), 2026y / 6 / 30)->code, team("A1"));
  EXPECT_EQ(one_after_the_other->spoc_for(area("E09000022"), 2026y / 7 / 1)->code, team("A2"));
}

TEST(Directory, RefusesASharedMailbox) {
  const auto problems = problems_of(
      "team,name,kind,route,mailbox\nA1,N,court,mailbox,GPABC1\nA2,N,court,mailbox,GPABC1\n");
  EXPECT_TRUE(has(problems, "d.csv:3:mailbox", "Directory, column mailbox", "GPABC1 belongs to"));
}

TEST(DirectoryHeader, RefusesUnknownRepeatedAndMissingColumns) {
  const auto problems = problems_of("team,name,name,colour\nX1,N,N,red\n");
  EXPECT_EQ(problems.size(), 4U) << listed(problems);
  EXPECT_FALSE(problems_of("").empty());
  EXPECT_FALSE(problems_of("team,name,kind,route\n").empty());
  EXPECT_FALSE(problems_of("team;name;kind;route\nX1;N;court;console\n").empty());
}

TEST(DirectoryWords, AreSpelledAsInTheFile) {
  EXPECT_EQ(to_string(TeamKind::prison_psychosocial), "prison-psychosocial");
  EXPECT_EQ(to_string(TeamKind::dr), "dr");
  EXPECT_EQ(to_string(RouteKind::telephone), "telephone");
  EXPECT_EQ(to_string(AcknowledgementKind::person), "person");
}

TEST(DirectoryContacts, AreReadFromTheirCells) {
  const auto directory = Directory::from_csv(
      "# updated 2026-04-01,,,,,\n"
      "team,name,kind,route,prison,hours,urgent_contact,service_manager\n"
      "BXI-PSI,N,prison-psychosocial,console,BXI,Mon-Sat 08:00-20:00,Duty desk (night) 020 7946 "
      "0190,\"Manager, day <m@spoc.example> 020 7946 0191\"\n",
      "d.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  const auto& found = *directory->find(team("BXI-PSI"));
  EXPECT_EQ(found.line, 3);
  EXPECT_EQ(found.prison, "BXI");
  EXPECT_EQ(found.hours.spelling(), "Mon-Sat 08:00-20:00");
  EXPECT_EQ(found.urgent_contact, (Contact{"Duty desk (night)", "", "020 7946 0190"}));
  EXPECT_EQ(found.service_manager, (Contact{"Manager, day", "m@spoc.example", "020 7946 0191"}));
  EXPECT_EQ(directory->updated(), 2026y / 4 / 1);
}

TEST(DirectoryContacts, AreRefusedWithoutRepeatingThem) {
  const auto problems = problems_of(
      "# updated yesterday\nteam,name,kind,route,prison,hours,urgent_contact,fallback_contact\n"
      "X1,N,spoc,console,BXI,always,Jane Doe <j@x.example>,jane@doe.example\n"
      "X2,N,prison-court,console,,,,\nX3,N,prison-court,console,bxi,,,\n");
  EXPECT_TRUE(has(problems, "d.csv:1", "Directory, first line", "not a date"));
  EXPECT_TRUE(has(problems, "d.csv:3:prison", "Directory, column prison", "only a prison's team"));
  EXPECT_TRUE(has(problems, "d.csv:3:hours", "Directory, column hours", "opening hours", "24/7"));
  EXPECT_TRUE(has(problems, "d.csv:3:urgent_contact", "Directory, column urgent_contact",
                  "no telephone number"));
  EXPECT_TRUE(has(problems, "d.csv:3:fallback_contact", "Directory, column fallback_contact",
                  "between < and >"));
  EXPECT_TRUE(has(problems, "d.csv:4:prison", "Directory, column prison", "no prison", "BXI"));
  EXPECT_TRUE(has(problems, "d.csv:5:prison", "Directory, column prison", "not a NOMIS code"));
  EXPECT_EQ(listed(problems).find("doe.example"), std::string::npos) << listed(problems);
}

TEST(Prisons, AreNamedByTheTeamsCodeInOlderLists) {
  const auto directory =
      Directory::from_csv("team,name,kind,route\nBXI-PSI,N,prison-psychosocial,console\n", "d.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  EXPECT_EQ(directory->team_at("BXI", TeamKind::prison_psychosocial, 2026y / 4 / 2)->code,
            team("BXI-PSI"));
  EXPECT_EQ(directory->team_at("BXI", TeamKind::prison_clinical, 2026y / 4 / 2), nullptr);
  EXPECT_EQ(directory->team_at("PVI", TeamKind::prison_psychosocial, 2026y / 4 / 2), nullptr);
  EXPECT_EQ(directory->team_at("", TeamKind::spoc, 2026y / 4 / 2), nullptr);
}

constexpr std::string_view new_number_in_may =
    "team,name,kind,areas,route,telephone,valid_from,valid_to\n"
    "L1,Before,spoc,E09000022,telephone,020 7946 0111,,2026-04-30\n"
    "L1,After,spoc,E09000022,telephone,020 7946 0999,2026-05-01,\n";

TEST(EffectiveDates, LetATeamChangeOnADay) {
  const auto directory = Directory::from_csv(new_number_in_may, "d.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  const auto name_on = [&](std::chrono::year_month_day day) {
    EXPECT_EQ(directory->on(day).find(team("L1"))->name, directory->find(team("L1"), day)->name);
    EXPECT_EQ(directory->on(day).teams().size(), 1U);
    return directory->spoc_for(area("E09000022"), day)->name;
  };
  EXPECT_EQ(name_on(2026y / 4 / 30), "Before");
  EXPECT_EQ(name_on(2026y / 5 / 1), "After");
  EXPECT_EQ(directory->rows().size(), 2U);
  EXPECT_EQ(directory->next_change(2026y / 4 / 1), 2026y / 5 / 1);
  EXPECT_EQ(directory->next_change(2026y / 5 / 1), std::nullopt);
}

TEST(EffectiveDates, KeepATeamKnownBeforeAndAfterItsTime) {
  const auto directory = Directory::from_csv(
      "team,name,kind,route,valid_from,valid_to\nX1,First,court,console,2026-02-01,2026-02-28\n"
      "X1,Second,court,console,2026-04-01,2026-04-30\n",
      "d.csv");
  ASSERT_TRUE(directory) << listed(directory.error());
  const std::pair<std::chrono::year_month_day, std::string_view> table[] = {
      {2026y / 1 / 1, "First"},   // the first to come
      {2026y / 3 / 10, "First"},  // the last that held
      {2026y / 4 / 1, "Second"},
      {2026y / 6 / 1, "Second"}};
  for (const auto& [day, name] : table) EXPECT_EQ(directory->on(day).find(team("X1"))->name, name);
  EXPECT_EQ(directory->find(team("X1"), 2026y / 3 / 10), nullptr);
}

TEST(EffectiveDates, RefuseTwoRowsForTheSameTime) {
  std::string text(new_number_in_may);
  text.replace(text.find("2026-04-30"), 10, "2026-05-01");
  EXPECT_TRUE(has(problems_of(text), "d.csv:3:team", "Directory, column team",
                  "L1 stands in line 2 too, for the same time", "valid_to"))
      << listed(problems_of(text));
}

TEST(EffectiveDates, NeverGiveAMailboxToAnotherTeam) {
  const auto problems = problems_of(
      "team,name,kind,route,mailbox,valid_from,valid_to\n"
      "A1,N,court,mailbox,GPABC1,,2026-04-30\nA2,N,court,mailbox,GPABC1,2026-05-01,\n");
  EXPECT_TRUE(
      has(problems, "d.csv:3:mailbox", "Directory, column mailbox", "belongs to A1 (line 2)"));
}

}  // namespace
}  // namespace gatepost::config
