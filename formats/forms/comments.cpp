#include "formats/forms/comments.hpp"

#include <algorithm>

namespace gatepost::formats::forms {

namespace {

// The end of a tag that starts at `from`; '>' inside a quoted attribute value does not end it.
std::size_t tag_end(std::string_view xml, std::size_t from) {
  char quote = '\0';
  for (std::size_t i = from; i < xml.size(); ++i) {
    const char c = xml[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
  return xml.size();
}

std::size_t after(std::string_view xml, std::string_view what, std::size_t from) {
  const auto found = xml.find(what, from);
  return found == std::string_view::npos ? xml.size() : found + what.size();
}

bool only_white_since_line_start(const std::string& out) {
  const auto line = out.find_last_of('\n');
  const std::size_t start = line == std::string::npos ? 0 : line + 1;
  return std::all_of(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
                     [](char c) { return c == ' ' || c == '\t'; });
}

// After a comment that had its line to itself: the rest of the line, its end included, or nothing
// when something else follows on it.
std::size_t rest_of_blank_line(std::string_view xml, std::size_t from) {
  const auto next = xml.find_first_not_of(" \t\r", from);
  if (next == std::string_view::npos) return xml.size();
  return xml[next] == '\n' ? next + 1 : from;
}

}  // namespace

std::string strip_comments(std::string_view xml) {
  std::string out;
  out.reserve(xml.size());
  std::size_t at = 0;
  while (at < xml.size()) {
    const std::size_t open = std::min(xml.find('<', at), xml.size());
    out += xml.substr(at, open - at);
    at = open;
    if (at == xml.size()) break;
    const std::string_view rest = xml.substr(at);
    if (rest.starts_with("<!--")) {
      const auto end = xml.find("-->", at + 4);
      if (end == std::string_view::npos) return out += rest;
      at = end + 3;
      const std::size_t next_line = rest_of_blank_line(xml, at);
      if (next_line != at && only_white_since_line_start(out)) {
        out.erase(out.find_last_of('\n') == std::string::npos ? 0 : out.find_last_of('\n') + 1);
        at = next_line;
      }
      continue;
    }
    const std::size_t end = rest.starts_with("<![CDATA[") ? after(xml, "]]>", at)
                            : rest.starts_with("<?")      ? after(xml, "?>", at)
                                                          : tag_end(xml, at + 1);
    out += xml.substr(at, end - at);
    at = end;
  }
  return out;
}

}  // namespace gatepost::formats::forms
