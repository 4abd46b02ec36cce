// Rows that break rules: each row is a change to a valid sample, and breaks its rule and no other.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "formats/forms/rules.hpp"
#include "formats/forms/tables.hpp"
#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms::testing {

inline Date day(int offset) { return std::chrono::sys_days{today} + std::chrono::days{offset}; }

// A record of a table, or of a part within the forms that have one.
template <class P>
struct Row {
  std::string_view rule;
  std::function<void(P&)> change;
};

// A form whose part at `path` is the given one.
template <class P>
struct Place {
  std::string_view path;
  std::function<Form(const P&)> put;
};

template <class P>
std::set<std::string_view> broken(const std::vector<Rule<P>>& rules, const P& part) {
  std::set<std::string_view> ids;
  for (const auto& rule : rules) {
    if (rule.broken(part, today)) ids.insert(rule.id);
  }
  return ids;
}

// Each row breaks its rule and no other of its table; every form that holds what breaks it is
// refused at the rule's path, in its words; and every rule has a row.
template <class P>
void expect_rows(const std::vector<Rule<P>>& rules, const std::vector<Row<P>>& rows,
                 const P& sample_part, const std::vector<Place<P>>& places) {
  using ::testing::AllOf;
  using ::testing::Contains;
  using ::testing::Field;
  EXPECT_THAT(broken(rules, sample_part), ::testing::IsEmpty());
  std::set<std::string_view> tried;
  for (const auto& row : rows) {
    P part = sample_part;
    row.change(part);
    EXPECT_EQ(broken(rules, part), std::set{row.rule});
    const auto rule = std::ranges::find(rules, row.rule, &Rule<P>::id);
    ASSERT_NE(rule, rules.end()) << row.rule;
    for (const auto& place : places) {
      const std::string path = std::string(place.path) + "/" + std::string(rule->paths.front());
      EXPECT_THAT(check_form(place.put(part), today),
                  Contains(AllOf(Field(&Problem::path, path),
                                 Field(&Problem::wrong, std::string(rule->wrong)),
                                 Field(&Problem::right, std::string(rule->right)))))
          << row.rule;
    }
    tried.insert(row.rule);
  }
  for (const auto& rule : rules) EXPECT_TRUE(tried.contains(rule.id)) << rule.id << " has no row";
}

template <class F>
void expect_rows(FormType type, const std::vector<Rule<F>>& rules,
                 const std::vector<Row<F>>& rows) {
  expect_rows<F>(rules, rows, sample<F>(type),
                 {{root_name(type), [](const F& form) { return Form{form}; }}});
}

// No problem at all after the change.
template <class F>
void expect_good(FormType type, const std::function<void(F&)>& change) {
  F form = sample<F>(type);
  change(form);
  EXPECT_EQ(said(check_form(Form{form}, today)), "");
}

inline bool has_path(const Section& section, std::string_view path) {
  const auto slash = path.find('/');
  const auto field = std::ranges::find(section.fields, path.substr(0, slash), &Field::element);
  if (field == section.fields.end()) return false;
  if (slash == std::string_view::npos) return true;
  return field->is_record() && has_path(*field->section, path.substr(slash + 1));
}

// Ids are unique, and the paths are the table's.
template <class P>
void expect_paths(const Section& table, const std::vector<Rule<P>>& rules) {
  std::set<std::string_view> ids;
  for (const auto& rule : rules) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " stands twice";
    for (const std::string_view path : rule.paths) {
      EXPECT_TRUE(has_path(table, path)) << table.name << " " << rule.id << ": " << path;
    }
  }
}

// Makes a consent say that there was none, and who approved sharing all the same.
inline void except_consent(Consent& consent) {
  Consent made;
  made.status = ConsentStatus::not_sought_exception;
  made.exception_ground = ExceptionGround::safeguarding;
  made.exception_reason = "a reason";
  made.approved_by = "A Senior-Example";
  made.approved_by_role = "Head of service";
  consent = made;
}
inline void refuse_consent(Consent& consent) {
  Consent made;
  made.status = ConsentStatus::refused;
  made.warned_of_delay = YesNo::yes;
  consent = made;
}
inline void withdraw_consent(Consent& consent) { consent.status = ConsentStatus::withdrawn; }

}  // namespace gatepost::formats::forms::testing
