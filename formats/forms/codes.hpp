// Closed code lists: an enum, the upper-case codes that stand in XML, and the words people read.
// `codes_of(Of<E>)` is declared beside the enum and found by overload, so that one codec serves
// every enum. Immutable after first use; thread-safe.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace gatepost::formats::forms {

struct CodeName {
  template <class E>
    requires std::is_enum_v<E>
  CodeName(E enumerator, std::string_view code_text, std::string_view words_text)
      : value(static_cast<int>(enumerator)), code(code_text), words(words_text) {}

  int value;
  std::string_view code;
  std::string_view words;
};

struct Codes {
  std::string_view name;  // the XSD type's name
  std::vector<CodeName> names;

  const CodeName* by_value(int value) const {
    for (const CodeName& each : names) {
      if (each.value == value) return &each;
    }
    return nullptr;
  }
  const CodeName* by_code(std::string_view code) const {
    for (const CodeName& each : names) {
      if (each.code == code) return &each;
    }
    return nullptr;
  }
};

// Names a type in an overload set without making a value of it.
template <class T>
struct Of {};

template <class E>
concept CodedEnum = std::is_enum_v<E> && requires {
  { codes_of(Of<E>{}) } -> std::same_as<const Codes&>;
};

// "DONT_KNOW", or "" for a value outside the list (a bug elsewhere, which checking reports).
template <CodedEnum E>
std::string_view code_of(E value) {
  const CodeName* name = codes_of(Of<E>{}).by_value(static_cast<int>(value));
  return name ? name->code : std::string_view{};
}
// "Don't know".
template <CodedEnum E>
std::string_view words_of(E value) {
  const CodeName* name = codes_of(Of<E>{}).by_value(static_cast<int>(value));
  return name ? name->words : std::string_view{};
}

}  // namespace gatepost::formats::forms
