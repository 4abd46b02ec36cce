#include "formats/forms/shown.hpp"

#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

void show(const Section& section, const void* record, const InstantWords& at,
          std::vector<ShownPart>& parts, int depth);

void show_ticks(const Section& section, const std::vector<const void*>& records,
                const InstantWords& at, std::vector<ShownPart>& parts) {
  if (records.empty()) return;
  ShownPart part;
  part.heading = section.heading;
  for (const void* record : records) part.ticks.push_back(tick_in_words(section, record, at));
  parts.push_back(std::move(part));
}

void show_parts(const Field& field, const void* record, const InstantWords& at,
                std::vector<ShownPart>& parts, int depth) {
  const auto records = field.storage->records(field.in(record));
  if (field.section->layout == Section::Layout::tick)
    return show_ticks(*field.section, records, at, parts);
  for (const void* each : records) {
    ShownPart part;
    part.heading = depth == 0 ? field.section->heading : field.label;
    part.depth = depth;
    parts.push_back(std::move(part));
    show(*field.section, each, at, parts, depth + 1);
  }
}

// Lines go to the part that is open; after a part within, to one without a heading.
void show(const Section& section, const void* record, const InstantWords& at,
          std::vector<ShownPart>& parts, int depth) {
  bool interrupted = parts.empty();
  for (const Field& field : section.fields) {
    if (field.is_record()) {
      const std::size_t before = parts.size();
      show_parts(field, record, at, parts, depth);
      interrupted = interrupted || parts.size() != before;
      continue;
    }
    ShownLine line{std::string(field.label), {}};
    for (const Leaf& leaf : field.storage->leaves(field.in(record)))
      if (!leaf.text.empty()) line.values.push_back(value_in_words(field, leaf, at));
    if (line.values.empty()) continue;
    if (interrupted) {
      ShownPart more;
      more.depth = depth > 0 ? depth - 1 : 0;
      parts.push_back(std::move(more));
      interrupted = false;
    }
    parts.back().lines.push_back(std::move(line));
  }
}

}  // namespace

std::vector<ShownPart> shown_record(const Section& section, const void* record,
                                    const InstantWords& at) {
  std::vector<ShownPart> parts;
  show(section, record, at, parts, 0);
  return parts;
}

}  // namespace gatepost::formats::forms
