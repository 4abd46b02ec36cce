// Time-based codes against the vectors of the RFCs.
#include "gateway/identity/totp.hpp"

#include <gtest/gtest.h>

namespace gatepost::identity {
namespace {

// RFC 4226 appendix D and RFC 6238 appendix B share this secret.
const Bytes secret = to_bytes("12345678901234567890");

Instant at_second(std::int64_t seconds) { return from_unix_ms(seconds * 1000); }

TEST(Totp, SpellsTheVectorsOfRfc4226AppendixD) {
  const std::string_view codes[] = {"755224", "287082", "359152", "969429", "338314",
                                    "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t count = 0; count < 10; ++count)
    EXPECT_EQ(totp_code(secret, count), codes[count]) << count;
}

TEST(Totp, SpellsTheVectorsOfRfc6238AppendixB) {
  struct Vector {
    std::int64_t seconds;
    std::string_view code;
  };
  const Vector vectors[] = {{59, "94287082"},         {1111111109, "07081804"},
                            {1111111111, "14050471"}, {1234567890, "89005924"},
                            {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [seconds, code] : vectors)
    EXPECT_EQ(totp_code(secret, totp_step(at_second(seconds)), 8), code) << seconds;
}

TEST(Totp, TakesTheCodeOfTheHalfMinuteBesideAndNoOther) {
  const Instant now = at_second(1'775'000'010);
  const std::int64_t present = totp_step(now);
  for (std::int64_t step = present - 3; step <= present + 3; ++step) {
    const auto matched = match_totp(secret, totp_code(secret, step), now, -1);
    EXPECT_EQ(matched.has_value(), step >= present - 1 && step <= present + 1) << step - present;
  }
}

TEST(Totp, TakesNoCodeTwiceNorOneOlderThanTheLast) {
  const Instant now = at_second(1'775'000'010);
  const std::int64_t present = totp_step(now);
  EXPECT_EQ(match_totp(secret, totp_code(secret, present), now, present - 1), present);
  EXPECT_FALSE(match_totp(secret, totp_code(secret, present), now, present));
  EXPECT_FALSE(match_totp(secret, totp_code(secret, present - 1), now, present));
  EXPECT_EQ(match_totp(secret, totp_code(secret, present + 1), now, present), present + 1);
}

TEST(Totp, TakesTheSpaceThatProgramsShowAndNothingElse) {
  const Instant now = at_second(59);
  EXPECT_TRUE(match_totp(secret, "287 082", now, -1));
  for (const std::string_view typed : {"", "28708", "2870820", "287-082", "28708a", "-87082"})
    EXPECT_FALSE(match_totp(secret, typed, now, -1)) << typed;
}

TEST(Totp, TellsAuthenticatorsInTheFormTheyRead) {
  EXPECT_EQ(totp_uri(secret, "Gatepost demo", "a.example@spoc.example"),
            "otpauth://totp/Gatepost%20demo:a.example%40spoc.example?secret="
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gatepost%20demo&algorithm=SHA1&digits=6"
            "&period=30");
}

}  // namespace
}  // namespace gatepost::identity
