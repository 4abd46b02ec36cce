#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;

std::string shown(const Lief& form) { return show_form(Form{form}); }

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(ShowForm, ShowsSectionsLabelsAndWordsInTheFormsOrder) {
  const std::string text = shown(sample_lief());
  EXPECT_TRUE(has_line(text, "LONDON INFORMATION EXCHANGE FORM")) << text;
  EXPECT_TRUE(has_line(text, "Client\n------")) << text;
  EXPECT_TRUE(has_line(text, "  Release date                    23 March 2026")) << text;
  EXPECT_TRUE(has_line(text, "  Has served in the armed forces  Don't know")) << text;
  EXPECT_TRUE(has_line(text, "    Substance                     Heroin (1101)")) << text;
  EXPECT_TRUE(has_line(text, "    At                            24 March 2026, 09:30 UTC")) << text;
  EXPECT_LT(text.find("\nClient\n"), text.find("\nConsent to share information\n"));
  EXPECT_LT(text.find("\nRelease\n"), text.find("\nSign-off\n"));
}

TEST(ShowForm, LeavesEmptyFieldsOut) {
  EXPECT_EQ(shown(sample_lief()).find("PNC number"), std::string::npos);
  EXPECT_EQ(shown(sample_lief()).find("Pregnant                        \n"), std::string::npos);
}

TEST(ShowForm, NeverExceeds80Columns) {
  Lief form = sample_lief();
  form.risk->detail = std::string(300, 'w') + " \u00e9\u00e9\u00e9\u00e9 " + std::string(80, 'v') +
                      "\nsecond line with words that go on and on and on until they wrap around";
  for (const FormType type : known_types()) {
    std::istringstream lines(type == FormType::lief ? shown(form)
                                                    : show_form(read(sample_xml(type)).value()));
    for (std::string line; std::getline(lines, line);) {
      const auto columns = std::ranges::count_if(
          line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
      EXPECT_LE(columns, 80) << line;
      EXPECT_TRUE(line.empty() || line.back() != ' ') << "'" << line << "'";
    }
  }
}

TEST(ShowForm, LosesNoWordOfLongText) {
  Lief form = sample_lief();
  std::string words;
  for (int i = 0; i < 60; ++i) words += "word" + std::to_string(i) + " ";
  words.pop_back();
  form.risk->detail = words;
  const std::string text = shown(form);
  for (int i = 0; i < 60; ++i) {
    EXPECT_NE(text.find("word" + std::to_string(i)), std::string::npos) << i;
  }
}

}  // namespace
}  // namespace gatepost::formats::forms
