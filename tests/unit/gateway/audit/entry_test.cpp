#include "gateway/audit/entry.hpp"

#include <gtest/gtest.h>

#include "tests/unit/gateway/audit/samples.hpp"

namespace gatepost::audit {
namespace {

Entry full_entry() {
  Entry entry;
  entry.at = *from_rfc3339("2026-04-02T11:00:00.250Z");
  entry.verb = Verb::disclosure;
  entry.actor = "gateway";
  entry.event = "rung-reached";
  entry.conversation = "c";
  entry.message = "BXI-PSI/m";
  entry.form = "LIEF";
  entry.digest = "00ff";
  entry.rung = "delivered";
  entry.recipient = "LAMBETH-SPOC";
  entry.reason = "collected";
  entry.policy = "default-2026-04";
  entry.node = "node-1";
  return entry;
}

TEST(AuditEntry, IsOneLineOfJsonInTheOrderOfItsMembers) {
  EXPECT_EQ(canonical(full_entry(), 17),
            R"({"v":1,"seq":17,"at":"2026-04-02T11:00:00.250Z","verb":"disclosure",)"
            R"("actor":"gateway","event":"rung-reached","conversation":"c","message":"BXI-PSI/m",)"
            R"("form":"LIEF","digest":"00ff","rung":"delivered","recipient":"LAMBETH-SPOC",)"
            R"("reason":"collected","policy":"default-2026-04","node":"node-1"})");
}

TEST(AuditEntry, OfVersionTwoSaysHowTheActorWasAuthenticated) {
  Entry entry;
  entry.at = *from_rfc3339("2026-04-02T11:00:00Z");
  entry.actor = "team:BXI-PSI";
  entry.how = "certificate";
  entry.event = "closed";
  const std::string bytes = canonical(entry, 5);
  EXPECT_EQ(bytes, R"({"v":2,"seq":5,"at":"2026-04-02T11:00:00Z","verb":"system",)"
                   R"("actor":"team:BXI-PSI","how":"certificate","event":"closed"})");
  EXPECT_EQ(parse_canonical(bytes)->first, entry);
}

// One entry, one spelling: what either version can say, only version 1 says.
TEST(AuditEntry, HasOneVersionOnly) {
  const std::string one = canonical(full_entry(), 17);
  std::string two = one;
  two[5] = '2';
  EXPECT_TRUE(parse_canonical(one));
  EXPECT_FALSE(parse_canonical(two));
  Entry with_how = full_entry();
  with_how.how = "certificate";
  std::string stray = canonical(with_how, 17);
  EXPECT_TRUE(parse_canonical(stray));
  stray[5] = '1';
  EXPECT_FALSE(parse_canonical(stray));
  stray[5] = '3';
  EXPECT_FALSE(parse_canonical(stray));
}

TEST(AuditEntry, FitsIntoABundleWhateverItSays) {
  Entry entry = full_entry();
  for (std::string Entry::* member :
       {&Entry::actor, &Entry::how, &Entry::event, &Entry::conversation, &Entry::message,
        &Entry::form, &Entry::digest, &Entry::rung, &Entry::recipient, &Entry::reason,
        &Entry::policy, &Entry::node})
    entry.*member = std::string(10'000, 'x');
  const std::string bytes = canonical(entry, 1);
  EXPECT_LT(bytes.size(), 65536U);
  EXPECT_TRUE(parse_canonical(bytes));
}

TEST(AuditEntry, LeavesAbsentMembersOut) {
  Entry entry;
  entry.at = *from_rfc3339("2026-04-02T11:00:00Z");
  entry.event = "started";
  EXPECT_EQ(canonical(entry, 0),
            R"({"v":1,"seq":0,"at":"2026-04-02T11:00:00Z","verb":"system","event":"started"})");
}

TEST(AuditEntry, CannotBeForgedByContent) {
  Entry entry = full_entry();
  entry.reason = "x\",\"policy\":\"forged\\\n\x7f\xc3\xa9";
  const std::string bytes = canonical(entry, 1);
  EXPECT_NE(bytes.find(R"("reason":"x?,?policy?:?forged?????","policy":"default-2026-04")"),
            std::string::npos)
      << bytes;
}

TEST(AuditEntry, ReadsBackWhatItWrote) {
  for (const Entry& entry : {full_entry(), test::sample_entry(3), Entry{}}) {
    const std::string bytes = canonical(entry, 18446744073709551615U);
    const auto parsed = parse_canonical(bytes);
    ASSERT_TRUE(parsed) << bytes;
    EXPECT_EQ(parsed->first, entry);
    EXPECT_EQ(parsed->second, 18446744073709551615U);
  }
}

TEST(AuditEntry, RefusesEveryOtherSpelling) {
  const std::string good = canonical(full_entry(), 17);
  ASSERT_TRUE(parse_canonical(good));
  const std::vector<std::pair<std::string, std::string>> replacements{
      {"\"v\":1", "\"v\":2"},
      {"\"seq\":17", "\"seq\":017"},
      {"\"seq\":17", "\"seq\":+17"},
      {"\"seq\":17", "\"seq\":99999999999999999999"},
      {",\"at\"", ", \"at\""},
      {"11:00:00.250Z", "11:00:00.25Z"},
      {"11:00:00.250Z", "11:00:00.250+00:00"},
      {"disclosure", "Disclosure"},
      {"\"gateway\"", "\"\""},
      {"\"gateway\"", "\"gate\\u0077ay\""},
      {"\"actor\"", "\"author\""},
      {"\"node-1\"}", "\"node-1\"}\n"},
      {"\"node-1\"}", "\"node-1\""},
      {"\"node-1\"}", "\"node-1\",\"actor\":\"x\"}"},
      {"LIEF",
       "LI\xc3\xa9"
       "F"},
  };
  for (const auto& [from, to] : replacements) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    EXPECT_FALSE(parse_canonical(bad)) << bad;
  }
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(parse_canonical(good.substr(0, length))) << length;
  }
}

TEST(AuditEntry, HashesAsALeafOfRfc6962) {
  // The hash of the empty leaf, SHA-256(0x00), from the RFC 6962 test data of the Certificate
  // Transparency project.
  EXPECT_EQ(leaf_hash("").hex(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

}  // namespace
}  // namespace gatepost::audit
