#include "config/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "config/csv.hpp"
#include "config/samples.hpp"

namespace gatepost::config {

namespace {

std::string_view note(const std::vector<std::string>& notes, std::string_view key) {
  const std::string prefix = std::string(key) + ": ";
  for (const std::string& each : notes)
    if (each.starts_with(prefix)) return std::string_view(each).substr(prefix.size());
  return {};
}

// The lists are part of the program: one that does not load is a bug.
CodeList built_in(std::string_view text, std::string_view name) {
  auto list = CodeList::from_csv(text, name);
  if (!list) throw std::logic_error(fmt::format("the built-in list {} does not load", name));
  return std::move(*list);
}

}  // namespace

std::string_view CodeList::Entry::get(std::string_view column) const {
  const auto found = more.find(column);
  return found == more.end() ? std::string_view{} : std::string_view(found->second);
}

void CodeList::read_notes(const std::vector<std::string>& notes, std::string_view file_name,
                          Problems& problems) {
  const auto needed = [&](std::string_view key, std::string_view right) {
    const auto found = note(notes, key);
    if (found.empty())
      problems.push_back({fmt::format("Reference list, # {}", key), std::string(file_name),
                          "it is missing",
                          fmt::format("a first line such as # {}: {}", key, right)});
    return std::string(found);
  };
  id_ = needed("list", "prisons");
  version_ = needed("version", "2026-08");
  source_ = needed("source", "where the list was taken from");
  const auto date = needed("effective", "2026-08-01");
  const auto parsed = parse_date(date);
  if (!date.empty() && !parsed)
    problems.push_back({"Reference list, # effective", std::string(file_name), "it is not a date",
                        "a date such as 2026-08-01"});
  effective_ = parsed.value_or(std::chrono::year_month_day{});
}

Checked<CodeList> CodeList::from_csv(std::string_view text, std::string_view file_name) {
  const auto document = parse_csv_with_notes(text, file_name);
  if (!document) return std::unexpected(document.error());
  Problems problems;
  const auto report = [&](int line, std::string wrong, std::string right) {
    problems.push_back({"Reference list", fmt::format("{}:{}", file_name, line), std::move(wrong),
                        std::move(right)});
  };
  CodeList list;
  list.read_notes(document->notes, file_name, problems);
  if (document->rows.empty()) {
    report(1, "it holds no rows", "a header row with code and label, and at least one code");
    return std::unexpected(std::move(problems));
  }
  const auto& header = document->rows.front().fields;
  if (header.size() < 2 || header[0] != "code" || header[1] != "label") {
    report(document->rows.front().line, "the first columns are not code and label",
           "code,label,...");
    return std::unexpected(std::move(problems));
  }
  for (std::size_t i = 1; i < document->rows.size(); ++i) {
    const auto& [line, fields] = document->rows[i];
    if (fields.size() != header.size() || fields[0].empty() || fields[1].empty()) {
      report(line, "the row has no code, no label, or another number of fields than the header",
             "as many fields as the header, code and label among them");
      continue;
    }
    Entry entry{fields[0], fields[1], {}};
    for (std::size_t column = 2; column < fields.size(); ++column)
      if (!fields[column].empty()) entry.more.emplace(header[column], fields[column]);
    if (!list.by_code_.emplace(entry.code, list.entries_.size()).second)
      report(line, "the code stands in an earlier row", "each code once");
    list.entries_.push_back(std::move(entry));
  }
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return list;
}

const CodeList::Entry* CodeList::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &entries_[found->second];
}

const CodeList& prisons() {
  static const CodeList list = built_in(prisons_csv(), "prisons.csv");
  return list;
}
const CodeList& areas() {
  static const CodeList list = built_in(areas_csv(), "areas.csv");
  return list;
}
const CodeList& delivery_units() {
  static const CodeList list = built_in(delivery_units_csv(), "delivery-units.csv");
  return list;
}
const CodeList& courts() {
  static const CodeList list = built_in(courts_csv(), "courts.csv");
  return list;
}
const CodeList& release_statuses() {
  static const CodeList list = built_in(release_statuses_csv(), "ndtms-release-status.csv");
  return list;
}
const CodeList& discharge_reasons() {
  static const CodeList list = built_in(discharge_reasons_csv(), "ndtms-discharge-reasons.csv");
  return list;
}
const CodeList& substance_groups() {
  static const CodeList list = built_in(substance_groups_csv(), "ndtms-substance-groups.csv");
  return list;
}

const CodeList& drugs() {
  static const CodeList list = built_in(drugs_csv(), "ndtms-drugs.csv");
  return list;
}

std::vector<const CodeList*> reference_lists() {
  return {&prisons(),          &areas(),
          &delivery_units(),   &courts(),
          &release_statuses(), &discharge_reasons(),
          &substance_groups(), &drugs()};
}

}  // namespace gatepost::config
