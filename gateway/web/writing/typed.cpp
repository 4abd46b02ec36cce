#include "gateway/web/writing/typed.hpp"

#include <algorithm>

namespace gatepost::web::writing {

namespace {

constexpr std::string_view first_line = "gatepost-draft 1\n";

// "Client.DateOfBirth" itself, "Client.DateOfBirth-day", "Client.DateOfBirth.x".
bool is_at(std::string_view name, std::string_view at) {
  return name.starts_with(at) &&
         (name.size() == at.size() || name[at.size()] == '.' || name[at.size()] == '-');
}

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\') out += "\\\\";
    if (c == '\n') out += "\\n";
    if (c == '\r') out += "\\r";
    if (c != '\\' && c != '\n' && c != '\r') out += c;
  }
  return out;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char next = ++i < text.size() ? text[i] : '\0';
    if (next == '\\')
      out += '\\';
    else if (next == 'n')
      out += '\n';
    else if (next == 'r')
      out += '\r';
    else
      return std::nullopt;
  }
  return out;
}

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

const std::string& Typed::text(std::string_view name) const {
  static const std::string nothing;
  const Values& values = all(name);
  return values.empty() ? nothing : values.front();
}

const Typed::Values& Typed::all(std::string_view name) const {
  static const Values nothing;
  const auto found = fields_.find(name);
  return found == fields_.end() ? nothing : found->second;
}

bool Typed::holds(std::string_view name, std::string_view value) const {
  return std::ranges::find(all(name), value) != all(name).end();
}

bool Typed::any_at(std::string_view name) const {
  return std::ranges::any_of(fields_, [&](const auto& field) { return is_at(field.first, name); });
}

void Typed::set(std::string_view name, Values values) {
  if (!is_name(name)) return;
  std::erase(values, std::string());
  if (values.empty())
    fields_.erase(std::string(name));
  else
    fields_[std::string(name)] = std::move(values);
}

void Typed::set(std::string_view name, std::string value) { set(name, Values{std::move(value)}); }

void Typed::add(std::string_view name, std::string value) {
  if (holds(name, value)) return;
  Values values = all(name);
  values.push_back(std::move(value));
  set(name, std::move(values));
}

void Typed::erase_at(std::string_view name) {
  std::erase_if(fields_, [&](const auto& field) { return is_at(field.first, name); });
}

void Typed::take_at(std::string_view name, const Typed& other) {
  erase_at(name);
  for (const auto& [each, values] : other.fields_)
    if (is_at(each, name)) fields_[each] = values;
}

std::string Typed::to_text() const {
  std::string text(first_line);
  for (const auto& [name, values] : fields_)
    for (const std::string& value : values) text += name + "=" + escaped(value) + "\n";
  return text;
}

std::optional<Typed> Typed::from_text(std::string_view text) {
  if (!text.starts_with(first_line)) return std::nullopt;
  text.remove_prefix(first_line.size());
  Typed typed;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const auto equals = line.find('=');
    if (end == std::string_view::npos || equals == std::string_view::npos) return std::nullopt;
    auto value = unescaped(line.substr(equals + 1));
    const std::string_view name = line.substr(0, equals);
    if (!value || value->empty() || !is_name(name)) return std::nullopt;
    typed.fields_[std::string(name)].push_back(std::move(*value));
    text.remove_prefix(end + 1);
  }
  return typed;
}

}  // namespace gatepost::web::writing
