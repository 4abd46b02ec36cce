#include "config/contact.hpp"

#include <algorithm>

namespace gatepost::config {

namespace {

constexpr std::size_t most_text = 200;
constexpr int fewest_digits_after_a_name = 6;  // "Ward 12" is a name
constexpr std::string_view contact_right =
    "a name, then <an address> and a telephone number where there are any, such as Duty desk "
    "<duty@spoc.example> 020 7946 0111";

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

auto digits_in(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Where the number begins that stands after a name: the first word from which on everything is one
// telephone number. The end of the text when there is none.
std::size_t number_after_name(std::string_view text) {
  for (auto at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
    const auto rest = trimmed(text.substr(at));
    const bool begins_like_one =
        rest.starts_with('0') || rest.starts_with('+') || rest.starts_with("(0");
    if (begins_like_one && is_telephone(rest) && digits_in(rest) >= fewest_digits_after_a_name)
      return at;
  }
  return text.size();
}

}  // namespace

bool is_telephone(std::string_view text) {
  const auto digits = digits_in(text);
  return digits >= 3 && digits <= 20 && text.size() <= 40 &&
         text.find_first_not_of("0123456789 +()-extEXT.") == std::string_view::npos;
}

// Enough to catch a slipped column; whether the mailbox exists only sending tells.
bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != text.npos) return false;
  const auto domain = text.substr(at + 1);
  return text.size() <= most_text && text.find_first_of(" ,;<>\"") == text.npos &&
         std::ranges::none_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }) &&
         domain.find('.') != domain.npos && !domain.starts_with('.') && !domain.ends_with('.');
}

std::expected<Contact, ContactProblem> parse_contact(std::string_view text) {
  const auto problem = [](std::string wrong) {
    return std::unexpected(ContactProblem{std::move(wrong), std::string(contact_right)});
  };
  Contact contact;
  text = trimmed(text);
  if (text.empty()) return contact;
  const auto opens = text.find('<');
  if (opens == std::string_view::npos) {
    if (text.find_first_of(">@") != std::string_view::npos)
      return problem("it holds an address that does not stand between < and >");
    const auto number = number_after_name(text);
    contact.name = trimmed(text.substr(0, number));
    contact.telephone = trimmed(text.substr(number));
    if (contact.telephone.empty() && is_telephone(text))
      return problem("it has a number, and no name");
    return contact;
  }
  const auto closes = text.find('>', opens);
  if (closes == std::string_view::npos) return problem("the address has no closing >");
  contact.name = trimmed(text.substr(0, opens));
  contact.email = trimmed(text.substr(opens + 1, closes - opens - 1));
  contact.telephone = trimmed(text.substr(closes + 1));
  if (contact.name.empty()) return problem("it has an address, and no name");
  if (!is_email(contact.email)) return problem("what stands between < and > is not an address");
  if (!contact.telephone.empty() && !is_telephone(contact.telephone))
    return problem("what stands after the address is not a telephone number");
  return contact;
}

std::string Contact::str() const {
  std::string text = name;
  if (!email.empty()) text += (text.empty() ? "<" : " <") + email + ">";
  if (!telephone.empty()) text += (text.empty() ? "" : " ") + telephone;
  return text;
}

}  // namespace gatepost::config
