#include "config/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace gatepost::config {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 18;

// Levenshtein distance: how many typing errors lie between two names.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (const auto name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// A bare key may hold anything in quotes; in a message only its readable start is worth repeating.
std::string shown(std::string_view key) {
  std::string text(key.substr(0, 40));
  std::ranges::replace_if(text, [](char c) { return c < 0x20 || c == 0x7F; }, '?');
  return text;
}

}  // namespace

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& known) {
  std::string_view best;
  if (name.size() > 64) return best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto candidate : known) {
    const std::size_t errors = distance(name, candidate);
    if (errors >= best_distance || errors >= candidate.size()) continue;
    best = candidate;
    best_distance = errors;
  }
  return best;
}

TomlSection::TomlSection(const toml::table& table, std::string title, std::string_view file_name,
                         Problems& problems)
    : table_(&table), title_(std::move(title)), file_name_(file_name), problems_(&problems) {}

std::optional<std::string> TomlSection::text(std::string_view key, Presence presence) {
  const auto* node = find(key, presence, "a text in quotes");
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_string();
  if (value == nullptr) {
    report(key, "it is not a text", "a text in quotes");
    return std::nullopt;
  }
  if (value->get().empty() || value->get().find('\0') != std::string::npos) {
    report(key, "it is empty", "a text in quotes");
    return std::nullopt;
  }
  return value->get();
}

std::vector<std::string> TomlSection::texts(std::string_view key) {
  constexpr std::string_view right = "a list of texts in quotes, such as [\"one\", \"two\"]";
  std::vector<std::string> found;
  const auto* node = find(key, Presence::optional, right);
  if (node == nullptr) return found;
  const auto* array = node->as_array();
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i)
    if (const auto* value = array->get_as<std::string>(i);
        value != nullptr && !value->get().empty())
      found.push_back(value->get());
  if (array != nullptr && found.size() == array->size()) return found;
  report(key, "it is not a list of texts", std::string(right));
  return {};
}

std::optional<int> TomlSection::number(std::string_view key, Presence presence, Range range) {
  const std::string right = fmt::format("a whole number from {} to {}", range.least, range.most);
  const auto* node = find(key, presence, right);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_integer();
  if (value == nullptr) {
    report(key, "it is not a whole number", right);
    return std::nullopt;
  }
  if (value->get() < range.least || value->get() > range.most) {
    report(key, fmt::format("{} is out of range", value->get()), right);
    return std::nullopt;
  }
  return static_cast<int>(value->get());
}

std::optional<TomlSection> TomlSection::section(std::string_view key, Presence presence) {
  const auto* node = find(key, presence, fmt::format("a table [{}]", key));
  if (node == nullptr) return std::nullopt;
  const auto* table = node->as_table();
  if (table == nullptr) {
    report(key, "it is not a table", fmt::format("a table [{}]", key));
    return std::nullopt;
  }
  return TomlSection(*table, fmt::format("[{}]", key), file_name_, *problems_);
}

std::vector<TomlSection> TomlSection::sections(std::string_view key, Presence presence) {
  // "[[rung]]" -> "rung.", "[task]" -> "task."
  const auto first = title_.find_first_not_of('[');
  const std::string inside =
      title_.empty() ? "" : title_.substr(first, title_.find(']') - first) + ".";
  const std::string title = fmt::format("[[{}{}]]", inside, key);
  std::vector<TomlSection> found;
  const auto* node = find(key, presence, fmt::format("one or more tables {}", title));
  if (node == nullptr) return found;
  const auto* array = node->as_array();
  if (array == nullptr || !array->is_homogeneous(toml::node_type::table)) {
    report(key, "it is not an array of tables", fmt::format("one or more tables {}", title));
    return found;
  }
  for (const auto& element : *array)
    found.emplace_back(*element.as_table(), title, file_name_, *problems_);
  return found;
}

void TomlSection::report(std::string_view key, std::string wrong, std::string right) {
  const auto* node = table_->get(key);
  problems_->push_back(
      {label(key), place(node == nullptr ? *table_ : *node), std::move(wrong), std::move(right)});
}

void TomlSection::finish() {
  for (const auto& [key, node] : *table_) {
    if (std::ranges::find(known_, key.str()) != known_.end()) continue;
    const auto meant = nearest(key.str(), known_);
    problems_->push_back(
        {label(shown(key.str())), place(node), "it is not a known setting",
         meant.empty() ? "one of: " + listed(known_) : fmt::format("did you mean \"{}\"?", meant)});
  }
}

const toml::node* TomlSection::find(std::string_view key, Presence presence,
                                    std::string_view right) {
  known_.push_back(key);
  const auto* node = table_->get(key);
  if (node == nullptr && presence == Presence::required)
    report(key, "it is missing", std::string(right));
  return node;
}

std::string TomlSection::label(std::string_view key) const {
  return title_.empty() ? fmt::format("[{}]", key) : fmt::format("{} {}", title_, key);
}

std::string TomlSection::place(const toml::node& node) const {
  const auto line = node.source().begin.line;
  return line == 0 ? file_name_ : fmt::format("{}:{}", file_name_, line);
}

Checked<toml::table> parse_toml(std::string_view text, std::string_view file_name) {
  const std::string file(file_name);
  if (text.size() > most_bytes)
    return std::unexpected(
        Problems{{"File", file, fmt::format("it is longer than {} bytes", most_bytes),
                  "a configuration of a few kilobytes"}});
  try {
    return toml::parse(text, file_name);
  } catch (const toml::parse_error& error) {
    // The library's description may quote the line, and the line may hold a password: only the
    // place is told.
    const auto at = error.source().begin;
    return std::unexpected(Problems{
        {"Syntax", fmt::format("{}:{}", file, at.line),
         fmt::format("it is not TOML from column {} on", at.column),
         "key = value, with texts in double quotes, in [tables]; each key and table only once"}});
  }
}

}  // namespace gatepost::config
