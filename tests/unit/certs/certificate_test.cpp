#include "certs/certificate.hpp"

#include "certs/digest.hpp"
#include "tests/unit/certs/support.hpp"

namespace gatepost::certs {
namespace {

using test::self_signed_pem;
using test::TempFolder;
using test::TestAuthority;

TEST(Certificate, ComesBackTheSameFromDerAndPem) {
  TestAuthority ca;
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  EXPECT_EQ(Certificate::from_der(leaf.der())->der(), leaf.der());
  EXPECT_EQ(Certificate::from_pem(leaf.pem())->fingerprint(), leaf.fingerprint());
  EXPECT_EQ(leaf.fingerprint(), sha256(leaf.der()));
}

TEST(Certificate, TellsWhatStandsInIt) {
  TestAuthority ca;
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  EXPECT_EQ(leaf.role(), Role::team);
  EXPECT_EQ(leaf.team(), TeamCode::parse("BXI-PSI"));
  EXPECT_EQ(leaf.gateway_name(), "");
  EXPECT_EQ(leaf.subject(), "CN=BXI-PSI");
  EXPECT_EQ(leaf.issuer(), "CN=Sample Authority");
  EXPECT_EQ(leaf.serial_hex().size(), 32u);
  EXPECT_EQ(leaf.not_before(), test::noon() - std::chrono::minutes{5});
  EXPECT_EQ(leaf.not_after(), test::noon() + std::chrono::days{397});
}

TEST(Certificate, AgreesWithTheOpensslProgramOnSerialAndFingerprint) {
  TestAuthority ca;
  const auto leaf = ca.issue(Role::gateway, "demo");
  const std::string path = ca.home.write("leaf.pem", leaf.cert_pem);
  std::string printed =
      test::run("openssl x509 -noout -serial -fingerprint -sha256 -in " + path).output;
  std::erase(printed, ':');
  for (char& c : printed) c = static_cast<char>(std::tolower(c));
  EXPECT_NE(printed.find("serial=" + leaf.certificate.serial_hex()), std::string::npos) << printed;
  EXPECT_NE(printed.find("=" + leaf.certificate.fingerprint().hex()), std::string::npos) << printed;
}

TEST(Certificate, PinsItsIssuerByNameAndKey) {
  TestAuthority ca(1), namesake(2), other(3, "Other Authority");
  const auto pin = ca.issue(Role::team, "BXI-PSI").certificate.issuer_pin();
  EXPECT_EQ(pin, ca.issue(Role::gateway, "demo").certificate.issuer_pin());
  EXPECT_NE(pin, namesake.issue(Role::team, "BXI-PSI").certificate.issuer_pin());
  EXPECT_NE(pin, other.issue(Role::team, "BXI-PSI").certificate.issuer_pin());
}

TEST(Certificate, ReadsAllOfAFileInOrderAndPassesOverKeys) {
  TestAuthority ca;
  const auto first = ca.issue(Role::team, "BXI-PSI");
  const auto second = ca.issue(Role::gateway, "demo");
  const auto all =
      Certificate::all_from_pem("words\n" + first.cert_pem + first.key_pem + second.cert_pem);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[0].fingerprint(), first.certificate.fingerprint());
  EXPECT_EQ((*all)[1].fingerprint(), second.certificate.fingerprint());
}

TEST(Certificate, RefusesWhatIsNotOne) {
  TestAuthority ca;
  const auto leaf = ca.issue(Role::team, "BXI-PSI");
  EXPECT_ERROR(Certificate::from_pem(""), Errc::unreadable);
  EXPECT_ERROR(Certificate::from_pem("hello"), Errc::unreadable);
  EXPECT_ERROR(Certificate::from_pem(leaf.key_pem), Errc::unreadable);
  EXPECT_ERROR(Certificate::all_from_pem(leaf.key_pem), Errc::unreadable);
  EXPECT_ERROR(Certificate::from_der({}), Errc::unreadable);
  std::string damaged = leaf.cert_pem;
  damaged[damaged.size() / 2] = '!';
  EXPECT_ERROR(Certificate::from_pem(damaged), Errc::unreadable);
  Bytes longer = leaf.certificate.der();
  longer.push_back(0);
  EXPECT_ERROR(Certificate::from_der(longer), Errc::unreadable);
  for (std::size_t size = 0; size < longer.size() - 1; size += 7)
    EXPECT_FALSE(Certificate::from_der(ByteView(longer).first(size))) << size;
}

TEST(Certificate, RefusesASecondSpellingOfItself) {
  // The outer SEQUENCE's length 30 82 xx xx written with three bytes, as BER allows and DER does
  // not.
  TestAuthority ca;
  Bytes der = ca.issue(Role::team, "BXI-PSI").certificate.der();
  ASSERT_EQ(der[1], 0x82);
  der[1] = 0x83;
  der.insert(der.begin() + 2, 0x00);
  EXPECT_ERROR(Certificate::from_der(der), Errc::unreadable);
}

struct WeakCase {
  const char* name;
  const char* arguments;
};

TEST(Certificate, RefusesWeakAndForeignKeys) {
  const TempFolder home;
  for (const WeakCase& c : {
           WeakCase{"RSA 1024", "-newkey rsa:1024"},
           WeakCase{"P-521", "-newkey ec -pkeyopt ec_paramgen_curve:P-521"},
           WeakCase{"secp256k1", "-newkey ec -pkeyopt ec_paramgen_curve:secp256k1"},
           WeakCase{"Ed25519", "-newkey ed25519"},
           WeakCase{"RSA-PSS", "-newkey rsa-pss -pkeyopt rsa_keygen_bits:2048"},
           WeakCase{"RSA exponent 3",
                    "-newkey rsa -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3"},
           WeakCase{"P-256 spelt out",
                    "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt "
                    "ec_param_enc:explicit"},
       }) {
    SCOPED_TRACE(c.name);
    EXPECT_ERROR(
        Certificate::from_pem(self_signed_pem(home, std::string(c.arguments) + " -subj /CN=weak")),
        Errc::weak_key);
  }
}

TEST(Certificate, TakesTheKeysWeUse) {
  const TempFolder home;
  for (const char* key : {"-newkey rsa:2048", "-newkey ec -pkeyopt ec_paramgen_curve:P-256",
                          "-newkey ec -pkeyopt ec_paramgen_curve:P-384"})
    EXPECT_TRUE(Certificate::from_pem(self_signed_pem(home, std::string(key) + " -subj /CN=ok")))
        << key;
}

struct RoleCase {
  const char* san;
  std::optional<Role> role;
};

TEST(Certificate, HasTheRoleOfItsOneUri) {
  const TempFolder home;
  for (const RoleCase& c : {
           RoleCase{"URI:urn:gatepost:team:BXI-PSI", Role::team},
           RoleCase{"URI:urn:gatepost:team:BXI-PSI,DNS:bxi.example", Role::team},
           RoleCase{"URI:urn:gatepost:team:BXI-PSI,URI:https://bxi.example/", Role::team},
           RoleCase{"URI:urn:gatepost:gateway:demo", Role::gateway},
           RoleCase{"URI:urn:gatepost:custodian:BXI-PSI", Role::custodian},
           RoleCase{"URI:urn:gatepost:custodian:bxi", std::nullopt},
           RoleCase{"URI:urn:gatepost:team:BXI-PSI,URI:urn:gatepost:custodian:BXI-PSI",
                    std::nullopt},
           RoleCase{"DNS:gatepost.example", Role::server},
           RoleCase{"IP:127.0.0.1", Role::server},
           RoleCase{"email:duty@spoc.example", std::nullopt},
           RoleCase{"URI:urn:gatepost:team:bxi", std::nullopt},
           RoleCase{"URI:urn:gatepost:team:", std::nullopt},
           RoleCase{"URI:urn:gatepost:TEAM:BXI-PSI", std::nullopt},
           RoleCase{"URI:urn:gatepost:gateway:", std::nullopt},
           RoleCase{"URI:urn:gatepost:other:BXI-PSI,DNS:bxi.example", std::nullopt},
           RoleCase{"URI:urn:gatepost:team:BXI-PSI,URI:urn:gatepost:gateway:demo", std::nullopt},
           RoleCase{"URI:urn:gatepost:team:BXI-PSI,URI:URN:GatePost:team:WWI-PSI", std::nullopt},
           RoleCase{"URI:urn:gatepost:team:BXI-PSI,URI:urn:gatepost:team:BXI-PSI", std::nullopt},
       }) {
    const auto made = Certificate::from_pem(
        self_signed_pem(home,
                        "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=x -addext "
                        "basicConstraints=critical,CA:FALSE -addext 'subjectAltName=" +
                            std::string(c.san) + "'"));
    ASSERT_TRUE(made) << c.san;
    EXPECT_EQ(made->role(), c.role) << c.san;
    EXPECT_EQ(made->team().has_value(), c.role == Role::team || c.role == Role::custodian) << c.san;
    EXPECT_EQ(made->gateway_name().empty(), c.role != Role::gateway) << c.san;
  }
}

TEST(Certificate, OfAnAuthorityWithATeamUriHasNoRole) {
  const TempFolder home;
  const std::string key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=x ";
  EXPECT_EQ(Certificate::from_pem(self_signed_pem(home, key))->role(), Role::authority);
  EXPECT_EQ(Certificate::from_pem(
                self_signed_pem(home, key + "-addext subjectAltName=URI:urn:gatepost:team:BXI-PSI"))
                ->role(),
            std::nullopt);
}

}  // namespace
}  // namespace gatepost::certs
