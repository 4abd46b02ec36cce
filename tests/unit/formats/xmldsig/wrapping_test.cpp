// Signature wrapping: the signed original is kept somewhere, a forged form stands where the program
// reads. The variants follow the usual numbering (XSW1 to XSW8, XSW10), our own vectors. Most are
// refused for their shape before any key is looked at.
#include <fmt/format.h>

#include "tests/unit/formats/xmldsig/hostile_fixture.hpp"

namespace gatepost::formats::xmldsig {
namespace {

using namespace test;

class SignatureWrapping : public HostileTest {
 protected:
  // The pieces an attacker cuts a good form into.
  struct Pieces {
    std::string signed_form;  // <LIEF>...<ds:Signature/></LIEF>
    std::string signature;    // <ds:Signature>...</ds:Signature>
    std::string original;     // the signed form without its signature
    std::string evil_open;    // <LIEF>... of the forged form, without its end tag
  };
  static Pieces pieces() {
    Pieces out;
    out.signed_form = between(good(), "<LIEF", "</LIEF>");
    out.signature = between(out.signed_form, "<ds:Signature ", "</ds:Signature>");
    out.original = replaced(out.signed_form, out.signature, "");
    out.evil_open = replaced(replaced(out.original, "</LIEF>", ""), "Fictional Person", "Forged");
    return out;
  }
  static std::string with_inside(const std::string& signature, std::string_view more) {
    return replaced(signature, "</ds:Signature>", fmt::format("{}</ds:Signature>", more));
  }
};

TEST_F(SignatureWrapping, TheUntouchedFormVerifies) {
  const auto verified = verify(pieces().signed_form);
  EXPECT_TRUE(verified) << verified.error().to_string();
}

TEST_F(SignatureWrapping, Xsw1OriginalInsideTheSignatureOfTheForgedRoot) {
  const auto p = pieces();
  expect_refused("XSW1", p.evil_open + with_inside(p.signature, p.original) + "</LIEF>",
                 Errc::wrong_shape);
}

TEST_F(SignatureWrapping, Xsw2OriginalDetachedBesideTheSignature) {
  const auto p = pieces();
  expect_refused("XSW2, signature first", p.evil_open + p.signature + p.original + "</LIEF>",
                 Errc::wrong_shape);
  // With the signature last the shape is right, so the digest must say no.
  expect_refused("XSW2, signature last", p.evil_open + p.original + p.signature + "</LIEF>",
                 Errc::changed);
}

TEST_F(SignatureWrapping, Xsw3ForgedSiblingBeforeTheSignedOriginal) {
  const auto p = pieces();
  expect_refused("XSW3", "<Forms>" + p.evil_open + "</LIEF>" + p.signed_form + "</Forms>",
                 Errc::wrong_shape);
}

TEST_F(SignatureWrapping, Xsw4ForgedFormAroundTheSignedOriginal) {
  const auto p = pieces();
  expect_refused("XSW4", p.evil_open + p.signed_form + "</LIEF>", Errc::wrong_shape);
}

TEST_F(SignatureWrapping, Xsw5SignatureMovedIntoTheForgedFormOriginalBehind) {
  const auto p = pieces();
  expect_refused("XSW5",
                 "<Forms>" + p.evil_open + p.signature + "</LIEF>" + p.original + "</Forms>",
                 Errc::wrong_shape);
  expect_refused("XSW5, no common root", p.evil_open + p.signature + "</LIEF>" + p.original,
                 xml::Errc::malformed);
}

TEST_F(SignatureWrapping, Xsw6OriginalInsideTheSignatureOfAForgedChild) {
  const auto p = pieces();
  expect_refused("XSW6",
                 "<Forms>" + p.evil_open + with_inside(p.signature, p.original) + "</LIEF></Forms>",
                 Errc::wrong_shape);
}

TEST_F(SignatureWrapping, Xsw7ForgedFormInsideAnExtension) {
  const auto p = pieces();
  const auto extension = "<Extensions>" + p.evil_open + "</LIEF></Extensions>";
  expect_refused("XSW7", "<Forms>" + extension + p.signed_form + "</Forms>", Errc::wrong_shape);
  expect_refused("XSW7, inside the form",
                 replaced(p.signed_form, "<ds:Signature ", extension + "<ds:Signature "),
                 Errc::changed);
}

TEST_F(SignatureWrapping, Xsw8OriginalInsideAnObjectOfTheSignature) {
  const auto p = pieces();
  const auto object = "<ds:Object>" + p.original + "</ds:Object>";
  expect_refused("XSW8", p.evil_open + with_inside(p.signature, object) + "</LIEF>",
                 Errc::wrong_shape);
  expect_refused("XSW8, object beside",
                 p.evil_open + "<ds:Object xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">" +
                     p.original + "</ds:Object>" + p.signature + "</LIEF>",
                 Errc::wrong_shape);
}

TEST_F(SignatureWrapping, Xsw10WholeSignedOriginalInsideAnObjectOfACopiedSignature) {
  const auto p = pieces();
  const auto object = "<ds:Object>" + p.signed_form + "</ds:Object>";
  expect_refused("XSW10", p.evil_open + with_inside(p.signature, object) + "</LIEF>",
                 Errc::wrong_shape);
  const auto copied = between(p.signature, "<ds:SignedInfo>", "</ds:SignedInfo>");
  expect_refused("second SignedInfo",
                 replaced(p.signed_form, "<ds:SignatureValue>", copied + "<ds:SignatureValue>"),
                 Errc::wrong_shape);
}

TEST_F(SignatureWrapping, SignatureExclusion) {
  const auto p = pieces();
  expect_refused("no signature", p.original, Errc::not_signed);
  expect_refused("a signature of another namespace",
                 replaced(p.signed_form, "http://www.w3.org/2000/09/xmldsig#", "urn:other"),
                 Errc::not_signed);
  expect_refused("a signature in no namespace",
                 replaced(p.original, "</LIEF>", "<Signature/></LIEF>"), Errc::not_signed);
}

TEST_F(SignatureWrapping, SecondSignature) {
  const auto p = pieces();
  expect_refused("twice", replaced(p.signed_form, "</LIEF>", p.signature + "</LIEF>"),
                 Errc::wrong_shape);
  expect_refused("one deep inside",
                 replaced(p.signed_form, "<Empty/>", "<Empty>" + p.signature + "</Empty>"),
                 Errc::wrong_shape);
  expect_refused("one inside the other",
                 replaced(p.signed_form, "</ds:KeyInfo>", p.signature + "</ds:KeyInfo>"),
                 Errc::wrong_shape);
  expect_refused("empty one",
                 replaced(p.signed_form, "<Empty/>",
                          "<ds:Signature xmlns:ds=\"" + std::string(dsig_namespace) + "\"/>"),
                 Errc::wrong_shape);
}

TEST_F(SignatureWrapping, SignatureNotLast) {
  const auto p = pieces();
  expect_refused("element behind", replaced(p.signed_form, "</LIEF>", "<Empty/></LIEF>"),
                 Errc::wrong_shape);
  expect_refused("text behind", replaced(p.signed_form, "</LIEF>", "text</LIEF>"),
                 Errc::wrong_shape);
  expect_refused("white space behind", replaced(p.signed_form, "</LIEF>", " </LIEF>"),
                 Errc::changed);
  expect_refused("first", replaced(p.original, "<MessageId>", p.signature + "<MessageId>"),
                 Errc::wrong_shape);
  expect_refused("not a child of the root",
                 replaced(p.original, "<Empty/>", "<Empty>" + p.signature + "</Empty>"),
                 Errc::wrong_shape);
  expect_refused("the root itself", p.signature, Errc::wrong_shape);
}

TEST_F(SignatureWrapping, DuplicateIds) {
  // The verifier never looks anything up by id: a Reference by id is refused, however many bear it.
  const auto by_id = replaced(unsigned_shape(), "URI=\"\"", "URI=\"#x\"");
  const auto twice = replaced(by_id, "<Empty/>", "<Empty Id=\"x\"/><Empty Id=\"x\"/>");
  expect_refused("Id", forge(twice, signer()), Errc::wrong_shape);
  expect_refused("xml:id", forge(replaced(by_id, "<Empty/>", "<Empty xml:id=\"x\"/>"), signer()),
                 Errc::wrong_shape);
  // Where the Reference is "", ids are attributes like any other, signed with the rest.
  const auto whole = replaced(unsigned_shape(), "<Empty/>", "<Empty Id=\"x\"/><Empty Id=\"x\"/>");
  EXPECT_TRUE(verify(forge(whole, signer())));
}

}  // namespace
}  // namespace gatepost::formats::xmldsig
