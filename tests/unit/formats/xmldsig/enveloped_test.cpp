// Signing and verifying what is good, with xmlsec1 as the independent judge of both directions.
#include "formats/xmldsig/enveloped.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "certs/digest.hpp"
#include "formats/xmldsig/signed_info.hpp"
#include "tests/unit/formats/xmldsig/support.hpp"

namespace gatepost::formats::xmldsig {
namespace {

using namespace test;

class Enveloped : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<World>("Example Authority", 1);
    parties_ = std::make_unique<std::vector<Party>>();
    parties_->push_back(world_->party(certs::Role::team, "BXI-PSI", Key::p256));
    parties_->push_back(world_->party(certs::Role::team, "BXI-PSI", Key::p384));
    parties_->push_back(world_->party(certs::Role::team, "BXI-PSI", Key::rsa3072));
  }
  static void TearDownTestSuite() {
    parties_.reset();
    world_.reset();
  }
  static const Party& team() { return parties_->front(); }

  static Result<Verified> verify(std::string_view document) {
    return verify_enveloped(as_bytes(document), world_->trust(), certs::Role::team, now());
  }

  static std::unique_ptr<World> world_;
  static std::unique_ptr<std::vector<Party>> parties_;
};
std::unique_ptr<World> Enveloped::world_;
std::unique_ptr<std::vector<Party>> Enveloped::parties_;

TEST_F(Enveloped, VerifiesWhatItSigned) {
  for (const auto& party : *parties_) {
    const auto verified = verify(sign(sample_form(), *party.signer));
    ASSERT_TRUE(verified) << verified.error().to_string();
    EXPECT_EQ(verified->document.root().child("Client")->child("Name")->text(), "Fictional Person");
    EXPECT_EQ(verified->signer.certificate.fingerprint(),
              party.signer->certificate().fingerprint());
    EXPECT_EQ(verified->signer.certificate.team()->str(), "BXI-PSI");
  }
}

TEST_F(Enveloped, GivesATreeOfTheHashedBytesOnly) {
  const auto verified = verify(sign(sample_form(), *team().signer));
  ASSERT_TRUE(verified);
  EXPECT_EQ(certs::sha256(verified->document.canonical()), verified->digest);
  EXPECT_FALSE(verified->document.root().child("Signature"));
  for (const auto& child : verified->document.root().children()) {
    EXPECT_NE(child.namespace_uri(), dsig_namespace);
  }
}

TEST_F(Enveloped, KeepsEveryByteOfTheDocumentThatItSigns) {
  const auto form = sample_form();
  const auto signed_form = sign(form, *team().signer);
  const auto signature = between(signed_form, "<ds:Signature ", "</ds:Signature>");
  EXPECT_EQ(replaced(signed_form, signature, ""), form);
}

TEST_F(Enveloped, DigestIsTheSameBeforeAndAfterSigning) {
  const auto form = sample_form();
  const auto signed_form = sign(form, *team().signer);
  const auto before = form_digest(as_bytes(form));
  ASSERT_TRUE(before);
  EXPECT_EQ(*before, *form_digest(as_bytes(signed_form)));
  EXPECT_EQ(*before, verify(signed_form)->digest);
  EXPECT_NE(*before, *form_digest(as_bytes(sample_form("Other Fictional"))));
}

TEST_F(Enveloped, RefusesToSignWhatCannotBeVerified) {
  const auto refused = [&](std::string_view text, auto code) {
    const auto result = sign_enveloped(as_bytes(text), *team().signer);
    ASSERT_FALSE(result) << text.substr(0, 80);
    EXPECT_TRUE(result.error().is(code)) << result.error().to_string();
  };
  refused(sign(sample_form(), *team().signer), Errc::wrong_shape);
  refused("<a/>", Errc::wrong_shape);
  refused("<a>text<b/></a>", Errc::wrong_shape);
  refused("<a><b></a>", xml::Errc::malformed);
  refused("<a><!-- --></a>", xml::Errc::comment);
  refused("<d:a xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><b/></d:a>", Errc::wrong_shape);
  // Its canonical form would be larger than the verifier takes.
  refused("<a><b>" + std::string(300'000, '>') + "</b></a>", xml::Errc::too_large);
  refused("<a><b>" + std::string((1 << 20) - 14, 'x') + "</b></a>", xml::Errc::too_large);
}

TEST_F(Enveloped, FindsTheRootsEndTagBehindMisleadingText) {
  const auto form =
      "<a xmlns='urn:a'><b>]]&gt;</b><![CDATA[  ]]><c><![CDATA[</a></b>]]></c></a >\n\n";
  const auto signed_form = sign(form, *team().signer);
  const auto verified = verify(signed_form);
  ASSERT_TRUE(verified) << verified.error().to_string();
  EXPECT_EQ(verified->document.root().child("c")->text(), "</a></b>");
  EXPECT_TRUE(signed_form.ends_with("</ds:Signature></a >\n\n"));
}

// The classic victims of a comment or CDATA that splits a text: one reader sees all of it, another
// its first part.
TEST_F(Enveloped, ReadsTheWholeTextThoughCdataSplitsIt) {
  const auto signed_form = sign(sample_form(), *team().signer);
  const auto split = replaced(signed_form, "Fictional Person", "Fic<![CDATA[tional]]> Person");
  const auto verified = verify(split);
  ASSERT_TRUE(verified) << "canonically it is the same document: " << verified.error().to_string();
  EXPECT_EQ(verified->document.root().child("Client")->child("Name")->text(), "Fictional Person");
  EXPECT_EQ(verified->digest, *form_digest(as_bytes(signed_form)));
}

TEST_F(Enveloped, TakesWrappedBase64AndWhiteSpaceInTheSignature) {
  auto text = sign(sample_form(), *team().signer);
  for (const std::string_view tag : {"<ds:SignatureValue>", "<ds:X509Certificate>"}) {
    const auto at = text.find(tag) + tag.size();
    text.insert(at + 40, "\n\t ");
    text.insert(at, "\r\n");
  }
  text = replaced(text, "<ds:KeyInfo>", "\n  <ds:KeyInfo>\n");
  const auto verified = verify(text);
  EXPECT_TRUE(verified) << verified.error().to_string();
}

TEST_F(Enveloped, VerifiesReceiptsByGatewaysOnlyForTheGatewayRole) {
  const auto gateway = world_->party(certs::Role::gateway, "demo");
  const auto receipt = sign(sample_form(), *gateway.signer);
  EXPECT_TRUE(verify_enveloped(as_bytes(receipt), world_->trust(), certs::Role::gateway, now()));
  const auto as_form = verify(receipt);
  ASSERT_FALSE(as_form);
  EXPECT_TRUE(as_form.error().is(certs::Errc::wrong_role)) << as_form.error().to_string();
}

TEST_F(Enveloped, IsAcceptedByXmlsec1) {
  if (xmlsec1(world_->folder(), "--version").status == 127) GTEST_SKIP() << "no xmlsec1";
  const std::string check = "--verify --trusted-pem " + world_->ca_file() +
                            " --enabled-key-data x509 --enabled-reference-uris empty "
                            "--verification-gmt-time '2026-03-02 12:00:00' ";
  for (const auto& party : *parties_) {
    const auto signed_form = sign(sample_form(), *party.signer);
    const auto good =
        xmlsec1(world_->folder(), check + world_->folder().write("s.xml", signed_form));
    EXPECT_EQ(good.status, 0) << good.output;
    const auto changed = replaced(signed_form, "Fictional", "Fictitious");
    const auto bad = xmlsec1(world_->folder(), check + world_->folder().write("c.xml", changed));
    EXPECT_NE(bad.status, 0) << "the judge must be able to say no";
  }
}

TEST_F(Enveloped, VerifiesWhatXmlsec1Signed) {
  if (xmlsec1(world_->folder(), "--version").status == 127) GTEST_SKIP() << "no xmlsec1";
  for (const auto& party : *parties_) {
    auto signature = signature_template(uri_of(party.signer->algorithm()));
    for (const auto place : {"{DIGEST}", "{VALUE}", "{CERT}"}) {
      signature = replaced(signature, place, "");
    }
    const auto form = replaced(sample_form(), "</LIEF>", signature + "\n</LIEF>");
    const auto& folder = world_->folder();
    const auto ran = xmlsec1(
        folder,
        fmt::format("--sign --privkey-pem {},{} --output {} {}",
                    folder.write("k.pem", party.key_pem), folder.write("c.pem", party.cert_pem),
                    (folder.path() / "out.xml").string(), folder.write("t.xml", form)));
    ASSERT_EQ(ran.status, 0) << ran.output;
    const auto verified = verify(folder.read("out.xml"));
    ASSERT_TRUE(verified) << verified.error().to_string() << folder.read("out.xml");
    EXPECT_EQ(verified->signer.certificate.fingerprint(),
              party.signer->certificate().fingerprint());
  }
}

TEST_F(Enveloped, VerifiesTheTemplateThatTheAttacksStartFrom) {
  for (const auto& party : *parties_) {
    const auto form = replaced(sample_form(), "</LIEF>",
                               signature_template(uri_of(party.signer->algorithm())) + "</LIEF>");
    const auto verified = verify(forge(form, *party.signer));
    EXPECT_TRUE(verified) << verified.error().to_string();
  }
}

// Whatever a mutation does, success means that the canonical content is the signed one.
TEST_F(Enveloped, NoMutationOfASignedFormYieldsOtherContent) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto original = sign(sample_form(), *team().signer);
  const auto digest = *form_digest(as_bytes(original));
  const auto trust = world_->trust();
  const std::string_view pieces[] = {"<",       ">",  "\"", "&amp;", " ",     "\n",
                                     "<x/>",    "/>", "=",  "'",     "&#10;", "<![CDATA[]]>",
                                     "<!---->", "A"};
  int survived = 0;
  for (int round = 0; round < 2000; ++round) {
    auto text = original;
    for (auto edits = 1 + random() % 2; edits > 0; --edits) {
      const auto at = random() % text.size();
      const auto length = std::min<std::size_t>(1 + random() % 8, text.size() - at);
      switch (random() % 5) {
        case 0:
          text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
          break;
        case 1:
          text[at] = static_cast<char>(random());
          break;
        case 2:
          text.erase(at, length);
          break;
        case 3:
          text.insert(at, pieces[random() % std::size(pieces)]);
          break;
        default:
          text.insert(random() % text.size(), text.substr(at, length * 16));
          break;
      }
    }
    const auto verified = verify_enveloped(as_bytes(text), trust, certs::Role::team, now());
    if (!verified) continue;
    ++survived;
    ASSERT_EQ(verified->digest, digest) << "round " << round << ":\n" << text;
    ASSERT_EQ(certs::sha256(verified->document.canonical()), digest) << "round " << round;
  }
  // White space in base64 or between attributes changes nothing: some mutations must get through,
  // most must not.
  EXPECT_LT(survived, 1000);
}

}  // namespace
}  // namespace gatepost::formats::xmldsig
