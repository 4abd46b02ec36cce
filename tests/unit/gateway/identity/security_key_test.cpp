// Security keys: every kind of key, every lie, and their part in signing in.
#include <gmock/gmock.h>

#include <random>

#include "gateway/base/limits.hpp"
#include "tests/unit/gateway/identity/software_key.hpp"
#include "tests/unit/gateway/identity/world.hpp"

namespace gatepost::identity::test {
namespace {

using namespace testing;

const RelyingParty party{"gatepost.example", "https://gatepost.example"};
const Digest challenge = certs::sha256(as_bytes("a challenge"));

class EveryKey : public TestWithParam<KeyAlgorithm> {};

TEST_P(EveryKey, IsReadAndItsSignatureVerified) {
  SoftwareKey key(GetParam());
  const auto known = read_registration(party, challenge, key.registration(party, challenge));
  ASSERT_TRUE(known) << known.error().to_string();
  EXPECT_EQ(known->algorithm, GetParam());
  EXPECT_EQ(known->id, key.id());
  const KeyAssertion assertion = key.assertion(party, challenge);
  EXPECT_EQ(check_assertion(party, challenge, *known, assertion).value(), 1U);
}

TEST_P(EveryKey, SignsForNothingElse) {
  SoftwareKey key(GetParam());
  SoftwareKey other(GetParam());
  const auto known =
      read_registration(party, challenge, key.registration(party, challenge)).value();
  const KeyAssertion good = key.assertion(party, challenge);
  const auto refused = [&](KeyAssertion assertion, const char* what) {
    const auto answer = check_assertion(party, challenge, known, assertion);
    EXPECT_FALSE(answer) << what;
    if (!answer) EXPECT_TRUE(answer.error().is(Errc::wrong_code)) << what;
  };
  KeyAssertion by_another = other.assertion(party, challenge);
  by_another.key_id = key.id();
  refused(by_another, "another key's signature");
  for (std::size_t i = 0; i < good.signature.size(); i += 7) {
    KeyAssertion touched = good;
    touched.signature[i] ^= 1;
    refused(touched, "a touched signature");
  }
  for (std::size_t i = 0; i < good.authenticator_data.size(); ++i) {
    KeyAssertion touched = good;
    touched.authenticator_data[i] ^= 1;
    refused(touched, "touched authenticator data");
  }
  KeyAssertion spaced = good;
  spaced.client_data.push_back(' ');
  refused(spaced, "other client data that says the same");
  EXPECT_FALSE(check_assertion(party, certs::sha256(as_bytes("another")), known, good));
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryKey,
                         Values(KeyAlgorithm::es256, KeyAlgorithm::eddsa, KeyAlgorithm::rs256));

TEST(SecurityKey, IsRefusedWhateverItsAnswerLiesAbout) {
  SoftwareKey key(KeyAlgorithm::es256);
  const auto known =
      read_registration(party, challenge, key.registration(party, challenge)).value();
  const Lies lies[] = {
      {.origin = "https://gatepost.example.evil.example"},
      {.origin = "http://gatepost.example"},
      {.party = "evil.example"},
      {.type = "payment.get"},
      {.challenge = to_base64url(certs::sha256(as_bytes("stale")).view())},
      {.challenge = "!"},
      {.flags = 0x40},  // nobody touched it
      {.extra = ",\"crossOrigin\":true"},
      {.extra = ",\"type\":\"webauthn.other\""},
      {.extra = "},{"},
  };
  for (const Lies& lie : lies) {
    EXPECT_FALSE(check_assertion(party, challenge, known, key.assertion(party, challenge, lie)))
        << lie.origin << lie.party << lie.type << lie.challenge << lie.extra;
    EXPECT_FALSE(read_registration(party, challenge, key.registration(party, challenge, lie)))
        << lie.origin << lie.party << lie.type << lie.challenge << lie.extra;
  }
  EXPECT_FALSE(check_assertion(party, challenge, known,
                               {key.id(), key.registration(party, challenge).client_data,
                                key.assertion(party, challenge).authenticator_data,
                                key.assertion(party, challenge).signature}))
      << "a registration is no signature";
}

TEST(SecurityKey, CountsUpOrNotAtAll) {
  SoftwareKey key(KeyAlgorithm::es256);
  auto known = read_registration(party, challenge, key.registration(party, challenge)).value();
  known.counter = 5;
  key.counter = 4;
  EXPECT_FALSE(check_assertion(party, challenge, known, key.assertion(party, challenge))) << "5";
  EXPECT_EQ(check_assertion(party, challenge, known, key.assertion(party, challenge)).value(), 6U);
  known.counter = 0;
  key.counter = static_cast<std::uint32_t>(-1);
  EXPECT_EQ(check_assertion(party, challenge, known, key.assertion(party, challenge)).value(), 0U)
      << "keys that do not count always say 0";
}

TEST(SecurityKey, SurvivesAnyBytes) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  tests::SeededRandom random(seed);
  SoftwareKey key(KeyAlgorithm::es256);
  const KeyRegistration good = key.registration(party, challenge);
  for (std::size_t cut = 0; cut < good.authenticator_data.size(); ++cut) {
    KeyRegistration shorter = good;
    shorter.authenticator_data.resize(cut);
    EXPECT_FALSE(read_registration(party, challenge, shorter)) << cut;
  }
  for (int round = 0; round < 3000; ++round) {
    KeyRegistration touched = good;
    for (std::uint64_t i = 0, most = 1 + random.below(4); i < most; ++i) {
      const std::size_t at = 37 + random.below(touched.authenticator_data.size() - 37);
      touched.authenticator_data[at] = static_cast<std::uint8_t>(random.below(256));
    }
    (void)read_registration(party, challenge, touched);
  }
}

class SignInWithKey : public World {
 protected:
  Digest next_challenge(const Digest& session) {
    return change<Digest>([&](Change& c) { return begin_key(c, session); }).value();
  }
  Result<void> register_key(const Person& who, SoftwareKey& key, const std::string& label) {
    const Digest asked = next_challenge(who.session_hash);
    return change<void>([&](Change& c) {
      return confirm_key(c, who, party, {key.registration(party, asked), label});
    });
  }
};

TEST_F(SignInWithKey, OpensASessionAndTakesNoAnswerTwice) {
  const UserRecord user = add("jo.example");
  must([&](Change& c) {
    return put_password(c, user.id, hash_password(password, cheap, random).value(),
                        CredentialState::good);
  });
  const auto enrolling = sign_in("jo.example", password).value();
  ASSERT_EQ(enrolling->stage, SessionStage::enrolment);
  SoftwareKey key(KeyAlgorithm::es256);
  ASSERT_TRUE(register_key(person(enrolling->id_hash).value(), key, "the blue one"));

  const auto first = sign_in("jo.example", password).value();
  ASSERT_EQ(first->stage, SessionStage::second_factor);
  const Digest asked = next_challenge(first->id_hash);
  const KeyAssertion answer = key.assertion(party, asked);
  const auto full = factor(first->id_hash, KeyProof{party, answer}).value();
  ASSERT_TRUE(full);
  EXPECT_EQ(full->stage, SessionStage::full);
  EXPECT_EQ(full->methods, "password+security-key");
  EXPECT_FALSE(factor(full->id_hash, KeyProof{party, answer}).value()) << "replayed";
}

TEST_F(SignInWithKey, AsksAgainAfterAWrongAnswerAndAfterFiveMinutes) {
  add_ready("jo.example");
  const auto first = sign_in("jo.example", password).value();
  const auto full = factor(first->id_hash, TotpProof{code()}).value();
  SoftwareKey key(KeyAlgorithm::eddsa);
  SoftwareKey stranger(KeyAlgorithm::eddsa);
  ASSERT_TRUE(register_key(person(full->id_hash).value(), key, "the blue one"));

  const Digest asked = next_challenge(full->id_hash);
  EXPECT_FALSE(factor(full->id_hash, KeyProof{party, stranger.assertion(party, asked)}).value());
  EXPECT_FALSE(factor(full->id_hash, KeyProof{party, key.assertion(party, asked)}).value())
      << "a challenge is answered once";
  const Digest late = next_challenge(full->id_hash);
  now += limits::security_key_wait;
  EXPECT_FALSE(factor(full->id_hash, KeyProof{party, key.assertion(party, late)}).value());
  const Digest fresh = next_challenge(full->id_hash);
  EXPECT_TRUE(factor(full->id_hash, KeyProof{party, key.assertion(party, fresh)}).value());
}

TEST_F(SignInWithKey, KnowsEachKeyOnceAndOnlyItsOwners) {
  add_ready("jo.example");
  auto first = sign_in("jo.example", password).value();
  const Person jo = person(factor(first->id_hash, TotpProof{code()}).value()->id_hash).value();
  SoftwareKey key(KeyAlgorithm::es256);
  ASSERT_TRUE(register_key(jo, key, "the blue one"));
  EXPECT_FALSE(register_key(jo, key, "the same again"));
  EXPECT_FALSE(register_key(jo, *std::make_unique<SoftwareKey>(KeyAlgorithm::es256), ""));
  add_ready("sam.sample");
  first = sign_in("sam.sample", password).value();
  const Digest asked = next_challenge(first->id_hash);
  EXPECT_FALSE(factor(first->id_hash, KeyProof{party, key.assertion(party, asked)}).value())
      << "jo's key is not sam's";
}

TEST_F(SignInWithKey, StandsInTheStoreOnlySealed) {
  add_ready("jo.example");
  const auto first = sign_in("jo.example", password).value();
  const Person jo = person(factor(first->id_hash, TotpProof{code()}).value()->id_hash).value();
  SoftwareKey key(KeyAlgorithm::es256);
  ASSERT_TRUE(register_key(jo, key, "Jo's blue one"));
  const auto stored = find(store.view().value()->people().credentials_of(jo.id).value(),
                           CredentialKind::security_key, CredentialState::good);
  EXPECT_EQ(as_text(stored->secret).find("blue"), std::string_view::npos);
  EXPECT_EQ(unseal_key(keys, *stored).value().label, "Jo's blue one");
  EXPECT_EQ(unseal_key(keys, *stored).value().key.id, key.id());
}

}  // namespace
}  // namespace gatepost::identity::test
