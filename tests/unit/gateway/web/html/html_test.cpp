#include "gateway/web/html/html.hpp"

#include <gtest/gtest.h>

#include <random>

#include "gateway/web/html/escape.hpp"

namespace gatepost::web::html {
namespace {

using std::string_view_literals::operator""sv;

// What a browser would read out of character data or a double-quoted attribute value.
std::string read_back(std::string_view markup) {
  constexpr std::pair<std::string_view, std::string_view> references[] = {
      {"&amp;", "&"},   {"&lt;", "<"},  {"&gt;", ">"},
      {"&quot;", "\""}, {"&#39;", "'"}, {"&#13;", "\r"}};
  std::string out;
  while (!markup.empty()) {
    std::size_t length = 1;
    std::string_view meaning = markup.substr(0, 1);
    for (const auto& [reference, character] : references)
      if (markup.starts_with(reference)) {
        length = reference.size();
        meaning = character;
      }
    out += meaning;
    markup.remove_prefix(length);
  }
  return out;
}

const std::vector<std::string> hostile = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><svg/onload=alert(1)>",
    "<!-- --><![CDATA[ ]]>",
    "&lt;b&gt; &amp;amp; &#x3c;script&#x3e;",
    "javascript:alert(1)",
    "line\r\nset-cookie: a=b\r\n\r\n<p>",
    "{{constructor.constructor('alert(1)')()}} ${7*7} <%= 7*7 %>",
    "\xE2\x80\xAE gnirts desrever",
    "O'Brien & Sons \xE2\x80\x93 Łódź \xF0\x9F\x91\x8D",
};

TEST(Html, TextComesBackAsItWasAndHoldsNoMarkup) {
  for (const std::string& text : hostile) {
    const Html html(text);
    EXPECT_EQ(html.markup().find_first_of("<>"), std::string::npos) << text;
    EXPECT_EQ(read_back(html.markup()), text);
    EXPECT_FALSE(html.holds_elements());
  }
}

TEST(Html, AnAttributeCannotBeLeft) {
  for (const std::string& text : hostile) {
    const std::string markup = el("p", {attr("title", text)}).markup();
    const auto begin = markup.find('"') + 1;
    const std::string value = markup.substr(begin, markup.rfind('"') - begin);
    EXPECT_EQ(value.find_first_of("\"'<>"), std::string::npos) << text;
    EXPECT_EQ(read_back(value), text);
    EXPECT_TRUE(markup.ends_with("\"></p>"));
  }
}

// Whatever bytes come in: what goes out is UTF-8, without markup and without forbidden characters.
TEST(Html, AnyBytesBecomeSafeText) {
  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 40, '\0');
    // A third of the bytes are those that matter.
    for (char& byte : bytes)
      byte = random() % 3 == 0 ? ("<>&\"'\0\r\xC2\x80\xE2"sv)[random() % 10]
                               : static_cast<char>(random() % 256);
    std::string text, value;
    append_text(text, bytes);
    append_attribute_value(value, bytes);
    for (const std::string& out : {text, value}) {
      ASSERT_TRUE(is_utf8(out));
      ASSERT_EQ(out.find_first_of("<>"), std::string::npos);
      for (const char c : out) {
        const auto byte = static_cast<unsigned char>(c);
        ASSERT_TRUE(byte >= 0x20 || byte == '\n' || byte == '\t') << int(byte);
        ASSERT_NE(byte, 0x7F);
      }
    }
    ASSERT_EQ(value.find_first_of("\"'"), std::string::npos);
    if (is_utf8(bytes)) {
      ASSERT_LE(bytes.size(), text.size() * 1);
    }
  }
}

TEST(Html, BrokenUtf8AndForbiddenCharactersAreReplaced) {
  const std::string replacement = "\xEF\xBF\xBD";
  const auto shown = [](std::string_view text) { return Html(text).markup(); };
  EXPECT_EQ(shown(std::string_view("a\0b", 3)), "a" + replacement + "b");
  EXPECT_EQ(shown("\xC0\xBC"), replacement + replacement);                    // an overlong '<'
  EXPECT_EQ(shown("\xED\xA0\x80"), replacement + replacement + replacement);  // a surrogate
  EXPECT_EQ(shown("\xF4\x90\x80\x80"), replacement + replacement + replacement + replacement);
  EXPECT_EQ(shown("\xE2\x82"), replacement + replacement);  // cut off
  EXPECT_EQ(shown("\xC2\x9D"), replacement);                // a C1 control
  EXPECT_EQ(shown("\x1B[31m"), replacement + "[31m");
  EXPECT_EQ(shown("\xE2\x82\xAC"), "\xE2\x82\xAC");
}

TEST(Html, ElementsNestAndVoidOnesEnd) {
  EXPECT_EQ(el("p", {css("a b")}, {"Ring ", el("strong", {}, {"Lambeth & Co"}), el("br")}).markup(),
            "<p class=\"a b\">Ring <strong>Lambeth &amp; Co</strong><br></p>");
  EXPECT_THROW(el("br", {}, {"text"}), std::logic_error);
}

TEST(Html, TheFirstOfTwoAttributesCountsAsInAParser) {
  EXPECT_EQ(
      el("p", {id("one"), attr_if_any("title", ""), id("two"), flag("hidden", false)}).markup(),
      "<p id=\"one\"></p>");
}

TEST(Html, ALineFeedThatBeginsATextareaIsKept) {
  EXPECT_EQ(el("textarea", {}, {"\nfirst line was empty"}).markup(),
            "<textarea>\n\nfirst line was empty</textarea>");
}

TEST(Html, ADataAttributeNamedAtRunTimeIsChecked) {
  EXPECT_EQ(el("p", {data("i18n.show", "x")}).markup(), "<p data-i18n.show=\"x\"></p>");
  EXPECT_THROW(data("x onclick", "x"), std::logic_error);
  EXPECT_THROW(data("", "x"), std::logic_error);
}

// Judged by the compiler; here the rules behind its judgement.
TEST(Html, NamesThatCouldRunSomethingAreNoNames) {
  for (const std::string_view name : {"onclick", "style", "href", "src", "action", "formaction",
                                      "srcdoc", "xlink:href", "a b", "a=b", "", "ON", "data"})
    EXPECT_FALSE(detail::is_plain_attribute(name)) << name;
  for (const std::string_view name : {"class", "aria-label", "data-module", "viewBox", "for"})
    EXPECT_TRUE(detail::is_plain_attribute(name)) << name;
  for (const std::string_view name :
       {"script", "style", "iframe", "object", "embed", "base", "link"})
    EXPECT_FALSE(detail::is_element(name)) << name;
}

TEST(Html, HeadingsStayWithinSixLevels) {
  EXPECT_EQ(Tag::heading(0).name(), "h1");
  EXPECT_EQ(Tag::heading(3).name(), "h3");
  EXPECT_EQ(Tag::heading(9).name(), "h6");
}

}  // namespace
}  // namespace gatepost::web::html
