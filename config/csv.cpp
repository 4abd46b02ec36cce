#include "config/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gatepost::config {

namespace {

class CsvParser {
 public:
  CsvParser(std::string_view text, std::string_view file_name)
      : text_(text), file_name_(file_name) {}

  std::vector<std::string> take_notes() {
    std::vector<std::string> notes;
    skip_byte_order_mark();
    while (at_ < text_.size() && text_[at_] == '#') {
      const auto end = std::min(text_.find('\n', at_), text_.size());
      std::string_view note = text_.substr(at_ + 1, end - at_ - 1);
      while (note.starts_with(' ')) note.remove_prefix(1);
      while (!note.empty() && std::string_view(" ,\r").contains(note.back())) note.remove_suffix(1);
      notes.emplace_back(note);
      at_ = std::min(end + 1, text_.size());
      ++line_;
    }
    return notes;
  }

  Checked<std::vector<CsvRow>> parse(const CsvLimits& limits) {
    if (text_.size() > limits.bytes)
      return problem(1, fmt::format("it is longer than {} bytes", limits.bytes), "a smaller file");
    skip_byte_order_mark();
    if (const auto nul = text_.find('\0'); nul != std::string_view::npos)
      return problem(1, "it holds a NUL byte", "CSV text in UTF-8, not a spreadsheet file");
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      auto row = parse_row();
      if (!row) return std::unexpected(std::move(row).error());
      if (std::ranges::all_of(row->fields, &std::string::empty)) continue;
      if (rows.size() == limits.rows)
        return problem(row->line, fmt::format("there are more than {} rows", limits.rows),
                       "a smaller file");
      rows.push_back(std::move(*row));
    }
    return rows;
  }

 private:
  void skip_byte_order_mark() {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  Checked<CsvRow> parse_row() {
    CsvRow row{line_, {}};
    for (;;) {
      auto field = at_ < text_.size() && text_[at_] == '"' ? parse_quoted() : parse_plain();
      if (!field) return std::unexpected(std::move(field).error());
      row.fields.push_back(std::move(*field));
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (end_line()) return row;
      return problem(
          line_, "there is text after a closing quote",
          "a comma or the end of the line after it; a quote inside a quoted field is doubled");
    }
  }

  Checked<std::string> parse_plain() {
    const auto end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    const auto field = text_.substr(at_, end - at_);
    at_ = end;
    if (field.find('"') == std::string_view::npos) return std::string(field);
    return problem(line_, "there is a quote inside a field that does not begin with one",
                   "the whole field in quotes, with the inner quotes doubled");
  }

  Checked<std::string> parse_quoted() {
    const int begun = line_;
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
          ++at_;
          return field;
        }
        ++at_;  // a doubled quote stands for one
      }
      if (c == '\n') ++line_;
      field.push_back(c);
    }
    return problem(begun, "a quoted field is never closed", "a closing quote");
  }

  // True at the end of a line or of the file.
  bool end_line() {
    if (at_ == text_.size()) return true;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    if (text_[at_] != '\n') return false;
    ++at_;
    ++line_;
    return true;
  }

  std::unexpected<Problems> problem(int line, std::string wrong, std::string right) const {
    return std::unexpected(Problems{
        {"CSV", fmt::format("{}:{}", file_name_, line), std::move(wrong), std::move(right)}});
  }

  std::string_view text_;
  std::string_view file_name_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

Checked<std::vector<CsvRow>> parse_csv(std::string_view text, std::string_view file_name,
                                       const CsvLimits& limits) {
  return CsvParser(text, file_name).parse(limits);
}

Checked<CsvDocument> parse_csv_with_notes(std::string_view text, std::string_view file_name,
                                          const CsvLimits& limits) {
  CsvParser parser(text, file_name);
  CsvDocument document;
  document.notes = parser.take_notes();
  auto rows = parser.parse(limits);
  if (!rows) return std::unexpected(std::move(rows).error());
  document.rows = std::move(*rows);
  return document;
}

}  // namespace gatepost::config
