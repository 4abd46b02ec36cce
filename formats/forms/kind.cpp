#include "formats/forms/kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::formats::forms {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool letter(char c) { return upper(c) || (c >= 'a' && c <= 'z'); }

bool fits_mask(std::string_view mask, std::string_view text) {
  return std::ranges::equal(mask, text, [](char want, char got) {
    if (want == 'A') return upper(got);
    if (want == '0') return digit(got);
    return want == got;
  });
}

bool good_text(const Kind& kind, std::string_view text) {
  const auto length = printable_length(text, Lines::one);
  return length && *length >= 1 && *length <= kind.most && trimmed(text) == text;
}
bool good_prose(const Kind& kind, std::string_view text) {
  const auto length = printable_length(text, Lines::many);
  return length && *length >= 1 && *length <= kind.most && trimmed(text) == text;
}
bool good_date(const Kind&, std::string_view text) {
  return text.size() == 10 && parse_date(text).has_value();
}
bool good_instant(const Kind&, std::string_view text) {
  // XSD knows only capital T and Z, and one spelling keeps people from mistaking local time for
  // UTC.
  return text.size() >= 20 && text[10] == 'T' && text.back() == 'Z' && from_rfc3339(text);
}
bool good_list(const Kind& kind, std::string_view text) { return kind.codes->by_code(text); }
bool good_coded(const Kind&, std::string_view text) {
  return !text.empty() && text.size() <= 20 && std::ranges::all_of(text, [](char c) {
    return letter(c) || digit(c) || c == '.' || c == '_' || c == '-';
  });
}
bool good_integer(const Kind& kind, std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 9 || !std::ranges::all_of(text, digit)) return false;
  if (text.size() > 1 && text.front() == '0') return false;  // one spelling per number
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value >= kind.least && value <= kind.most;
}
bool good_milligrams(const Kind&, std::string_view text) {
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || whole.size() > 4 || !std::ranges::all_of(whole, digit)) return false;
  if (point == std::string_view::npos) return true;
  const std::string_view part = text.substr(point + 1);
  return !part.empty() && part.size() <= 2 && std::ranges::all_of(part, digit);
}
bool good_uuid(const Kind&, std::string_view text) { return MessageId::parse(text).has_value(); }
bool good_team(const Kind&, std::string_view text) { return TeamCode::parse(text).has_value(); }
bool good_area(const Kind&, std::string_view text) { return AreaCode::parse(text).has_value(); }
bool good_digest(const Kind&, std::string_view text) {
  return text.size() == 64 && std::ranges::none_of(text, upper) && Digest::from_hex(text);
}
bool good_version(const Kind&, std::string_view text) {
  return text.size() >= 3 && text.size() <= 5 && text.starts_with("1.") &&
         std::ranges::all_of(text.substr(2), digit);
}
bool good_masked(const Kind& kind, std::string_view text) { return fits_mask(kind.mask, text); }
bool good_ods(const Kind&, std::string_view text) {
  return text.size() >= 3 && text.size() <= 10 &&
         std::ranges::all_of(text, [](char c) { return upper(c) || digit(c); });
}

// NHS Data Dictionary, NHS NUMBER: weights 10 to 2, check digit 11 minus the remainder; 11 means 0
// and 10 is never issued.
bool good_nhs_number(const Kind&, std::string_view text) {
  if (text.size() != 10 || !std::ranges::all_of(text, digit)) return false;
  int sum = 0;
  for (int i = 0; i < 9; ++i) sum += (text[static_cast<std::size_t>(i)] - '0') * (10 - i);
  const int check = (11 - sum % 11) % 11;
  return check != 10 && check == text[9] - '0';
}

// Lenient on purpose: a real but odd postcode must not stop a referral. A letter first; digit,
// letter, letter last.
bool good_postcode(const Kind&, std::string_view text) {
  if (text.size() < 5 || text.size() > 8 || !letter(text.front())) return false;
  const std::string_view end = text.substr(text.size() - 3);
  if (!digit(end[0]) || !letter(end[1]) || !letter(end[2])) return false;
  return std::ranges::count(text, ' ') <= 1 &&
         std::ranges::all_of(text, [](char c) { return letter(c) || digit(c) || c == ' '; });
}
bool good_telephone(const Kind&, std::string_view text) {
  if (text.size() < 5 || text.size() > 40) return false;
  const bool characters = std::ranges::all_of(text, [](char c) {
    return digit(c) || letter(c) || std::string_view(" +()-.").find(c) != std::string_view::npos;
  });
  // Letters only for an extension: "020 7946 0123 ext 4".
  return characters && (digit(text[0]) || text[0] == '+' || text[0] == '(') &&
         std::ranges::count_if(text, digit) >= 5 && std::ranges::count_if(text, letter) <= 9;
}
bool good_email(const Kind&, std::string_view text) {
  const auto at = text.find('@');
  if (text.size() > 254 || at == std::string_view::npos || at == 0) return false;
  const std::string_view domain = text.substr(at + 1);
  const auto dot = domain.find('.');
  return domain.find('@') == std::string_view::npos && dot != std::string_view::npos && dot > 0 &&
         domain.back() != '.' &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

constexpr std::string_view uuid_pattern =
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

constexpr KindInfo text_info{
    "text", "text of the allowed length on one line", "", Echo::never, good_text, "xs:token", ""};
constexpr KindInfo prose_info{
    "prose", "text of the allowed length", "", Echo::never, good_prose, "xs:token", ""};
constexpr KindInfo date_info{"date",    "a date",  "year-month-day, such as 2026-04-02", Echo::code,
                             good_date, "xs:date", "[0-9]{4}-[0-9]{2}-[0-9]{2}"};
constexpr KindInfo instant_info{"instant",
                                "a date and time in UTC",
                                "date and time in UTC, such as 2026-04-02T11:00:00Z",
                                Echo::code,
                                good_instant,
                                "xs:dateTime",
                                "[0-9]{4}-.*Z"};
constexpr KindInfo list_info{
    "list", "one of the codes of this list", "", Echo::code, good_list, "xs:token", ""};
constexpr KindInfo coded_info{
    "coded",
    "a code",
    "1 to 20 letters, digits, dots, hyphens or underscores; what it means "
    "goes into the attribute label",
    Echo::code,
    good_coded,
    "xs:token",
    "[A-Za-z0-9._\\-]{1,20}"};
constexpr KindInfo integer_info{
    "integer", "a whole number in the allowed range", "", Echo::code, good_integer, "xs:int", ""};
constexpr KindInfo milligrams_info{"milligrams",
                                   "a dose in milligrams",
                                   "a number of milligrams, such as 40 or 0.4",
                                   Echo::code,
                                   good_milligrams,
                                   "xs:token",
                                   "[0-9]{1,4}(\\.[0-9]{1,2})?"};
constexpr KindInfo uuid_info{
    "uuid",      "a UUID",  "a UUID in lower case, such as 0b7c6f1e-3a52-4d0e-9f61-2a1c5d8e7f90",
    Echo::code,  good_uuid, "xs:token",
    uuid_pattern};
constexpr KindInfo team_info{"team",
                             "a team's code",
                             "the team's code from the directory, such as BXI-PSI",
                             Echo::code,
                             good_team,
                             "xs:token",
                             "[A-Z0-9][A-Z0-9\\-]{0,30}[A-Z0-9]"};
constexpr KindInfo area_info{"area",
                             "a local authority's GSS code",
                             "a letter and eight digits, such as E09000022 for Lambeth",
                             Echo::code,
                             good_area,
                             "xs:token",
                             "[A-Z][0-9]{8}"};
constexpr KindInfo digest_info{
    "digest",   "a SHA-256 digest", "64 lower-case hexadecimal digits", Echo::never, good_digest,
    "xs:token", "[0-9a-f]{64}"};
constexpr KindInfo version_info{"version",       "a version of this form that we know",
                                "1.0",           Echo::code,
                                good_version,    "xs:token",
                                "1\\.[0-9]{1,3}"};
constexpr KindInfo prisoner_info{"prisoner-number",
                                 "a prisoner number",
                                 "one letter, four digits, two letters, such as A1234BC",
                                 Echo::code,
                                 good_masked,
                                 "xs:token",
                                 "[A-Z][0-9]{4}[A-Z]{2}"};
constexpr KindInfo prison_info{"prison",
                               "a prison's NOMIS code",
                               "three capital letters, such as BXI for Brixton",
                               Echo::code,
                               good_masked,
                               "xs:token",
                               "[A-Z]{3}"};
constexpr KindInfo dat_info{"dat",
                            "a DAT code",
                            "a letter, two digits and a letter, such as Z00B",
                            Echo::code,
                            good_masked,
                            "xs:token",
                            "[A-Z][0-9]{2}[A-Z]"};
constexpr KindInfo crn_info{
    "delius-crn",   "a Delius CRN", "a letter and six digits, such as X000000",
    Echo::code,     good_masked,    "xs:token",
    "[A-Z][0-9]{6}"};
constexpr KindInfo ods_info{
    "ods",           "an ODS code", "3 to 10 capital letters and digits, such as Y05517",
    Echo::code,      good_ods,      "xs:token",
    "[A-Z0-9]{3,10}"};
constexpr KindInfo nhs_info{
    "nhs-number",
    "an NHS number (its check digit does not fit, or it has not ten digits)",
    "ten digits without spaces, such as 9990000018",
    Echo::never,
    good_nhs_number,
    "xs:token",
    "[0-9]{10}"};
constexpr KindInfo postcode_info{
    "postcode",    "a postcode", "a UK postcode, such as SW2 5XF",           Echo::never,
    good_postcode, "xs:token",   "[A-Za-z][A-Za-z0-9 ]{1,4}[0-9][A-Za-z]{2}"};
constexpr KindInfo telephone_info{
    "telephone",    "a telephone number", "digits and spaces, such as 020 7946 0123", Echo::never,
    good_telephone, "xs:token",           "[0-9+(][0-9A-Za-z +()\\-.]{4,39}"};
constexpr KindInfo email_info{"email",
                              "an e-mail address",
                              "an address, such as team@example.org",
                              Echo::never,
                              good_email,
                              "xs:token",
                              "[^@ ]+@[^@ ]+\\.[^@ ]+"};

}  // namespace

std::string Kind::right() const {
  if (info == &text_info) return fmt::format("1 to {} characters on one line", most);
  if (info == &prose_info) return fmt::format("1 to {} characters", most);
  if (info == &integer_info) return fmt::format("a whole number from {} to {}", least, most);
  if (!codes) return std::string(info->right);
  if (codes->names.size() == 1) return std::string(codes->names.front().code);
  std::string said = "one of ";
  for (const CodeName& each : codes->names) {
    if (&each != &codes->names.front()) said += ", ";
    said += each.code;
  }
  return said;
}

std::string Kind::xsd_name() const {
  if (codes) return std::string(codes->name);
  if (info == &text_info) return fmt::format("Text{}", most);
  if (info == &prose_info) return fmt::format("Prose{}", most);
  if (info == &integer_info) return fmt::format("Integer{}To{}", least, most);
  std::string name;
  bool capital = true;
  for (const char c : info->name) {
    if (c == '-') {
      capital = true;
      continue;
    }
    name += capital ? static_cast<char>(c - 'a' + 'A') : c;
    capital = false;
  }
  return name;
}

namespace kinds {

Kind text(int most_characters) { return {.info = &text_info, .most = most_characters}; }
Kind prose(int most_characters) { return {.info = &prose_info, .most = most_characters}; }
Kind date() { return {.info = &date_info}; }
Kind instant() { return {.info = &instant_info}; }
Kind list(const Codes& codes) { return {.info = &list_info, .codes = &codes}; }
Kind coded() { return {.info = &coded_info}; }
Kind integer(int least, int most) { return {.info = &integer_info, .least = least, .most = most}; }
Kind milligrams() { return {.info = &milligrams_info}; }
Kind uuid() { return {.info = &uuid_info}; }
Kind team() { return {.info = &team_info}; }
Kind area() { return {.info = &area_info}; }
Kind digest() { return {.info = &digest_info}; }
Kind version() { return {.info = &version_info}; }
Kind prisoner_number() { return {.info = &prisoner_info, .mask = "A0000AA"}; }
Kind prison() { return {.info = &prison_info, .mask = "AAA"}; }
Kind dat() { return {.info = &dat_info, .mask = "A00A"}; }
Kind delius_crn() { return {.info = &crn_info, .mask = "A000000"}; }
Kind ods() { return {.info = &ods_info}; }
Kind nhs_number() { return {.info = &nhs_info}; }
Kind postcode() { return {.info = &postcode_info}; }
Kind telephone() { return {.info = &telephone_info}; }
Kind email() { return {.info = &email_info}; }

}  // namespace kinds
}  // namespace gatepost::formats::forms
