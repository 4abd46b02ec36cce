// The file of mailbox keys.
#include "gateway/app/mailbox_keys.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "gateway/base/posix/posix.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::app {
namespace {

class MailboxKeysFile : public ::testing::Test {
 protected:
  posix::SystemRandom random;
  certs::KeyRing ring = certs::KeyRing::in_memory(random);
};

TEST_F(MailboxKeysFile, SurviveTheirFileAndStandInItOnlySealed) {
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
