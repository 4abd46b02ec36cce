#include "formats/forms/kind.hpp"

#include <gtest/gtest.h>

#include "formats/forms/lief_codes.hpp"

namespace gatepost::formats::forms {
namespace {

struct Row {
  Kind kind;
  std::vector<std::string> good;
  std::vector<std::string> wrong;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> rows{
      {kinds::text(5),
       {"a", "abcde", "\u00e9\u00e9\u00e9\u00e9\u00e9", "O'N-x"},
       {"", "abcdef", " a", "a ", "a\nb", "a\tb", "\x01", "\u0085", "a\u202e", "\xc3"}},
      {kinds::prose(5), {"a\nb"}, {"", "a\rb", "abcdef", "\n"}},
      {kinds::date(),
       {"2026-02-28", "2024-02-29"},
       {"2026-02-29", "2026-2-1", "01/02/2026", "2026-13-01", "2026-02-28Z", ""}},
      {kinds::instant(),
       {"2026-02-28T10:00:00Z", "2026-02-28T10:00:00.5Z"},
       {"2026-02-28T10:00:00+00:00", "2026-02-28 10:00:00Z", "2026-02-28t10:00:00Z",
        "2026-02-28T25:00:00Z", "2026-02-28"}},
      {kinds::list(codes_of(Of<YesNoDontKnow>{})),
       {"YES", "NO", "DONT_KNOW"},
       {"yes", "Y", "", "YES "}},
      {kinds::coded(), {"1101", "en", "a.b-c_d"}, {"", "a b", "123456789012345678901", "<"}},
      {kinds::integer(0, 28), {"0", "7", "28"}, {"29", "-1", "07", "1.5", "", "9999999999"}},
      {kinds::milligrams(), {"40", "0.4", "12.25"}, {"", ".4", "40.", "1.234", "12345", "4 mg"}},
      {kinds::uuid(),
       {"0b7c6f1e-3a52-4d0e-9f61-2a1c5d8e7f90"},
       {"0B7C6F1E-3A52-4D0E-9F61-2A1C5D8E7F90", "0b7c6f1e", ""}},
      {kinds::team(), {"BXI-PSI", "LAMBETH-SPOC"}, {"bxi-psi", "-A", ""}},
      {kinds::area(), {"E09000022"}, {"E0900002", "e09000022", ""}},
      {kinds::digest(), {std::string(64, 'a')}, {std::string(64, 'A'), std::string(63, 'a'), ""}},
      {kinds::version(), {"1.0", "1.12"}, {"2.0", "1.", "1", "1.0.1"}},
      {kinds::prisoner_number(), {"A1234BC"}, {"a1234bc", "A123BC", "A1234BCD", "AA234BC"}},
      {kinds::prison(), {"BXI"}, {"bxi", "BX", "BXI1"}},
      {kinds::dat(), {"Z00B"}, {"Z0B", "z00b"}},
      {kinds::delius_crn(), {"X123456"}, {"X12345", "1123456"}},
      {kinds::ods(), {"Y05517"}, {"y05517", "Y0"}},
      // The check digits of 9990000018 and 9990000026 were worked out by hand; 0000000019 has
      // remainder 1 wrong.
      {kinds::nhs_number(),
       {"9990000018", "9990000026"},
       {"9990000019", "999000001", "99900000180", "999 000 0018", "999000001X"}},
      {kinds::postcode(),
       {"SW2 5XF", "sw25xf", "E1 6AN", "ZZ99 3WZ"},
       {"SW2", "12345", "SW2 5XFF", "SW2  5XF", "SW2 XXF"}},
      {kinds::telephone(),
       {"020 7946 0123", "+44 20 7946 0123", "(020) 7946 0123 ext 4"},
       {"n/a", "020", "call the wing", "020 7946 0123; ask for the duty worker"}},
      {kinds::email(),
       {"team@example.org", "a.b+c@mail.example.org"},
       {"team", "team@example", "@example.org", "a b@example.org", "a@b@example.org",
        "a@example.org."}},
  };
  return rows;
}

TEST(Kind, TakesWhatIsRightAndRefusesWhatIsNot) {
  for (const Row& row : rows()) {
    for (const std::string& text : row.good) {
      EXPECT_TRUE(row.kind.good(text)) << row.kind.info->name << ": " << text;
    }
    for (const std::string& text : row.wrong) {
      EXPECT_FALSE(row.kind.good(text)) << row.kind.info->name << ": " << text;
    }
  }
}

TEST(Kind, SaysWhatWouldBeRight) {
  for (const Row& row : rows()) EXPECT_FALSE(row.kind.right().empty()) << row.kind.info->name;
  EXPECT_EQ(kinds::list(codes_of(Of<YesNoDontKnow>{})).right(), "one of YES, NO, DONT_KNOW");
  EXPECT_EQ(kinds::integer(0, 28).right(), "a whole number from 0 to 28");
}

TEST(Text, CountsCharactersNotBytes) {
  EXPECT_EQ(printable_length("\u00e9\U0001f600", Lines::one), 2);
  EXPECT_EQ(printable_length("\xed\xa0\x80", Lines::one), std::nullopt) << "a surrogate";
  EXPECT_EQ(printable_length("\xc0\x80", Lines::one), std::nullopt) << "an overlong zero";
  EXPECT_EQ(printable_length("\xf4\x90\x80\x80", Lines::one), std::nullopt) << "past U+10FFFF";
}

}  // namespace
}  // namespace gatepost::formats::forms
