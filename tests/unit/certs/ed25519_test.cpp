#include "certs/ed25519.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/seeded_random.hpp"

namespace gatepost::certs {
namespace {

// Hands out the given bytes, so that a key has the seed of a published vector.
class FixedRandom final : public Random {
 public:
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::uint8_t> out) override {
    std::copy_n(bytes_.begin(), out.size(), out.begin());
  }

 private:
  Bytes bytes_;
};

struct Vector {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};
// PROVENANCE: RFC 8032 section 7.1, tests 1 to 3.
constexpr Vector vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Ed25519, AgreesWithTheVectorsOfItsStandard) {
  for (const Vector& vector : vectors) {
    FixedRandom random(*from_hex(vector.seed));
    const Ed25519Key key = Ed25519Key::generate(random);
    EXPECT_EQ(to_hex(key.public_key()), vector.public_key);
    const Bytes message = *from_hex(vector.message);
    EXPECT_EQ(to_hex(key.sign(message)), vector.signature);
    EXPECT_TRUE(verify_ed25519(key.public_key(), message, *from_hex(vector.signature)));
  }
}

TEST(Ed25519, ComesBackFromItsFile) {
  tests::SeededRandom random(7);
  const Ed25519Key key = Ed25519Key::generate(random);
  const auto read = Ed25519Key::from_pem(key.pem());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->public_key(), key.public_key());
  EXPECT_TRUE(Ed25519Key::from_pem("").error().is(Errc::unreadable));
  std::string cut = key.pem();
  cut.erase(40, 8);
  EXPECT_TRUE(Ed25519Key::from_pem(cut).error().is(Errc::unreadable));
}

TEST(Ed25519, VerifiesNothingElse) {
  tests::SeededRandom random(7);
  const Ed25519Key key = Ed25519Key::generate(random), other = Ed25519Key::generate(random);
  const Bytes data = to_bytes("data");
  Bytes signature = key.sign(data);
  EXPECT_FALSE(verify_ed25519(other.public_key(), data, signature));
  EXPECT_FALSE(verify_ed25519(key.public_key(), to_bytes("date"), signature));
  EXPECT_FALSE(verify_ed25519(key.public_key(), data, ByteView(signature).first(63)));
  for (std::size_t at = 0; at < signature.size(); ++at) {
    signature[at] ^= 1;
    EXPECT_FALSE(verify_ed25519(key.public_key(), data, signature)) << at;
    signature[at] ^= 1;
  }
  EXPECT_FALSE(verify_ed25519(Ed25519Public{}, data, Bytes(64)));
}

}  // namespace
}  // namespace gatepost::certs
