#include "gateway/web/html/url.hpp"

namespace gatepost::web::html {

namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 0xFU]);
  }
  return out;
}

Url Url::path(std::initializer_list<std::string_view> segments, Query query) {
  std::string text;
  for (const std::string_view segment : segments) {
    // An empty first segment would make "//host"; "." and ".." would climb.
    const bool empty_or_dots = segment.empty() || segment == "." || segment == "..";
    text += '/';
    text += empty_or_dots ? std::string("-") : percent_encode(segment);
  }
  if (text.empty()) text = "/";
  char separator = '?';
  for (const auto& [name, value] : query) {
    text += separator;
    text += percent_encode(name) + "=" + percent_encode(value);
    separator = '&';
  }
  return Url(std::move(text));
}

Url Url::fragment(std::string_view id) { return Url("#" + percent_encode(id)); }

std::optional<Url> Url::relative(std::string_view text) {
  if (!detail::is_relative(text)) return std::nullopt;
  return Url(std::string(text));
}

std::optional<Url> Url::telephone(std::string_view number) {
  std::string digits;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const char c = number[i];
    if (is_digit(c) || (c == '+' && digits.empty()))
      digits.push_back(c);
    else if (c != ' ')
      return std::nullopt;
  }
  if (digits.size() < 3) return std::nullopt;
  return Url("tel:" + digits);
}

}  // namespace gatepost::web::html
