#include "certs/signer.hpp"

#include "certs/openssl.hpp"
#include "tests/unit/certs/support.hpp"

namespace gatepost::certs {
namespace {

using test::TestAuthority;
using Key = TestAuthority::Key;

std::unique_ptr<Signer> signer_of(const TestAuthority::Issued& issued) {
  return signer_from_pem(issued.key_pem, issued.cert_pem).value();
}

// The other spelling, for the openssl program: SEQUENCE { r, s }.
Bytes der_of_raw(ByteView raw) {
  const int half = static_cast<int>(raw.size() / 2);
  const EcdsaSigPtr value(ECDSA_SIG_new());
  ECDSA_SIG_set0(value.get(), BN_bin2bn(raw.data(), half, nullptr),
                 BN_bin2bn(raw.data() + half, half, nullptr));
  return der_of(value.get(), i2d_ECDSA_SIG);
}

// A certificate and key of the kind, from `ca` unless it is RSA.
TestAuthority::Issued issued_of(TestAuthority& ca, Key key) {
  return key == Key::rsa3072 ? test::shared_rsa().leaf : ca.issue(Role::team, "BXI-PSI", key);
}

struct KeyCase {
  const char* name;
  Key key;
  Algorithm algorithm;
  std::size_t signature_bytes;
};
constexpr KeyCase key_cases[] = {{"p256", Key::p256, Algorithm::ecdsa_sha256, 64},
                                 {"p384", Key::p384, Algorithm::ecdsa_sha256, 96},
                                 {"rsa3072", Key::rsa3072, Algorithm::rsa_sha256, 384}};

TEST(Signer, SignsWhatItsCertificateVerifiesAndNothingElse) {
  TestAuthority ca;
  for (const KeyCase& c : key_cases) {
    SCOPED_TRACE(c.name);
    const auto signer = signer_of(issued_of(ca, c.key));
    EXPECT_EQ(signer->algorithm(), c.algorithm);
    Bytes signature = signer->sign(as_bytes("a form")).value();
    EXPECT_EQ(signature.size(), c.signature_bytes);
    const Certificate& certificate = signer->certificate();
    EXPECT_TRUE(verify_signature(certificate, c.algorithm, as_bytes("a form"), signature));
    EXPECT_FALSE(verify_signature(certificate, c.algorithm, as_bytes("a farm"), signature));
    const Algorithm other =
        c.algorithm == Algorithm::rsa_sha256 ? Algorithm::ecdsa_sha256 : Algorithm::rsa_sha256;
    EXPECT_FALSE(verify_signature(certificate, other, as_bytes("a form"), signature));
    for (std::size_t i = 0; i < signature.size(); i += 5) {
      signature[i] ^= 0x10;
      EXPECT_FALSE(verify_signature(certificate, c.algorithm, as_bytes("a form"), signature)) << i;
      signature[i] ^= 0x10;
    }
  }
}

TEST(Signer, SatisfiesTheOpensslProgram) {
  TestAuthority ca;
  const std::string data = ca.home.write("data", "a form");
  for (const KeyCase& c : key_cases) {
    SCOPED_TRACE(c.name);
    const auto issued = issued_of(ca, c.key);
    Bytes signature = signer_of(issued)->sign(as_bytes("a form")).value();
    if (c.algorithm == Algorithm::ecdsa_sha256) signature = der_of_raw(signature);
    const std::string signed_path = ca.home.write("signature", as_text(signature));
    const std::string cert = ca.home.write("cert.pem", issued.cert_pem);
    const std::string key = (ca.home / "public.pem").string();
    ASSERT_EQ(test::run("openssl x509 -pubkey -noout -in " + cert + " > " + key).status, 0);
    const auto judged = test::run("openssl dgst -sha256 -verify " + key + " -signature " +
                                  signed_path + " " + data);
    EXPECT_EQ(judged.status, 0) << judged.output;
  }
}

TEST(VerifySignature, TakesWhatTheOpensslProgramSigned) {
  TestAuthority ca;
  const auto issued = issued_of(ca, Key::rsa3072);
  const std::string key = ca.home.write("key.pem", issued.key_pem);
  const std::string data = ca.home.write("data", "a form");
  const std::string out = (ca.home / "signature").string();
  ASSERT_EQ(test::run("openssl dgst -sha256 -sign " + key + " -out " + out + " " + data).status, 0);
  EXPECT_TRUE(verify_signature(issued.certificate, Algorithm::rsa_sha256, as_bytes("a form"),
                               as_bytes(ca.home.read("signature"))));
  const std::string pss = "openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sign ";
  ASSERT_EQ(test::run(pss + key + " -out " + out + " " + data).status, 0);
  EXPECT_FALSE(verify_signature(issued.certificate, Algorithm::rsa_sha256, as_bytes("a form"),
                                as_bytes(ca.home.read("signature"))));
}

TEST(VerifySignature, RefusesMalformedEcdsaValues) {
  TestAuthority ca;
  const auto signer = signer_of(ca.issue(Role::team, "BXI-PSI"));
  const Bytes good = signer->sign(as_bytes("a form")).value();
  const Bytes order =
      from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551").value();
  const auto joined = [](ByteView r, ByteView s) {
    Bytes out(r.begin(), r.end());
    out.insert(out.end(), s.begin(), s.end());
    return out;
  };
  const ByteView r = ByteView(good).first(32), s = ByteView(good).last(32);
  Bytes longer = good;
  longer.push_back(0);
  const std::pair<const char*, Bytes> cases[] = {
      {"all zero", Bytes(64, 0)},
      {"r zero", joined(Bytes(32, 0), s)},
      {"s zero", joined(r, Bytes(32, 0))},
      {"r = n", joined(order, s)},
      {"s = n", joined(r, order)},
      {"all ones", Bytes(64, 0xff)},
      {"empty", {}},
      {"one short", Bytes(good.begin(), good.end() - 1)},
      {"one long", longer},
      {"P-384's length", joined(joined(Bytes(16, 0), r), joined(Bytes(16, 0), s))},
      {"DER", der_of_raw(good)},
      {"halves swapped", joined(s, r)},
  };
  ASSERT_TRUE(
      verify_signature(signer->certificate(), Algorithm::ecdsa_sha256, as_bytes("a form"), good));
  for (const auto& [name, value] : cases)
    EXPECT_FALSE(
        verify_signature(signer->certificate(), Algorithm::ecdsa_sha256, as_bytes("a form"), value))
        << name;
}

TEST(VerifySignature, RefusesMalformedRsaValues) {
  const auto signer = signer_of(test::shared_rsa().leaf);
  for (const Bytes& value :
       {Bytes{}, Bytes(384, 0), Bytes(384, 0xff), Bytes(383, 1), Bytes(385, 1)})
    EXPECT_FALSE(
        verify_signature(signer->certificate(), Algorithm::rsa_sha256, as_bytes("a form"), value))
        << value.size();
}

TEST(VerifySignature, LeavesNothingBehindInTheErrorQueue) {
  TestAuthority ca;
  const auto signer = signer_of(ca.issue(Role::team, "BXI-PSI"));
  EXPECT_FALSE(verify_signature(signer->certificate(), Algorithm::ecdsa_sha256, as_bytes("a form"),
                                Bytes(64, 1)));
  EXPECT_FALSE(Certificate::from_pem("-----BEGIN CERTIFICATE-----\nAAAA\n"));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(SignerFromPem, RefusesAKeyOfAnotherCertificate) {
  TestAuthority ca;
  const auto one = ca.issue(Role::team, "BXI-PSI");
  const auto two = ca.issue(Role::team, "BXI-PSI");
  EXPECT_ERROR(signer_from_pem(one.key_pem, two.cert_pem), Errc::cannot_sign);
}

TEST(SignerFromPem, RefusesRsaUnder3072ThoughSuchACertificateStillVerifies) {
  const test::TempFolder home;
  const std::string cert = test::self_signed_pem(home, "-newkey rsa:2048 -subj /CN=old");
  EXPECT_TRUE(Certificate::from_pem(cert));
  EXPECT_ERROR(signer_from_pem(home.read("self.key.pem"), cert), Errc::weak_key);
}

TEST(SignerFromPem, RefusesAnEncryptedKeyWithoutAskingForItsPassword) {
  TestAuthority ca;
  const auto issued = ca.issue(Role::team, "BXI-PSI");
  const std::string key = ca.home.write("key.pem", issued.key_pem);
  const std::string out = (ca.home / "locked.pem").string();
  ASSERT_EQ(
      test::run("openssl pkcs8 -topk8 -passout pass:sample -in " + key + " -out " + out).status, 0);
  EXPECT_ERROR(signer_from_pem(ca.home.read("locked.pem"), issued.cert_pem), Errc::unreadable);
  EXPECT_ERROR(signer_from_pem("", issued.cert_pem), Errc::unreadable);
  EXPECT_ERROR(signer_from_pem(issued.key_pem, "nothing"), Errc::unreadable);
}

}  // namespace
}  // namespace gatepost::certs
