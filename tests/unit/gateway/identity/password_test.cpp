// Passwords: which may be chosen, and how they are kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/posix/posix.hpp"
#include "gateway/identity/normal_text.hpp"
#include "gateway/identity/password_hash.hpp"
#include "gateway/identity/password_rules.hpp"

namespace gatepost::identity {
namespace {

using namespace testing;

const std::vector<std::string> about{"j.example", "Jo Example-Sample", "Recovery worker"};
// The smallest that Argon2 takes: tests need its shape, not its price.
constexpr HashCost cheap{8, 1, 1};

TEST(PasswordRules, TakeWordsThatDoNotBelongTogether) {
  for (const std::string_view good :
       {"coffee train fish", "lamp-otter-violin", "kettle9marble;thin", "Zwölf Boxkämpfer jagen",
        "c7f2-9a1e-44d0-b2", "ein blauer Esel singt", "пароль из трёх слов"})
    EXPECT_THAT(check_password(good, about), IsEmpty()) << good;
}

TEST(PasswordRules, RefuseWhatGuessersTryFirst) {
  for (const std::string_view bad :
       {"password1234",     "Password2024!",    "P@ssw0rd12345",   "qwertyuiop123",
        "123456789012",     "aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "1qaz2wsx3edc",
        "letmein123456",    "iloveyou2023",     "Welcome123456",   "Gatepost-2026",
        "brixtonprison1",   "abcdefghijklmn",   "qazwsxedcrfv",    "correcthorsebatterystaple",
        "liverpool2025!",   "january2026!!",    "jo.example.2026", "Example-Sample",
        "zxcvbnmasdfghjkl", "passwordpassword", "coffeecoffee"})
    EXPECT_THAT(check_password(bad, about), SizeIs(1)) << bad;
}

TEST(PasswordRules, AskForLengthInCharactersNotBytes) {
  EXPECT_THAT(check_password("kurz&seltsm", about), SizeIs(1));   // 11
  EXPECT_THAT(check_password("kürz&sältsm", about), SizeIs(1));   // 11, in 13 bytes
  EXPECT_THAT(check_password("kurz&seltsam", about), IsEmpty());  // 12
  std::string long_one;
  for (int i = 0; i < 64; ++i) long_one += static_cast<char>('a' + i * 7 % 26), long_one += ' ';
  EXPECT_THAT(check_password(long_one, about), IsEmpty());
  EXPECT_THAT(check_password(long_one + "x", about), SizeIs(1));
}

TEST(PasswordRules, NeverRepeatWhatWasTyped) {
  for (const Problem& problem : check_password("liverpool2025!", about))
    EXPECT_THAT(problem.wrong + problem.right, Not(HasSubstr("liverpool")));
}

TEST(PasswordRules, MakeOnesThatPassThem) {
  posix::SystemRandom random;
  const std::string one = make_password(random);
  EXPECT_THAT(one, MatchesRegex("[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{5}"));
  EXPECT_NE(one, make_password(random));
  EXPECT_THAT(check_password(one, about), IsEmpty());
}

TEST(PasswordHash, IsArgon2idAsOthersComputeIt) {
  // From the reference implementation's own test program (phc-winner-argon2, src/test.c).
  EXPECT_TRUE(verify_password(
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      "password"));
  EXPECT_FALSE(verify_password(
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      "passwore"));
}

TEST(PasswordHash, KnowsItsPasswordAndIsNeverTheSame) {
  posix::SystemRandom random;
  const std::string one = hash_password("coffee train fish", cheap, random).value();
  EXPECT_NE(one, hash_password("coffee train fish", cheap, random).value());
  EXPECT_TRUE(verify_password(one, "coffee train fish"));
  EXPECT_FALSE(verify_password(one, "coffee train fisH"));
  EXPECT_FALSE(verify_password(one, ""));
  for (const std::string_view not_a_hash :
       {"", "$argon2id$", "plain", "$argon2i$v=19$m=8,t=1,p=1$"})
    EXPECT_FALSE(verify_password(not_a_hash, "coffee train fish")) << not_a_hash;
}

TEST(PasswordHash, SaysWithWhichCostsItWasMade) {
  posix::SystemRandom random;
  const std::string made = hash_password("coffee train fish", cheap, random).value();
  EXPECT_FALSE(is_outdated(made, cheap));
  EXPECT_TRUE(is_outdated(made, HashCost{}));
  EXPECT_TRUE(is_outdated(made, HashCost{8, 2, 1}));
  EXPECT_EQ(HashCost{}.memory_kib, 64U * 1024U);
  EXPECT_EQ(HashCost{}.passes, 3U);
}

TEST(PasswordHash, FailsWithAnErrorWhenTheCostsCannotBe) {
  posix::SystemRandom random;
  EXPECT_FALSE(hash_password("coffee train fish", HashCost{1, 0, 0}, random));
}

TEST(NormalText, MakesOnePasswordOfOneOnEveryKeyboard) {
  EXPECT_EQ(to_nfc("caf\x65\xCC\x81"), "caf\xC3\xA9");
  EXPECT_EQ(to_nfc("caf\xC3\xA9"), "caf\xC3\xA9");
  EXPECT_EQ(to_nfc(""), "");
  EXPECT_FALSE(to_nfc("\xC3("));
  EXPECT_FALSE(to_nfc("\xED\xA0\x80")) << "half of a surrogate pair";
}

TEST(NormalText, ComparesSignInNamesInOneSpelling) {
  EXPECT_EQ(to_sign_in_name("J.Example"), "j.example");
  EXPECT_EQ(to_sign_in_name("jo@spoc.example"), "jo@spoc.example");
  for (const std::string_view bad :
       {"", "jo", ".jo", "jo example", "jo\n", "j\xC3\xB6rg", "jo/../x", "jo:x"})
    EXPECT_FALSE(to_sign_in_name(bad)) << bad;
  EXPECT_FALSE(to_sign_in_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace gatepost::identity
