#include "formats/xml/document.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ctime>

#include "gateway/base/limits.hpp"

namespace gatepost::formats::xml {
namespace {

// Wrong answers must be cheap. Processor time, so that a busy machine does not fail the test;
// generous, for sanitizers.
constexpr std::clock_t cheap = 2 * CLOCKS_PER_SEC;

Result<Document> parse(std::string_view text) { return Document::parse(as_bytes(text)); }

Document parsed(std::string_view text) {
  auto document = parse(text);
  if (!document) throw std::runtime_error(document.error().to_string());
  return *document;
}

std::string canonical(std::string_view text) {
  return std::string(as_text(parsed(text).canonical()));
}

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

void expect_cheap_refusal(std::string_view name, std::string_view input, Errc code) {
  const auto start = std::clock();
  const auto document = parse(input);
  const auto took = std::clock() - start;
  EXPECT_LT(took, cheap) << name;
  ASSERT_FALSE(document) << name;
  EXPECT_TRUE(document.error().is(code)) << name << ": " << document.error().to_string();
}

TEST(XmlDocument, ReadsElementsTextAndAttributes) {
  const auto document = parsed(
      "<f:LIEF xmlns:f=\"urn:f\" xmlns:x=\"urn:x\" version=\"1\" x:kind=\"k &amp; l &lt;\">\n"
      "  <f:Name>A<![CDATA[ & ]]>B&#x43;</f:Name><x:Name>other</x:Name>\n  <f:Empty/>\n</f:LIEF>");
  const auto root = document.root();
  EXPECT_EQ(root.name(), "LIEF");
  EXPECT_EQ(root.namespace_uri(), "urn:f");
  EXPECT_EQ(root.attribute("version"), "1");
  EXPECT_FALSE(root.attribute("kind")) << "it has a namespace";
  ASSERT_EQ(root.attributes().size(), 2U);
  EXPECT_EQ(root.attributes()[1].namespace_uri, "urn:x");
  EXPECT_EQ(root.attributes()[1].value, "k & l <");
  ASSERT_EQ(root.children().size(), 3U);
  EXPECT_EQ(root.child("Name")->text(), "A & BC");
  EXPECT_EQ(root.child("Name"), root.children()[0]);
  EXPECT_EQ(root.children()[1].text(), "other");
  EXPECT_EQ(root.child("Empty")->text(), "");
  EXPECT_EQ(root.child("Empty")->line(), 3);
  EXPECT_FALSE(root.child("Missing"));
  EXPECT_FALSE(root.has_own_text());
  EXPECT_TRUE(root.child("Name")->has_own_text());
}

TEST(XmlDocument, KnowsLinesPastSixteenBits) {
  EXPECT_EQ(parsed("<a>" + repeat("\n", 70'000) + "<b>x</b></a>").root().child("b")->line(),
            70'001);
}

TEST(XmlDocument, RefusesMalformedDocumentsWithLineAndWithoutTheirText) {
  const std::string_view inputs[] = {
      "",
      "text",
      "<a>",
      "<a></b>",
      "<a/><b/>",
      "<a/>tail",
      "<a b=1/>",
      "<a b='' b=''/>",
      "<p:a/>",
      "<a>&undefined;</a>",
      "<a>&#0;</a>",
      "<a>&#xFFFE;</a>",
      "<a b='&lt;' c='&x;'/>",
      "<a>]]></a>",
      "<a xmlns:p=''/>",
      "<a xmlns:p='urn:1' xmlns:q='urn:1' p:b='' q:b=''/>",
      "<a xmlns='relative/name'/>",
      "<a xmlns:xml='urn:other'/>",
      "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
      "<a:b:c/>",
  };
  for (const auto input : inputs) {
    const auto document = parse(input);
    ASSERT_FALSE(document) << input;
    EXPECT_TRUE(document.error().is(Errc::malformed)) << input << document.error().to_string();
  }
  const auto error = parse("<a>\n<Fictional>Person</Wrong></a>").error();
  EXPECT_NE(error.context().find("line 2"), std::string::npos) << error.context();
  EXPECT_EQ(error.context().find("Fictional"), std::string::npos) << error.context();
}

TEST(XmlDocument, RefusesHostileDocumentsCheaply) {
  std::string entities = "<!DOCTYPE a [<!ENTITY e0 \"ha\">";
  for (int i = 1; i < 6000; ++i) {
    entities += fmt::format("<!ENTITY e{} \"&e{};&e{};\">", i, i - 1, i - 1);
  }
  std::string namespaces = "<a";
  for (int i = 0; i < 600; ++i) namespaces += fmt::format(" xmlns:n{}=\"urn:n:{}\"", i, i);
  std::string attributes = "<a";
  for (int i = 0; i < 60'000; ++i) attributes += fmt::format(" a{}=\"\"", i);
  std::string some_attributes = "<a";
  for (int i = 0; i < 65; ++i) some_attributes += fmt::format(" a{}=\"\"", i);
  std::string nested;
  for (int i = 0; i < 40; ++i) {
    nested += fmt::format(
        "<a xmlns:a{0}='urn:{0}' xmlns:b{0}='urn:b{0}' xmlns:c{0}='urn:{0}' "
        "xmlns:d{0}='urn:{0}'>",
        i);
  }
  const std::string long_name = "<a xmlns=\"urn:" + std::string(300, 'n') + "\"/>";
  expect_cheap_refusal("60,000 attributes", attributes + "/>", Errc::start_tag_too_large);
  expect_cheap_refusal("65 attributes", some_attributes + "/>", Errc::too_many_attributes);
  expect_cheap_refusal("entity bomb", entities + "]><a>&e5999;</a>", Errc::doctype);
  expect_cheap_refusal("external entity",
                       "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>",
                       Errc::doctype);
  expect_cheap_refusal("600 namespaces", namespaces + "/>", Errc::too_many_attributes);
  expect_cheap_refusal("namespaces in scope", nested, Errc::too_many_attributes);
  expect_cheap_refusal("namespace name that canonicalisation would multiply", long_name,
                       Errc::malformed);
  expect_cheap_refusal("deep nesting", repeat("<a>", 300'000), Errc::too_deep);
  expect_cheap_refusal("many nodes", "<a>" + repeat("<b/>", 60'000) + "</a>", Errc::too_many_nodes);
  expect_cheap_refusal("many CDATA sections", "<a>" + repeat("<![CDATA[x]]>", 60'000) + "</a>",
                       Errc::too_many_nodes);
}

TEST(XmlDocument, AcceptsDocumentsAtItsLimits) {
  EXPECT_TRUE(parse(repeat("<a>", limits::xml_depth) + repeat("</a>", limits::xml_depth)));
  EXPECT_FALSE(parse(repeat("<a>", limits::xml_depth + 1) + repeat("</a>", limits::xml_depth + 1)));
  const int children = limits::xml_nodes - 1;
  EXPECT_TRUE(parse("<a>" + repeat("<b/>", children) + "</a>"));
  EXPECT_FALSE(parse("<a>" + repeat("<b/>", children + 1) + "</a>"));
  const std::string text(limits::xml_document_bytes - 7, 'x');
  EXPECT_EQ(parsed("<a>" + text + "</a>").root().text().size(), text.size());
  // One text of many pieces is one node: each entity reference is a piece of its own.
  EXPECT_TRUE(parse("<a>" + repeat("&amp;x", 100'000) + "</a>"));
}

TEST(XmlDocument, CanonicalisesTheLargestAmplificationCheaply) {
  const std::string name = "urn:" + std::string(250, 'n');
  const auto document =
      parsed("<a xmlns:n=\"" + name + "\">" + repeat("<n:b/>", limits::xml_nodes - 1) + "</a>");
  const auto start = std::clock();
  EXPECT_LT(document.canonical().size(), std::size_t{20} << 20);
  EXPECT_LT(std::clock() - start, cheap);
}

// Expected values: C14N 1.0 sections 3.1 to 3.4 and Exclusive C14N section 2.2, worked by hand.
TEST(XmlDocument, WritesExclusiveCanonicalXml) {
  EXPECT_EQ(canonical("<?xml version=\"1.0\"?>\n<a   b='2' a = \"1\" ></a >\n"),
            "<a a=\"1\" b=\"2\"></a>");
  EXPECT_EQ(canonical("<a/>"), "<a></a>");
  EXPECT_EQ(canonical("<a>1 &gt; 0 \"&quot;\r\n<![CDATA[<&]]>&#13;</a>"),
            "<a>1 &gt; 0 \"\"\n&lt;&amp;&#xD;</a>");
  EXPECT_EQ(canonical("<a b='\"&#9;&#10;&#13;&lt;>'/>"),
            "<a b=\"&quot;&#x9;&#xA;&#xD;&lt;>\"></a>");
  EXPECT_EQ(canonical("<a xmlns:unused='urn:u' xmlns:p='urn:p'><p:b/><p:b p:c=''/></a>"),
            "<a><p:b xmlns:p=\"urn:p\"></p:b><p:b xmlns:p=\"urn:p\" p:c=\"\"></p:b></a>");
  EXPECT_EQ(canonical("<a xmlns='urn:d'><b xmlns=''><c/></b><d xmlns='urn:d'/></a>"),
            "<a xmlns=\"urn:d\"><b xmlns=\"\"><c></c></b><d></d></a>");
}

TEST(XmlDocument, CanonicalisesAnApexWithoutItsAncestorsNamespaces) {
  const auto document = parsed(
      "<r xmlns='urn:r' xmlns:o='urn:o' xml:lang='en'><o:s xmlns:p='urn:p'>\n"
      "<o:i p:x='1'/></o:s><z/></r>");
  const auto apex = document.root().children()[0].children()[0];
  EXPECT_EQ(as_text(document.canonical(apex)),
            "<o:i xmlns:o=\"urn:o\" xmlns:p=\"urn:p\" p:x=\"1\"></o:i>");
}

TEST(XmlDocument, LeavesASubtreeOutAndKeepsTheTextAroundIt) {
  const auto document = parsed("<r xmlns='urn:r'> <a b='1'>x</a>\n<s c='2'>no<t/>no</s> y</r>");
  EXPECT_EQ(as_text(document.canonical({}, document.root().child("s"))),
            "<r xmlns=\"urn:r\"> <a b=\"1\">x</a>\n y</r>");
}

TEST(XmlDocument, CanonicalBytesAreTheirOwnCanonicalForm) {
  const std::string once =
      canonical("<a xmlns='urn:a' z='&quot;' y='\t'>t<p:b xmlns:p='urn:p'>&amp;&#13;</p:b></a>");
  EXPECT_EQ(canonical(once), once);
}

TEST(XmlDocument, SurvivesBeingCopiedAndMoved) {
  std::optional<Document> first = parsed("<a><b>x</b></a>");
  const Document second = *first;
  first.reset();
  EXPECT_EQ(second.root().text(), "x");
}

}  // namespace
}  // namespace gatepost::formats::xml
