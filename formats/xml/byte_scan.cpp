#include "formats/xml/byte_scan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/xml/document.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::formats::xml {

std::optional<CodePoint> decode_utf8(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const std::uint8_t first = at(0);
  if (first < 0x80) return CodePoint{first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || bytes.size() < length) return std::nullopt;
  char32_t value = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return std::nullopt;
    value = (value << 6U) | (at(i) & 0x3FU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least[length] || value > 0x10FFFF || surrogate) return std::nullopt;
  return CodePoint{value, length};
}

bool is_xml_char(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Result<void> scan() {
    GP_CHECK(characters());
    GP_CHECK(declaration());
    while (true) {
      at_ = text_.find('<', at_);
      if (at_ == std::string_view::npos) return {};
      GP_CHECK(markup());
    }
  }

 private:
  Result<void> characters() const {
    if (text_.starts_with("\xEF\xBB\xBF")) return fail(Errc::not_utf8, "byte-order mark");
    for (std::size_t i = 0; i < text_.size();) {
      // Nearly every byte of a form is plain ASCII; decoding each as UTF-8 was half the cost of
      // parsing.
      if (text_[i] >= ' ' && text_[i] <= '~') {
        ++i;
        continue;
      }
      const auto decoded = decode_utf8(text_.substr(i));
      if (!decoded) return fail(Errc::not_utf8, fmt::format("byte {} is not UTF-8", i));
      // UTF-16 and UTF-32 texts of Latin letters are full of NULs: name the likely cause.
      if (decoded->value == 0) return fail(Errc::not_utf8, fmt::format("NUL at byte {}", i));
      if (!is_xml_char(decoded->value)) {
        return fail(Errc::malformed, fmt::format("control character at byte {}", i));
      }
      i += decoded->length;
    }
    return {};
  }

  // `<?xml version="1.0" encoding="UTF-8"?>`, the encoding optional. XML 1.0 section 2.8.
  Result<void> declaration() {
    if (!text_.starts_with("<?xml") || text_.size() < 6 || !is_xml_space(text_[5])) return {};
    at_ = 5;
    const auto version = pseudo_attribute("version");
    if (!version || *version != "1.0") return bad_declaration("the version is not 1.0");
    if (const auto encoding = pseudo_attribute("encoding")) {
      const auto same = [](char a, char b) { return a == (b >= 'a' && b <= 'z' ? b - 32 : b); };
      if (!std::ranges::equal(std::string_view("UTF-8"), *encoding, same)) {
        return fail(Errc::not_utf8, "the XML declaration names an encoding other than UTF-8");
      }
    }
    skip_space();
    if (!take("?>")) return bad_declaration("more than version and encoding");
    return {};
  }

  static std::unexpected<Error> bad_declaration(std::string_view why) {
    return fail(Errc::malformed, fmt::format("XML declaration: {}", why));
  }

  std::optional<std::string_view> pseudo_attribute(std::string_view name) {
    const std::size_t start = at_;
    skip_space();
    if (at_ == start || !take(name)) return at_ = start, std::nullopt;
    skip_space();
    if (!take("=")) return std::nullopt;
    skip_space();
    if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) return std::nullopt;
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto value = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return value;
  }

  Result<void> markup() {
    const auto rest = text_.substr(at_);
    if (rest.starts_with("<?")) return refuse(Errc::processing_instruction);
    if (rest.starts_with("<!--")) return refuse(Errc::comment);
    if (rest.starts_with("<![CDATA[")) {
      const std::size_t end = text_.find("]]>", at_ + 9);
      if (end == std::string_view::npos) return refuse(Errc::malformed);
      at_ = end + 3;
      return {};
    }
    if (rest.starts_with("<!")) return refuse(Errc::doctype);
    return tag();
  }

  // From `<` to the `>` outside quotes. End tags are held to the same bound.
  Result<void> tag() {
    const auto window = text_.substr(at_, limits::xml_start_tag_bytes + 1);
    char quote = 0;
    for (std::size_t i = 1; i < window.size(); ++i) {
      const char c = window[i];
      if (i >= limits::xml_start_tag_bytes) break;
      if (c == '<') return refuse(Errc::malformed);
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        at_ += i + 1;
        return {};
      }
    }
    const bool cut_off = window.size() <= limits::xml_start_tag_bytes;
    return refuse(cut_off ? Errc::malformed : Errc::start_tag_too_large);
  }

  std::unexpected<Error> refuse(Errc code) const {
    return fail(code, fmt::format("at byte {}", at_));
  }

  void skip_space() {
    while (at_ < text_.size() && is_xml_space(text_[at_])) ++at_;
  }
  bool take(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<void> scan_bytes(ByteView bytes) {
  if (bytes.size() > limits::xml_document_bytes) {
    return fail(Errc::too_large, fmt::format("{} bytes, at most {} are allowed", bytes.size(),
                                             limits::xml_document_bytes));
  }
  return Scanner(as_text(bytes)).scan();
}

}  // namespace gatepost::formats::xml
