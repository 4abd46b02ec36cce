#include "gateway/web/writing/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/web/writing/leaves.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;
using forms::Field;
using forms::Section;

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_word(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// "ReleaseDate", and not "Release", which is a word of English too.
bool is_element_name(std::string_view word) {
  return std::ranges::count_if(word, is_upper) > 1 &&
         std::ranges::any_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}
bool is_code(std::string_view word) {
  return word.size() > 1 && std::ranges::none_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

const Field* named(const Section& section, std::string_view element) {
  for (const Field& field : section.fields) {
    if (field.element == element) return &field;
    if (field.section == nullptr) continue;
    if (const Field* below = named(*field.section, element)) return below;
  }
  return nullptr;
}

const forms::CodeName* coded(const Section& section, std::string_view code) {
  for (const Field& field : section.fields) {
    const forms::CodeName* name = field.section != nullptr      ? coded(*field.section, code)
                                  : field.kind.codes != nullptr ? field.kind.codes->by_code(code)
                                                                : nullptr;
    if (name != nullptr) return name;
  }
  return nullptr;
}

// What to do, by kind: before anything is typed, and when it is not what it should be.
struct KindWords {
  std::string_view kind, ask, wrong;
};
constexpr std::array kind_words{
    KindWords{"date", "enter a date, such as 27 3 2026", "this is not a date in the calendar"},
    KindWords{"instant", "enter a date and a time, such as 27 3 2026 and 14:30",
              "this is not a date in the calendar with a time"},
    KindWords{"list", "choose an answer", "this is not one of the answers"},
    KindWords{"coded", "choose one, or say it in your own words", "this is not one of the list"},
    KindWords{"nhs-number", "enter ten digits", "this is not an NHS number: a digit is wrong"},
};

std::string right_of(const Field& field) {
  if (field.is_record()) return "fill in this part";
  const std::string_view kind = field.kind.info->name;
  const auto found = std::ranges::find(kind_words, kind, &KindWords::kind);
  if (found != kind_words.end()) return std::string(found->ask);
  if (kind == "text" || kind == "prose")
    return fmt::format("at most {} characters", field.kind.most);
  return "enter " + field.kind.right();
}

std::string wrong_of(const Field& field) {
  const std::string_view kind = field.kind.info->name;
  const auto found = std::ranges::find(kind_words, kind, &KindWords::kind);
  if (found != kind_words.end()) return std::string(found->wrong);
  if (kind == "text" || kind == "prose")
    return "this is too long, or holds characters that cannot be sent";
  return fmt::format("this is not {}", field.kind.info->what);
}

}  // namespace

std::string in_peoples_words(std::string_view text, const Section& table) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, is_word) - text.begin();
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end));
    text.remove_prefix(word.size());
    const Field* field = is_element_name(word) ? named(table, word) : nullptr;
    const forms::CodeName* code = is_code(word) ? coded(table, word) : nullptr;
    if (field != nullptr)
      out += fmt::format("“{}”", field->label);
    else
      out += code != nullptr ? code->words : word;
    if (text.empty()) break;
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

Problem said_to_people(const Problem& problem, const Field* field, const Section& table) {
  Problem said = problem;
  if (field != nullptr && problem.wrong == "this is missing") {
    said.wrong.clear();
    const bool is_text = !field->is_record() &&
                         (field->kind.info->name == "text" || field->kind.info->name == "prose");
    said.right = is_text ? "this is needed" : right_of(*field);
    return said;
  }
  // The kind's own complaint, which says it in XML's terms and may quote what was typed.
  if (field != nullptr && !field->is_record() && problem.right == field->kind.right()) {
    said.wrong = wrong_of(*field);
    said.right = right_of(*field);
    return said;
  }
  said.wrong = in_peoples_words(problem.wrong, table);
  said.right = in_peoples_words(problem.right, table);
  return said;
}

std::string sentence_of(const Problem& problem) {
  std::string said = problem.wrong.empty()   ? problem.right
                     : problem.right.empty() ? problem.wrong
                                             : problem.wrong + ". What is needed: " + problem.right;
  // A label that asks is a sentence of its own.
  if (!problem.label.ends_with('?')) return fmt::format("{}: {}", problem.label, said);
  if (!said.empty() && said[0] >= 'a' && said[0] <= 'z') said[0] = static_cast<char>(said[0] - 32);
  return fmt::format("{} {}", problem.label, said);
}

}  // namespace gatepost::web::writing
