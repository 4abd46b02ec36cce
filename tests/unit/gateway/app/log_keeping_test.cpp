#include "gateway/app/log_keeping.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "gateway/base/posix/posix.hpp"
#include "gateway/store/memory/memory_store.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::app {
namespace {

using store::memory::MemoryStore;

class LogKeeping : public testing::Test {
 protected:
  LogKeeping() {
    settings_.origin = "gatepost.example/log";
    settings_.key = folder_.path() / "log-key.pem";
    settings_.checkpoint_copy = folder_.path() / "copy";
    EXPECT_TRUE(posix::make_folder(*settings_.checkpoint_copy, posix::Mode::secret));
    tests::SeededRandom random(1);
    write(settings_.key, certs::Ed25519Key::generate(random).pem(), posix::Mode::secret);
  }

  static void write(const std::filesystem::path& file, std::string_view text, posix::Mode mode) {
    EXPECT_TRUE(posix::write_file_durably(file, as_bytes(text), mode));
  }
  // A store with so many entries.
  static void append(MemoryStore& store, int entries) {
    exchange::Work work;
    work.run = [entries](exchange::Transaction& transaction) -> Result<std::string> {
      for (int i = 0; i < entries; ++i) {
        audit::Entry entry;
        entry.event = "event-" + std::to_string(i);
        transaction.append_audit(std::move(entry));
      }
      return std::string{};
    };
    store.submit(std::move(work), [](const Result<std::string>& done) { EXPECT_TRUE(done); });
    store.pump();
  }
  static audit::Checkpoint checkpoint_of(exchange::Store& store) {
    const audit::Head head = store.view().value()->audit_head().value();
    return {"gatepost.example/log", head.size, head.root};
  }
  Result<void> continues(exchange::Store& store, const audit::Checkpoint& older) {
    return check_continues(*store.view().value(), older);
  }

  gatepost::test::TemporaryFolder folder_;
  config::AuditSettings settings_;
};

TEST_F(LogKeeping, SignsOnlyWhatContinuesTheLastCopy) {
  MemoryStore store, shorter, other;
  append(store, 20);
  const audit::Checkpoint older = checkpoint_of(store);
  append(store, 100);
  EXPECT_TRUE(continues(store, older));
  EXPECT_TRUE(continues(store, checkpoint_of(store)));
  append(shorter, 19);
  EXPECT_TRUE(continues(shorter, older).error().is(audit::Errc::not_in_tree));
  append(other, 10);
  append(other, 30);
  EXPECT_TRUE(continues(other, older).error().is(audit::Errc::not_proven));
}

TEST_F(LogKeeping, ReadsItsKeyOnlyWhenNobodyElseCan) {
  ASSERT_TRUE(load_log_signer(settings_));
  EXPECT_EQ(load_log_signer(settings_)->verifier().name, "gatepost.example/log");
  std::filesystem::permissions(settings_.key, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_TRUE(load_log_signer(settings_).error().is(posix::Errc::bad_mode));
  write(settings_.key, "no key", posix::Mode::secret);
  EXPECT_TRUE(load_log_signer(settings_).error().is(certs::Errc::unreadable));
}

TEST_F(LogKeeping, KnowsNoCopyFromOneThatIsNotItsOwn) {
  const audit::NoteSigner signer = *load_log_signer(settings_);
  ASSERT_TRUE(last_copy(settings_, signer.verifier()));
  EXPECT_FALSE(*last_copy(settings_, signer.verifier()));
  const auto file = *settings_.checkpoint_copy / checkpoint_file;
  const audit::Checkpoint checkpoint{"gatepost.example/log", 7, {}};
  write(file, *signer.sign(checkpoint.body()), posix::Mode::shared);
  const auto copy = last_copy(settings_, signer.verifier());
  ASSERT_TRUE(copy && *copy);
  EXPECT_EQ((*copy)->size, 7U);
  tests::SeededRandom random(2);
  const audit::NoteSigner stranger("gatepost.example/log", certs::Ed25519Key::generate(random));
  write(file, *stranger.sign(checkpoint.body()), posix::Mode::shared);
  EXPECT_TRUE(last_copy(settings_, signer.verifier()).error().is(audit::Errc::unknown_key));
  write(file, "", posix::Mode::shared);
  EXPECT_TRUE(last_copy(settings_, signer.verifier()).error().is(audit::Errc::malformed));
  // A link that leads nowhere is not "none yet".
  std::filesystem::remove(file);
  std::filesystem::create_symlink("nowhere", file);
  EXPECT_FALSE(last_copy(settings_, signer.verifier()));
  settings_.checkpoint_copy.reset();
  EXPECT_TRUE(last_copy(settings_, signer.verifier()));
}

}  // namespace
}  // namespace gatepost::app
