#include <fmt/format.h>

#include <algorithm>

#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

// Only what looks like a code is shown back: a name in the wrong box must not travel in an error
// message.
bool looks_like_code(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
           std::string_view("_-:.+").find(c) != std::string_view::npos;
  });
}

std::string wrong_value(const Kind& kind, std::string_view text) {
  if (text.empty()) return "this is empty";
  if (kind.info->echo == Echo::code && looks_like_code(text)) {
    return fmt::format("\"{}\" is not {}", text, kind.info->what);
  }
  return fmt::format("this is not {}", kind.info->what);
}

}  // namespace

bool paths_touch(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  if (!other.starts_with(one)) return false;
  return one.size() == other.size() || other[one.size()] == '/' || other[one.size()] == '[';
}

Problem missing(const Field& field, const std::string& path) {
  std::string right = field.is_record() ? "this part of the form" : field.kind.right();
  return {std::string(field.label), path, "this is missing", std::move(right)};
}

bool check_leaf(const Field& field, const Leaf& leaf, const std::string& path, Problems& problems) {
  bool good = true;
  if (!field.kind.good(leaf.text)) {
    problems.push_back(
        {std::string(field.label), path, wrong_value(field.kind, leaf.text), field.kind.right()});
    good = false;
  }
  const Kind label = kinds::text(100);
  if (!leaf.label.empty() && !label.good(leaf.label)) {
    problems.push_back(
        {std::string(field.label), path, "its label is not plain text", label.right()});
    good = false;
  }
  return good;
}

void check_record(const Section& section, const void* record, const std::string& path,
                  Problems& problems) {
  for (const Field& field : section.fields) {
    if (problems.size() >= most_problems) return;
    const std::string field_path = fmt::format("{}/{}", path, field.element);
    const auto path_of = [&](std::size_t i) {
      return field.most > 1 ? fmt::format("{}[{}]", field_path, i + 1) : field_path;
    };
    std::size_t count = 0;
    if (field.is_record()) {
      const auto parts = field.storage->records(field.in(record));
      for (const void* part : parts) check_record(*field.section, part, path_of(count++), problems);
    } else {
      for (const Leaf& leaf : field.storage->leaves(field.in(record))) {
        // A plain member that nobody has set: the same as an element that is not there.
        if (leaf.text.empty() && field.storage->count == Count::one) continue;
        check_leaf(field, leaf, path_of(count++), problems);
      }
    }
    if (count == 0 && field.need == Need::required) problems.push_back(missing(field, field_path));
    if (count > static_cast<std::size_t>(field.most)) {
      problems.push_back({std::string(field.label), field_path, "this stands too many times",
                          fmt::format("at most {}", field.most)});
    }
  }
}

}  // namespace gatepost::formats::forms
