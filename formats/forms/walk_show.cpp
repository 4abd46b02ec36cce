// Forms as plain text for a person: two columns in 80.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

constexpr std::size_t columns = 80;
constexpr std::size_t label_columns = 34;

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

// The bytes of the longest start of `text` that is at most `width` characters wide and, where it
// can, ends at a space.
std::size_t line_end(std::string_view text, std::size_t width) {
  std::size_t end = 0;
  std::size_t last_space = std::string_view::npos;
  for (std::size_t used = 0; end < text.size() && text[end] != '\n'; ++end) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xc0U) != 0x80U;
    if (text[end] == ' ') last_space = end;
    if (starts && used++ == width) return last_space == std::string_view::npos ? end : last_space;
  }
  return end;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  do {
    const std::size_t end = line_end(text, width);
    lines.emplace_back(text.substr(0, end));
    const bool at_break = end < text.size() && (text[end] == ' ' || text[end] == '\n');
    text.remove_prefix(end + (at_break ? 1 : 0));
  } while (!text.empty());
  return lines;
}

void show_line(std::string& out, std::size_t indent, std::string_view label,
               std::string_view value) {
  const std::size_t value_columns = columns - label_columns;
  const std::vector<std::string> labels = wrapped(label, label_columns - indent - 2);
  const std::vector<std::string> values = wrapped(value, value_columns);
  for (std::size_t i = 0; i < std::max(labels.size(), values.size()); ++i) {
    std::string line(indent, ' ');
    if (i < labels.size()) line += labels[i];
    if (i < values.size() && !values[i].empty()) {
      line.append(label_columns - (indent + (i < labels.size() ? width_of(labels[i]) : 0)), ' ');
      line += values[i];
    }
    out += line + '\n';
  }
}

// "  [x] 1 Change of release / court date: new release date 23 March 2026; ...", wrapped under its
// words.
void show_tick(std::string& out, const Section& section, const void* record) {
  const std::string words = tick_in_words(section, record);
  constexpr std::string_view tick = "  [x] ";
  std::string_view before = tick;
  for (const std::string& line : wrapped(words, columns - tick.size())) {
    out += fmt::format("{}{}\n", before, line);
    before = "      ";
  }
}

void show_fields(std::string& out, const Section& section, const void* record, std::size_t indent);

void show_heading(std::string& out, std::string_view heading) {
  out += fmt::format("\n{}\n{}\n", heading, std::string(width_of(heading), '-'));
}

void show_ticks(std::string& out, const Field& field, const std::vector<const void*>& parts) {
  if (parts.empty()) return;
  show_heading(out, field.section->heading);
  for (const void* part : parts) show_tick(out, *field.section, part);
}

void show_part(std::string& out, const Field& field, const void* part, std::size_t indent) {
  if (indent == 0) {
    show_heading(out, field.section->heading);
    show_fields(out, *field.section, part, 2);
  } else {
    out += fmt::format("{}{}:\n", std::string(indent, ' '), field.label);
    show_fields(out, *field.section, part, indent + 2);
  }
}

void show_fields(std::string& out, const Section& section, const void* record, std::size_t indent) {
  bool after_part = false;
  for (const Field& field : section.fields) {
    if (field.is_record()) {
      const auto parts = field.storage->records(field.in(record));
      if (field.section->layout == Section::Layout::tick) {
        show_ticks(out, field, parts);
      } else {
        for (const void* part : parts) show_part(out, field, part, indent);
      }
      after_part = after_part || (indent == 0 && !parts.empty());
      continue;
    }
    // The values of a list share one label: "May be shared with".
    std::string_view label = field.label;
    for (const Leaf& leaf : field.storage->leaves(field.in(record))) {
      if (leaf.text.empty()) continue;
      if (std::exchange(after_part, false)) out += '\n';  // a form's own values are not the part's
      show_line(out, std::max<std::size_t>(indent, 2), label, value_in_words(field, leaf));
      label = {};
    }
  }
}

}  // namespace

std::string show_record(const Section& section, const void* record) {
  std::string heading(section.heading);
  std::ranges::transform(heading, heading.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  std::string out = heading + "\n";
  show_fields(out, section, record, 0);
  return out;
}

}  // namespace gatepost::formats::forms
