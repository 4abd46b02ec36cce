#include "gateway/cli/caseload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "config/csv.hpp"
#include "formats/forms/form.hpp"
#include "formats/forms/kind.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace steps = exchange::steps;
using config::CsvRow;
using exchange::Whereabouts;
using std::chrono::year_month_day;

namespace {

constexpr std::array<std::string_view, 11> columns{
    "prisoner_number", "status",        "received_on", "release_on", "left_on",  "first_name",
    "surname",         "date_of_birth", "sex",         "area",       "to_prison"};
constexpr std::array<std::string_view, 2> required_columns{"prisoner_number", "status"};
constexpr std::array<std::pair<std::string_view, Whereabouts>, 4> statuses{
    {{"in-custody", Whereabouts::in_custody},
     {"released", Whereabouts::released},
     {"transferred", Whereabouts::transferred},
     {"died", Whereabouts::died}}};

using Header = std::map<std::string_view, std::size_t>;

class RowReader {
 public:
  RowReader(const CsvRow& row, const Header& header, std::string_view file, Problems& problems)
      : row_(row), header_(header), file_(file), problems_(problems) {}

  CaseloadRow read() {
    CaseloadRow made;
    made.line = row_.line;
    made.prisoner_number = kinded("prisoner_number", forms::kinds::prisoner_number());
    if (made.prisoner_number.empty() && value("prisoner_number").empty())
      report("prisoner_number", "it is missing", "one letter, four digits, two letters");
    const auto status = std::ranges::find(statuses, value("status"),
                                          &std::pair<std::string_view, Whereabouts>::first);
    if (status == statuses.end())
      report("status", value("status").empty() ? "it is missing" : "it is not a known word",
             "one of: in-custody, released, transferred, died");
    else
      made.where.whereabouts = status->second;
    made.where.received_on = date("received_on");
    made.where.release_on = date("release_on");
    made.where.left_on = date("left_on");
    check_dates(made.where);
    made.first_name = kinded("first_name", forms::kinds::text(100));
    made.surname = kinded("surname", forms::kinds::text(100));
    made.date_of_birth = date("date_of_birth");
    made.to_prison = kinded("to_prison", forms::kinds::prison());
    read_sex(made);
    if (!value("area").empty()) {
      made.area = AreaCode::parse(value("area"));
      if (!made.area) report("area", "it is not a GSS code", "a code such as E09000022");
    }
    return made;
  }

 private:
  std::string_view value(std::string_view column) const {
    const auto found = header_.find(column);
    return found == header_.end() || found->second >= row_.fields.size()
               ? std::string_view{}
               : forms::trimmed(row_.fields[found->second]);
  }
  std::string kinded(std::string_view column, const forms::Kind& kind) {
    if (value(column).empty()) return {};
    if (kind.good(value(column))) return std::string(value(column));
    report(column, fmt::format("it is not {}", kind.info->what), kind.right());
    return {};
  }
  std::optional<year_month_day> date(std::string_view column) {
    if (value(column).empty()) return std::nullopt;
    const auto parsed = parse_date(value(column));
    if (!parsed) report(column, "it is not a date", "a date such as 2026-12-01");
    return parsed;
  }
  void read_sex(CaseloadRow& made) {
    if (value("sex").empty()) return;
    if (value("sex") == "M") made.sex = forms::Sex::male;
    if (value("sex") == "F") made.sex = forms::Sex::female;
    if (!made.sex) report("sex", "it is not a known code", "M or F");
  }
  void check_dates(const exchange::CaseloadLine& where) {
    const bool left = where.whereabouts != Whereabouts::in_custody;
    if (left && !where.left_on && value("left_on").empty())
      report("left_on", "it is missing", "the day on which they left, such as 2026-12-01");
    if (!left && where.left_on)
      report("left_on", "the status says they are in custody", "nothing, or another status");
    const auto end = left ? where.left_on : where.release_on;
    if (where.received_on && end && *end < *where.received_on)
      report(left ? "left_on" : "release_on", "it lies before received_on",
             "a date after reception into custody");
  }
  void report(std::string_view column, std::string wrong, std::string right) {
    problems_.push_back({fmt::format("Caseload, column {}", column),
                         fmt::format("{}:{}:{}", file_, row_.line, column), std::move(wrong),
                         std::move(right)});
  }

  const CsvRow& row_;
  const Header& header_;
  std::string_view file_;
  Problems& problems_;
};

Header read_header(const CsvRow& row, std::string_view file, Problems& problems) {
  Header header;
  const auto report = [&](std::string wrong, std::string right) {
    problems.push_back({"Caseload, header row", fmt::format("{}:{}", file, row.line),
                        std::move(wrong), std::move(right)});
  };
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    const auto known = std::ranges::find(columns, forms::trimmed(row.fields[i]));
    if (known == columns.end())
      report(fmt::format("column {} has no known name", i + 1),
             fmt::format("one of: {}", fmt::join(columns, ", ")));
    else if (!header.emplace(*known, i).second)
      report(fmt::format("there are two columns {}", *known), "each column once");
  }
  for (const auto column : required_columns)
    if (!header.contains(column))
      report(fmt::format("there is no column {}", column),
             fmt::format("at least {}", fmt::join(required_columns, " and ")));
  return header;
}

// One person once: two rows that say different things of them cannot both be right.
void refuse_twice(const std::vector<CaseloadRow>& rows, std::string_view file, Problems& problems) {
  std::map<std::string, int> first;
  for (const CaseloadRow& row : rows) {
    if (row.prisoner_number.empty()) continue;
    const auto [known, fresh] = first.emplace(row.prisoner_number, row.line);
    if (!fresh)
      problems.push_back({"Caseload, column prisoner_number",
                          fmt::format("{}:{}:prisoner_number", file, row.line),
                          fmt::format("line {} is about the same person", known->second),
                          "one row for each person"});
  }
}

forms::Control control_for(const CaseloadRow& row, const DraftIds& ids) {
  forms::Control control;
  control.message_id = ids.message;
  control.conversation_id = ids.conversation;
  control.created_at = std::chrono::floor<std::chrono::seconds>(ids.now);
  control.from = ids.from;
  control.to_area = row.area;
  return control;
}

std::string lief_draft(const CaseloadRow& row, const DraftIds& ids) {
  forms::Lief lief;
  lief.control = control_for(row, ids);
  lief.referral.form_version = "1.0";
  lief.referral.prison = ids.prison;
  forms::Client client;
  client.first_name = row.first_name;
  client.surname = row.surname;
  client.date_of_birth = *row.date_of_birth;
  client.sex = *row.sex;
  client.prisoner_number = row.prisoner_number;
  lief.client = client;
  forms::Release release;
  release.release_date = row.where.release_on;
  lief.release = release;
  return forms::write_form(lief);
}

forms::Change change_for(const CaseloadRow& row, std::string_view step) {
  forms::Change change;
  if (step == steps::transfer_alert_missing) {
    change.circumstance = forms::Circumstance::prison;
    if (!row.to_prison.empty()) change.new_prison = row.to_prison;
  } else if (step == steps::death_alert_missing) {
    change.circumstance = forms::Circumstance::death;
  } else {
    change.circumstance = forms::Circumstance::release_status;
    change.new_status = forms::NewStatus::released;
  }
  return change;
}

std::string alert_draft(const CaseloadRow& row, std::string_view step, const DraftIds& ids) {
  forms::AlertForm alert;
  alert.control = control_for(row, ids);
  alert.completed_on = year_month_day{std::chrono::floor<std::chrono::days>(ids.now)};
  alert.client = {row.first_name + " " + row.surname, *row.date_of_birth, row.prisoner_number,
                  step == steps::release_alert_missing ? forms::JusticeStatus::released
                                                       : forms::JusticeStatus::sentenced};
  alert.places.prison = ids.prison;
  alert.changes.push_back(change_for(row, step));
  return forms::write_form(alert);
}

}  // namespace

config::Checked<std::vector<CaseloadRow>> read_caseload(std::string_view text,
                                                        std::string_view file_name) {
  const auto rows = config::parse_csv(text, file_name);
  if (!rows) return std::unexpected(rows.error());
  Problems problems;
  if (rows->empty()) {
    problems.push_back({"Caseload", std::string(file_name), "it is empty",
                        "a header row, and a row for each person"});
    return std::unexpected(std::move(problems));
  }
  const Header header = read_header(rows->front(), file_name, problems);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  std::vector<CaseloadRow> list;
  for (std::size_t i = 1; i < rows->size(); ++i)
    list.push_back(RowReader((*rows)[i], header, file_name, problems).read());
  refuse_twice(list, file_name, problems);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return list;
}

std::optional<std::string> draft_for(const CaseloadRow& row, std::string_view step,
                                     const DraftIds& ids) {
  if (row.first_name.empty() || row.surname.empty() || !row.date_of_birth) return std::nullopt;
  if (step != steps::lief_missing) return alert_draft(row, step, ids);
  if (!row.sex) return std::nullopt;
  return lief_draft(row, ids);
}

}  // namespace gatepost::cli
