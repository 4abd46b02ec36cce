// A small typed HTML builder. `Html` is a finished, safe fragment; text becomes Html by being
// escaped, and elements are made of checked names, so whatever is put together is well formed and
// holds nothing that a person typed as markup. There is no way in for raw HTML, inline script,
// inline style or event handlers. Values; any thread.
//
//   el("p", {css("govuk-body")}, {"Ring ", el("strong", {}, {team.name})})
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/web/html/url.hpp"

namespace gatepost::web::html {

class Html;

namespace detail {

// Elements with content, and void ones (WHATWG HTML, section 13.1.2). Those that run or embed
// something (script, iframe, object, style) are not there; the page's own scripts and style sheets
// are `script_from` and `style_sheet`.
inline constexpr std::string_view elements[] = {
    "a",       "abbr",    "address", "article", "aside",    "b",          "body",     "br",
    "button",  "caption", "circle",  "code",    "col",      "colgroup",   "dd",       "details",
    "div",     "dl",      "dt",      "em",      "fieldset", "figcaption", "figure",   "footer",
    "form",    "g",       "h1",      "h2",      "h3",       "h4",         "h5",       "h6",
    "head",    "header",  "hr",      "html",    "img",      "input",      "label",    "legend",
    "li",      "main",    "meta",    "nav",     "ol",       "optgroup",   "option",   "p",
    "path",    "pre",     "section", "select",  "small",    "span",       "strong",   "sub",
    "summary", "sup",     "svg",     "table",   "tbody",    "td",         "textarea", "tfoot",
    "th",      "thead",   "time",    "title",   "tr",       "ul"};
inline constexpr std::string_view void_elements[] = {"br", "col", "hr", "img", "input", "meta"};

constexpr bool is_element(std::string_view name) {
  for (const std::string_view known : elements)
    if (known == name) return true;
  return false;
}
constexpr bool is_void(std::string_view name) {
  for (const std::string_view known : void_elements)
    if (known == name) return true;
  return false;
}

// Those whose value a browser follows: only with a Url.
inline constexpr std::string_view url_attributes[] = {
    "href", "src",  "action",   "formaction", "poster",   "srcset", "data",
    "cite", "ping", "manifest", "background", "longdesc", "srcdoc", "xlink:href"};

// A name that can carry neither script nor style nor an address.
constexpr bool is_plain_attribute(std::string_view name) {
  if (name.empty() || name.starts_with("on") || name == "style") return false;
  for (const std::string_view url : url_attributes)
    if (name == url) return false;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '-' && c != '.' && c != ':') return false;
  }
  return name[0] >= 'a' && name[0] <= 'z';
}

}  // namespace detail

// The name of an element, judged by the compiler.
class Tag {
 public:
  // NOLINTNEXTLINE: implicit on purpose, so that call sites read as plain text
  template <std::size_t N>
  consteval Tag(const char (&name)[N]) : name_(name, N - 1) {
    if (!detail::is_element(name_)) throw "no element of html.hpp's list";
  }
  // h1 to h6; another level is taken as the nearest of them.
  static constexpr Tag heading(int level) {
    constexpr std::string_view names[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    return Tag(names[level < 1 ? 0 : level > 6 ? 5 : level - 1]);
  }
  constexpr std::string_view name() const { return name_; }
  constexpr bool is_void() const { return detail::is_void(name_); }

 private:
  constexpr explicit Tag(std::string_view name) : name_(name) {}
  std::string_view name_;
};

// The name of an attribute whose value is text, judged by the compiler.
class AttributeName {
 public:
  // NOLINTNEXTLINE: implicit on purpose, so that call sites read as plain text
  template <std::size_t N>
  consteval AttributeName(const char (&name)[N]) : name_(name, N - 1) {
    if (!detail::is_plain_attribute(name_))
      throw "an attribute that takes a Url, an event handler or a style cannot hold text";
  }
  constexpr std::string_view name() const { return name_; }

 private:
  std::string_view name_;
};

class Attribute {
 public:
  std::string_view name() const { return name_; }
  bool operator==(const Attribute&) const = default;

 private:
  friend class Attributes;
  friend class FragmentForTests;
  friend Attribute attr(AttributeName, std::string_view);
  friend Attribute attr(AttributeName, std::integral auto);
  friend Attribute attr_if_any(AttributeName, std::string_view);
  friend Attribute flag(AttributeName, bool);
  friend Attribute data(std::string_view, std::string_view);
  friend Attribute href(const Url&);
  friend Attribute action(const Url&);
  friend Attribute src(const Url&);
  enum class Kind : std::uint8_t { absent, name_only, with_value };
  Attribute(std::string_view name, std::string value, Kind kind)
      : name_(name), value_(std::move(value)), kind_(kind) {}
  std::string name_, value_;
  Kind kind_;
};

// name="text"
Attribute attr(AttributeName name, std::string_view text);
Attribute attr(AttributeName name, std::integral auto number) {
  return {name.name(), std::to_string(number), Attribute::Kind::with_value};
}
// name="text", or nothing at all when the text is empty.
Attribute attr_if_any(AttributeName name, std::string_view text);
// A boolean attribute: there or not.
Attribute flag(AttributeName name, bool set = true);
// data-NAME="text", with a name known only at run time; throws std::logic_error unless it is made
// of lower-case letters, digits, dots and hyphens.
Attribute data(std::string_view name, std::string_view text);
// class="..."
inline Attribute css(std::string_view names) { return attr("class", names); }
inline Attribute id(std::string_view value) { return attr_if_any("id", value); }
Attribute href(const Url& url);
Attribute action(const Url& url);
Attribute src(const Url& url);

// In order; of two with one name the first counts, as in a browser's parser.
class Attributes {
 public:
  Attributes() = default;
  Attributes(std::initializer_list<Attribute> list) : list_(list) {}
  Attributes& operator+=(const Attributes& more);
  Attributes& operator+=(Attribute more);
  friend Attributes operator+(Attributes left, const Attributes& right) { return left += right; }
  bool empty() const { return list_.empty(); }
  void append_to(std::string& out) const;

 private:
  std::vector<Attribute> list_;
};

class Html {
 public:
  Html() = default;
  // Text, escaped.
  // NOLINTBEGIN: implicit on purpose, so that text stands where content is meant
  Html(std::string_view text);
  Html(const std::string& text) : Html(std::string_view(text)) {}
  Html(const char* text) : Html(std::string_view(text)) {}
  // NOLINTEND
  // One after the other.
  static Html of(std::initializer_list<Html> parts);
  // With a space between those that are not empty: where a line of text would break apart.
  static Html spaced(std::initializer_list<Html> parts);

  Html& operator+=(const Html& more);
  friend Html operator+(Html left, const Html& right) { return left += right; }
  bool empty() const { return markup_.empty(); }
  // False for text alone: components give that a paragraph of its own.
  bool holds_elements() const { return markup_.contains('<'); }
  // What goes over the wire.
  const std::string& markup() const { return markup_; }

 private:
  friend class FragmentForTests;  // defined in tests only; tests/layering/walls.txt says so
  friend Html el(Tag, const Attributes&, std::initializer_list<Html>);
  friend Html el(Tag, const Attributes&, const Html&);
  friend Html document(const Attributes&, const Html&);
  friend Html script_from(const Url&, std::string_view, std::string_view);
  friend Html style_sheet(const Url&, std::string_view);
  friend Html icon_link(std::string_view, const Url&);
  std::string markup_;
};

// An element. A void element has no children; giving it some throws std::logic_error.
Html el(Tag tag, const Attributes& attributes = {}, std::initializer_list<Html> children = {});
Html el(Tag tag, const Attributes& attributes, const Html& content);

// Only the page template uses these: the doctype and <html>, and the page's own scripts, style
// sheets and icons, which the content security policy admits by the response's nonce.
Html document(const Attributes& attributes, const Html& content);
Html script_from(const Url& url, std::string_view type, std::string_view nonce);
Html style_sheet(const Url& url, std::string_view nonce);
Html icon_link(std::string_view type, const Url& url);

// "a b c" of those that are not empty.
std::string join_classes(std::initializer_list<std::string_view> names);

}  // namespace gatepost::web::html
