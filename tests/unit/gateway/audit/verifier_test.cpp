#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/gateway/audit/samples.hpp"

namespace gatepost::audit {
namespace {

using test::sample_log;
using test::SampleLog;

Verification verify(const SampleLog& log) {
  Verifier verifier(log.head);
  for (const Row& row : log.rows) {
    if (!verifier.add(row)) break;
  }
  return verifier.finish();
}

void rewrite(Row& row, const std::string& event) {
  Entry entry = parse_canonical(row.bytes)->first;
  entry.event = event;
  row.bytes = canonical(entry, row.index);
  row.leaf = leaf_hash(row.bytes);
}

TEST(AuditVerifier, AcceptsUntouchedLogs) {
  for (std::uint64_t size : {0U, 1U, 2U, 7U, 8U, 100U}) {
    const Verification found = verify(sample_log(size));
    EXPECT_FALSE(found.first_bad) << size << ": " << found.wrong;
    EXPECT_EQ(found.checked, size);
    EXPECT_TRUE(found.wrong.empty());
  }
}

struct Tampering {
  const char* what;
  std::function<void(SampleLog&)> tamper;  // of a log of 100 entries
  std::uint64_t first_bad;
  const char* says;
};

TEST(AuditVerifier, NamesTheFirstBadEntryOfEveryTampering) {
  const std::vector<Tampering> table{
      {"a bit of an entry", [](SampleLog& log) { log.rows[17].bytes[60] ^= 1; }, 17, "altered"},
      {"a bit of a leaf", [](SampleLog& log) { log.rows[17].leaf.bytes[3] ^= 1; }, 17, "altered"},
      {"a bit of the last entry", [](SampleLog& log) { log.rows[99].bytes[60] ^= 1; }, 99,
       "altered"},
      {"a deleted row", [](SampleLog& log) { log.rows.erase(log.rows.begin() + 42); }, 42,
       "missing"},
      {"a deleted first row", [](SampleLog& log) { log.rows.erase(log.rows.begin()); }, 0,
       "missing"},
      {"a deleted row, renumbered",
       [](SampleLog& log) {
         log.rows.erase(log.rows.begin() + 42);
         for (std::size_t i = 42; i < log.rows.size(); ++i) log.rows[i].index = i;
       },
       42, "moved"},
      {"two rows swapped",
       [](SampleLog& log) {
         std::swap(log.rows[20], log.rows[60]);
         std::swap(log.rows[20].index, log.rows[60].index);
       },
       20, "moved"},
      {"two rows out of order", [](SampleLog& log) { std::swap(log.rows[20], log.rows[60]); }, 20,
       "missing"},
      {"the tail cut off", [](SampleLog& log) { log.rows.resize(97); }, 97, "missing"},
      {"everything cut off", [](SampleLog& log) { log.rows.clear(); }, 0, "missing"},
      {"an extra row", [](SampleLog& log) { log.rows.push_back(sample_log(101).rows.back()); }, 100,
       "beyond"},
      {"not an entry, with its leaf",
       [](SampleLog& log) {
         log.rows[5].bytes += ' ';
         log.rows[5].leaf = leaf_hash(log.rows[5].bytes);
       },
       5, "canonical"},
      // 100 = 64 + 32 + 4: the log's own hashes cannot tell more than which of these parts it was.
      {"rewritten with its leaf", [](SampleLog& log) { rewrite(log.rows[70], "x"); }, 64,
       "entries 64 to 95"},
      {"the last rewritten with its leaf", [](SampleLog& log) { rewrite(log.rows[99], "x"); }, 96,
       "entries 96 to 99"},
      {"a bit of the head's root", [](SampleLog& log) { log.head.root.bytes[0] ^= 1; }, 100,
       "head"},
      {"a bit of the head's frontier", [](SampleLog& log) { log.head.frontier[1].bytes[0] ^= 1; },
       64, "entries 64 to 95"},
      {"the head's frontier cut", [](SampleLog& log) { log.head.frontier.pop_back(); }, 100,
       "head"},
      {"the head's size raised", [](SampleLog& log) { log.head.size = 101; }, 100, "missing"},
      {"the head's size lowered", [](SampleLog& log) { log.head.size = 90; }, 90, "beyond"},
      {"an older head", [](SampleLog& log) { log.head = sample_log(50).head; }, 50, "beyond"},
  };
  for (const Tampering& tampering : table) {
    SampleLog log = sample_log(100);
    tampering.tamper(log);
    const Verification found = verify(log);
    ASSERT_TRUE(found.first_bad) << tampering.what;
    EXPECT_EQ(*found.first_bad, tampering.first_bad) << tampering.what << ": " << found.wrong;
    EXPECT_NE(found.wrong.find(tampering.says), std::string::npos)
        << tampering.what << ": " << found.wrong;
  }
}

TEST(AuditVerifier, IgnoresWhatComesAfterTheFirstBadRow) {
  SampleLog log = sample_log(10);
  log.rows[3].leaf.bytes[0] ^= 1;
  Verifier verifier(log.head);
  for (const Row& row : log.rows) EXPECT_EQ(verifier.add(row), row.index < 3);
  EXPECT_EQ(verifier.finish().checked, 3U);
  EXPECT_EQ(verifier.finish().first_bad, 3U);
}

}  // namespace
}  // namespace gatepost::audit
