// Reads gov.uk's bank-holidays.json: {"england-and-wales": {"division": ..., "events": [{"title",
// "date", "notes", "bunting"}]}, ...}. Only the dates of England and Wales are used.
#include <fmt/format.h>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "config/calendar.hpp"

namespace gatepost::config {

namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::string_view division = "england-and-wales";

std::unexpected<Problems> one_problem(std::string path, std::string wrong, std::string right) {
  return std::unexpected(
      Problems{{"Bank holidays", std::move(path), std::move(wrong), std::move(right)}});
}

const json::array* events_of(const json::value& document) {
  const auto* divisions = document.if_object();
  const auto* ours = divisions == nullptr ? nullptr : divisions->if_contains(division);
  const auto* fields = ours == nullptr ? nullptr : ours->if_object();
  const auto* events = fields == nullptr ? nullptr : fields->if_contains("events");
  return events == nullptr ? nullptr : events->if_array();
}

std::optional<std::chrono::year_month_day> date_of(const json::value& event) {
  const auto* fields = event.if_object();
  const auto* date = fields == nullptr ? nullptr : fields->if_contains("date");
  const auto* text = date == nullptr ? nullptr : date->if_string();
  return text == nullptr ? std::nullopt : parse_date(std::string_view(text->data(), text->size()));
}

}  // namespace

Checked<Calendar> Calendar::from_bank_holidays_json(std::string_view text) {
  if (text.size() > most_bytes)
    return one_problem("bank-holidays.json", fmt::format("it is longer than {} bytes", most_bytes),
                       "the file that gov.uk publishes is a few kilobytes");
  boost::system::error_code error;
  const json::value document = json::parse(json::string_view(text.data(), text.size()), error);
  if (error)
    return one_problem("bank-holidays.json", "it is not JSON: " + error.message(),
                       "the file from https://www.gov.uk/bank-holidays.json, unchanged");
  const auto* events = events_of(document);
  if (events == nullptr || events->empty())
    return one_problem("bank-holidays.json:england-and-wales.events", "no events are listed there",
                       "an array of events, each with a \"date\" such as \"2026-04-03\"");
  Problems problems;
  std::vector<std::chrono::year_month_day> dates;
  for (std::size_t i = 0; i < events->size(); ++i) {
    if (const auto date = date_of((*events)[i]))
      dates.push_back(*date);
    else
      problems.push_back({"Bank holidays",
                          fmt::format("bank-holidays.json:england-and-wales.events[{}].date", i),
                          "it is missing or not a date", "a date such as \"2026-04-03\""});
  }
  if (!problems.empty()) return std::unexpected(std::move(problems));
  const auto last = *std::ranges::max_element(dates);
  auto calendar = build(std::move(dates), last.year() / std::chrono::December / 31);
  if (!calendar) return one_problem("Europe/London", calendar.error().context(), "package tzdata");
  return std::move(*calendar);
}

}  // namespace gatepost::config
