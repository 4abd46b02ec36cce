#include "gateway/audit/export.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <functional>

namespace gatepost::audit {
namespace {

namespace json = boost::json;

Entry sample() {
  Entry entry;
  entry.at = *from_rfc3339("2026-04-02T11:00:00.250Z");
  entry.verb = Verb::disclosure;
  entry.actor = "team:LAMBETH-SPOC";
  entry.how = "certificate";
  entry.event = "rung-reached";
  entry.conversation = "6f8ff97d-130b-4ba5-ab18-1e80a7acf941";
  entry.message = "BXI-PSI/05fbbbf3-914b-46a6-b8f4-75cd6ba25bf0";
  entry.rung = "delivered";
  entry.recipient = "team:LAMBETH-SPOC";
  entry.reason = "collected";
  entry.node = "demo";
  return entry;
}

struct Wish {
  const char* what;
  std::function<void(EntryFilter&)> set;
  bool admits;
};

TEST(EntryFilter, AdmitsWhatIsAskedFor) {
  const auto at = [](const char* text) { return from_rfc3339(text); };
  const std::vector<Wish> table{
      {"nothing in particular", [](EntryFilter&) {}, true},
      {"its message", [](EntryFilter& f) { f.message = sample().message; }, true},
      {"its id alone", [](EntryFilter& f) { f.message = "05fbbbf3-914b-46a6-b8f4-75cd6ba25bf0"; },
       true},
      {"half an id", [](EntryFilter& f) { f.message = "75cd6ba25bf0"; }, false},
      {"another team's id",
       [](EntryFilter& f) { f.message = "HMP-X/05fbbbf3-914b-46a6-b8f4-75cd6ba25bf0"; }, false},
      {"its sender", [](EntryFilter& f) { f.team = "BXI-PSI"; }, true},
      {"its actor's team", [](EntryFilter& f) { f.team = "LAMBETH-SPOC"; }, true},
      {"the beginning of a team", [](EntryFilter& f) { f.team = "LAMBETH"; }, false},
      {"its actor", [](EntryFilter& f) { f.actor = "team:LAMBETH-SPOC"; }, true},
      {"another actor", [](EntryFilter& f) { f.actor = "LAMBETH-SPOC"; }, false},
      {"its verb", [](EntryFilter& f) { f.verb = Verb::disclosure; }, true},
      {"another verb", [](EntryFilter& f) { f.verb = Verb::erasure; }, false},
      {"its event", [](EntryFilter& f) { f.event = "rung-reached"; }, true},
      {"another event", [](EntryFilter& f) { f.event = "rung"; }, false},
      {"from its instant", [&](EntryFilter& f) { f.from = at("2026-04-02T11:00:00.250Z"); }, true},
      {"from later", [&](EntryFilter& f) { f.from = at("2026-04-02T11:00:00.251Z"); }, false},
      {"until later", [&](EntryFilter& f) { f.until = at("2026-04-02T11:00:00.251Z"); }, true},
      {"until its instant", [&](EntryFilter& f) { f.until = at("2026-04-02T11:00:00.250Z"); },
       false},
      {"one of two",
       [](EntryFilter& f) {
         f.team = "BXI-PSI";
         f.actor = "gateway";
       },
       false},
  };
  for (const Wish& wish : table) {
    EntryFilter filter;
    wish.set(filter);
    EXPECT_EQ(filter.admits(sample()), wish.admits) << wish.what;
    for (const std::string& text : filter.texts())
      EXPECT_TRUE(!wish.admits || canonical(sample(), 17).contains(text)) << text;
  }
}

TEST(EntryFilter, KnowsTheRecipientOfATeamsForm) {
  Entry entry = sample();
  entry.actor = "team:BXI-PSI";
  entry.recipient = "LAMBETH-SPOC";
  EntryFilter filter;
  filter.team = "LAMBETH-SPOC";
  EXPECT_TRUE(filter.admits(entry));
}

TEST(AuditExport, PrintsJsonLinesAsTheyAreHashed) {
  EXPECT_EQ(export_header(ExportFormat::json_lines), "");
  const std::string bytes = canonical(sample(), 17);
  EXPECT_EQ(export_line(ExportFormat::json_lines, sample(), 17, bytes), bytes + "\n");
}

TEST(AuditExport, PrintsCsvWithAHeader) {
  EXPECT_EQ(export_header(ExportFormat::csv),
            "seq,at,verb,actor,how,event,conversation,message,form,digest,rung,recipient,reason,"
            "policy,node\r\n");
  EXPECT_EQ(export_line(ExportFormat::csv, sample(), 17, {}),
            "17,2026-04-02T11:00:00.250Z,disclosure,team:LAMBETH-SPOC,certificate,rung-reached,"
            "6f8ff97d-130b-4ba5-ab18-1e80a7acf941,BXI-PSI/05fbbbf3-914b-46a6-b8f4-75cd6ba25bf0,,,"
            "delivered,team:LAMBETH-SPOC,collected,,demo\r\n");
}

TEST(AuditExport, PrintsNoCellThatASpreadsheetWouldRun) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"}) {
    Entry entry = sample();
    entry.reason = formula;
    const std::string line = export_line(ExportFormat::csv, entry, 17, {});
    EXPECT_TRUE(line.contains(std::string("'") + formula)) << line;
  }
  Entry entry = sample();
  entry.reason = "a,\"b\"";
  EXPECT_TRUE(export_line(ExportFormat::csv, entry, 17, {}).contains(",\"a,\"\"b\"\"\","));
}

TEST(AuditExport, PrintsEventsOfTheHmppsAuditService) {
  const std::string line = export_line(ExportFormat::hmpps, sample(), 17, {});
  ASSERT_TRUE(line.ends_with("\n"));
  const json::object event = json::parse(line).as_object();
  EXPECT_EQ(event.at("what").as_string(), "RUNG_REACHED");
  EXPECT_EQ(event.at("when").as_string(), "2026-04-02T11:00:00.250Z");
  EXPECT_EQ(event.at("who").as_string(), "team:LAMBETH-SPOC");
  EXPECT_EQ(event.at("subjectId").as_string(), sample().message);
  EXPECT_EQ(event.at("subjectType").as_string(), "MESSAGE_ID");
  EXPECT_EQ(event.at("correlationId").as_string(), sample().conversation);
  EXPECT_EQ(event.at("service").as_string(), "gatepost");
  // A text that is JSON itself.
  const json::object details =
      json::parse(std::string_view(event.at("details").as_string())).as_object();
  EXPECT_EQ(details.at("seq").to_number<int>(), 17);
  EXPECT_EQ(details.at("verb").as_string(), "disclosure");
  EXPECT_EQ(details.at("rung").as_string(), "delivered");
  EXPECT_FALSE(details.contains("actor"));
  EXPECT_FALSE(details.contains("policy"));
  Entry without = sample();
  without.message.clear();
  const json::object other =
      json::parse(export_line(ExportFormat::hmpps, without, 17, {})).as_object();
  EXPECT_EQ(other.at("subjectType").as_string(), "NOT_APPLICABLE");
  EXPECT_FALSE(other.contains("subjectId"));
}

}  // namespace
}  // namespace gatepost::audit
