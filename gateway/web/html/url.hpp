// Url: where a link, a form or an image may lead. Either within this console (relative), or to an
// https host of a short list of ours, or a telephone number. There is no way to make a
// `javascript:`, `data:`, `mailto:` or protocol-relative one. Value type; any thread.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gatepost::web::html {

namespace detail {

// "/path", "?query" or "#fragment". Not "//host" and not "/\host", which browsers read as the same;
// no white space, controls, quotes or backslashes.
constexpr bool is_relative(std::string_view url) {
  if (url.empty() || (url[0] != '/' && url[0] != '?' && url[0] != '#')) return false;
  if (url.size() > 1 && url[0] == '/' && url[1] == '/') return false;
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
        std::string_view("\"'<>\\^`{|}").contains(c))
      return false;
  return true;
}

// Whom we link to. Text that people type can never become such a link.
constexpr bool is_listed(std::string_view url) {
  for (const std::string_view origin :
       {"https://www.gov.uk/", "https://www.nationalarchives.gov.uk/",
        "https://design-system.service.gov.uk/", "https://www.equalityadvisoryservice.com/",
        "https://mcmw.abilitynet.org.uk/"}) {
    if (!url.starts_with(origin)) continue;
    return is_relative(url.substr(origin.size() - 1));
  }
  return false;
}

}  // namespace detail

class Url {
 public:
  using Query = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // A literal, judged by the compiler.
  // NOLINTNEXTLINE: implicit on purpose, so that call sites read as plain text
  template <std::size_t N>
  consteval Url(const char (&literal)[N]) : literal_(literal, N - 1) {
    if (!detail::is_relative(literal_) && !detail::is_listed(literal_))
      throw "a Url is relative (/, ?, #) or leads to a host of the list in url.hpp";
  }

  // Segments and query percent-encoded: `Url::path({"messages", id}, {{"tab", "replies"}})`.
  static Url path(std::initializer_list<std::string_view> segments, Query query = {});
  static Url fragment(std::string_view id);
  // What came from outside, when it is relative; nothing otherwise.
  static std::optional<Url> relative(std::string_view text);
  // "tel:": digits, spaces, and one leading plus; nothing when there is anything else.
  static std::optional<Url> telephone(std::string_view number);

  std::string_view text() const { return made_ ? std::string_view(*made_) : literal_; }
  bool operator==(const Url& other) const { return text() == other.text(); }

 private:
  friend class FragmentForTests;
  explicit Url(std::string text) : made_(std::move(text)) {}
  std::string_view literal_;
  std::optional<std::string> made_;  // at run time; a string itself could not be a constant
};

// Percent-encodes everything but RFC 3986's unreserved characters.
std::string percent_encode(std::string_view text);

}  // namespace gatepost::web::html
