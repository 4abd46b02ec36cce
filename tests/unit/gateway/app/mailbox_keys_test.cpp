// Sealed texts and the file of mailbox keys.
#include "gateway/app/mailbox_keys.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "gateway/base/posix/posix.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::app {
namespace {

class Sealed : public ::testing::Test {
 protected:
  posix::SystemRandom random;
  certs::KeyRing ring = certs::KeyRing::in_memory(random);
};

TEST_F(Sealed, TextComesBackOnlyUnderItsOwnSubject) {
  const Bytes blob = seal_text(ring, random, "task/1", "Sam Sample").value();
  EXPECT_EQ(as_text(blob).find("Sam"), std::string_view::npos);
  EXPECT_EQ(unseal_text(ring, "task/1", blob).value(), "Sam Sample");
  EXPECT_FALSE(unseal_text(ring, "task/2", blob));
}

TEST_F(Sealed, TextThatWasTouchedOrCutIsRefused) {
  const Bytes blob = seal_text(ring, random, "task/1", "Sam Sample").value();
  for (std::size_t i = 0; i < blob.size(); ++i) {
    Bytes touched = blob;
    touched[i] ^= 1;
    EXPECT_FALSE(unseal_text(ring, "task/1", touched)) << "byte " << i;
    EXPECT_FALSE(unseal_text(ring, "task/1", ByteView(blob).first(i))) << "cut at " << i;
  }
}

TEST_F(Sealed, MailboxKeysSurviveTheirFileAndStandInItOnlySealed) {
  const test::TemporaryFolder folder;
  MailboxKeys keys;
  keys.shared_key = "shared-secret";
  keys.passwords.emplace(*MailboxId::parse("GPBXI01"), "password-one");
  keys.passwords.emplace(*MailboxId::parse("GPLAM01"), "password-two");
  const auto file = folder.path() / "mailbox-keys.sealed";
  ASSERT_TRUE(keys.save(file, ring, random));
  const Bytes raw = posix::read_file(file, 1 << 16).value();
  EXPECT_EQ(as_text(raw).find("password"), std::string_view::npos);
  const MailboxKeys loaded = MailboxKeys::load(file, ring).value();
  EXPECT_EQ(loaded.shared_key, keys.shared_key);
  EXPECT_EQ(loaded.passwords, keys.passwords);
  const auto other_ring = certs::KeyRing::in_memory(random);
  EXPECT_FALSE(MailboxKeys::load(file, other_ring));
}

}  // namespace
}  // namespace gatepost::app
