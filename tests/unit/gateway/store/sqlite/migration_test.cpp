// What a database of an earlier version means to this one.
#include <gtest/gtest.h>

#include "gateway/store/sql/schema.hpp"
#include "gateway/store/sqlite/connection.hpp"
#include "gateway/store/sqlite/open.hpp"
#include "tests/unit/gateway/store/quick_folder.hpp"
#include "tests/unit/gateway/store/samples.hpp"

namespace gatepost::store::test {
namespace {

using Basis = Sharing::Basis;
using Ground = Disclosure::Ground;
using formats::forms::ConsentAgency;
using Facts = std::vector<std::pair<std::string, std::string>>;

// A form of an old conversation, with the coded facts that were written when it was accepted.
struct Old {
  std::string type = "LIEF";
  Facts facts;
};

class AnOldDatabase : public testing::Test {
 protected:
  // Brings an empty database to an earlier version, and lets it hold what `then` writes.
  void at_version(std::int64_t version) {
    sqlite::ConnectionOptions writing;
    writing.role = sqlite::Role::writer;
    database_ = sqlite::Connection::open(file(), std::move(writing)).value();
    must(sql::migrate_to(*database_, version));
  }
  void run(const std::string& sql) const { must(database_->execute(sql)); }
  void conversation(int n, const std::vector<Old>& forms) {
    run(fmt::format("INSERT INTO conversations (id, parties) VALUES ('{}', 'BXI-PSI LAMBETH-SPOC')",
                    uuid<ConversationId>(n).str()));
    for (const Old& form : forms) add(n, form);
  }
  // As this version reads it.
  Conversation read(int n) {
    database_.reset();
    if (!store_) store_ = sqlite::open_sqlite(file(), log_).value();
    auto found = store_->view().value()->conversation(uuid<ConversationId>(n));
    if (!found) throw std::runtime_error(found.error().to_string());
    return found->value();
  }
  // A conversation of one old version, as the next reads it.
  Conversation migrated(std::int64_t version, const std::vector<Old>& forms,
                        const std::string& then = "") {
    folder_.emplace();
    store_.reset();
    next_ = 1;
    at_version(version);
    conversation(1, forms);
    if (!then.empty()) run(then);
    return read(1);
  }
  std::vector<ListedMessage> messages_of(const MessageQuery& wanted) {
    return store_->view().value()->messages_of(wanted).value();
  }
  static Instant accepted(int n) { return at(n); }

 private:
  static void must(const Result<void>& done) { ASSERT_TRUE(done) << done.error().to_string(); }
  std::filesystem::path file() const { return *folder_ / "store.db"; }
  void add(int conversation, const Old& form) {
    const int n = next_++;
    run(fmt::format(
        "INSERT INTO messages (from_team, message_id, conversation_id, seq, type, to_team, digest, "
        "handle, urgent, accepted_at, late, standing) VALUES ('BXI-PSI', '{}', '{}', {}, '{}', "
        "'LAMBETH-SPOC', x'{}', '{}', 0, {}, 0, 'open')",
        uuid<MessageId>(n).str(), uuid<ConversationId>(conversation).str(), n, form.type,
        digest(n).hex(), handle(n).str(), to_unix_ms(accepted(n))));
    int seq = 0;
    for (const auto& [name, value] : form.facts)
      run(
          fmt::format("INSERT INTO facts (from_team, message_id, seq, accepted_at, name, value) "
                      "VALUES ('BXI-PSI', '{}', {}, {}, '{}', '{}')",
                      uuid<MessageId>(n).str(), seq++, to_unix_ms(accepted(n)), name, value));
  }

  std::optional<QuickFolder> folder_{std::in_place};
  Log log_;
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<Store> store_;
  int next_ = 1;
};

Old lief(std::string_view consent, std::string_view kind = "NEW") {
  return {"LIEF", {{"form_kind", std::string(kind)}, {"consent", std::string(consent)}}};
}
Old withdrawal(std::string_view reason) {
  return {"Withdrawal", {{"withdrawn_reason", std::string(reason)}}};
}
Old alert(std::vector<std::string> ticked) {
  Old made{"AlertForm", {{"direction", "PRISON_TO_COMMUNITY"}}};
  for (const std::string& box : ticked) made.facts.emplace_back("alert_" + box, "YES");
  return made;
}

// Version 1 kept no word of consent; every ClinicalPart and outcome of its conversations was
// refused, because nothing was stated.
TEST_F(AnOldDatabase, OfVersionOneHasTheLastWordThatItsLiefsStated) {
  struct Row {
    std::vector<Old> forms;
    Basis basis;
    int said_by;  // which form; 0 for none
  };
  const std::vector<Row> rows{
      {{lief("GIVEN")}, Basis::given, 1},
      {{lief("GIVEN"), {"Acknowledgement", {}}}, Basis::given, 1},
      {{lief("REFUSED")}, Basis::refused, 1},
      {{lief("REFUSED"), lief("GIVEN", "UPDATE")}, Basis::given, 2},
      {{lief("GIVEN"), lief("WITHDRAWN", "WITHDRAWN")}, Basis::withdrawn, 2},
      // An exception is no word of the person.
      {{lief("NOT_SOUGHT_EXCEPTION")}, Basis::unstated, 0},
      {{lief("REFUSED"), lief("NOT_SOUGHT_EXCEPTION")}, Basis::refused, 1},
      // Why it was withdrawn lies sealed: somebody must state it.
      {{lief("GIVEN"), lief("NOT_STATED", "WITHDRAWN")}, Basis::unstated, 2},
      {{lief("GIVEN"), lief("GIVEN", "WITHDRAWN")}, Basis::unstated, 2},
      {{}, Basis::unstated, 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(&row - rows.data());
    const Sharing sharing = migrated(1, row.forms).sharing;
    EXPECT_EQ(to_string(sharing.basis), to_string(row.basis));
    EXPECT_EQ(sharing.stated_at,
              row.said_by == 0 ? std::nullopt : std::optional(accepted(row.said_by)));
    EXPECT_FALSE(sharing.stated_on) << "no version kept the day";
    using Agencies = std::vector<ConsentAgency>;
    EXPECT_EQ(sharing.agencies,
              row.basis == Basis::given ? Agencies{ConsentAgency::spoc} : Agencies{});
  }
}

// Version 2 let an exception overwrite the person's word.
TEST_F(AnOldDatabase, OfVersionTwoHasTheWordBackThatAnExceptionOverwrote) {
  const std::string excepted = "UPDATE conversations SET sharing_basis = 'exception'";
  EXPECT_EQ(
      migrated(2, {lief("GIVEN"), withdrawal("CONSENT_WITHDRAWN"), lief("NOT_SOUGHT_EXCEPTION")},
               excepted)
          .sharing.basis,
      Basis::withdrawn);
  EXPECT_EQ(migrated(2, {lief("GIVEN"), withdrawal("SENT_IN_ERROR")}, excepted).sharing.basis,
            Basis::given);
  EXPECT_EQ(migrated(2, {alert({"court"})}, excepted).sharing.basis, Basis::unstated);
}

TEST_F(AnOldDatabase, OfVersionTwoKeepsWhatItKnew) {
  const Sharing given =
      migrated(2, {lief("GIVEN")},
               "UPDATE conversations SET sharing_basis = 'given', sharing_agencies = 'SPOC GP', "
               "sharing_stated_on = '2026-03-01'")
          .sharing;
  EXPECT_EQ(given, (Sharing{Basis::given,
                            {ConsentAgency::spoc, ConsentAgency::gp},
                            std::chrono::year{2026} / 3 / 1,
                            {}}));
  // The instant was not kept: only what is written after all that is there undoes it.
  const Sharing withdrawn =
      migrated(2, {lief("GIVEN"), withdrawal("CONSENT_WITHDRAWN"), {"Acknowledgement", {}}},
               "UPDATE conversations SET sharing_basis = 'withdrawn', "
               "sharing_stated_on = '2026-03-01'")
          .sharing;
  EXPECT_EQ(withdrawn,
            (Sharing{Basis::withdrawn, {}, std::chrono::year{2026} / 3 / 1, accepted(3)}));
}

TEST_F(AnOldDatabase, HoldsItsMessagesToSayWhatTheyMayHaveSaid) {
  struct Row {
    Old form;
    Content content;
    Ground ground;
  };
  const std::vector<Row> rows{
      {lief("GIVEN"), Content::personal, Ground::consent},
      {lief("REFUSED"), Content::minimal, Ground::consent},
      {lief("NOT_SOUGHT_EXCEPTION"), Content::personal, Ground::exception},
      {lief("NOT_STATED", "WITHDRAWN"), Content::none, Ground::nothing_said},
      {alert({"court"}), Content::personal, Ground::consent},
      {alert({"death"}), Content::none, Ground::nothing_said},
      {alert({"death", "treatment"}), Content::personal, Ground::consent},
      {{"Response", {{"response_kind", "ACCEPTED"}}}, Content::none, Ground::nothing_said},
      {{"Response", {{"response_kind", "OUTCOME"}}}, Content::minimal, Ground::consent},
      {{"ClinicalPart", {}}, Content::personal, Ground::consent},
      {{"InformationReply", {}}, Content::personal, Ground::consent},
      {{"Acknowledgement", {}}, Content::none, Ground::nothing_said},
      {withdrawal("SENT_IN_ERROR"), Content::none, Ground::nothing_said},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.form.type + " " + std::to_string(&row - rows.data()));
    const Disclosure disclosure = migrated(2, {row.form}).messages.at(0).disclosure;
    EXPECT_EQ(to_string(disclosure.content), to_string(row.content));
    EXPECT_EQ(to_string(disclosure.ground), to_string(row.ground));
    EXPECT_FALSE(disclosure.agency) << "the directory says";
  }
}

TEST_F(AnOldDatabase, TakesItsFormsToHaveBeenDownloaded) {
  EXPECT_TRUE(migrated(2, {lief("GIVEN")}).messages.at(0).could_be_read());
  EXPECT_FALSE(
      migrated(2, {lief("GIVEN")}, "UPDATE messages SET to_team = ''").messages[0].could_be_read());
}

// The lists' columns are filled in SQL; exchange::list_entry says what they must be.
TEST_F(AnOldDatabase, ListsItsMessagesByWhatIsAwaitedOfThem) {
  const auto deadline = [](int message, int seq, std::string_view rung, int due, bool met) {
    return fmt::format(
        "INSERT INTO deadlines (from_team, message_id, seq, rung, due, rule, met_at, steps_taken) "
        "VALUES ('BXI-PSI', '{}', {}, '{}', {}, 'elapsed:1h', {}, 0); ",
        uuid<MessageId>(message).str(), seq, rung, to_unix_ms(at(due)), met ? "1" : "NULL");
  };
  // Waits for a person; for an answer; for nothing; says something about another; taken over;
  // withdrawn, with a deadline that nothing met.
  const Conversation read = migrated(
      8,
      {lief("GIVEN"),
       lief("GIVEN"),
       lief("GIVEN"),
       {"Acknowledgement", {}},
       lief("GIVEN"),
       lief("GIVEN")},
      deadline(1, 0, "confirmed", 500, false) + deadline(1, 1, "answered", 400, false) +
          deadline(2, 0, "confirmed", 300, true) + deadline(2, 1, "engaged", 900, false) +
          deadline(2, 2, "outcome", 950, false) + deadline(3, 0, "confirmed", 200, true) +
          deadline(5, 0, "delivered", 100, false) + deadline(6, 0, "confirmed", 600, false) +
          // What a writer of that version put there itself.
          "UPDATE messages SET ended_by = CAST('' AS BLOB), seq = seq - 1; " +
          fmt::format("UPDATE messages SET standing = 'withdrawn' WHERE message_id = '{}'; ",
                      uuid<MessageId>(6).str()) +
          fmt::format("UPDATE messages SET caretaker = 'PVI-PSI' WHERE message_id = '{}'",
                      uuid<MessageId>(5).str()));
  ASSERT_EQ(read.messages.size(), 6U);
  std::size_t listed = 0;
  for (const MessageState& message : read.messages) {
    const exchange::ListEntry entry = exchange::list_entry(message);
    for (const auto side : {MessageQuery::Side::sent, MessageQuery::Side::received}) {
      MessageQuery wanted{.team = side == MessageQuery::Side::sent ? message.holder() : message.to,
                          .side = side,
                          .stage = entry.stage};
      wanted.awaited = entry.awaited;
      wanted.limit = 100;
      const auto page = messages_of(wanted);
      const auto found = std::ranges::find_if(
          page, [&](const ListedMessage& each) { return each.place.key == message.key; });
      ASSERT_NE(found, page.end()) << message.key.str();
      EXPECT_EQ(found->place.order, entry.order) << message.key.str();
      ++listed;
    }
  }
  EXPECT_EQ(listed, 12U);
  using Stage = exchange::ListStage;
  EXPECT_EQ(exchange::list_entry(read.messages[0]).stage, Stage::unconfirmed);
  EXPECT_EQ(exchange::list_entry(read.messages[1]).awaited, Rung::outcome);
  EXPECT_EQ(exchange::list_entry(read.messages[2]).stage, Stage::settled);
  EXPECT_EQ(exchange::list_entry(read.messages[3]).stage, Stage::unlisted);
  EXPECT_EQ(exchange::list_entry(read.messages[5]).stage, Stage::settled);
}

}  // namespace
}  // namespace gatepost::store::test
