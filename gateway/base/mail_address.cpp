#include "gateway/base/mail_address.hpp"

#include <algorithm>
#include <cstddef>

namespace gatepost {

namespace {

// RFC 5321 section 4.5.3.1; a path's 256 bytes hold the angle brackets too.
constexpr std::size_t most_local_bytes = 64, most_domain_bytes = 253, most_label_bytes = 63,
                      most_address_bytes = 254;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322 section 3.2.3, atext.
bool is_atext(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Whether every part between dots is there and is as asked.
template <class Part>
bool all_parts(std::string_view text, const Part& is_part) {
  for (;;) {
    const auto dot = std::min(text.find('.'), text.size());
    if (dot == 0 || !is_part(text.substr(0, dot))) return false;
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_mail_domain(std::string_view text) {
  return text.size() <= most_domain_bytes && text.find('.') != std::string_view::npos &&
         all_parts(text, [](std::string_view label) {
           return label.size() <= most_label_bytes && !label.starts_with('-') &&
                  !label.ends_with('-') && std::ranges::all_of(label, [](char c) {
                    return is_letter_or_digit(c) || c == '-';
                  });
         });
}

bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  // Without an "@" the local part is as long as can be.
  if (at > most_local_bytes || text.size() > most_address_bytes) return false;
  return all_parts(text.substr(0, at),
                   [](std::string_view atom) { return std::ranges::all_of(atom, is_atext); }) &&
         is_mail_domain(domain_of(text));
}

std::string_view domain_of(std::string_view address) {
  const auto at = address.find('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

}  // namespace gatepost
