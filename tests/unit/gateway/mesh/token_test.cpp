// The NHSMESH token: its shape, its HMAC, and that none is taken twice.
#include "gateway/mesh/token.hpp"

#include <gtest/gtest.h>

namespace gatepost::mesh {
namespace {

constexpr std::string_view shared_key = "TestKey";
constexpr std::string_view password = "password";
const MailboxId mailbox = *MailboxId::parse("X26ABC1");
const Instant now = *from_rfc3339("2026-04-02T11:30:40Z");

std::string authorization(std::string_view nonce, Instant at = now) {
  return make_authorization(mailbox, nonce, shared_key, password, at);
}

Result<void> check(std::string_view text, ReplayMemory& memory, Instant at = now) {
  return check_token(text, mailbox, shared_key, password, memory, at);
}

TEST(Token, MatchesTheHmacThatOpensslComputes) {
  // printf 'X26ABC1:n:0:password:202604021130' | openssl dgst -sha256 -hmac TestKey
  Token token{mailbox, "n", "0", "202604021130", {}, now};
  EXPECT_EQ(token_hmac(token, shared_key, password),
            "253aee945b8014e14b91f0d7bd28e1652363e598c36723083cf77be71cac56da");
}

TEST(Token, TakesWhatItsOwnClientMakes) {
  ReplayMemory memory;
  EXPECT_TRUE(check(authorization("nonce-1"), memory));
}

TEST(Token, IsTakenOnce) {
  ReplayMemory memory;
  const std::string text = authorization("nonce-1");
  ASSERT_TRUE(check(text, memory));
  const auto again = check(text, memory);
  ASSERT_FALSE(again);
  EXPECT_TRUE(again.error().is(TokenErrc::replayed));
}

struct Bad {
  const char* name;
  std::string text;
  TokenErrc wanted;
};

TEST(Token, RefusesEveryOtherShape) {
  const std::string good = authorization("n");
  const std::string other_password = make_authorization(mailbox, "n", shared_key, "guess", now);
  const std::string other_mailbox =
      make_authorization(*MailboxId::parse("X26ABC2"), "n", shared_key, password, now);
  std::string cut_hmac = good;
  cut_hmac.pop_back();
  const std::vector<Bad> table{
      {"empty", "", TokenErrc::malformed},
      {"another scheme", "Basic abc", TokenErrc::malformed},
      {"too few fields", "NHSMESH X26ABC1:n:0:202604021130", TokenErrc::malformed},
      {"too many fields", good + ":x", TokenErrc::malformed},
      {"an empty nonce", "NHSMESH X26ABC1::0:202604021130:ab", TokenErrc::malformed},
      {"an impossible date", "NHSMESH X26ABC1:n:0:202613021130:ab", TokenErrc::malformed},
      {"a lower-case mailbox", "NHSMESH x26abc1:n:0:202604021130:ab", TokenErrc::malformed},
      {"another mailbox's", other_mailbox, TokenErrc::wrong_mailbox},
      {"another password", other_password, TokenErrc::bad_hmac},
      {"a shortened HMAC", cut_hmac, TokenErrc::bad_hmac},
      {"too old", authorization("n", now - std::chrono::hours{3}), TokenErrc::stale},
      {"from the future", authorization("n", now + std::chrono::hours{3}), TokenErrc::stale},
  };
  for (const Bad& bad : table) {
    ReplayMemory memory;
    const auto checked = check(bad.text, memory);
    ASSERT_FALSE(checked) << bad.name;
    EXPECT_TRUE(checked.error().is(bad.wanted)) << bad.name << ": " << checked.error().to_string();
  }
}

TEST(Token, OfAMailboxWithoutAPasswordIsRefused) {
  ReplayMemory memory;
  const auto checked =
      check_token(authorization("n"), mailbox, shared_key, std::nullopt, memory, now);
  ASSERT_FALSE(checked);
  EXPECT_TRUE(checked.error().is(TokenErrc::unknown_mailbox));
}

TEST(ReplayMemory, ForgetsOldMinutesWhenFullAndTakesNoTokenThatOldAnyMore) {
  ReplayMemory memory(3);
  const std::string first = authorization("a", now - std::chrono::minutes{10});
  ASSERT_TRUE(check(first, memory));
  for (const char* nonce : {"b", "c", "d"}) ASSERT_TRUE(check(authorization(nonce), memory));
  // The first minute was forgotten to make room: its tokens must not work again.
  const auto replayed = check(first, memory);
  ASSERT_FALSE(replayed);
  EXPECT_TRUE(replayed.error().is(TokenErrc::stale));
  EXPECT_TRUE(check(authorization("e"), memory)) << "a full memory must not lock the mailbox out";
}

TEST(ReplayMemory, AWrongHmacUsesNothingUp) {
  ReplayMemory memory;
  const std::string good = authorization("n");
  std::string forged = good;
  forged.back() = forged.back() == '0' ? '1' : '0';
  ASSERT_FALSE(check(forged, memory));
  EXPECT_TRUE(check(good, memory));
}

}  // namespace
}  // namespace gatepost::mesh
