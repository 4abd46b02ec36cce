// Reads one of our TOML files key by key, and collects everything that is wrong with it: wrong
// types, missing and unknown keys (with the nearest known one), values out of range, each with its
// line. Used by policy.cpp and settings.cpp only; one thread; never repeats a value that it was
// asked for, because some are secrets.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/errors.hpp"

namespace gatepost::config {

enum class Presence { required, optional };

struct Range {
  int least;
  int most;
};

// The name in `known` that a typing error most likely meant; empty when none is near.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& known);

// One table of the file. Every key that is asked for becomes a known key; `finish` then reports the
// others.
class TomlSection {
 public:
  // `title` is how people see the table: "[machine]", "[[rung.step]]", or empty for the whole file.
  // The table and the problems outlive the section.
  TomlSection(const toml::table& table, std::string title, std::string_view file_name,
              Problems& problems);

  // Nothing when the key is absent or wrong; what is wrong has then been reported. A text is never
  // empty.
  std::optional<std::string> text(std::string_view key, Presence presence);
  // A list of texts, none of them empty; empty when the key is absent.
  std::vector<std::string> texts(std::string_view key);
  std::optional<int> number(std::string_view key, Presence presence, Range range);
  std::optional<TomlSection> section(std::string_view key, Presence presence);
  std::vector<TomlSection> sections(std::string_view key, Presence presence);

  void report(std::string_view key, std::string wrong, std::string right);
  void finish();

 private:
  const toml::node* find(std::string_view key, Presence presence, std::string_view right);
  std::string label(std::string_view key) const;
  std::string place(const toml::node& node) const;

  const toml::table* table_;
  std::string title_;
  std::string file_name_;
  Problems* problems_;
  std::vector<std::string_view> known_;
};

// The parsed file, or the first syntax error with its line.
Checked<toml::table> parse_toml(std::string_view text, std::string_view file_name);

}  // namespace gatepost::config
