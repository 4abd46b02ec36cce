// The log in its file: what somebody with a database editor does to it is found, and named.
#include <sqlite3.h>

#include <functional>

#include "certs/authority.hpp"
#include "certs/digest.hpp"
#include "certs/trust.hpp"
#include "gateway/audit/verifier.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/store/sql/schema.hpp"
#include "gateway/store/sqlite/open.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/gateway/store/conformance.hpp"
#include "tests/unit/gateway/store/quick_folder.hpp"
#include "tests/unit/gateway/store/threaded.hpp"

namespace gatepost::store::test {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* handle) const { ::sqlite3_close(handle); }
};

class SqliteLog : public testing::Test {
 protected:
  SqliteLog() { fill(40); }

  void fill(int entries) {
    auto store = sqlite::open_sqlite(file(), log_);
    ASSERT_TRUE(store) << store.error().to_string();
    std::vector<Work> works;
    for (int n = 0; n < entries; ++n)
      works.push_back(work("", [n](Transaction& t) -> Result<void> {
        audit::Entry made = entry("event-" + std::to_string(n));
        if (n % 3 != 0) made.message = key(n).str();
        t.append_audit(std::move(made));
        return {};
      }));
    commit_behind_gate(**store, std::move(works));
  }

  void edit(const std::string& sql) const {
    sqlite3* raw = nullptr;
    ASSERT_EQ(::sqlite3_open(file().c_str(), &raw), SQLITE_OK);
    const std::unique_ptr<sqlite3, CloseDatabase> handle(raw);
    EXPECT_EQ(::sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sql << ": " << ::sqlite3_errmsg(raw);
  }

  audit::Verification verify() const {
    auto view = sqlite::open_sqlite_readonly(file());
    if (!view) throw std::runtime_error(view.error().to_string());
    audit::Verifier verifier((*view)->audit_head().value());
    for (const audit::Row& row : (*view)->audit_rows(0, 1000).value())
      if (!verifier.add(row)) break;
    EXPECT_TRUE(verifier.check_kept([&](unsigned level, std::uint64_t first, std::size_t count) {
      return (*view)->audit_hashes(level, first, count);
    }));
    return verifier.finish();
  }

  // After the statement, exactly this entry is named; then everything is as it was.
  void expect_named(std::uint64_t index, const std::string& sql) {
    std::filesystem::copy_file(file(), folder_ / "good.db");
    edit(sql);
    const audit::Verification found = verify();
    ASSERT_TRUE(found.first_bad) << sql;
    ASSERT_EQ(*found.first_bad, index) << sql << ": " << found.wrong;
    std::filesystem::rename(folder_ / "good.db", file());
  }

  std::filesystem::path file() const { return folder_ / "store.db"; }

  QuickFolder folder_;
  Log log_;
};

std::string at_row(std::uint64_t index) { return " WHERE idx = " + std::to_string(index); }

TEST_F(SqliteLog, IsGoodAsItWasWritten) {
  const audit::Verification found = verify();
  EXPECT_FALSE(found.first_bad) << found.wrong;
  EXPECT_EQ(found.checked, 40U);
}

TEST_F(SqliteLog, NamesARowWithAColumnOfAnotherType) {
  for (std::uint64_t index : {0U, 16U, 39U}) {
    for (const char* change :
         {"bytes = CAST(bytes AS BLOB)", "bytes = 7", "leaf = hex(leaf)", "leaf = 'x'",
          "leaf = substr(leaf, 2)", "leaf = 0.5", "message = x'00'"})
      expect_named(index, std::string("UPDATE audit_log SET ") + change + at_row(index));
    expect_named(index, "UPDATE audit_log SET idx = idx + 0.5" + at_row(index));
    expect_named(index, "UPDATE audit_log SET idx = 'x' || idx" + at_row(index));
    expect_named(index, "UPDATE audit_log SET idx = x'07'" + at_row(index));
  }
}

TEST_F(SqliteLog, NamesDeletedSwappedAndMovedRows) {
  for (std::uint64_t index : {0U, 16U, 38U}) {
    const std::string here = std::to_string(index), next = std::to_string(index + 1);
    expect_named(index, "DELETE FROM audit_log" + at_row(index));
    expect_named(index, "DELETE FROM audit_log WHERE idx >= " + here);
    expect_named(index, "UPDATE audit_log SET idx = -1" + at_row(index));
    expect_named(index, "UPDATE audit_log SET idx = 1000" + at_row(index));
    expect_named(index, "UPDATE audit_log SET idx = -1 WHERE idx = " + here +
                            "; UPDATE audit_log SET idx = " + here + " WHERE idx = " + next +
                            "; UPDATE audit_log SET idx = " + next + " WHERE idx = -1");
    expect_named(index, "DELETE FROM audit_log" + at_row(index) +
                            "; UPDATE audit_log SET idx = -idx WHERE idx > " + here +
                            "; UPDATE audit_log SET idx = -idx - 1 WHERE idx < 0; "
                            "UPDATE audit_head SET size = size - 1");
  }
  expect_named(40,
               "INSERT INTO audit_log SELECT 40, bytes, leaf, message FROM audit_log" + at_row(39));
  expect_named(0, "DELETE FROM audit_log");
  expect_named(0, "DELETE FROM audit_head");
}

TEST_F(SqliteLog, NamesWhatIsFiledUnderAnotherMessage) {
  expect_named(7, "UPDATE audit_log SET message = NULL" + at_row(7));
  expect_named(7, "UPDATE audit_log SET message = message || 'x'" + at_row(7));
  expect_named(9, "UPDATE audit_log SET message = 'x'" + at_row(9));
}

TEST_F(SqliteLog, NamesTheFirstEntryUnderAKeptHash) {
  expect_named(16, "UPDATE audit_hashes SET hash = zeroblob(32) WHERE level = 4 AND idx = 1");
  expect_named(16, "DELETE FROM audit_hashes WHERE level = 4 AND idx = 1");
}

// A byte of a text or of a hash, wherever it stands.
TEST_F(SqliteLog, NamesTheEntryOfAnyAlteredByte) {
  const std::uint64_t seed = 20260402;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  tests::SeededRandom random(seed);
  for (std::uint64_t index = 0; index < 40; ++index) {
    const std::string cut = std::to_string(1 + random.next() % 100);
    expect_named(index, "UPDATE audit_log SET bytes = substr(bytes, 1, " + cut +
                            " - 1) || '~' || "
                            "substr(bytes, " +
                            cut + " + 1)" + at_row(index));
    expect_named(
        index, "UPDATE audit_log SET bytes = substr(bytes, 1, length(bytes) - 1)" + at_row(index));
    const std::string byte = std::to_string(1 + random.next() % 32);
    expect_named(index, "UPDATE audit_log SET leaf = CAST(substr(leaf, 1, " + byte +
                            " - 1) || "
                            "CASE WHEN substr(leaf, " +
                            byte +
                            ", 1) = x'5a' THEN x'5b' ELSE x'5a' END || "
                            "substr(leaf, " +
                            byte + " + 1) AS BLOB)" + at_row(index));
  }
}

// Takes back every migration since: each new one adds its own here.
const std::string back_to_version_7 =
    // 9: lists of messages
    "DROP INDEX messages_sent; DROP INDEX messages_received; "
    "ALTER TABLE messages DROP COLUMN holder; ALTER TABLE messages DROP COLUMN stage; "
    "ALTER TABLE messages DROP COLUMN awaited; ALTER TABLE messages DROP COLUMN place; "
    // 8: the transparency log
    "DROP INDEX audit_by_message; ALTER TABLE audit_log DROP COLUMN message; "
    "DROP TABLE audit_hashes; DROP INDEX crls_by_time; "
    "ALTER TABLE crls DROP COLUMN this_update; ALTER TABLE crls DROP COLUMN next_update; "
    "UPDATE schema_version SET version = 7; ";

// A database of an earlier version: the log is the same, and what is new about it is filled in.
TEST_F(SqliteLog, OfAnOlderDatabaseIsFilledIn) {
  edit(back_to_version_7);
  ASSERT_TRUE(sqlite::open_sqlite(file(), log_));
  const audit::Verification found = verify();
  EXPECT_FALSE(found.first_bad) << found.wrong;
  auto view = sqlite::open_sqlite_readonly(file());
  EXPECT_EQ((*view)->audit_about(key(7), 10).value().size(), 1U);
  EXPECT_EQ((*view)->audit_hashes(4, 0, 10).value().size(), 2U);
}

TEST_F(SqliteLog, OfAnOlderAndDamagedDatabaseIsStillOpenedForItsVerifierToJudge) {
  edit(back_to_version_7 +
       "UPDATE audit_log SET bytes = 'x' WHERE idx = 20; DELETE FROM audit_log WHERE idx = 30;");
  ASSERT_TRUE(sqlite::open_sqlite(file(), log_));
  EXPECT_EQ(verify().first_bad, 20U);
}

TEST_F(SqliteLog, KeepsCrlsByWhenTheyWereInForce) {
  tests::SeededRandom random(3);
  const Instant now = *from_rfc3339("2026-04-02T11:00:00Z");
  auto authority = certs::DevelopmentAuthority::create(folder_ / "pki", "Test", now, random);
  ASSERT_TRUE(authority) << authority.error().to_string();
  const auto read = [&] {
    return certs::crls_from_file_bytes(*posix::read_file(folder_ / "pki/crl.pem", 1 << 20))
        ->front();
  };
  const Bytes older = read();
  ASSERT_TRUE(authority->renew_crl(now + std::chrono::days{20}));
  const Bytes newer = read();
  auto store = sqlite::open_sqlite(file(), log_);
  commit_behind_gate(**store, {work("", [&](Transaction& t) -> Result<void> {
    for (const Bytes& der : {older, newer, older, Bytes{1, 2, 3}})
      GP_CHECK(t.keep_crl(certs::sha256(der), der));
    return {};
  })});
  auto view = std::move((*store)->view().value());
  using Crls = std::vector<Bytes>;
  EXPECT_EQ(view->crls_at(now + std::chrono::days{1}, 10).value(), (Crls{older}));
  EXPECT_EQ(view->crls_at(now + std::chrono::days{25}, 10).value(), (Crls{newer, older}));
  EXPECT_EQ(view->crls_at(now + std::chrono::days{25}, 1).value(), (Crls{newer}));
  EXPECT_EQ(view->crls_at(now + std::chrono::days{45}, 10).value(), (Crls{newer}));
  EXPECT_TRUE(view->crls_at(now - std::chrono::days{9}, 10).value().empty());
  EXPECT_EQ(view->crl(certs::sha256(older)).value(), older);
  EXPECT_FALSE(view->crl(Digest{}).value());
}

}  // namespace
}  // namespace gatepost::store::test
