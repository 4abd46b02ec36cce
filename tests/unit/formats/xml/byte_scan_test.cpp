#include "formats/xml/byte_scan.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "formats/xml/document.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::formats::xml {
namespace {

using namespace std::string_literals;

struct Refusal {
  const char* name;
  std::string input;
  Errc code;
};

std::string utf16(std::string_view text, bool with_mark) {
  std::string out = with_mark ? "\xFF\xFE" : "";
  for (const char c : text) out.append({c, '\0'});
  return out;
}

std::vector<Refusal> refusals() {
  const std::string long_tag = "<a b=\"" + std::string(limits::xml_start_tag_bytes, 'x') + "\"/>";
  return {
      {"byte-order mark", "\xEF\xBB\xBF<a/>", Errc::not_utf8},
      {"UTF-16 with mark", utf16("<a/>", true), Errc::not_utf8},
      {"UTF-16 without mark", utf16("<a/>", false), Errc::not_utf8},
      {"UTF-32", "<\0\0\0a\0\0\0/\0\0\0>\0\0\0"s, Errc::not_utf8},
      {"declared UTF-16", "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", Errc::not_utf8},
      {"declared UTF-7", "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-a/+AD4-", Errc::not_utf8},
      {"declared Latin-1", "<?xml version='1.0' encoding='iso-8859-1'?><a/>", Errc::not_utf8},
      {"overlong slash", "<a>\xC0\xAF</a>", Errc::not_utf8},
      {"surrogate", "<a>\xED\xA0\x80</a>", Errc::not_utf8},
      {"past U+10FFFF", "<a>\xF4\x90\x80\x80</a>", Errc::not_utf8},
      {"cut-off sequence", "<a>\xE2\x82", Errc::not_utf8},
      {"NUL", "<a>\0</a>"s, Errc::not_utf8},
      {"escape character", "<a>\x1B</a>", Errc::malformed},
      {"U+FFFE", "<a>\xEF\xBF\xBE</a>", Errc::malformed},
      {"XML 1.1", "<?xml version=\"1.1\"?><a/>", Errc::malformed},
      {"standalone", "<?xml version=\"1.0\" standalone=\"yes\"?><a/>", Errc::malformed},
      {"unfinished declaration", "<?xml version=\"1.0", Errc::malformed},
      {"late declaration", " <?xml version=\"1.0\"?><a/>", Errc::processing_instruction},
      {"stylesheet", "<?xml-stylesheet href=\"http://evil.example/\"?><a/>",
       Errc::processing_instruction},
      {"instruction inside", "<a><?php x?></a>", Errc::processing_instruction},
      {"comment", "<a>Smi<!-- -->th</a>", Errc::comment},
      {"comment after the root", "<a/><!-- -->", Errc::comment},
      {"doctype", "<!DOCTYPE a><a/>", Errc::doctype},
      {"lower-case doctype", "<!doctype a><a/>", Errc::doctype},
      {"entity", "<!ENTITY x \"y\"><a/>", Errc::doctype},
      {"conditional section", "<a><![INCLUDE[x]]></a>", Errc::doctype},
      {"unfinished CDATA", "<a><![CDATA[x]></a>", Errc::malformed},
      {"unfinished tag", "<a b=\"1\"", Errc::malformed},
      {"unfinished quote", "<a b='1\"></a>", Errc::malformed},
      {"less-than in a tag", "<a <b>", Errc::malformed},
      {"long start tag", long_tag, Errc::start_tag_too_large},
      {"too large", "<a>" + std::string(limits::xml_document_bytes, 'x') + "</a>", Errc::too_large},
  };
}

TEST(ByteScan, RefusesWhatParsersDisagreeAboutOrPayFor) {
  for (const auto& [name, input, code] : refusals()) {
    const auto scanned = scan_bytes(as_bytes(input));
    ASSERT_FALSE(scanned) << name;
    EXPECT_TRUE(scanned.error().is(code)) << name << ": " << scanned.error().to_string();
  }
}

TEST(ByteScan, LetsOrdinaryDocumentsThrough) {
  const std::string just_fits =
      "<a b=\"" + std::string(limits::xml_start_tag_bytes - 8, 'x') + "\">";
  ASSERT_EQ(just_fits.size(), limits::xml_start_tag_bytes);
  const std::array inputs = {
      "<a/>"s,
      "<?xml version=\"1.0\"?><a/>"s,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>"s,
      "<?xml version='1.0' encoding='utf-8' ?>\r\n<a/>"s,
      "<a b='>' c=\"'>'\">x &gt; y > z</a>"s,
      "<a><![CDATA[<!DOCTYPE <?pi <!-- ]]></a>"s,
      "<a>\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80</a>"s,
      just_fits,
  };
  for (const auto& input : inputs) {
    const auto scanned = scan_bytes(as_bytes(input));
    EXPECT_TRUE(scanned) << input.substr(0, 60) << ": " << scanned.error().to_string();
  }
}

TEST(ByteScan, NeverPutsTheDocumentsTextIntoAnError) {
  const auto scanned = scan_bytes(as_bytes("<a>Fictional Person<!-- secret --></a>"));
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().to_string().find("Fictional"), std::string::npos);
  EXPECT_EQ(scanned.error().to_string().find("secret"), std::string::npos);
}

TEST(ByteScan, DecodesEveryLengthOfUtf8) {
  EXPECT_EQ(decode_utf8("A")->value, U'A');
  EXPECT_EQ(decode_utf8("\xC3\xA9")->value, U'é');
  EXPECT_EQ(decode_utf8("\xE2\x82\xAC")->value, U'€');
  EXPECT_EQ(decode_utf8("\xF0\x9F\x98\x80")->length, 4U);
  EXPECT_FALSE(decode_utf8("\x80"));
  EXPECT_FALSE(decode_utf8("\xE0\x80\x80"));
  EXPECT_FALSE(decode_utf8("\xF0\x8F\xBF\xBF"));
  EXPECT_FALSE(decode_utf8("\xFF"));
  EXPECT_FALSE(decode_utf8(""));
}

}  // namespace
}  // namespace gatepost::formats::xml
