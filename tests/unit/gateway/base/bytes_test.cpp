#include "gateway/base/bytes.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gatepost {
namespace {

struct Pair {
  std::string plain;
  std::string coded;
};

TEST(Base64, SpellsTheVectorsOfRfc4648Section10) {
  const Pair vectors[] = {{"", ""},
                          {"f", "Zg=="},
                          {"fo", "Zm8="},
                          {"foo", "Zm9v"},
                          {"foob", "Zm9vYg=="},
                          {"fooba", "Zm9vYmE="},
                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), coded);
    EXPECT_EQ(from_base64(coded), to_bytes(plain)) << coded;
  }
}

TEST(Base64, RefusesEverySecondSpellingOfAValue) {
  for (const std::string_view text :
       {"Zg=", "Zg", "Zg==\n", "Z g==", "Zh==", "Zm9=", "====", "Zg==Zg==", "=Zg=", "Zm9v=", "Zm-v",
        "A===", "AA=A", "Zm9vZg= ", "\xC3\xA9"})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Base64, WrappedFormTakesXmlWhiteSpaceOnly) {
  EXPECT_EQ(from_base64_wrapped(" Zm9v\r\n\tYmFy \n"), to_bytes("foobar"));
  EXPECT_FALSE(from_base64_wrapped("Zm9v\vYmFy"));
  EXPECT_FALSE(from_base64_wrapped("Zm9v\xC2\xA0YmFy"));
}

TEST(Base64, AndHexReadBackWhatTheyWrote) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 generator(seed);
  for (int round = 0; round < 500; ++round) {
    Bytes bytes(generator() % 100);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(generator() & 0xFFU);
    ASSERT_EQ(from_base64(to_base64(bytes)), bytes);
    ASSERT_EQ(from_hex(to_hex(bytes)), bytes);
  }
}

TEST(Base64Url, IsBase64WithoutPaddingAndWithoutCharactersThatUrlsEscape) {
  EXPECT_EQ(to_base64url(Bytes{0xFB, 0xFF, 0xBF}), "-_-_");
  EXPECT_EQ(to_base64url(as_bytes("f")), "Zg");
  EXPECT_EQ(from_base64url("-_-_"), (Bytes{0xFB, 0xFF, 0xBF}));
  EXPECT_EQ(from_base64url("Zm8"), to_bytes("fo"));
  for (const std::string_view text : {"Zg==", "+/+/", "Zh", "Z", "Zg\n"})
    EXPECT_FALSE(from_base64url(text)) << text;
}

TEST(Base32, SpellsTheVectorsOfRfc4648Section10) {
  const Pair vectors[] = {{"", ""},
                          {"f", "MY"},
                          {"fo", "MZXQ"},
                          {"foo", "MZXW6"},
                          {"foob", "MZXW6YQ"},
                          {"fooba", "MZXW6YTB"},
                          {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base32(as_bytes(plain)), coded);
    EXPECT_EQ(from_base32(coded), to_bytes(plain)) << coded;
  }
  EXPECT_EQ(from_base32("mzxw6ytboi"), to_bytes("foobar"));
  for (const std::string_view text : {"MY======", "M", "MZ", "MZX", "M0", "M1", "MY MY"})
    EXPECT_FALSE(from_base32(text)) << text;
}

TEST(Hex, TakesEitherCaseAndWritesLowerCase) {
  EXPECT_EQ(from_hex("00fFAb"), (Bytes{0x00, 0xFF, 0xAB}));
  EXPECT_EQ(to_hex(Bytes{0x00, 0xFF, 0xAB}), "00ffab");
}

TEST(Hex, RefusesOddLengthAndOtherCharacters) {
  for (const std::string_view text : {"0", "0g", "0x00", " 00", "00 "})
    EXPECT_FALSE(from_hex(text)) << text;
}

TEST(DigestValue, IsExactly32Bytes) {
  const std::string hex(64, 'a');
  ASSERT_TRUE(Digest::from_hex(hex));
  EXPECT_EQ(Digest::from_hex(hex)->hex(), hex);
  EXPECT_FALSE(Digest::from_hex(hex + "aa"));
  EXPECT_FALSE(Digest::from_hex(hex.substr(2)));
  EXPECT_FALSE(Digest::from_bytes(Bytes(31)));
}

}  // namespace
}  // namespace gatepost
