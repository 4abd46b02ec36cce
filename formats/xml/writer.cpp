#include <stdexcept>

#include "formats/xml/byte_scan.hpp"
#include "formats/xml/document.hpp"

namespace gatepost::formats::xml {
namespace {

enum class Place { text, attribute };

// C14N 1.0 section 2.3, "Text Nodes" and "Attribute Nodes".
std::string_view escape_of(char c, Place place) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '\r':
      return "&#xD;";
    case '>':
      return place == Place::text ? "&gt;" : std::string_view();
    case '"':
      return place == Place::attribute ? "&quot;" : std::string_view();
    case '\t':
      return place == Place::attribute ? "&#x9;" : std::string_view();
    case '\n':
      return place == Place::attribute ? "&#xA;" : std::string_view();
    default:
      return {};
  }
}

// What XML cannot carry (control characters, bytes that are not UTF-8) becomes U+FFFD, so that a
// document of ours is always well-formed and a reader sees that something stood there.
void append_escaped(std::string& out, std::string_view text, Place place) {
  while (!text.empty()) {
    const auto decoded = decode_utf8(text);
    if (!decoded || !is_xml_char(decoded->value)) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(decoded ? decoded->length : 1);
      continue;
    }
    const auto escape = escape_of(text[0], place);
    if (escape.empty()) {
      out += text.substr(0, decoded->length);
    } else {
      out += escape;
    }
    text.remove_prefix(decoded->length);
  }
}

}  // namespace

Writer::Writer(std::string_view namespace_uri) : namespace_uri_(namespace_uri) {}

Writer& Writer::open(std::string_view name,
                     std::vector<std::pair<std::string, std::string>> attributes) {
  start_tag(name, attributes);
  open_.emplace_back(name);
  just_opened_ = true;
  return *this;
}

Writer& Writer::close() {
  if (open_.empty()) throw std::logic_error("Writer::close without an open element");
  const std::string name = std::move(open_.back());
  open_.pop_back();
  if (!just_opened_) indent();
  out_ += "</" + name + ">";
  just_opened_ = false;
  return *this;
}

Writer& Writer::leaf(std::string_view name, std::string_view text,
                     std::vector<std::pair<std::string, std::string>> attributes) {
  start_tag(name, attributes);
  append_escaped(out_, text, Place::text);
  out_.append("</").append(name).append(">");
  just_opened_ = false;
  return *this;
}

// XML 1.0 section 2.5: "--" must not stand in a comment, nor "-" at its end.
Writer& Writer::comment(std::string_view text) {
  indent();
  out_ += "<!--";
  for (const char c : text) {
    if (c == '-' && out_.back() == '-') out_ += ' ';
    out_ += c;
  }
  if (out_.back() == '-') out_ += ' ';
  out_ += "-->";
  just_opened_ = false;
  return *this;
}

std::string Writer::finish() && {
  if (!open_.empty()) throw std::logic_error("Writer::finish with an open element");
  out_ += '\n';
  return std::move(out_);
}

void Writer::indent() {
  if (!out_.empty()) out_ += '\n';
  out_.append(2 * open_.size(), ' ');
}

void Writer::start_tag(std::string_view name,
                       const std::vector<std::pair<std::string, std::string>>& attributes) {
  indent();
  out_.append("<").append(name);
  if (open_.empty() && !namespace_uri_.empty()) {
    out_ += " xmlns=\"";
    append_escaped(out_, namespace_uri_, Place::attribute);
    out_ += '"';
  }
  for (const auto& [key, value] : attributes) {
    out_.append(" ").append(key).append("=\"");
    append_escaped(out_, value, Place::attribute);
    out_ += '"';
  }
  out_ += '>';
}

}  // namespace gatepost::formats::xml
