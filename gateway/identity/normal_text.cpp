#include "gateway/identity/normal_text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace gatepost::identity {

namespace {

constexpr std::size_t name_least = 3;
constexpr std::size_t name_most = 64;

struct Freed {
  void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::optional<std::string> to_nfc(std::string_view text) {
  utf8proc_uint8_t* made = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &made,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, Freed> owned(made);
  if (size < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
}

std::size_t length_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<std::string> to_sign_in_name(std::string_view text) {
  std::string name(text);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const auto fits = [](char c) {
    return is_letter_or_digit(c) || std::string_view(".-_@+'").find(c) != std::string_view::npos;
  };
  if (name.size() < name_least || name.size() > name_most || !is_letter_or_digit(name.front()) ||
      !std::ranges::all_of(name, fits))
    return std::nullopt;
  return name;
}

}  // namespace gatepost::identity
