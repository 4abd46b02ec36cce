#include "certs/trust.hpp"

#include <atomic>
#include <functional>
#include <thread>

#include "certs/mint.hpp"
#include "certs/openssl.hpp"
#include "tests/unit/certs/support.hpp"

namespace gatepost::certs {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using test::noon;
using test::TestAuthority;
using Revocation = TrustStore::Input::Revocation;

PkeyPtr key_of(const TestAuthority& ca) {
  return private_key_from_pem(as_bytes(ca.home.read("ca/ca.key.pem")));
}

Certificate value_of(X509* x509) { return Certificate::from_der(der_of(x509, i2d_X509)).value(); }

// A certificate as an authority with other habits would have issued it: ours, changed, and signed
// again.
Certificate changed(TestAuthority& ca, const Certificate& original,
                    const std::function<void(X509*)>& change, const EVP_MD* hash = EVP_sha256()) {
  const X509Ptr copy(X509_dup(native(original)));
  change(copy.get());
  X509_sign(copy.get(), key_of(ca).get(), hash);
  return value_of(copy.get());
}

void drop(X509* x509, int nid) {
  X509_EXTENSION_free(X509_delete_ext(x509, X509_get_ext_by_NID(x509, nid, -1)));
}
void replace(X509* x509, int nid, const char* value) {
  drop(x509, nid);
  const X509ExtensionPtr made(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
  X509_add_ext(x509, made.get(), -1);
}

Bytes crl_of(const Certificate& issuer, EVP_PKEY* key, std::vector<IssuedRecord> revoked = {},
             std::uint64_t number = 7) {
  const CrlPlan plan{number, noon() - minutes{1}, noon() + days{30}, std::move(revoked)};
  return der_of(mint_crl(plan, {native(issuer), key}).get(), i2d_X509_CRL);
}

TEST(TrustStore, AcceptsAGoodCertificateAndKeepsWhatTheDecisionRestedOn) {
  TestAuthority ca;
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  const auto good = ca.trust().validate(leaf, {}, Role::team, noon());
  ASSERT_TRUE(good) << good.error().to_string();
  EXPECT_EQ(good->certificate.fingerprint(), leaf.fingerprint());
  EXPECT_EQ(good->authority.fingerprint(), ca.authority.certificate().fingerprint());
  EXPECT_EQ(good->evidence.chain_der,
            (std::vector<Bytes>{leaf.der(), ca.authority.certificate().der()}));
  EXPECT_EQ(good->evidence.crl_der, ca.crls());
}

TEST(TrustStore, AcceptsEveryKindOfKeyAndRole) {
  TestAuthority ca;
  using Key = TestAuthority::Key;
  for (const Key key : {Key::p256, Key::p384})
    EXPECT_TRUE(ca.trust().validate(ca.issue(Role::team, "BXI-PSI", key).certificate, {},
                                    Role::team, noon()));
  const test::SharedRsa& rsa = test::shared_rsa();
  EXPECT_TRUE(rsa.ca.trust().validate(rsa.leaf.certificate, {}, Role::team, noon()));
  EXPECT_TRUE(
      ca.trust().validate(ca.issue(Role::gateway, "demo").certificate, {}, Role::gateway, noon()));
  EXPECT_TRUE(ca.trust().validate(ca.issue(Role::custodian, "BXI-PSI").certificate, {},
                                  Role::custodian, noon()));
  EXPECT_TRUE(ca.trust().validate(ca.issue(Role::server, "gatepost.example").certificate, {},
                                  Role::server, noon()));
  EXPECT_TRUE(ca.trust().validate(ca.authority.certificate(), {}, Role::authority, noon()));
}

TEST(TrustStore, NeverTakesOneRoleForAnother) {
  TestAuthority ca;
  const TrustStore trust = ca.trust();
  const std::pair<Role, const char*> kinds[] = {{Role::team, "BXI-PSI"},
                                                {Role::custodian, "BXI-PSI"},
                                                {Role::gateway, "demo"},
                                                {Role::server, "gatepost.example"}};
  for (const auto& [is, name] : kinds) {
    const Certificate leaf = ca.issue(is, name).certificate;
    for (const Role asked :
         {Role::team, Role::custodian, Role::gateway, Role::server, Role::authority}) {
      if (asked == is) continue;
      EXPECT_ERROR(trust.validate(leaf, {}, asked, noon()), Errc::wrong_role);
    }
  }
  for (const Role asked : {Role::team, Role::gateway, Role::server})
    EXPECT_ERROR(trust.validate(ca.authority.certificate(), {}, asked, noon()), Errc::wrong_usage);
}

TEST(TrustStore, RefusesACertificateOutsideItsDates) {
  TestAuthority ca;
  const Certificate leaf =
      ca.issue(Role::team, "BXI-PSI", TestAuthority::Key::p256, days{10}).certificate;
  const TrustStore trust = ca.trust();
  EXPECT_TRUE(trust.validate(leaf, {}, Role::team, leaf.not_before()));
  EXPECT_TRUE(trust.validate(leaf, {}, Role::team, leaf.not_after() - std::chrono::seconds{1}));
  EXPECT_ERROR(trust.validate(leaf, {}, Role::team, leaf.not_before() - std::chrono::seconds{1}),
               Errc::not_yet_valid);
  EXPECT_ERROR(trust.validate(leaf, {}, Role::team, leaf.not_after() + std::chrono::seconds{1}),
               Errc::expired);
  // Also when the list has gone stale meanwhile: what must be mended is the certificate.
  EXPECT_ERROR(trust.validate(leaf, {}, Role::team, noon() + days{90}), Errc::expired);
}

TEST(TrustStore, RefusesAnExpiredAuthority) {
  TestAuthority ca;
  const Instant later = noon() + days{3700};
  const Certificate leaf =
      changed(ca, ca.issue(Role::team, "BXI-PSI").certificate,
              [&](X509* x509) { X509_set1_notAfter(x509, asn1_time_of(later + days{1}).get()); });
  const auto trust =
      TrustStore::build({{ca.authority.certificate()}, {}, {}, Revocation::not_checked}).value();
  EXPECT_ERROR(trust.validate(leaf, {}, Role::team, later), Errc::expired);
}

TEST(TrustStore, RefusesARevokedCertificateAndOnlyThat) {
  TestAuthority ca;
  const Certificate lost = ca.issue(Role::team, "BXI-PSI").certificate;
  const Certificate kept = ca.issue(Role::team, "BXI-PSI").certificate;
  const std::vector<Bytes> before = ca.crls();
  ASSERT_TRUE(ca.authority.revoke(lost.serial_hex(), noon() + minutes{1}));
  EXPECT_ERROR(ca.trust().validate(lost, {}, Role::team, noon() + minutes{2}), Errc::revoked);
  EXPECT_TRUE(ca.trust().validate(kept, {}, Role::team, noon() + minutes{2}));

  // The older list beside the newer one excuses nobody, whichever comes first.
  std::vector<Bytes> both = ca.crls();
  both.insert(both.begin(), before.front());
  both.push_back(before.front());
  const auto trust = TrustStore::build({{ca.authority.certificate()}, {}, both}).value();
  EXPECT_ERROR(trust.validate(lost, {}, Role::team, noon() + minutes{2}), Errc::revoked);
  EXPECT_EQ(trust.validate(kept, {}, Role::team, noon() + minutes{2})->evidence.crl_der, ca.crls());
}

TEST(TrustStore, FailsClosedWithoutAFreshList) {
  TestAuthority ca, namesake(2);
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  const auto with = [&](std::vector<Bytes> crls, Revocation revocation = Revocation::required) {
    return TrustStore::build({{ca.authority.certificate()}, {}, std::move(crls), revocation})
        .value();
  };
  EXPECT_ERROR(with({}).validate(leaf, {}, Role::team, noon()), Errc::revocation_unknown);
  EXPECT_ERROR(with(namesake.crls()).validate(leaf, {}, Role::team, noon()),
               Errc::revocation_unknown);
  EXPECT_ERROR(with(ca.crls()).validate(leaf, {}, Role::team, noon() + days{31}),
               Errc::revocation_unknown);
  // Signed by another key, though it claims our name and key id.
  Bytes forged = ca.crls().front();
  forged.back() ^= 1;
  EXPECT_ERROR(with({forged}).validate(leaf, {}, Role::team, noon()), Errc::revocation_unknown);
  ASSERT_TRUE(ca.authority.renew_crl(noon() + days{31}));
  EXPECT_TRUE(with(ca.crls()).validate(leaf, {}, Role::team, noon() + days{31}));
  // A list from the future is not one in force.
  EXPECT_ERROR(with(ca.crls()).validate(leaf, {}, Role::team, noon()), Errc::revocation_unknown);
}

TEST(TrustStore, DoesWithoutAListOnlyWhenToldTo) {
  TestAuthority ca;
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  const auto trust =
      TrustStore::build({{ca.authority.certificate()}, {}, {}, Revocation::not_checked}).value();
  const auto good = trust.validate(leaf, {}, Role::team, noon());
  ASSERT_TRUE(good);
  EXPECT_TRUE(good->evidence.crl_der.empty());
  EXPECT_EQ(good->evidence.chain_der.size(), 2u);
}

TEST(TrustStore, RefusesAnAuthorityOfTheSameNameWithAnotherKey) {
  TestAuthority ca, namesake(2);
  const Certificate foreign = namesake.issue(Role::team, "BXI-PSI").certificate;
  EXPECT_ERROR(ca.trust().validate(foreign, {}, Role::team, noon()), Errc::untrusted);
  EXPECT_ERROR(ca.trust().validate(foreign, {namesake.authority.certificate()}, Role::team, noon()),
               Errc::untrusted);
  EXPECT_ERROR(ca.trust().validate(namesake.authority.certificate(), {}, Role::authority, noon()),
               Errc::untrusted);
}

TEST(TrustStore, RefusesASelfSignedLeafEvenAmongItsAnchors) {
  TestAuthority ca;
  const test::TempFolder home;
  const Certificate self =
      Certificate::from_pem(
          test::self_signed_pem(
              home,
              "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=x -addext "
              "basicConstraints=critical,CA:FALSE -addext keyUsage=digitalSignature -addext "
              "subjectAltName=URI:urn:gatepost:team:BXI-PSI"))
          .value();
  EXPECT_ERROR(ca.trust().validate(self, {self}, Role::team, self.not_before()), Errc::untrusted);
  EXPECT_ERROR(TrustStore::build({{self}, {}, {}}), Errc::wrong_role);
  EXPECT_ERROR(TrustStore::build({{ca.issue(Role::team, "BXI-PSI").certificate}, {}, {}}),
               Errc::wrong_role);
}

TEST(TrustStore, RefusesALeafUsedAsAnAuthority) {
  TestAuthority ca;
  const auto leaf = ca.issue(Role::team, "BXI-PSI");
  const PkeyPtr leaf_key = private_key_from_pem(as_bytes(leaf.key_pem));
  const PkeyPtr key = generate_key(TestAuthority::Key::p256);
  const CertificatePlan plan{Role::team, "WWI-PSI",        "urn:gatepost:team:WWI-PSI",
                             {},         noon() - days{1}, noon() + days{30}};
  const X509Ptr forged =
      mint_certificate(plan, key.get(), {native(leaf.certificate), leaf_key.get()}, ca.random);
  for (const auto revocation : {Revocation::required, Revocation::not_checked}) {
    std::vector<Bytes> crls = ca.crls();
    crls.push_back(crl_of(leaf.certificate, leaf_key.get()));
    const auto trust =
        TrustStore::build({{ca.authority.certificate()}, {}, crls, revocation}).value();
    EXPECT_ERROR(trust.validate(value_of(forged.get()), {leaf.certificate}, Role::team, noon()),
                 Errc::wrong_usage);
  }
}

struct HabitCase {
  const char* name;
  std::function<void(X509*)> change;
  Errc code;
};

TEST(TrustStore, RefusesCertificatesThatDoNotSayTheyMaySign) {
  TestAuthority ca;
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  const HabitCase cases[] = {
      {"no keyUsage", [](X509* x) { drop(x, NID_key_usage); }, Errc::wrong_usage},
      {"other keyUsage", [](X509* x) { replace(x, NID_key_usage, "keyEncipherment"); },
       Errc::wrong_usage},
      {"server's extendedKeyUsage", [](X509* x) { replace(x, NID_ext_key_usage, "serverAuth"); },
       Errc::wrong_usage},
      {"an authority with a team",
       [](X509* x) { replace(x, NID_basic_constraints, "critical,CA:TRUE"); }, Errc::wrong_usage},
      {"no authority key id", [](X509* x) { drop(x, NID_authority_key_identifier); },
       Errc::untrusted},
      {"an unknown critical extension",
       [](X509* x) {
         const X509ExtensionPtr made(
             X509V3_EXT_conf(nullptr, nullptr, "1.2.3.4", "critical,DER:0500"));
         X509_add_ext(x, made.get(), -1);
       },
       Errc::untrusted},
  };
  for (const HabitCase& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_ERROR(ca.trust().validate(changed(ca, leaf, c.change), {}, Role::team, noon()), c.code);
  }
  EXPECT_TRUE(ca.trust().validate(changed(ca, leaf, [](X509*) {}), {}, Role::team, noon()));
  // Both uses, as many authorities write it.
  EXPECT_TRUE(ca.trust().validate(
      changed(ca, leaf, [](X509* x) { replace(x, NID_ext_key_usage, "serverAuth,clientAuth"); }),
      {}, Role::team, noon()));
}

TEST(TrustStore, RefusesSha1AndABrokenSignature) {
  TestAuthority ca;
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  EXPECT_ERROR(ca.trust().validate(changed(
                                       ca, leaf, [](X509*) {}, EVP_sha1()),
                                   {}, Role::team, noon()),
               Errc::weak_key);
  Bytes broken = leaf.der();
  broken.back() ^= 1;
  EXPECT_ERROR(ca.trust().validate(Certificate::from_der(broken).value(), {}, Role::team, noon()),
               Errc::untrusted);
}

// A root above an issuing authority: what most deployments have.
struct TwoTiers {
  TestAuthority ca;
  PkeyPtr root_key = key_of(ca);
  Certificate root = changed(ca, ca.authority.certificate(), [](X509* x) {
    replace(x, NID_basic_constraints, "critical,CA:TRUE");
  });
  PkeyPtr middle_key = generate_key(TestAuthority::Key::p384);
  Certificate middle =
      authority("Sample Issuing Authority", middle_key.get(), root, root_key.get());
  PkeyPtr leaf_key = generate_key(TestAuthority::Key::p256);
  Certificate leaf =
      value_of(mint_certificate({Role::team,
                                 "BXI-PSI",
                                 "urn:gatepost:team:BXI-PSI",
                                 {},
                                 noon() - days{1},
                                 noon() + days{30}},
                                leaf_key.get(), {native(middle), middle_key.get()}, ca.random)
                   .get());

  Certificate authority(const char* name, EVP_PKEY* key, const Certificate& above, EVP_PKEY* by) {
    const CertificatePlan plan{Role::authority, name, "", {}, noon() - days{1}, noon() + days{30}};
    return value_of(mint_certificate(plan, key, {native(above), by}, ca.random).get());
  }
};

TEST(TrustStore, FollowsAnIntermediateOfItsOwnOrOfThePeer) {
  TwoTiers pki;
  const std::vector<Bytes> crls = {crl_of(pki.root, pki.root_key.get()),
                                   crl_of(pki.middle, pki.middle_key.get())};
  const auto own = TrustStore::build({{pki.root}, {pki.middle}, crls}).value();
  const auto bare = TrustStore::build({{pki.root}, {}, crls}).value();
  for (const auto& good : {own.validate(pki.leaf, {}, Role::team, noon()),
                           bare.validate(pki.leaf, {pki.middle}, Role::team, noon())}) {
    ASSERT_TRUE(good) << good.error().to_string();
    EXPECT_EQ(good->authority.fingerprint(), pki.middle.fingerprint());
    EXPECT_EQ(good->evidence.chain_der,
              (std::vector<Bytes>{pki.leaf.der(), pki.middle.der(), pki.root.der()}));
    EXPECT_EQ(good->evidence.crl_der, (std::vector<Bytes>{crls[1], crls[0]}));
  }
  EXPECT_ERROR(bare.validate(pki.leaf, {}, Role::team, noon()), Errc::untrusted);
  // An intermediate is no anchor, and the path must reach one (no partial chains).
  EXPECT_ERROR(TrustStore::build({{pki.middle}, {}, crls}), Errc::wrong_role);
  EXPECT_ERROR(bare.validate(pki.leaf, std::vector<Certificate>(9, pki.middle), Role::team, noon()),
               Errc::untrusted);
}

TEST(TrustStore, NeedsAListOfEveryAuthorityOnThePath) {
  TwoTiers pki;
  const Bytes root_list = crl_of(pki.root, pki.root_key.get());
  const Bytes middle_list = crl_of(pki.middle, pki.middle_key.get());
  for (const Bytes& only : {root_list, middle_list}) {
    const auto trust = TrustStore::build({{pki.root}, {pki.middle}, {only}}).value();
    EXPECT_ERROR(trust.validate(pki.leaf, {}, Role::team, noon()), Errc::revocation_unknown);
  }
  const Bytes revoking = crl_of(pki.root, pki.root_key.get(),
                                {{pki.middle.serial_hex(), "middle", noon(), noon() - days{1}}}, 8);
  const auto trust = TrustStore::build({{pki.root}, {pki.middle}, {revoking, middle_list}}).value();
  EXPECT_ERROR(trust.validate(pki.leaf, {}, Role::team, noon()), Errc::revoked);
}

TEST(TrustStore, HonoursThePathLengthOfAnAuthority) {
  TwoTiers pki;
  const PkeyPtr key = generate_key(TestAuthority::Key::p256);
  const Certificate below = pki.authority("Below", key.get(), pki.middle, pki.middle_key.get());
  const CertificatePlan plan{Role::team, "BXI-PSI",        "urn:gatepost:team:BXI-PSI",
                             {},         noon() - days{1}, noon() + days{30}};
  const Certificate leaf = value_of(
      mint_certificate(plan, pki.leaf_key.get(), {native(below), key.get()}, pki.ca.random).get());
  const auto trust =
      TrustStore::build({{pki.root}, {pki.middle, below}, {}, Revocation::not_checked}).value();
  EXPECT_ERROR(trust.validate(leaf, {}, Role::team, noon()), Errc::wrong_usage);
}

TEST(TrustStore, RefusesListsThatDoNotParseOrNeverEnd) {
  TestAuthority ca;
  EXPECT_ERROR(TrustStore::build({{ca.authority.certificate()}, {}, {to_bytes("no list")}}),
               Errc::unreadable);
  const X509CrlPtr endless(X509_CRL_new());
  X509_CRL_set_version(endless.get(), 1);
  X509_CRL_set_issuer_name(endless.get(),
                           X509_get_subject_name(native(ca.authority.certificate())));
  X509_CRL_set1_lastUpdate(endless.get(), asn1_time_of(noon()).get());
  X509_CRL_sign(endless.get(), key_of(ca).get(), EVP_sha256());
  EXPECT_ERROR(TrustStore::build({{}, {}, {der_of(endless.get(), i2d_X509_CRL)}}),
               Errc::unreadable);
}

TEST(TrustStore, TellsWhenItsFirstListEnds) {
  TestAuthority ca;
  EXPECT_EQ(ca.trust().crl_next_update(), noon() + days{30});
  ASSERT_TRUE(ca.authority.renew_crl(noon() + days{3}));
  std::vector<Bytes> both = ca.crls();
  both.push_back(crl_of(ca.authority.certificate(), key_of(ca).get()));
  EXPECT_EQ(TrustStore::build({{}, {}, both})->crl_next_update(), noon() + days{30});
  EXPECT_EQ(TrustStore::build({{}, {}, {}})->crl_next_update(), std::nullopt);
}

TEST(TrustStore, AnswersManyThreadsAtOnce) {
  TestAuthority ca;
  const Certificate good = ca.issue(Role::team, "BXI-PSI").certificate;
  const Certificate lost = ca.issue(Role::team, "BXI-PSI").certificate;
  ASSERT_TRUE(ca.authority.revoke(lost.serial_hex(), noon()));
  const TrustStore trust = ca.trust();
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int round = 0; round < 25; ++round) {
          if (!trust.validate(good, {}, Role::team, noon())) ++wrong;
          if (trust.validate(lost, {}, Role::team, noon())) ++wrong;
        }
      });
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace gatepost::certs
