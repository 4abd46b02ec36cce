// Signatures that ask for too much, or prove nothing: algorithms, transforms, references, keys,
// values, encodings and bombs.
#include <fmt/format.h>

#include <chrono>

#include "certs/digest.hpp"
#include "tests/unit/formats/xmldsig/hostile_fixture.hpp"

namespace gatepost::formats::xmldsig {
namespace {

using namespace test;

class HostileSignature : public HostileTest {
 protected:
  static std::string transform(std::string_view algorithm, std::string_view content = "") {
    return fmt::format("<ds:Transform Algorithm=\"{}\">{}</ds:Transform>", algorithm, content);
  }
  static std::string exclusive_transform() {
    return fmt::format("<ds:Transform Algorithm=\"{}\"/>", uri::exclusive_c14n);
  }
  static std::string enveloped_transform() {
    return fmt::format("<ds:Transform Algorithm=\"{}\"/>", uri::enveloped);
  }
  static std::string with_value(ByteView value) {
    return forge(replaced(unsigned_shape(), "{VALUE}", to_base64(value)), signer());
  }
  static Bytes value_of(std::string_view form) {
    const auto element = between(form, "<ds:SignatureValue>", "</ds:SignatureValue>");
    return *from_base64(
        replaced(replaced(element, "<ds:SignatureValue>", ""), "</ds:SignatureValue>", ""));
  }
};

TEST_F(HostileSignature, TheTemplateVerifies) {
  const auto verified = verify(good());
  EXPECT_TRUE(verified) << verified.error().to_string();
  EXPECT_EQ(value_of(good()).size(), 64U);
}

TEST_F(HostileSignature, EmptySignedInfo) {
  const auto info = between(unsigned_shape(), "<ds:SignedInfo>", "</ds:SignedInfo>");
  expect_shape_refused("empty SignedInfo", info, "<ds:SignedInfo></ds:SignedInfo>");
  expect_refused("no SignedInfo",
                 replaced(good(), between(good(), "<ds:SignedInfo>", "</ds:SignedInfo>"), ""),
                 Errc::wrong_shape);
  expect_shape_refused("no Reference", between(info, "<ds:Reference", "</ds:Reference>"), "");
  expect_refused("empty Signature",
                 replaced(sample_form(), "</LIEF>",
                          "<Signature xmlns=\"" + std::string(dsig_namespace) + "\"/></LIEF>"),
                 Errc::wrong_shape);
}

TEST_F(HostileSignature, UnsignedChangesOfTheText) {
  expect_refused("text", replaced(good(), "Fictional Person", "Forged Person"), Errc::changed);
  expect_refused("attribute", replaced(good(), "version='1'", "version='2'"), Errc::changed);
  expect_refused("element added", replaced(good(), "<Empty/>", "<Empty/><Empty/>"), Errc::changed);
  expect_refused("namespace", replaced(good(), "urn:example:lief", "urn:example:lie"),
                 Errc::changed);
  expect_refused("comment split", replaced(good(), "Fictional Person", "Fict<!-- -->ional Person"),
                 xml::Errc::comment);
  expect_refused("CDATA that adds",
                 replaced(good(), "Fictional Person", "Fictional <![CDATA[Forged ]]>Person"),
                 Errc::changed);
  // A changed digest no longer matches the SignatureValue, and that is looked at first.
  const auto other = forge(replaced(unsigned_shape(), "Fictional Person", "Forged"), signer());
  const auto digest_of = [](const std::string& text) {
    return between(text, "<ds:DigestValue>", "</ds:DigestValue>");
  };
  expect_refused(
      "forged digest",
      replaced(replaced(good(), "Fictional Person", "Forged"), digest_of(good()), digest_of(other)),
      Errc::bad_signature);
}

TEST_F(HostileSignature, WeakOrForeignAlgorithms) {
  const std::string method(uri::ecdsa_sha256);
  for (const std::string_view other :
       {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "urn:none", "",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#ECDSA-SHA256"}) {
    expect_shape_refused(other, method, other, Errc::wrong_algorithm);
  }
  expect_shape_refused("SHA-1 digest", uri::sha256, "http://www.w3.org/2000/09/xmldsig#sha1",
                       Errc::wrong_algorithm);
  expect_shape_refused("an EC key that calls itself RSA", method, uri::rsa_sha256,
                       Errc::bad_signature);
}

// The certificate is public: whoever takes its bytes as an HMAC key "verifies" anything.
TEST_F(HostileSignature, HmacWithThePublicKey) {
  const std::string hmac = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
  auto shape = replaced(unsigned_shape(), uri::ecdsa_sha256, hmac);
  auto filled = forge(shape, signer());
  const auto document = *xml::Document::parse(as_bytes(filled));
  const auto info = document.root().children().back().children().front();
  const auto mac = certs::hmac_sha256(signer().certificate().der(), document.canonical(info));
  const auto value = between(filled, "<ds:SignatureValue>", "</ds:SignatureValue>");
  expect_refused("hmac-sha256",
                 replaced(filled, value,
                          "<ds:SignatureValue>" + to_base64(mac.view()) + "</ds:SignatureValue>"),
                 Errc::wrong_algorithm);
  expect_refused("HMAC value under the real algorithm", with_value(mac.view()),
                 Errc::bad_signature);
}

TEST_F(HostileSignature, TruncatedHmac) {
  const std::string method =
      fmt::format("<ds:SignatureMethod Algorithm=\"{}\"/>", uri::ecdsa_sha256);
  for (const auto algorithm : {uri::ecdsa_sha256, std::string_view("http://www.w3.org/2000/09/"
                                                                   "xmldsig#hmac-sha1")}) {
    expect_shape_refused("HMACOutputLength", method,
                         fmt::format("<ds:SignatureMethod Algorithm=\"{}\"><ds:HMACOutputLength>8"
                                     "</ds:HMACOutputLength></ds:SignatureMethod>",
                                     algorithm));
  }
}

TEST_F(HostileSignature, OtherCanonicalisations) {
  const std::string method =
      fmt::format("<ds:CanonicalizationMethod Algorithm=\"{}\"", uri::exclusive_c14n);
  for (const std::string_view other :
       {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"}) {
    expect_shape_refused(other, method,
                         fmt::format("<ds:CanonicalizationMethod Algorithm=\"{}\"", other),
                         Errc::wrong_algorithm);
    expect_shape_refused(other, exclusive_transform() + "</ds:Transforms>",
                         transform(other) + "</ds:Transforms>", Errc::wrong_algorithm);
  }
  const std::string inclusive = fmt::format(
      "<ec:InclusiveNamespaces xmlns:ec=\"{}\" PrefixList=\"unused\"/>", uri::exclusive_c14n);
  expect_shape_refused("InclusiveNamespaces in a transform", exclusive_transform(),
                       transform(uri::exclusive_c14n, inclusive));
  expect_shape_refused("InclusiveNamespaces in SignedInfo", method + "/>",
                       method + ">" + inclusive + "</ds:CanonicalizationMethod>");
}

TEST_F(HostileSignature, References) {
  const auto reference = between(unsigned_shape(), "<ds:Reference", "</ds:Reference>");
  expect_shape_refused("two references", reference, reference + reference);
  for (const std::string_view target :
       {"#x", "#xpointer(/)", "file:///etc/hostname", "http://evil.example/", " ", "cid:part"}) {
    expect_shape_refused(target, "URI=\"\"", fmt::format("URI=\"{}\"", target));
  }
  expect_shape_refused("no URI", " URI=\"\"", "");
  expect_shape_refused("Type", "URI=\"\"", "URI=\"\" Type=\"urn:x\"");
  expect_shape_refused("short digest", "{DIGEST}", "AAAA");
  expect_shape_refused("empty digest", "{DIGEST}", "", Errc::bad_base64);
  expect_shape_refused("digest that is not base64", "{DIGEST}", "!!!!", Errc::bad_base64);
}

TEST_F(HostileSignature, Transforms) {
  const std::string both = enveloped_transform() + exclusive_transform();
  const auto all = "<ds:Transforms>" + both + "</ds:Transforms>";
  const std::string xpath = transform("http://www.w3.org/TR/1999/REC-xpath-19991116",
                                      "<ds:XPath>count(//. | //@* | //namespace::*)</ds:XPath>");
  const std::string filter = transform("http://www.w3.org/2002/06/xmldsig-filter2",
                                       "<f:XPath xmlns:f=\"http://www.w3.org/2002/06/"
                                       "xmldsig-filter2\" Filter=\"subtract\">//*</f:XPath>");
  const std::string xslt =
      transform("http://www.w3.org/TR/1999/REC-xslt-19991116",
                "<x:stylesheet xmlns:x=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"/>");
  std::string many;
  for (int i = 0; i < 300; ++i) many += exclusive_transform();

  expect_shape_refused("XPath", both, both + xpath);
  expect_shape_refused("XPath filter", both, enveloped_transform() + filter);
  expect_shape_refused("XSLT", both, both + xslt);
  expect_shape_refused("300 chained", both, enveloped_transform() + many);
  expect_shape_refused("none", all, "");
  expect_shape_refused("empty", all, "<ds:Transforms/>");
  expect_shape_refused("only C14N", both, exclusive_transform(), Errc::wrong_algorithm);
  expect_shape_refused("only enveloped", both, enveloped_transform(), Errc::wrong_algorithm);
  expect_shape_refused("wrong order", both, exclusive_transform() + enveloped_transform(),
                       Errc::wrong_algorithm);
  expect_shape_refused("one more", both, both + exclusive_transform(), Errc::wrong_algorithm);
  expect_shape_refused("base64", both, both + transform("http://www.w3.org/2000/09/xmldsig#base64"),
                       Errc::wrong_algorithm);
}

TEST_F(HostileSignature, ExtraAttributesTextAndElements) {
  for (const std::string_view name :
       {"Signature", "SignedInfo", "SignatureValue", "KeyInfo", "X509Data", "X509Certificate",
        "Transforms", "DigestMethod", "DigestValue", "CanonicalizationMethod", "SignatureMethod"}) {
    const auto tag = fmt::format("<ds:{}", name);
    expect_shape_refused(name, tag, tag + " Id=\"x\"");
    expect_shape_refused(name, tag, tag + " xml:lang=\"en\"");
  }
  expect_shape_refused("Algorithm of another namespace",
                       "<ds:DigestMethod Algorithm=", "<ds:DigestMethod ds:Algorithm=");
  expect_shape_refused("text in SignedInfo", "<ds:SignedInfo>", "<ds:SignedInfo>x");
  expect_shape_refused("text in Signature", "<ds:KeyInfo>", "x<ds:KeyInfo>");
  expect_shape_refused("element in the value", "{VALUE}", "<ds:x/>AAAA");
  expect_shape_refused("foreign child", "<ds:KeyInfo>", "<x xmlns=\"urn:x\"/><ds:KeyInfo>");
  expect_shape_refused("Manifest", "</ds:KeyInfo>",
                       "</ds:KeyInfo><ds:Object><ds:Manifest/></ds:Object>");
  expect_shape_refused("SignedInfo of another namespace", "<ds:SignedInfo>",
                       "<ds:SignedInfo xmlns:ds=\"urn:other\">");
}

TEST_F(HostileSignature, KeyInfo) {
  const auto x509 = between(unsigned_shape(), "<ds:X509Data>", "</ds:X509Data>");
  const auto certificate = between(x509, "<ds:X509Certificate>", "</ds:X509Certificate>");
  const auto key_value =
      "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AAAA</ds:Modulus>"
      "<ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>";
  expect_shape_refused("KeyValue", x509, key_value);
  expect_shape_refused("KeyValue too", x509, key_value + x509);
  expect_shape_refused("KeyName", x509, "<ds:KeyName>BXI-PSI</ds:KeyName>");
  expect_shape_refused("RetrievalMethod", x509,
                       "<ds:RetrievalMethod URI=\"http://evil.example/key\"/>");
  expect_shape_refused("empty", x509, "");
  expect_shape_refused("empty X509Data", certificate, "");
  expect_shape_refused("X509IssuerSerial", certificate, "<ds:X509IssuerSerial/>");
  expect_shape_refused("two X509Data", x509, x509 + x509);
  std::string five;
  for (int i = 0; i < 5; ++i) five += "<ds:X509Certificate>AAAA</ds:X509Certificate>";
  expect_shape_refused("five certificates", certificate, five);
  expect_shape_refused("not a certificate", "{CERT}", "AAAA", Errc::bad_certificate);
  expect_shape_refused("not base64", "{CERT}", "-----", Errc::bad_base64);
  expect_shape_refused("no base64", "{CERT}", " ", Errc::bad_base64);
  const auto der = signer().certificate().der();
  expect_shape_refused("cut-off certificate", "{CERT}",
                       to_base64(ByteView(der).first(der.size() / 2)), Errc::bad_certificate);
}

TEST_F(HostileSignature, MalformedEcdsaValues) {
  const auto form = good();
  const auto value = value_of(form);
  const auto text = to_base64(value);
  const Bytes zero(64, 0);
  const Bytes ones(64, 0xFF);
  Bytes zero_r = value;
  std::fill_n(zero_r.begin(), 32, std::uint8_t{0});
  Bytes zero_s = value;
  std::fill_n(zero_s.begin() + 32, 32, std::uint8_t{0});
  // The order of P-256 (SEC 2 section 2.4.2): one more than the largest r.
  Bytes order_r = *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  order_r.insert(order_r.end(), value.begin() + 32, value.end());
  Bytes longer = value;
  longer.push_back(0);
  Bytes padded(1, 0);  // r and s each with a leading zero byte
  padded.insert(padded.end(), value.begin(), value.begin() + 32);
  padded.push_back(0);
  padded.insert(padded.end(), value.begin() + 32, value.end());
  Bytes der{0x30, 0x44, 0x02, 0x20};
  der.insert(der.end(), value.begin(), value.begin() + 32);
  der.insert(der.end(), {0x02, 0x20});
  der.insert(der.end(), value.begin() + 32, value.end());
  Bytes swapped(value.begin() + 32, value.end());
  swapped.insert(swapped.end(), value.begin(), value.begin() + 32);

  const std::pair<const char*, Bytes> table[] = {
      {"zero", zero},
      {"all ones", ones},
      {"r = 0", zero_r},
      {"s = 0", zero_s},
      {"r = n", order_r},
      {"65 bytes", longer},
      {"padded", padded},
      {"DER", der},
      {"swapped", swapped},
      {"one byte", {1}},
      {"63 bytes", Bytes(value.begin(), value.end() - 1)},
      {"half", Bytes(value.begin(), value.begin() + 32)},
      {"huge", Bytes(100'000, 1)},
  };
  for (const auto& [name, bytes] : table) {
    expect_refused(name, replaced(form, text, to_base64(bytes)), Errc::bad_signature);
  }
  expect_shape_refused("empty", "{VALUE}", "", Errc::bad_base64);
}

TEST_F(HostileSignature, SloppyBase64) {
  const auto form = good();
  const auto text = to_base64(value_of(form));
  ASSERT_TRUE(text.ends_with("=="));
  for (const auto& bad : {text.substr(0, text.size() - 2), text + "=", text + "AAAA", "=" + text,
                          text.substr(0, 20) + "-" + text.substr(21), text + "\xC2\xA0"}) {
    expect_refused(bad, replaced(form, text, bad), Errc::bad_base64);
  }
  // The last digit before the padding has stray bits set: another spelling of the same value.
  auto stray = text;
  auto& last = stray[stray.size() - 3];
  last = static_cast<char>(last + 1);
  expect_refused("stray bits", replaced(form, text, stray), Errc::bad_base64);
}

TEST_F(HostileSignature, ForeignExpiredAndRevokedCertificates) {
  World foreign("Example Authority", 99);  // the same name, another key
  const auto stranger = foreign.party(certs::Role::team, "BXI-PSI");
  expect_refused("foreign", sign(sample_form(), *stranger.signer), certs::Errc::untrusted);

  const auto revoked = world().party(certs::Role::team, "BXI-PSI");
  const auto form = sign(sample_form(), *revoked.signer);
  EXPECT_TRUE(verify(form));
  world().revoke(revoked);
  expect_refused("revoked", form, certs::Errc::revoked);

  const auto brief = world().party(certs::Role::team, "BXI-PSI", Key::p256, std::chrono::days{2});
  const auto soon_stale = sign(sample_form(), *brief.signer);
  EXPECT_TRUE(verify(soon_stale));
  const auto later = now() + std::chrono::days{3};
  expect_refused("expired", soon_stale, certs::Errc::expired, later);
  expect_refused("not yet valid", soon_stale, certs::Errc::not_yet_valid,
                 now() - std::chrono::days{400});
  const auto stale = now() + std::chrono::days{60};
  expect_refused("stale CRL", good(), certs::Errc::revocation_unknown, stale);
}

// A good certificate in KeyInfo does not help a key that is not its own.
TEST_F(HostileSignature, AnothersCertificateWithOnesOwnKey) {
  World foreign("Other Authority", 7);
  const auto stranger = foreign.party(certs::Role::team, "BXI-PSI");
  const auto shape = replaced(unsigned_shape(), "{CERT}", to_base64(signer().certificate().der()));
  expect_refused("borrowed certificate", forge(shape, *stranger.signer), Errc::bad_signature);
  // And the trusted certificate in second place lends nothing to the first.
  const auto both = replaced(unsigned_shape(), "{CERT}",
                             to_base64(stranger.signer->certificate().der()) +
                                 "</ds:X509Certificate><ds:X509Certificate>" +
                                 to_base64(signer().certificate().der()));
  expect_refused("trusted second", forge(both, *stranger.signer), certs::Errc::untrusted);
}

TEST_F(HostileSignature, EncodingsAndMarkup) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : good()) utf16.append({c, '\0'});
  expect_refused("UTF-16", utf16, xml::Errc::not_utf8);
  expect_refused("UTF-7", replaced(good(), "UTF-8", "UTF-7"), xml::Errc::not_utf8);
  expect_refused("BOM", "\xEF\xBB\xBF" + good(), xml::Errc::not_utf8);
  const auto body = between(good(), "<LIEF", "</LIEF>");
  expect_refused("DOCTYPE", "<!DOCTYPE LIEF [<!ATTLIST Empty forged CDATA 'yes'>]>" + body,
                 xml::Errc::doctype);
  expect_refused("external entity",
                 "<!DOCTYPE LIEF [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + body,
                 xml::Errc::doctype);
  expect_refused("instruction", "<?xml-stylesheet href=\"x\"?>" + body,
                 xml::Errc::processing_instruction);
  expect_refused("NUL", good() + std::string(1, '\0'), xml::Errc::not_utf8);
  expect_refused("nothing", "", xml::Errc::malformed);
}

TEST_F(HostileSignature, BombsCostNextToNothing) {
  const auto insert = [](std::string_view bomb) { return replaced(good(), "<Empty/>", bomb); };
  std::string attributes = "<Empty";
  for (int i = 0; i < 60'000; ++i) attributes += fmt::format(" a{}=\"\"", i);
  expect_refused("60,000 attributes", insert(attributes + "/>"), xml::Errc::start_tag_too_large);

  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "<Empty>";
  expect_refused("deep nesting", insert(deep), xml::Errc::too_deep);

  std::string entities = "<!DOCTYPE LIEF [<!ENTITY e0 \"ha\">";
  for (int i = 1; entities.size() < 180'000; ++i) {
    entities += fmt::format("<!ENTITY e{} \"&e{};&e{};\">", i, i - 1, i - 1);
  }
  expect_refused("180 KB of nested entities",
                 entities + "]>" + between(insert("<Empty>&e9;</Empty>"), "<LIEF", "</LIEF>"),
                 xml::Errc::doctype);

  // 2,000 namespaces over many children cost inclusive canonicalisation 39 seconds.
  std::string namespaces;
  for (int i = 0; i < 2000; ++i) namespaces += fmt::format(" xmlns:n{}=\"urn:{}\"", i, i);
  std::string children;
  for (int i = 0; i < 5000; ++i) children += "<Empty/>";
  const auto inclusive = replaced(
      replaced(good(), uri::exclusive_c14n, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
      "<Empty/>", children);
  expect_refused("2,000 namespaces", replaced(inclusive, " version='1'", namespaces),
                 xml::Errc::start_tag_too_large);
  std::string sixty;
  for (int i = 0; i < 60; ++i) sixty += fmt::format(" xmlns:n{}=\"urn:{}\"", i, i);
  expect_refused("60 namespaces, inclusive", replaced(inclusive, " version='1'", sixty),
                 Errc::wrong_algorithm);
}

}  // namespace
}  // namespace gatepost::formats::xmldsig
