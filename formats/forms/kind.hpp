// Kind: what the text of one field may be (a date, a prisoner number, a code of a list), how to say
// so to people and how to say so in XSD. Pure; immutable; thread-safe. A Kind judges text only; the
// codec of the member's C++ type converts it.
#pragma once

#include <string>
#include <string_view>

#include "formats/forms/codes.hpp"

namespace gatepost::formats::forms {

// May a wrong value be shown back? Names, addresses and free text never; codes and dates yes, when
// they look like one.
enum class Echo { never, code };

struct Kind;

struct KindInfo {
  std::string_view name;   // "prisoner-number"; also what tests generate by
  std::string_view what;   // "a prisoner number": completes "this is not ..."
  std::string_view right;  // "one letter, four digits, two letters, such as A1234BC"
  Echo echo = Echo::never;
  bool (*good)(const Kind& kind, std::string_view text) = nullptr;
  std::string_view xsd_base;     // "xs:token"
  std::string_view xsd_pattern;  // or empty
};

struct Kind {
  const KindInfo* info = nullptr;  // static storage
  int least = 0;                   // integer: smallest value
  int most = 0;                    // text: most characters; integer: largest value
  const Codes* codes = nullptr;    // closed lists
  std::string_view mask{};         // masked codes: 'A' a capital letter, '0' a digit, else itself

  bool good(std::string_view text) const { return info->good(*this, text); }
  // "one of YES, NO, DONT_KNOW"
  std::string right() const;
  // The name of the XSD simple type, "Text100", "Sex", "Integer0To200".
  std::string xsd_name() const;
};

namespace kinds {

Kind text(int most_characters);   // one line
Kind prose(int most_characters);  // may have line breaks
Kind date();
Kind instant();  // RFC 3339 with Z
Kind list(const Codes& codes);
Kind coded();  // the code of an open list
Kind integer(int least, int most);
Kind milligrams();
Kind uuid();
Kind team();
Kind area();
Kind digest();
Kind version();  // "1.0"
Kind prisoner_number();
Kind prison();      // NOMIS code
Kind dat();         // letter, two digits, letter
Kind delius_crn();  // letter, six digits
Kind ods();
Kind nhs_number();  // ten digits whose last checks the others modulo 11
Kind postcode();
Kind telephone();
Kind email();

}  // namespace kinds

// Without XML white space at either end.
std::string_view trimmed(std::string_view text);
// Characters (code points) of UTF-8 text; nothing for text that is not UTF-8 or holds control or
// bidirectional-override characters. Line breaks are counted when `lines` allows them, else they
// are control characters.
enum class Lines { one, many };
std::optional<int> printable_length(std::string_view text, Lines lines);

}  // namespace gatepost::formats::forms
