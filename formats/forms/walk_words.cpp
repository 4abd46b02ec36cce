// What forms say, in words: one value, and one tick of an Alert Form.
#include <fmt/format.h>

#include <array>

#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

std::string date_in_words(std::string_view iso) {
  constexpr std::array<std::string_view, 12> months{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const auto date = parse_date(iso);
  if (!date) return std::string(iso);
  return fmt::format("{} {} {}", unsigned{date->day()}, months[unsigned{date->month()} - 1],
                     int{date->year()});
}

// "New release date" within a sentence; "GP" stays.
std::string within_sentence(std::string_view label) {
  std::string words(label);
  const bool plain = words.size() > 1 && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a';
  if (plain) words[0] = static_cast<char>(words[0] + 32);
  return words;
}

// Text that needs no label within a tick.
bool is_sentence(const Field& field) {
  constexpr int long_text = 150;
  return (field.kind.info->name == "text" || field.kind.info->name == "prose") &&
         field.kind.most > long_text;
}

}  // namespace

std::string value_in_words(const Field& field, const Leaf& leaf, const InstantWords& at) {
  if (field.kind.codes) {
    const CodeName* name = field.kind.codes->by_code(leaf.text);
    return std::string(name ? name->words : leaf.text);
  }
  if (field.kind.info->name == "date") return date_in_words(leaf.text);
  if (field.kind.info->name == "instant" && leaf.text.size() >= 16) {
    if (const auto instant = at ? from_rfc3339(leaf.text) : std::nullopt) return at(*instant);
    return fmt::format("{}, {} UTC", date_in_words(leaf.text.substr(0, 10)),
                       leaf.text.substr(11, 5));
  }
  if (!leaf.label.empty()) return fmt::format("{} ({})", leaf.label, leaf.text);
  return leaf.text;
}

std::string tick_in_words(const Section& section, const void* record, const InstantWords& at) {
  std::string words;
  for (const Field& field : section.fields) {
    for (const Leaf& leaf : field.storage->leaves(field.in(record))) {
      if (leaf.text.empty()) continue;
      const std::string value = value_in_words(field, leaf, at);
      if (&field == &section.fields.front()) {
        words = value + ":";
      } else if (is_sentence(field)) {
        words += (words.ends_with(':') ? " " : ". ") + value;
      } else {
        words += fmt::format("{} {} {}", words.ends_with(':') ? "" : ";",
                             within_sentence(field.label), value);
      }
    }
  }
  if (words.ends_with(':')) words.pop_back();
  return words;
}

}  // namespace gatepost::formats::forms
