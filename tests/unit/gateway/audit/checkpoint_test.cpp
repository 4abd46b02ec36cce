#include "gateway/audit/checkpoint.hpp"

#include <gtest/gtest.h>

#include "gateway/audit/proof.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/gateway/audit/samples.hpp"

namespace gatepost::audit {
namespace {

NoteSigner signer(const std::string& name = "gatepost.example/log", std::uint64_t seed = 1) {
  tests::SeededRandom random(seed);
  return {name, certs::Ed25519Key::generate(random)};
}

TEST(AuditCheckpoint, SaysOriginSizeAndRoot) {
  const auto log = test::sample_log(7);
  const auto note = sign_checkpoint(log.head, signer());
  ASSERT_TRUE(note);
  EXPECT_TRUE(note->starts_with("gatepost.example/log\n7\n" + to_base64(log.head.root.view()) +
                                "\n\n\u2014 gatepost.example/log "))
      << *note;
  const auto opened = open_checkpoint(*note, signer().verifier());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->size, 7U);
  EXPECT_EQ(opened->root, log.head.root);
}

TEST(AuditCheckpoint, OfAnotherLogIsRefusedEvenUnderTheSameKey) {
  const NoteSigner ours = signer();
  const auto note = ours.sign(Checkpoint{"another.example", 7, {}}.body());
  EXPECT_TRUE(open_checkpoint(*note, ours.verifier()).error().is(Errc::wrong_origin));
}

TEST(AuditCheckpoint, MayCarryLinesOfOthers) {
  const NoteSigner ours = signer();
  const auto note = ours.sign(Checkpoint{"gatepost.example/log", 7, {}}.body() + "more\n");
  EXPECT_TRUE(open_checkpoint(*note, ours.verifier()));
}

TEST(AuditCheckpoint, HasOneForm) {
  const std::string root(to_base64(Digest{}.view()));
  ASSERT_TRUE(Checkpoint::parse_body("o\n0\n" + root + "\n"));
  for (const std::string& bad : std::vector<std::string>{
           "", "o\n", "o\n1\n", "\n1\n" + root + "\n", "o\n01\n" + root + "\n",
           "o\n-1\n" + root + "\n", "o\n+1\n" + root + "\n", "o\n 1\n" + root + "\n",
           "o\n1 \n" + root + "\n", "o\n18446744073709551616\n" + root + "\n", "o\n1\nAAAA\n",
           "o\n1\n" + root, "o\n1\n" + root + "\n\n", "o\n1\n" + root + "\nx",
           "o\n1\n" + root + "=\n"})
    EXPECT_FALSE(Checkpoint::parse_body(bad)) << bad;
}

class AuditEntryProof : public testing::Test {
 protected:
  EntryProof proof_of(std::uint64_t index) const {
    return {index, *prove_inclusion(log_.hashes(), index, log_.head.size),
            *sign_checkpoint(log_.head, signer())};
  }
  test::SampleLog log_ = test::sample_log(40);
};

TEST_F(AuditEntryProof, StandsByItself) {
  for (std::uint64_t index = 0; index < 40; ++index) {
    const std::string text = proof_of(index).str();
    EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nindex " + std::to_string(index) + "\n"));
    const auto read = EntryProof::parse(text);
    ASSERT_TRUE(read) << read.error().to_string();
    const auto checkpoint = verify_entry(*read, log_.rows[index].bytes, signer().verifier());
    ASSERT_TRUE(checkpoint) << checkpoint.error().to_string();
    EXPECT_EQ(checkpoint->size, 40U);
  }
}

TEST_F(AuditEntryProof, ProvesNoOtherEntry) {
  const EntryProof proof = proof_of(17);
  for (std::uint64_t index = 0; index < 40; ++index)
    EXPECT_EQ(verify_entry(proof, log_.rows[index].bytes, signer().verifier()).has_value(),
              index == 17);
}

TEST_F(AuditEntryProof, OfAnotherTreeFails) {
  EntryProof proof = proof_of(17);
  proof.checkpoint = *sign_checkpoint(test::sample_log(41).head, signer());
  EXPECT_TRUE(
      verify_entry(proof, log_.rows[17].bytes, signer().verifier()).error().is(Errc::not_proven));
}

TEST_F(AuditEntryProof, OfAnotherKeyFails) {
  EXPECT_TRUE(
      verify_entry(proof_of(17), log_.rows[17].bytes, signer("gatepost.example/log", 2).verifier())
          .error()
          .is(Errc::unknown_key));
}

TEST_F(AuditEntryProof, WithAnyByteAlteredProvesNothing) {
  const std::string good = proof_of(17).str();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string altered = good;
    altered[at] ^= 1;
    const auto read = EntryProof::parse(altered);
    EXPECT_FALSE(read && verify_entry(*read, log_.rows[17].bytes, signer().verifier())) << at;
  }
}

TEST_F(AuditEntryProof, MayCarryOpaqueData) {
  std::string text = proof_of(3).str();
  text.insert(text.find("index"), "extra aGVsbG8=\n");
  ASSERT_TRUE(EntryProof::parse(text));
  text.replace(text.find("aGVsbG8="), 8, "aGVsbG8!");
  EXPECT_FALSE(EntryProof::parse(text));
}

TEST_F(AuditEntryProof, HasOneForm) {
  const std::string good = proof_of(3).str();
  const std::string hash = to_base64(Digest{}.view()) + "\n";
  const auto with = [&](std::string_view from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  std::string endless = "c2sp.org/tlog-proof@v1\nindex 3\n";
  for (int i = 0; i < 65; ++i) endless += hash;
  for (const std::string& bad :
       {std::string(), with("proof@v1", "proof@v2"), with("index 3", "index 03"),
        with("index 3", "index -3"), with("index 3", "index"), with("index 3\n", ""),
        with("\n\n", "\n"), with("\n\n", "\nAAAA\n\n"), endless + "\n" + "x"})
    EXPECT_FALSE(EntryProof::parse(bad)) << bad;
}

}  // namespace
}  // namespace gatepost::audit
