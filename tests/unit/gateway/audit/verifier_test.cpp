#include "gateway/audit/verifier.hpp"

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
      {"filed under another message", [](SampleLog& log) { log.rows[33].message = "x"; }, 33,
       "filed"},
      {"a column of another type",
       [](SampleLog& log) { log.rows[33].columns = Row::Columns::wrong_type; }, 33, "type"},
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

// Every byte that a row holds counts.
TEST(AuditVerifier, NamesTheEntryOfAnyAlteredByteOfAnyRow) {
  const SampleLog good = sample_log(20);
  for (std::size_t at = 0; at < good.rows.size(); ++at) {
    const auto expect_found = [&](const SampleLog& log, const char* what, std::size_t byte) {
      const Verification found = verify(log);
      ASSERT_TRUE(found.first_bad) << what << " of row " << at << ", byte " << byte;
      ASSERT_EQ(*found.first_bad, at) << what << ", byte " << byte << ": " << found.wrong;
    };
    for (std::size_t byte = 0; byte < good.rows[at].bytes.size(); ++byte) {
      SampleLog log = good;
      log.rows[at].bytes[byte] ^= 1;
      expect_found(log, "bytes", byte);
    }
    for (std::size_t byte = 0; byte < 32; ++byte) {
      SampleLog log = good;
      log.rows[at].leaf.bytes[byte] ^= 0x40;
      expect_found(log, "leaf", byte);
    }
    for (std::size_t byte = 0; byte < good.rows[at].message.size(); ++byte) {
      SampleLog log = good;
      log.rows[at].message[byte] ^= 1;
      expect_found(log, "message", byte);
    }
  }
}

Checkpoint checkpoint_at(std::uint64_t size) {
  return {"gatepost.example/log", size, sample_log(size).head.root};
}

Verification verify_since(const SampleLog& log, const Checkpoint& older) {
  Verifier verifier(log.head);
  verifier.expect(older);
  for (const Row& row : log.rows)
    if (!verifier.add(row)) break;
  return verifier.finish();
}

TEST(AuditVerifier, AgreesWithEveryOlderCheckpointOfTheSameLog) {
  const SampleLog log = sample_log(40);
  for (std::uint64_t size = 0; size <= 40; ++size)
    EXPECT_FALSE(verify_since(log, checkpoint_at(size)).first_bad) << size;
}

// A log that is consistent in itself, because its head was rewritten with it.
TEST(AuditVerifier, FindsATruncatedLogByAnOlderCheckpoint) {
  const Verification found = verify_since(sample_log(35), checkpoint_at(40));
  ASSERT_TRUE(found.first_bad);
  EXPECT_EQ(*found.first_bad, 35U);
  EXPECT_NE(found.wrong.find("cut off"), std::string::npos) << found.wrong;
}

TEST(AuditVerifier, FindsARewrittenLogByAnOlderCheckpoint) {
  SampleLog log = sample_log(40);
  rewrite(log.rows[12], "x");
  log.head = empty_head();
  for (const Row& row : log.rows) append_leaf(log.head, row.leaf);
  finish_root(log.head);
  EXPECT_FALSE(verify(log).first_bad);
  EXPECT_FALSE(verify_since(log, checkpoint_at(12)).first_bad);
  EXPECT_TRUE(verify_since(log, checkpoint_at(13)).first_bad);
  EXPECT_TRUE(verify_since(log, checkpoint_at(40)).first_bad);
}

Verification verify_with_kept(const SampleLog& log) {
  Verifier verifier(log.head);
  std::size_t rows = 0;
  for (const Row& row : log.rows) {
    if (!verifier.add(row)) break;
    if (++rows % 50 == 0) EXPECT_TRUE(verifier.check_kept(log.hashes()));
  }
  EXPECT_TRUE(verifier.check_kept(log.hashes()));
  return verifier.finish();
}

TEST(AuditVerifier, ComparesTheHashesThatProofsAreMadeFrom) {
  const SampleLog good = sample_log(600);
  EXPECT_FALSE(verify_with_kept(good).first_bad);
  for (std::size_t at = 0; at < good.kept.size(); ++at) {
    SampleLog log = good;
    log.kept[at].hash.bytes[5] ^= 1;
    EXPECT_EQ(verify_with_kept(log).first_bad, good.kept[at].index << good.kept[at].level);
    log = good;
    log.kept.erase(log.kept.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_EQ(verify_with_kept(log).first_bad, good.kept[at].index << good.kept[at].level);
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
