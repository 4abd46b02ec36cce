#include <gtest/gtest.h>

#include <random>

#include "formats/xml/document.hpp"

namespace gatepost::formats::xml {
namespace {

TEST(XmlWriter, IndentsElementOnlyContentByTwoSpaces) {
  Writer writer("urn:f");
  writer.open("LIEF", {{"a", "1"}, {"b", "2"}})
      .leaf("Name", "x")
      .open("Client")
      .leaf("Number", "", {{"kind", "k"}})
      .close()
      .open("Nothing")
      .close()
      .close();
  EXPECT_EQ(std::move(writer).finish(),
            "<LIEF xmlns=\"urn:f\" a=\"1\" b=\"2\">\n"
            "  <Name>x</Name>\n"
            "  <Client>\n"
            "    <Number kind=\"k\"></Number>\n"
            "  </Client>\n"
            "  <Nothing></Nothing>\n"
            "</LIEF>\n");
}

TEST(XmlWriter, WritesItsOwnCanonicalForm) {
  Writer writer("urn:f");
  writer.open("a", {{"b", "\"<>&'\t\r\n"}}).leaf("c", "<>&\"'\t\r\n\xC3\xA9").close();
  const std::string text = std::move(writer).finish();
  const auto document = Document::parse(as_bytes(text));
  ASSERT_TRUE(document) << document.error().to_string();
  EXPECT_EQ(std::string(as_text(document->canonical())) + "\n", text);
  EXPECT_EQ(document->root().text(), "\n  <>&\"'\t\r\n\xC3\xA9\n");
  EXPECT_EQ(document->root().attribute("b"), "\"<>&'\t\r\n");
}

TEST(XmlWriter, ReplacesWhatXmlCannotCarry) {
  Writer writer("");
  writer.leaf("a", std::string_view("x\0\x1By\xFF\xC3z", 7), {{"b", "\x01"}});
  EXPECT_EQ(std::move(writer).finish(),
            "<a b=\"\xEF\xBF\xBD\">x\xEF\xBF\xBD\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBDz</a>\n");
}

TEST(XmlWriter, KeepsAnyTextThroughWritingAndParsing) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view pieces[] = {
      "<",  ">",   "&", "\"", "'",    "]]>",       "\r",           "\n",
      "\t", "-->", "a", " ",  "&#1;", "<![CDATA[", "\xE2\x82\xAC", "é"};
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (auto left = random() % 12; left > 0; --left) text += pieces[random() % std::size(pieces)];
    Writer writer("urn:f");
    writer.leaf("a", text, {{"b", text}});
    const auto document = Document::parse(as_bytes(std::move(writer).finish()));
    ASSERT_TRUE(document) << text;
    ASSERT_EQ(document->root().text(), text);
    ASSERT_EQ(document->root().attribute("b"), text);
  }
}

TEST(XmlWriter, KeepsCommentsWellFormed) {
  Writer writer("urn:f");
  writer.comment("top -- of --- it-").open("a").comment("inside").close();
  EXPECT_EQ(std::move(writer).finish(),
            "<!--top - - of - - - it- -->\n<a xmlns=\"urn:f\">\n  <!--inside-->\n</a>\n");
}

TEST(XmlWriter, TreatsUnbalancedElementsAsABug) {
  EXPECT_THROW(Writer("").close(), std::logic_error);
  Writer open("");
  open.open("a");
  EXPECT_THROW(std::move(open).finish(), std::logic_error);
}

}  // namespace
}  // namespace gatepost::formats::xml
