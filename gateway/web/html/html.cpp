#include "gateway/web/html/html.hpp"

#include <algorithm>
#include <stdexcept>

#include "gateway/web/html/escape.hpp"

namespace gatepost::web::html {

namespace {

std::string start_tag(std::string_view name, const Attributes& attributes) {
  std::string out = "<";
  out += name;
  attributes.append_to(out);
  out += '>';
  return out;
}

}  // namespace

Attribute attr(AttributeName name, std::string_view text) {
  return {name.name(), std::string(text), Attribute::Kind::with_value};
}

Attribute attr_if_any(AttributeName name, std::string_view text) {
  return {name.name(), std::string(text),
          text.empty() ? Attribute::Kind::absent : Attribute::Kind::with_value};
}

Attribute flag(AttributeName name, bool set) {
  return {name.name(), {}, set ? Attribute::Kind::name_only : Attribute::Kind::absent};
}

Attribute data(std::string_view name, std::string_view text) {
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  if (name.empty() || !plain) throw std::logic_error("not the name of a data attribute");
  return {"data-" + std::string(name), std::string(text), Attribute::Kind::with_value};
}

Attribute href(const Url& url) {
  return {"href", std::string(url.text()), Attribute::Kind::with_value};
}

Attribute action(const Url& url) {
  return {"action", std::string(url.text()), Attribute::Kind::with_value};
}

Attribute src(const Url& url) {
  return {"src", std::string(url.text()), Attribute::Kind::with_value};
}

Attributes& Attributes::operator+=(const Attributes& more) {
  list_.insert(list_.end(), more.list_.begin(), more.list_.end());
  return *this;
}

Attributes& Attributes::operator+=(Attribute more) {
  list_.push_back(std::move(more));
  return *this;
}

void Attributes::append_to(std::string& out) const {
  for (auto at = list_.begin(); at != list_.end(); ++at) {
    if (at->kind_ == Attribute::Kind::absent) continue;
    const bool came_before = std::any_of(list_.begin(), at, [&](const Attribute& earlier) {
      return earlier.kind_ != Attribute::Kind::absent && earlier.name_ == at->name_;
    });
    if (came_before) continue;
    out += ' ';
    out += at->name_;
    if (at->kind_ == Attribute::Kind::name_only) continue;
    out += "=\"";
    append_attribute_value(out, at->value_);
    out += '"';
  }
}

Html::Html(std::string_view text) { append_text(markup_, text); }

Html Html::of(std::initializer_list<Html> parts) {
  Html all;
  for (const Html& part : parts) all += part;
  return all;
}

Html Html::spaced(std::initializer_list<Html> parts) {
  Html all;
  for (const Html& part : parts) {
    if (part.empty()) continue;
    if (!all.empty()) all.markup_ += ' ';
    all += part;
  }
  return all;
}

Html& Html::operator+=(const Html& more) {
  markup_ += more.markup_;
  return *this;
}

Html el(Tag tag, const Attributes& attributes, std::initializer_list<Html> children) {
  return el(tag, attributes, Html::of(children));
}

Html el(Tag tag, const Attributes& attributes, const Html& content) {
  Html element;
  element.markup_ = start_tag(tag.name(), attributes);
  if (tag.is_void()) {
    if (!content.empty()) throw std::logic_error("a void element has no content");
    return element;
  }
  // A parser drops a line feed right after these tags (WHATWG HTML, section 13.1.2.5).
  const bool drops_line_feed = tag.name() == "textarea" || tag.name() == "pre";
  if (drops_line_feed && content.markup_.starts_with('\n')) element.markup_ += '\n';
  element.markup_ += content.markup_;
  element.markup_ += "</";
  element.markup_ += tag.name();
  element.markup_ += '>';
  return element;
}

Html document(const Attributes& attributes, const Html& content) {
  Html whole;
  whole.markup_ = "<!DOCTYPE html>\n" + el("html", attributes, content).markup_ + "\n";
  return whole;
}

Html script_from(const Url& url, std::string_view type, std::string_view nonce) {
  Html script;
  script.markup_ = start_tag("script", {src(url), attr_if_any("type", type), attr("nonce", nonce)});
  script.markup_ += "</script>";
  return script;
}

Html style_sheet(const Url& url, std::string_view nonce) {
  Html link;
  link.markup_ = start_tag("link", {attr("rel", "stylesheet"), href(url), attr("nonce", nonce)});
  return link;
}

Html icon_link(std::string_view type, const Url& url) {
  Html link;
  link.markup_ = start_tag("link", {attr("rel", "icon"), attr("type", type), href(url)});
  return link;
}

std::string join_classes(std::initializer_list<std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (name.empty()) continue;
    if (!out.empty()) out += ' ';
    out += name;
  }
  return out;
}

}  // namespace gatepost::web::html
