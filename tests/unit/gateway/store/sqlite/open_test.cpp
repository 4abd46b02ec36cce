#include "gateway/store/sqlite/open.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <thread>

#include "tests/unit/gateway/store/conformance.hpp"
#include "tests/unit/gateway/store/quick_folder.hpp"
#include "tests/unit/gateway/store/sqlite/faulty_vfs.hpp"
#include "tests/unit/gateway/store/threaded.hpp"

namespace gatepost::store::test {
namespace {

using sqlite::open_sqlite;
using sqlite::open_sqlite_readonly;
using sqlite::Options;

std::unique_ptr<Store> open_or_throw(const std::filesystem::path& file, Log& log,
                                     Options options = {}) {
  auto store = open_sqlite(file, log, std::move(options));
  if (!store) throw std::runtime_error(store.error().to_string());
  return std::move(*store);
}

class SqliteBackend final : public Backend {
 public:
  SqliteBackend() { reopen(); }
  Store& store() override { return *store_; }
  Outcomes commit_together(std::vector<Work> works) override {
    return commit_behind_gate(*store_, std::move(works));
  }
  void reopen() override {
    store_.reset();
    store_ = open_or_throw(folder_ / "store.db", log_);
  }

 private:
  QuickFolder folder_;
  Log log_;
  std::unique_ptr<Store> store_;
};

class SqliteStore : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_ / "store.db"; }
  std::unique_ptr<Store> open(Options options = {}) {
    return open_or_throw(file(), log_, std::move(options));
  }
  static Result<std::string> commit(Store& store, Work work) {
    Answer answer;
    store.submit(std::move(work), answer.take());
    return answer.get();
  }
  // After a restart: works 1, 2, ... are there as they were answered, with their log entries, and
  // can be asked again.
  void expect_that_it_kept_its_word(const std::filesystem::path& database,
                                    const std::vector<Result<std::string>>& outcomes);

  // Changes the file behind the program's back.
  void tamper(const char* sql) const {
    sqlite3* handle = nullptr;
    ASSERT_EQ(::sqlite3_open(file().c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(::sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << ::sqlite3_errmsg(handle);
    ::sqlite3_close(handle);
  }

  QuickFolder folder_;
  Log log_;
};

Work add(int n) {
  return work("add/" + std::to_string(n), [n](Transaction& t) -> Result<void> {
    t.append_audit(entry("added"));
    return t.add_form(form(n));
  });
}

Work add_large_payload(int n, std::size_t bytes) {
  return work("large/" + std::to_string(n), [n, bytes](Transaction& t) -> Result<void> {
    return t.add_payload({key(n), {{1}, {{"form", {Bytes(bytes, 7)}}}}});
  });
}

void SqliteStore::expect_that_it_kept_its_word(const std::filesystem::path& database,
                                               const std::vector<Result<std::string>>& outcomes) {
  SCOPED_TRACE(database.filename());
  auto store = open_or_throw(database, log_);
  auto view = std::move(store->view().value());
  std::uint64_t kept = 1;  // number 0 was there before the fault
  EXPECT_TRUE(view->form(key(0)).value());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const int n = static_cast<int>(i) + 1;
    const bool there = view->form(key(n)).value().has_value();
    kept += there ? 1 : 0;
    if (outcomes[i]) {
      EXPECT_TRUE(there) << n << " was answered as done";
    } else if (!outcomes[i].error().is(StoreErrc::unknown)) {
      EXPECT_FALSE(there) << n << ": " << outcomes[i].error().to_string();
    }
  }
  EXPECT_EQ(view->audit_head().value().size, kept) << "form and log stand or fall together";
  view.reset();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_TRUE(commit(*store, add(static_cast<int>(i) + 1))) << "asked again under its key";
  }
  EXPECT_EQ(store->view().value()->audit_head().value().size, outcomes.size() + 1);
}

TEST_F(SqliteStore, KeepsItsFilesPrivate) {
  auto store = open();
  ASSERT_TRUE(commit(*store, add(1)));
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    struct stat status{};
    ASSERT_EQ(::stat((file().string() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
  store.reset();
  std::filesystem::permissions(file(), std::filesystem::perms{0644});
  store = open();
  EXPECT_EQ(std::filesystem::status(file()).permissions(), std::filesystem::perms{0600});
}

TEST_F(SqliteStore, FoldsTheLogInWhenItCloses) {
  auto store = open();
  ASSERT_TRUE(commit(*store, add(1)));
  ASSERT_TRUE(store->view().value()->form(key(1)).value());
  store.reset();
  EXPECT_FALSE(std::filesystem::exists(file().string() + "-wal"));
}

TEST_F(SqliteStore, IsNotSharedByTwoGateways) {
  auto store = open();
  auto second = open_sqlite(file(), log_, {});
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().is(StoreErrc::failed));
  EXPECT_NE(second.error().context().find("store.db.lock"), std::string::npos);
  store.reset();
  EXPECT_TRUE(open_sqlite(file(), log_, {}));
}

TEST_F(SqliteStore, RefusesAFileThatIsNoDatabase) {
  std::FILE* other = std::fopen(file().c_str(), "w");
  ASSERT_NE(other, nullptr);
  for (int i = 0; i < 1000; ++i) std::fputs("not a database ", other);
  std::fclose(other);
  const auto store = open_sqlite(file(), log_, {});
  ASSERT_FALSE(store);
  EXPECT_TRUE(store.error().is(StoreErrc::corrupt)) << store.error().to_string();
  EXPECT_NE(store.error().context().find("store.db"), std::string::npos);
}

TEST_F(SqliteStore, NamesTableAndKeyOfARowThatCannotBe) {
  auto store = open();
  ASSERT_TRUE(commit(*store, add(1)));
  ASSERT_TRUE(commit(*store, work("", [](Transaction& t) { return t.save(conversation(1)); })));
  store.reset();
  tamper(
      "UPDATE forms SET type = 'Fax'; UPDATE messages SET standing = 'lost'; "
      "UPDATE audit_head SET frontier = x'00'");
  store = open();
  auto view = std::move(store->view().value());
  const auto form_error = view->form(key(1)).error();
  EXPECT_TRUE(form_error.is(StoreErrc::corrupt));
  EXPECT_EQ(form_error.context(), "table forms, key " + key(1).str());
  EXPECT_TRUE(view->conversation(uuid<ConversationId>(1)).error().is(StoreErrc::corrupt));
  EXPECT_TRUE(view->audit_head().error().is(StoreErrc::corrupt));
  const auto logged = commit(*store, add(2));
  ASSERT_FALSE(logged) << "nothing is committed that the log cannot record";
  EXPECT_TRUE(logged.error().is(StoreErrc::corrupt)) << logged.error().to_string();
  EXPECT_FALSE(store->view().value()->form(key(2)).value());
}

TEST_F(SqliteStore, IsReadWhileItWrites) {
  auto store = open();
  ASSERT_TRUE(commit(*store, add(1)));
  auto reader = open_sqlite_readonly(file());
  ASSERT_TRUE(reader) << reader.error().to_string();
  ASSERT_TRUE(commit(*store, add(2)));
  EXPECT_EQ((*reader)->audit_head().value().size, 1U);
  auto later = open_sqlite_readonly(file());
  EXPECT_EQ((*later)->audit_rows(0, 10).value().size(), 2U);
  store.reset();
  EXPECT_TRUE((*later)->form(key(2)).value());
  EXPECT_FALSE(open_sqlite_readonly(folder_ / "missing.db"));
}

TEST_F(SqliteStore, LendsABoundedNumberOfViews) {
  Options options;
  options.views.connections = 2;
  options.views.wait = std::chrono::milliseconds(1);
  auto store = open(std::move(options));
  auto first = std::move(store->view().value());
  auto second = std::move(store->view().value());
  const auto third = store->view();
  ASSERT_FALSE(third);
  EXPECT_TRUE(third.error().is(StoreErrc::failed));
  first.reset();
  EXPECT_TRUE(store->view());
}

TEST_F(SqliteStore, LetsAViewOutliveTheStore) {
  auto store = open();
  ASSERT_TRUE(commit(*store, add(1)));
  auto view = std::move(store->view().value());
  store.reset();
  EXPECT_TRUE(view->form(key(1)).value());
}

TEST_F(SqliteStore, AnswersFullWhenItsQueueIs) {
  Options options;
  options.writer.queue_commands = 3;
  auto store = open(std::move(options));
  Gate gate;
  Answer passed;
  store->submit(gate.work(), passed.take());
  gate.wait_until_reached();
  std::vector<Answer> answers(5);
  for (std::size_t i = 0; i < 5; ++i) store->submit(add(static_cast<int>(i)), answers[i].take());
  gate.open();
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(answers[i].get()) << i;
  for (std::size_t i = 3; i < 5; ++i) {
    const auto outcome = answers[i].get();
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().is(StoreErrc::full));
  }
  EXPECT_TRUE(commit(*store, add(9))) << "the store lives on";
}

TEST_F(SqliteStore, CommitsWhatWaitsAsOneBatchAndTellsItsObserver) {
  std::vector<std::size_t> batches;
  std::chrono::nanoseconds reading{0};
  Options options;
  options.writer.batch_commands = 4;
  options.writer.stopwatch = [&reading] { return reading += std::chrono::seconds(1); };
  options.writer.on_commit = [&](std::size_t size, std::chrono::nanoseconds took) {
    EXPECT_EQ(took, std::chrono::seconds(1));
    batches.push_back(size);
  };
  auto store = open(std::move(options));
  std::vector<Work> works;
  for (int n = 0; n < 6; ++n) works.push_back(add(n));
  for (const auto& outcome : commit_behind_gate(*store, std::move(works))) EXPECT_TRUE(outcome);
  store.reset();
  EXPECT_EQ(batches, (std::vector<std::size_t>{1, 4, 2}));
}

TEST_F(SqliteStore, FinishesItsBatchAndAnswersTheRestAsItStops) {
  auto store = open();
  Gate gate;
  Answer passed;
  store->submit(gate.work(), passed.take());
  gate.wait_until_reached();
  std::vector<Answer> answers(3);
  for (std::size_t i = 0; i < 3; ++i) store->submit(add(static_cast<int>(i)), answers[i].take());
  // The destructor has to be inside stop() before the gate opens, or the rest would be taken as a
  // batch of its own.
  std::thread stopper([&store] { store.reset(); });
  std::this_thread::yield();
  gate.open();
  stopper.join();
  EXPECT_TRUE(passed.get());
  std::optional<bool> kept;
  for (Answer& answer : answers) {
    const auto outcome = answer.get();
    if (!outcome) EXPECT_TRUE(outcome.error().is(StoreErrc::stopped));
    if (kept) EXPECT_EQ(outcome.has_value(), *kept) << "all of what waited, or nothing";
    kept = outcome.has_value();
  }
  EXPECT_EQ(open()->view().value()->form(key(0)).value().has_value(), *kept);
}

TEST_F(SqliteStore, SurvivesAWorkThatThrows) {
  auto store = open();
  const Outcomes outcomes = commit_behind_gate(*store, [] {
    std::vector<Work> works{add(1)};
    works.push_back({"throws", [](Transaction& t) -> Result<std::string> {
                       GP_CHECK(t.add_form(form(2)));
                       throw std::logic_error("a bug");
                     }});
    works.push_back(add(3));
    return works;
  }());
  EXPECT_TRUE(outcomes[0]);
  ASSERT_FALSE(outcomes[1]);
  EXPECT_TRUE(outcomes[1].error().is(StoreErrc::failed));
  EXPECT_TRUE(outcomes[2]);
  EXPECT_FALSE(store->view().value()->form(key(2)).value());
}

TEST_F(SqliteStore, AnswersFullWhenTheDatabaseMayNotGrowAndLivesOn) {
  Options options;
  options.most_pages = 100;
  auto store = open(std::move(options));
  ASSERT_TRUE(commit(*store, add(1)));
  const Outcomes outcomes = commit_behind_gate(*store, [] {
    std::vector<Work> works{add(2), add_large_payload(3, 1'000'000), add(4)};
    return works;
  }());
  for (const auto& outcome : outcomes) {
    ASSERT_FALSE(outcome) << "no part of a batch that ran out of room may stay";
    EXPECT_TRUE(outcome.error().is(StoreErrc::full)) << outcome.error().to_string();
  }
  EXPECT_TRUE(commit(*store, add(2))) << "the store lives on";
  auto view = std::move(store->view().value());
  EXPECT_TRUE(view->form(key(1)).value());
  EXPECT_TRUE(view->form(key(2)).value());
  EXPECT_FALSE(view->form(key(4)).value());
  EXPECT_EQ(view->audit_head().value().size, 2U);
}

TEST_F(SqliteStore, AnswersFullWhenTheDiskIsAtTheCommitAndLivesOn) {
  FaultyVfs faults;
  Options options;
  options.vfs = FaultyVfs::name;
  auto store = open(std::move(options));
  ASSERT_TRUE(commit(*store, add(1)));
  faults.arm(0, SQLITE_FULL);
  const auto outcome = commit(*store, add(2));
  EXPECT_TRUE(faults.struck());
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().is(StoreErrc::full)) << outcome.error().to_string();
  EXPECT_FALSE(store->view().value()->form(key(2)).value());
  EXPECT_TRUE(commit(*store, add(2)));
  EXPECT_TRUE(commit(*store, add(3)));
  store.reset();
  EXPECT_EQ(open()->view().value()->audit_head().value().size, 3U);
}

TEST_F(SqliteStore, StopsForGoodAtAnIoError) {
  FaultyVfs faults;
  Options options;
  options.vfs = FaultyVfs::name;
  auto store = open(std::move(options));
  ASSERT_TRUE(commit(*store, add(1)));
  faults.arm(0, SQLITE_IOERR_WRITE);
  const auto outcome = commit(*store, add(2));
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().is(StoreErrc::unknown)) << outcome.error().to_string();
  const auto later = commit(*store, add(3));
  ASSERT_FALSE(later) << "the disk would work again, but who knows what it lost";
  EXPECT_TRUE(later.error().is(StoreErrc::stopped)) << later.error().to_string();
  EXPECT_TRUE(store->view().value()->form(key(1)).value()) << "reading goes on";
}

// HOUSE rule 23: a fault at every write and every fsync, one by one. What was answered must be true
// after a restart.
TEST_F(SqliteStore, KeepsItsWordWhateverWriteOrFsyncFails) {
  const std::filesystem::path fresh = folder_ / "fresh.db";
  ASSERT_TRUE(commit(*open_or_throw(fresh, log_), add(0)));
  for (int error : {SQLITE_IOERR_WRITE, SQLITE_FULL}) {
    int nth = 0;
    for (bool struck = true; struck; ++nth) {
      SCOPED_TRACE(testing::Message() << "write or fsync " << nth << ", error " << error);
      ASSERT_LT(nth, 500) << "the fault never stopped striking";
      std::filesystem::copy_file(fresh, file(), std::filesystem::copy_options::overwrite_existing);
      FaultyVfs faults;
      Options options;
      options.vfs = FaultyVfs::name;
      options.checkpoint_pages = 1;  // every batch is followed by a checkpoint
      auto store = open(std::move(options));
      faults.arm(nth, error);
      std::vector<Result<std::string>> outcomes;
      outcomes.push_back(commit(*store, add(1)));
      // What a process killed here would leave behind: nothing closed, nothing folded in.
      const std::filesystem::path killed = folder_ / "killed.db";
      for (const char* suffix : {"", "-wal"}) {
        std::filesystem::copy_file(file().string() + suffix, killed.string() + suffix,
                                   std::filesystem::copy_options::overwrite_existing);
      }
      outcomes.push_back(commit(*store, add(2)));
      store.reset();
      struck = faults.struck();
      faults.disarm();
      expect_that_it_kept_its_word(killed, {outcomes[0]});
      expect_that_it_kept_its_word(file(), outcomes);
    }
    EXPECT_GT(nth, 20) << "two batches write more often than that";
  }
}

}  // namespace

std::unique_ptr<Backend> make_sqlite_backend() { return std::make_unique<SqliteBackend>(); }

}  // namespace gatepost::store::test
