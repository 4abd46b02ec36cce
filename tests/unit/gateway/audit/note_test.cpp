#include "gateway/audit/note.hpp"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.hpp"

namespace gatepost::audit {
namespace {

// PROVENANCE: the documentation of golang.org/x/mod/sumdb/note v0.7.0 (BSD-3-Clause): a note and
// its verifier key, made by that package.
constexpr const char* neumann_key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* neumann_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

NoteSigner signer(const std::string& name = "gatepost.example/log", std::uint64_t seed = 1) {
  tests::SeededRandom random(seed);
  return {name, certs::Ed25519Key::generate(random)};
}

TEST(AuditNote, OfAnotherImplementationVerifies) {
  const auto key = VerifierKey::parse(neumann_key);
  ASSERT_TRUE(key) << key.error().to_string();
  EXPECT_EQ(key->str(), neumann_key);
  const auto note = Note::parse(neumann_note);
  ASSERT_TRUE(note) << note.error().to_string();
  EXPECT_TRUE(verify_note(*note, *key));
}

TEST(AuditNote, OfAnyOtherTextDoesNot) {
  const auto key = *VerifierKey::parse(neumann_key);
  const std::string good = neumann_note;
  const std::size_t text_bytes = good.find("\n\n");
  for (std::size_t at = 0; at < text_bytes; ++at) {
    std::string altered = good;
    altered[at] ^= 1;
    const auto note = Note::parse(altered);
    EXPECT_FALSE(note && verify_note(*note, key)) << at;
  }
}

TEST(AuditNote, IsSignedOnceAndReadByAnybody) {
  const NoteSigner made = signer();
  const auto bytes = made.sign("a\n\nb\n");
  ASSERT_TRUE(bytes);
  const auto note = Note::parse(*bytes);
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, "a\n\nb\n");
  EXPECT_TRUE(verify_note(*note, *VerifierKey::parse(made.verifier().str())));
  EXPECT_EQ(*made.sign("a\n\nb\n"), *bytes);
}

TEST(AuditNote, IsRefusedWithoutASignatureOfTheKeyAskedFor) {
  const auto note = *Note::parse(*signer().sign("text\n"));
  EXPECT_TRUE(
      verify_note(note, signer("another.example").verifier()).error().is(Errc::unknown_key));
  EXPECT_TRUE(verify_note(note, signer("gatepost.example/log", 2).verifier())
                  .error()
                  .is(Errc::unknown_key));
}

TEST(AuditNote, PassesOverSignaturesOfOthersAndTrustsNone) {
  const NoteSigner log = signer(), witness = signer("witness.example", 2);
  const std::string ours = *log.sign("text\n");
  const std::string theirs = *witness.sign("text\n");
  const std::string both = ours + theirs.substr(theirs.find("\n\n") + 2);
  const auto note = Note::parse(both);
  ASSERT_TRUE(note);
  EXPECT_EQ(note->signatures.size(), 2U);
  EXPECT_TRUE(verify_note(*note, log.verifier()));
  EXPECT_TRUE(verify_note(*note, witness.verifier()));
  // One that names the key and fails spoils the note, though another one of it is good.
  Note spoilt = *note;
  spoilt.signatures.push_back(spoilt.signatures.front());
  spoilt.signatures.back().value[9] ^= 1;
  EXPECT_TRUE(verify_note(spoilt, log.verifier()).error().is(Errc::bad_signature));
}

TEST(AuditNote, HasOneForm) {
  const std::string line = "\u2014 name AAAAAAE=\n";
  ASSERT_TRUE(Note::parse("text\n\n" + line));
  for (const std::string& bad :
       std::vector<std::string>{"",
                                "\n",
                                "text\n",
                                "text\n\n",
                                "text\n" + line,
                                "text\n\n" + line + "\n",
                                "text\n\n" + line.substr(0, line.size() - 1),
                                "text\n\n- name AAAAAAE=\n",
                                "text\n\n\u2014 AAAAAAE=\n",
                                "text\n\n\u2014  AAAAAAE=\n",
                                "text\n\n\u2014 na+me AAAAAAE=\n",
                                "text\n\n\u2014 name AAAAAA\n",
                                "text\n\n\u2014 name AAAAAA==\n",
                                "text\n\n\u2014 name AAAAAAE= x\n",
                                "te\rxt\n\n" + line,
                                "te\txt\n\n" + line,
                                std::string("te\0xt\n\n", 7) + line,
                                "te\xffxt\n\n" + line,
                                "te\xc0\xafxt\n\n" + line,
                                "te\xed\xa0\x80xt\n\n" + line,
                                "te\xc3"})
    EXPECT_FALSE(Note::parse(bad)) << bad;
}

TEST(AuditNote, IsBounded) {
  const std::string line = "\u2014 name AAAAAAE=\n";
  std::string many = "text\n\n";
  for (std::size_t i = 0; i < note_signatures; ++i) many += line;
  EXPECT_TRUE(Note::parse(many));
  EXPECT_FALSE(Note::parse(many + line));
  EXPECT_FALSE(Note::parse(std::string(note_bytes, 'x') + "\n\n" + line));
}

TEST(AuditNote, NeverSignsATextThatNobodyCouldRead) {
  for (const char* text : {"", "no line feed", "a\tb\n", "\xff\n"})
    EXPECT_FALSE(signer().sign(text)) << text;
}

TEST(VerifierKey, HasOneForm) {
  const std::string good = neumann_key;
  for (const std::string& bad : std::vector<std::string>{
           "", "PeterNeumann", "PeterNeumann+c74f20a3", "+c74f20a3" + good.substr(21),
           "Peter Neumann" + good.substr(12), "PeterNeumann+c74f20a4" + good.substr(21),
           "PeterNeumann+c74f20" + good.substr(21), good + "A", good.substr(0, good.size() - 4),
           // Found by fuzz_tlog: a second spelling of the same id.
           "PeterNeumann+C74F20A3" + good.substr(21),
           // Type 4, a witness's key.
           "PeterNeumann+c74f20a3+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"})
    EXPECT_FALSE(VerifierKey::parse(bad)) << bad;
}

}  // namespace
}  // namespace gatepost::audit
