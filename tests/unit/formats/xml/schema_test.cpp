#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "formats/xml/document.hpp"

namespace gatepost::formats::xml {
namespace {

constexpr std::string_view xsd = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="urn:t" xmlns="urn:t" elementFormDefault="qualified">
  <xs:element name="Form"><xs:complexType><xs:sequence>
    <xs:element name="Number"><xs:simpleType><xs:restriction base="xs:string">
      <xs:pattern value="[A-Z][0-9]{4}"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="Kind"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="one"/><xs:enumeration value="two"/>
      </xs:restriction></xs:simpleType></xs:element>
    <xs:element name="Day" type="xs:date" minOccurs="0"/>
  </xs:sequence><xs:attribute name="version" use="required" type="xs:int"/></xs:complexType>
  </xs:element>
</xs:schema>)";

std::vector<std::string> complaints_of(std::string_view text) {
  const auto schema = Schema::compile(xsd);
  const auto document = Document::parse(as_bytes(text));
  if (!schema || !document) throw std::runtime_error("the test's own input is wrong");
  return schema->complaints(*document);
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + '\n';
  return out;
}

TEST(XmlSchema, AcceptsAValidDocument) {
  EXPECT_EQ(joined(complaints_of("<Form xmlns='urn:t' version='1'><Number>A1234</Number>"
                                 "<Kind>two</Kind><Day>2026-04-02</Day></Form>")),
            "");
}

TEST(XmlSchema, NamesElementLineAndFaultButNeverTheValue) {
  const auto text =
      joined(complaints_of("<Form xmlns='urn:t' version='secret'>\n"
                           "<Number>secret</Number>\n<Kind>secret</Kind>\n"
                           "<Day>secret</Day></Form>"));
  EXPECT_EQ(text.find("secret"), std::string::npos) << text;
  EXPECT_NE(text.find("line 1: Form/@version: "), std::string::npos) << text;
  EXPECT_NE(text.find("line 2: Number: the value does not have the required form"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("line 3: Kind: not one of the allowed values"), std::string::npos) << text;
  EXPECT_NE(text.find("line 4: Day: the value is not of its type"), std::string::npos) << text;
}

TEST(XmlSchema, SaysWhichElementItExpected) {
  const auto text = joined(complaints_of(
      "<Form xmlns='urn:t' version='1'><Number>A1234</Number><Wrong>secret</Wrong></Form>"));
  EXPECT_NE(text.find("Expected is"), std::string::npos) << text;
  EXPECT_NE(text.find("Kind"), std::string::npos) << text;
  EXPECT_EQ(text.find("secret"), std::string::npos) << text;
}

TEST(XmlSchema, ComplainsAboutAForeignRootAndMissingAttributes) {
  EXPECT_NE(joined(complaints_of("<Other xmlns='urn:t'/>")), "");
  EXPECT_NE(joined(complaints_of("<Form xmlns='urn:other' version='1'/>")), "");
  EXPECT_NE(
      joined(complaints_of("<Form xmlns='urn:t'><Number>A1234</Number><Kind>one</Kind></Form>"))
          .find("a required attribute is missing"),
      std::string::npos);
}

TEST(XmlSchema, BoundsItsComplaints) {
  std::string text = "<Form xmlns='urn:t'>";
  for (int i = 0; i < 5000; ++i) text += "\n<Number>x</Number>";
  EXPECT_LE(complaints_of(text + "</Form>").size(), 100U);
}

TEST(XmlSchema, RefusesABrokenSchemaInsteadOfPrinting) {
  for (const std::string_view broken : {"", "<x/>", "<xs:schema", "not XML"}) {
    const auto schema = Schema::compile(broken);
    ASSERT_FALSE(schema) << broken;
    EXPECT_TRUE(schema.error().is(Errc::bad_schema));
  }
}

TEST(XmlSchema, ReadsNoFileThatASchemaOrADocumentPointsAt) {
  const auto path = std::filesystem::temp_directory_path() / "gatepost-schema-test-included.xsd";
  std::ofstream(path) << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>"
                         "<xs:simpleType name='T'><xs:restriction base='xs:string'/>"
                         "</xs:simpleType></xs:schema>";
  const auto schema = Schema::compile(
      "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='" +
      path.string() + "'/><xs:element name='a' type='T'/></xs:schema>");
  std::filesystem::remove(path);
  EXPECT_FALSE(schema);
}

}  // namespace
}  // namespace gatepost::formats::xml
