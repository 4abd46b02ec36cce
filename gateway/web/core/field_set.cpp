#include "gateway/web/core/field_set.hpp"

#include <algorithm>
#include <charconv>

#include "formats/http1/characters.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/web/html/escape.hpp"

namespace gatepost::web {

namespace http1 = formats::http1;

Result<FieldSet> FieldSet::checked(std::string_view text) {
  auto pairs = http1::parse_pairs(text, limits::console_form_fields);
  if (!pairs) return fail(Errc::bad_form, "broken percent-encoding, or too many fields");
  for (const auto& [name, value] : *pairs)
    if (!html::is_utf8(name) || !html::is_utf8(value) || value.contains('\0'))
      return fail(Errc::bad_form, "a field that is not UTF-8 text");
  return FieldSet(std::move(*pairs));
}

Result<FieldSet> FieldSet::from_query(std::string_view query) { return checked(query); }

Result<FieldSet> FieldSet::from_form(const http1::Request& request) {
  const auto type = http1::find_field(request.head.fields, "content-type").value_or("");
  const auto essence = http1::lower_case(http1::trim_white_space(type.substr(0, type.find(';'))));
  if (essence != "application/x-www-form-urlencoded")
    return fail(Errc::bad_form, "not a form's content type");
  return checked(as_text(request.body));
}

std::string_view FieldSet::raw(std::string_view name) const {
  const auto found = std::ranges::find(
      pairs_, name, [](const auto& pair) -> std::string_view { return pair.first; });
  return found == pairs_.end() ? std::string_view{} : found->second;
}

bool FieldSet::has(std::string_view name) const {
  return std::ranges::any_of(pairs_, [&](const auto& pair) { return pair.first == name; });
}

std::string FieldSet::text(std::string_view name) const {
  std::string out;
  for (const char c : raw(name))
    if (c != '\r') out.push_back(c);
  constexpr std::string_view white_space = " \t\n";
  const auto first = out.find_first_not_of(white_space);
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(white_space) - first + 1);
}

std::vector<std::string> FieldSet::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : pairs_)
    if (key == name) values.push_back(value);
  return values;
}

std::optional<int> FieldSet::number(std::string_view name, Bounds bounds) const {
  const std::string digits = text(name);
  if (digits.empty() || !std::ranges::all_of(digits, http1::is_digit)) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || value < bounds.least || value > bounds.most) return std::nullopt;
  return value;
}

}  // namespace gatepost::web
