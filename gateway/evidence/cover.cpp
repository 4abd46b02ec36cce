#include "gateway/evidence/cover.hpp"

#include <fmt/format.h>

#include "gateway/evidence/head.hpp"

namespace gatepost::evidence {

namespace {

struct Line {
  std::string label, value;
};
struct Section {
  std::string title;
  std::vector<Line> lines;
};

constexpr std::string_view title = "Evidence about one message";
constexpr std::string_view how_to_check =
    "This page proves nothing; the files beside it do. To check them, and that this page says what "
    "they say, without any network: gatepost evidence verify FILE --trust CA --log-key KEY. Take "
    "the authority's certificate and the log's key from whoever you trust, not from this file. The "
    "form holds personal data: keep and destroy this file as you would the form.";

std::optional<Head> head_in(const Bytes& xml) {
  const auto document = formats::xml::Document::parse(xml);
  if (!document) return std::nullopt;
  return head_of(*document);
}

// "ACCEPTED" is "accepted".
std::string quietly(std::string_view code) {
  std::string made;
  for (const char c : code)
    made += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? ' ' : c;
  return made;
}

Section about_the_form(const Package& package) {
  Section section{"The form", {}};
  const auto head = head_in(package.form);
  section.lines = {{"Message", package.message},
                   {"Kind", head ? head->root : "(unreadable)"},
                   {"Signed by", head ? head->from : "(unreadable)"},
                   {"Written", head ? head->created_at : "(unreadable)"},
                   {"Digest (SHA-256)", package.digest.hex()}};
  return section;
}

Section about_receipts(const Package& package) {
  Section section{"What the gateway confirmed (signed receipts)", {}};
  for (const SignedForm& receipt : package.receipts) {
    const auto head = head_in(receipt.xml);
    if (!head || !head->reached_at) {
      section.lines.push_back({receipt.name, "(unreadable)"});
      continue;
    }
    std::string value = fmt::format("{}, {}", to_rfc3339(*head->reached_at), quietly(head->how));
    if (!head->person.empty()) value += ", by " + head->person;
    section.lines.push_back({quietly(head->rung), value});
  }
  return section;
}

Section about_replies(const Package& package) {
  Section section{"What was answered (signed forms)", {}};
  for (const SignedForm& reply : package.replies) {
    const auto head = head_in(reply.xml);
    section.lines.push_back({reply.name, head ? fmt::format("{} by {}, written {}", head->root,
                                                            head->from, head->created_at)
                                              : "(unreadable)"});
  }
  return section;
}

Section about_the_log(const Package& package) {
  Section section{"What stands in the log", {}};
  for (const LoggedEntry& entry : package.entries) {
    const auto parsed = audit::parse_canonical(entry.bytes);
    const std::string label = fmt::format("Entry {}", entry.proof.index);
    if (!parsed) {
      section.lines.push_back({label, "(unreadable)"});
      continue;
    }
    const audit::Entry& said = parsed->first;
    std::string value = fmt::format("{} {} by {}", to_rfc3339(said.at), said.event, said.actor);
    for (const std::string* part : {&said.rung, &said.recipient, &said.reason})
      if (!part->empty()) value += ", " + *part;
    section.lines.push_back({label, value});
  }
  return section;
}

Section about_this_file(const Package& package) {
  return {"This file",
          {{"Accepted by the gateway", package.gateway},
           {"Made at (not proven)", to_rfc3339(package.made_at)}}};
}

std::vector<Section> sections_of(const Package& package) {
  return {about_the_form(package), about_receipts(package), about_replies(package),
          about_the_log(package), about_this_file(package)};
}

std::string wrapped(std::string_view text, std::size_t columns) {
  std::string made;
  std::size_t column = 0;
  while (!text.empty()) {
    const auto space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    if (column > 0 && column + 1 + word.size() > columns) {
      made += "\n";
      column = 0;
    }
    if (column > 0) made += " ";
    made += word;
    column += word.size() + (column > 0 ? 1 : 0);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return made + "\n";
}

// One line stays one line, whatever a document says.
std::string plain(std::string_view text) {
  std::string made;
  for (const char c : text) made += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return made;
}

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : plain(text)) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      case '\'':
        made += "&#39;";
        break;
      default:
        made += c;
    }
  }
  return made;
}

}  // namespace

std::string cover_text(const Package& package) {
  std::string text =
      fmt::format("{}\n{}\n\n{}", title, std::string(title.size(), '='), wrapped(how_to_check, 80));
  for (const Section& section : sections_of(package)) {
    text += fmt::format("\n{}\n{}\n", section.title, std::string(section.title.size(), '-'));
    if (section.lines.empty()) text += "nothing\n";
    for (const Line& line : section.lines)
      text += fmt::format("{}: {}\n", plain(line.label), plain(line.value));
  }
  return text;
}

std::string cover_html(const Package& package) {
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>{0}</title>\n<style>body{{font-family:sans-serif;margin:2em;max-"
      "width:60em}}th{{text-align:left;vertical-align:top;padding-right:1em}}td{{overflow-wrap:"
      "anywhere}}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p>{1}</p>\n",
      title, escaped(how_to_check));
  for (const Section& section : sections_of(package)) {
    page += fmt::format("<h2>{}</h2>\n", escaped(section.title));
    if (section.lines.empty()) {
      page += "<p>nothing</p>\n";
      continue;
    }
    page += "<table>\n";
    for (const Line& line : section.lines)
      page += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escaped(line.label),
                          escaped(line.value));
    page += "</table>\n";
  }
  return page + "</body>\n</html>\n";
}

}  // namespace gatepost::evidence
