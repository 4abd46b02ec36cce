// What migrations do to rows that were there before, and which questions the indexes answer.
#include "gateway/store/sql/schema.hpp"

#include <gmock/gmock.h>

#include "gateway/store/sql/query.hpp"
#include "gateway/store/sqlite/connection.hpp"
#include "gateway/store/sqlite/open.hpp"
#include "tests/unit/gateway/store/quick_folder.hpp"
#include "tests/unit/gateway/store/samples.hpp"

namespace gatepost::store::test {
namespace {

using sqlite::open_sqlite;
using sqlite::open_sqlite_readonly;

class SqliteSchema : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_ / "store.db"; }
  Result<std::unique_ptr<sql::Database>> connect() const {
    sqlite::ConnectionOptions options;
    options.role = sqlite::Role::writer;
    return sqlite::Connection::open(file(), std::move(options));
  }

  QuickFolder folder_;
  Log log_;
};

TEST_F(SqliteSchema, RefusesANewerSchemaNamingBothVersions) {
  {
    ASSERT_TRUE(open_sqlite(file(), log_));
    auto database = connect();
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->execute("UPDATE schema_version SET version = 41"));
  }
  const std::string ours = "version " + std::to_string(sql::schema_version());
  for (const Error& error :
       {open_sqlite(file(), log_, {}).error(), open_sqlite_readonly(file()).error()}) {
    EXPECT_TRUE(error.is(StoreErrc::wrong_schema)) << error.to_string();
    EXPECT_NE(error.context().find("version 41"), std::string::npos);
    EXPECT_NE(error.context().find(ours), std::string::npos);
  }
}

// Forms accepted before the news had a column of their own: their facts know it.
TEST_F(SqliteSchema, LearnsTheNewsOfEarlierFormsFromTheirFacts) {
  struct Case {
    const char *name, *value;
    std::vector<News> news;
  };
  const std::vector<Case> cases{{"form_kind", "WITHDRAWN", {News::taken_back}},
                                {"form_kind", "UPDATE", {}},
                                {"withdrawn_reason", "OTHER", {News::taken_back}},
                                {"alert_release_status", "YES", {News::released}},
                                {"alert_other_kind", "COURT_NON_RETURN", {News::released}},
                                {"alert_other_kind", "GATE_PICKUP", {}},
                                {"alert_prison", "YES", {News::transferred}},
                                {"alert_death", "YES", {News::died}}};
  constexpr std::int64_t before_the_news = 2;
  {
    auto old = connect();
    ASSERT_TRUE(old);
    ASSERT_TRUE(sql::migrate_to(**old, before_the_news));
    const std::string id = uuid<ConversationId>(1).str();
    std::string rows = "INSERT INTO conversations (id, parties) VALUES ('" + id + "', '');";
    const auto add_message = [&](int n, const std::string& copy_of) {
      rows += fmt::format(
          "INSERT INTO messages (from_team, message_id, conversation_id, seq, type, to_team, "
          "digest, handle, urgent, accepted_at, late, standing, copy_of) VALUES ('{}', '{}', '{}', "
          "{}, 'LIEF', '', x'{}', '{}', 0, 1, 0, 'open', {});",
          prison.str(), uuid<MessageId>(n).str(), id, n, digest(n).hex(), handle(n).str(), copy_of);
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const int n = static_cast<int>(i) + 1;
      add_message(n, "NULL");
      rows += fmt::format("INSERT INTO facts VALUES ('{}', '{}', 0, 1, '{}', '{}');", prison.str(),
                          uuid<MessageId>(n).str(), cases[i].name, cases[i].value);
    }
    add_message(50, "'" + uuid<MessageId>(static_cast<int>(cases.size())).str() + "'");
    const auto written = (*old)->execute(rows);
    ASSERT_TRUE(written) << written.error().to_string();
  }
  const auto read =
      open_sqlite(file(), log_, {}).value()->view().value()->conversation(uuid<ConversationId>(1));
  ASSERT_TRUE(read) << read.error().to_string();
  for (std::size_t i = 0; i < cases.size(); ++i)
    EXPECT_EQ((*read)->messages[i].news, cases[i].news) << cases[i].name << " " << cases[i].value;
  EXPECT_EQ((*read)->messages.back().news, cases.back().news) << "a copy tells what its form tells";
}

// What the loops ask for again and again is found, not searched for, however much else waits.
TEST_F(SqliteSchema, FindsWhatItsLoopsPollForByAnIndex) {
  ASSERT_TRUE(open_sqlite(file(), log_, {}));
  auto database = connect();
  ASSERT_TRUE(database);
  const auto plan = [&](const std::string& sql) {
    sql::Query query(**database, "EXPLAIN QUERY PLAN " + sql);
    std::string text;
    while (query.next().value()) {
      for (int skipped = 0; skipped < 3; ++skipped) query.integer();
      text += query.text() + "\n";
    }
    return text;
  };
  EXPECT_THAT(plan("SELECT reference FROM effects WHERE due_at <= 5 AND kind = 'report' "
                   "ORDER BY due_at, reference LIMIT 3"),
              testing::AllOf(testing::HasSubstr("effects_by_kind (kind=? AND due_at<?)"),
                             testing::Not(testing::HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(plan("SELECT id FROM conversations WHERE wake_at IS NOT NULL AND wake_at <= 5 "
                   "ORDER BY wake_at, id LIMIT 3"),
              testing::HasSubstr("conversations_by_wake"));
}

}  // namespace
}  // namespace gatepost::store::test
