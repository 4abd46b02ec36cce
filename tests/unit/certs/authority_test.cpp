#include "certs/authority.hpp"

#include "certs/signer.hpp"
#include "tests/unit/certs/support.hpp"

namespace gatepost::certs {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using test::noon;
using test::Ran;
using test::TestAuthority;

// The openssl program's opinion of a certificate at an instant.
Ran judged(const TestAuthority& ca, const std::string& cert_pem, Instant at = noon()) {
  const std::string leaf = ca.home.write("judged.pem", cert_pem);
  return test::run("openssl verify -x509_strict -crl_check_all -attime " +
                   std::to_string(to_unix_ms(at) / 1000) + " -CAfile " +
                   (ca.home / "ca/ca.pem").string() + " -CRLfile " +
                   (ca.home / "ca/crl.pem").string() + " " + leaf);
}

TEST(DevelopmentAuthority, IssuesWhatTheOpensslProgramAcceptsUntilRevoked) {
  TestAuthority ca;
  using Key = TestAuthority::Key;
  EXPECT_EQ(judged(test::shared_rsa().ca, test::shared_rsa().leaf.cert_pem).status, 0);
  for (const Key key : {Key::p256, Key::p384}) {
    const auto leaf = ca.issue(Role::team, "BXI-PSI", key);
    EXPECT_EQ(judged(ca, leaf.cert_pem).status, 0) << judged(ca, leaf.cert_pem).output;
    ASSERT_TRUE(ca.authority.revoke(leaf.certificate.serial_hex(), noon()));
    const Ran after = judged(ca, leaf.cert_pem);
    EXPECT_NE(after.status, 0);
    EXPECT_NE(after.output.find("certificate revoked"), std::string::npos) << after.output;
  }
}

TEST(DevelopmentAuthority, WritesTheExtensionsOfEachRole) {
  TestAuthority ca;
  const auto text_of = [&](const std::string& pem) {
    return test::run("openssl x509 -noout -text -in " + ca.home.write("shown.pem", pem)).output;
  };
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  const std::string authority = text_of(ca.home.read("ca/ca.pem"));
  EXPECT_TRUE(has(authority, "Basic Constraints: critical\n                CA:TRUE, pathlen:0"));
  EXPECT_TRUE(has(authority, "Key Usage: critical\n                Certificate Sign, CRL Sign"));
  const std::string team = text_of(ca.issue(Role::team, "BXI-PSI").cert_pem);
  EXPECT_TRUE(has(team, "URI:urn:gatepost:team:BXI-PSI"));
  EXPECT_TRUE(has(team, "TLS Web Client Authentication"));
  EXPECT_FALSE(has(team, "TLS Web Server Authentication"));
  EXPECT_TRUE(has(team, "Key Usage: critical\n                Digital Signature\n"));
  const std::string gateway = text_of(ca.issue(Role::gateway, "demo").cert_pem);
  EXPECT_TRUE(has(gateway, "URI:urn:gatepost:gateway:demo"));
  EXPECT_FALSE(has(gateway, "Extended Key Usage"));
  const DevelopmentAuthority::Request server{
      Role::server, "localhost", {"127.0.0.1", "::1", "gatepost.example", "localhost"}};
  const std::string served = text_of(ca.authority.issue(server, noon(), ca.random)->cert_pem);
  EXPECT_TRUE(has(served, "TLS Web Server Authentication"));
  EXPECT_TRUE(has(served,
                  "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, "
                  "DNS:gatepost.example\n"))
      << served;
}

TEST(DevelopmentAuthority, IssuesKeysThatSign) {
  TestAuthority ca;
  const auto leaf = ca.issue(Role::gateway, "demo");
  EXPECT_TRUE(leaf.key_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
  EXPECT_TRUE(signer_from_pem(leaf.key_pem, leaf.cert_pem));
}

TEST(DevelopmentAuthority, KeepsItsRecordAcrossOpening) {
  TestAuthority ca;
  const auto team = ca.issue(Role::team, "BXI-PSI");
  const auto gateway = ca.issue(Role::gateway, "demo");
  ca.issue(Role::server, "localhost");
  ASSERT_TRUE(ca.authority.revoke(gateway.certificate.serial_hex(), noon() + days{1}));
  const auto again = DevelopmentAuthority::open(ca.home / "ca");
  ASSERT_TRUE(again) << again.error().to_string();
  const auto list = again->list();
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].serial_hex, team.certificate.serial_hex());
  EXPECT_EQ(list[0].name, "team BXI-PSI");
  EXPECT_EQ(list[0].not_after, team.certificate.not_after());
  EXPECT_EQ(list[0].revoked_at, std::nullopt);
  EXPECT_EQ(list[1].name, "gateway demo");
  EXPECT_EQ(list[1].revoked_at, noon() + days{1});
  EXPECT_EQ(list[2].name, "server localhost");
  EXPECT_EQ(again->certificate().fingerprint(), ca.authority.certificate().fingerprint());
}

TEST(DevelopmentAuthority, NumbersItsListsUpwardsAlsoAfterOpening) {
  TestAuthority ca;
  const auto number = [&] {
    return test::run("openssl crl -noout -crlnumber -in " + (ca.home / "ca/crl.pem").string())
        .output;
  };
  EXPECT_EQ(number(), "crlNumber=0x01\n");
  ASSERT_TRUE(ca.authority.renew_crl(noon()));
  EXPECT_EQ(number(), "crlNumber=0x02\n");
  ASSERT_TRUE(DevelopmentAuthority::open(ca.home / "ca")->renew_crl(noon()));
  EXPECT_EQ(number(), "crlNumber=0x03\n");
  const Ran verified = test::run("openssl crl -noout -CAfile " + (ca.home / "ca/ca.pem").string() +
                                 " -in " + (ca.home / "ca/crl.pem").string());
  EXPECT_NE(verified.output.find("verify OK"), std::string::npos) << verified.output;
}

TEST(DevelopmentAuthority, RevokingTwiceKeepsTheFirstDate) {
  TestAuthority ca;
  const auto leaf = ca.issue(Role::team, "BXI-PSI");
  ASSERT_TRUE(ca.authority.revoke(leaf.certificate.serial_hex(), noon()));
  ASSERT_TRUE(ca.authority.revoke(leaf.certificate.serial_hex(), noon() + days{5}));
  EXPECT_EQ(ca.authority.list().front().revoked_at, noon());
  EXPECT_ERROR(ca.authority.revoke("00ff", noon()), Errc::no_such_key);
}

TEST(DevelopmentAuthority, RefusesNamesThatAreNone) {
  TestAuthority ca;
  const std::pair<Role, const char*> cases[] = {
      {Role::authority, "Another"}, {Role::team, "bxi"},         {Role::team, ""},
      {Role::team, "A\tB"},         {Role::gateway, ""},         {Role::gateway, "a b"},
      {Role::gateway, "a\nb"},      {Role::server, ""},          {Role::server, "two words"},
      {Role::server, "a,DNS:b"},    {Role::server, "-x.example"}};
  for (const auto& [role, name] : cases)
    EXPECT_ERROR(ca.authority.issue({role, name, {}}, noon(), ca.random), Errc::wrong_role);
  EXPECT_ERROR(ca.authority.issue({Role::server, "localhost", {"x y"}}, noon(), ca.random),
               Errc::wrong_role);
  EXPECT_TRUE(ca.authority.list().empty());
}

TEST(DevelopmentAuthority, NeverOutlivesItself) {
  TestAuthority ca;
  const auto leaf = ca.issue(Role::team, "BXI-PSI", TestAuthority::Key::p256, days{36500});
  EXPECT_EQ(leaf.certificate.not_after(), ca.authority.certificate().not_after());
}

TEST(DevelopmentAuthority, GuardsItsKeyAndItsFolder) {
  TestAuthority ca;
  const fs::path key = ca.home / "ca/ca.key.pem";
  EXPECT_EQ(fs::status(key).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_ERROR(DevelopmentAuthority::create(ca.home / "ca", "Second", noon(), ca.random),
               Errc::store_failed);
  fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
  EXPECT_ERROR(DevelopmentAuthority::open(ca.home / "ca"), Errc::store_failed);
  EXPECT_ERROR(DevelopmentAuthority::open(ca.home / "nowhere"), Errc::store_failed);
}

TEST(DevelopmentAuthority, RefusesABrokenFolder) {
  TestAuthority ca, other(2);
  ca.issue(Role::team, "BXI-PSI");
  const std::string issued = ca.home.read("ca/issued.tsv");
  for (const std::string& broken :
       {issued.substr(0, issued.size() - 1), issued + "x\n", issued + "zz\ta\tb\t-\n",
        "00\tname\t2026-04-02T11:00:00Z\tyesterday\n" + issued}) {
    ca.home.write("ca/issued.tsv", broken);
    EXPECT_ERROR(DevelopmentAuthority::open(ca.home / "ca"), Errc::unreadable);
  }
  ca.home.write("ca/issued.tsv", issued);
  EXPECT_TRUE(DevelopmentAuthority::open(ca.home / "ca"));
  ca.home.write("ca/ca.key.pem", other.home.read("ca/ca.key.pem"));
  EXPECT_ERROR(DevelopmentAuthority::open(ca.home / "ca"), Errc::unreadable);
}

}  // namespace
}  // namespace gatepost::certs
