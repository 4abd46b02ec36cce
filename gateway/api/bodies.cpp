#include "gateway/api/bodies.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <map>

#include "formats/forms/kind.hpp"
#include "formats/http1/target.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::api {

namespace json = boost::json;
using app::Answer;
using app::Errc;
using std::chrono::year_month_day;

namespace {

constexpr std::size_t default_tasks = 200, most_tasks = 500;
constexpr std::size_t name_limit = 120;  // characters of a person's name

std::unexpected<app::Refusal> bad(std::string what) {
  return app::refuse(Error(Errc::bad_request, std::move(what)));
}

const json::value* member(const json::value& body, std::string_view name) {
  return body.is_object() ? body.as_object().if_contains(name) : nullptr;
}

Answer<json::value> parse(const Bytes& body, std::string_view shape) {
  json::error_code error;
  json::value value = json::parse(as_text(body), error);
  if (error || !value.is_object()) return bad(fmt::format("the body must be {}", shape));
  return value;
}

Answer<std::string> name_in(const json::value& body, std::string_view name) {
  const json::value* text = member(body, name);
  if (text == nullptr || !text->is_string() || text->as_string().empty() ||
      text->as_string().size() > name_limit)
    return bad(
        fmt::format("the body must be {{\"{}\": \"...\"}}: the person's name, at most {} "
                    "characters",
                    name, name_limit));
  return std::string(text->as_string());
}

constexpr std::array<std::pair<std::string_view, exchange::Whereabouts>, 4> places{
    {{"IN_CUSTODY", exchange::Whereabouts::in_custody},
     {"RELEASED", exchange::Whereabouts::released},
     {"TRANSFERRED", exchange::Whereabouts::transferred},
     {"DIED", exchange::Whereabouts::died}}};

// One line of the list; says what is wrong without repeating who it is about.
class LineReader {
 public:
  LineReader(const json::value& line, std::size_t number, Problems& problems)
      : line_(line), number_(number), problems_(problems) {}

  app::Caseload read() {
    app::Caseload made;
    made.prisoner_number = text("prisoner_number");
    if (!formats::forms::kinds::prisoner_number().good(made.prisoner_number))
      report("prisoner_number", "it is not a prisoner number",
             "one letter, four digits, two letters, such as A1234BC");
    const std::string place = text("whereabouts");
    const auto found =
        std::ranges::find(places, std::string_view(place),
                          &std::pair<std::string_view, exchange::Whereabouts>::first);
    if (found == places.end())
      report("whereabouts", "it is not a known word",
             "one of IN_CUSTODY, RELEASED, TRANSFERRED, DIED");
    else
      made.line.whereabouts = found->second;
    made.line.received_on = date("received_on");
    made.line.release_on = date("release_on");
    made.line.left_on = date("left_on");
    if (made.line.whereabouts != exchange::Whereabouts::in_custody && !made.line.left_on)
      report("left_on", "it is missing", "the day on which they left, such as 2026-12-01");
    return made;
  }

 private:
  std::string text(std::string_view name) const {
    const json::value* value = member(line_, name);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
  }
  std::optional<year_month_day> date(std::string_view name) {
    const json::value* value = member(line_, name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    const auto parsed = parse_date(text(name));
    if (!parsed) report(name, "it is not a date", "a date such as 2026-12-01");
    return parsed;
  }
  void report(std::string_view name, std::string wrong, std::string right) {
    problems_.push_back({std::string(name), fmt::format("people[{}]/{}", number_, name),
                         std::move(wrong), std::move(right)});
  }

  const json::value& line_;
  std::size_t number_;
  Problems& problems_;
};

// One person once: two lines that say different things of them cannot both be right.
void refuse_twice(const std::vector<app::Caseload>& list, Problems& problems) {
  std::map<std::string_view, std::size_t> first;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string& number = list[i].prisoner_number;
    if (!formats::forms::kinds::prisoner_number().good(number)) continue;
    const auto [known, fresh] = first.emplace(number, i);
    if (!fresh)
      problems.push_back({"prisoner_number", fmt::format("people[{}]/prisoner_number", i),
                          fmt::format("people[{}] is about the same person", known->second),
                          "one line for each person"});
  }
}

}  // namespace

Answer<app::TaskAct> claim_in(const Bytes& body) {
  auto parsed = parse(body, R"({"by": "..."})");
  if (!parsed) return std::unexpected(std::move(parsed).error());
  auto by = name_in(*parsed, "by");
  if (!by) return std::unexpected(std::move(by).error());
  return app::ClaimTask{std::move(*by)};
}

Answer<app::TaskAct> hand_over_in(const Bytes& body) {
  auto parsed = parse(body, R"({"to": "..."}, or {"to": null} to put the task back)");
  if (!parsed) return std::unexpected(std::move(parsed).error());
  const json::value* to = member(*parsed, "to");
  if (to != nullptr && to->is_null()) return app::HandTaskOver{};
  auto name = name_in(*parsed, "to");
  if (!name) return std::unexpected(std::move(name).error());
  return app::HandTaskOver{std::move(*name)};
}

Answer<app::TaskAct> completion_in(const Bytes& body) {
  constexpr std::string_view shape = R"({"outcome": "..."}: one of done, not-reached, not-needed)";
  auto parsed = parse(body, shape);
  if (!parsed) return std::unexpected(std::move(parsed).error());
  const json::value* outcome = member(*parsed, "outcome");
  const auto known = outcome != nullptr && outcome->is_string()
                         ? exchange::parse_task_outcome(outcome->as_string())
                         : std::nullopt;
  if (!known) return bad(fmt::format("the body must be {}", shape));
  return app::CompleteTask{*known};
}

Answer<app::CloseForm> closing_in(const Bytes& body) {
  const std::string shape =
      fmt::format("{{\"reason\": \"...\", \"by\": \"...\"}}, the reason one of {}",
                  fmt::join(exchange::close_reasons(), ", "));
  auto parsed = parse(body, shape);
  if (!parsed) return std::unexpected(std::move(parsed).error());
  const json::value* reason = member(*parsed, "reason");
  if (reason == nullptr || !reason->is_string())
    return bad(fmt::format("the body must be {}", shape));
  auto by = name_in(*parsed, "by");
  if (!by) return std::unexpected(std::move(by).error());
  return app::CloseForm{std::string(reason->as_string()), std::move(*by)};
}

Answer<app::TaskQuery> task_query_in(std::string_view query) {
  using formats::http1::query_value;
  app::TaskQuery wanted;
  wanted.limit = default_tasks;
  if (query_value(query, "all") == "true") wanted.filter = exchange::View::TaskFilter::all;
  if (const auto limit = query_value(query, "max_results")) {
    const char* end = limit->data() + limit->size();
    const auto [stop, error] = std::from_chars(limit->data(), end, wanted.limit);
    if (error != std::errc{} || stop != end || wanted.limit == 0 || wanted.limit > most_tasks)
      return bad(fmt::format("max_results must be 1 to {}", most_tasks));
  }
  if (const auto from = query_value(query, "continue_from")) {
    wanted.after = exchange::TaskPlace::from_text(*from);
    if (!wanted.after) return bad("continue_from must be what the page before answered");
  }
  return wanted;
}

Answer<std::vector<app::Caseload>> caseload_in(const Bytes& body) {
  auto parsed = parse(body, R"({"people": [...]})");
  if (!parsed) return std::unexpected(std::move(parsed).error());
  const json::value* people = member(*parsed, "people");
  if (people == nullptr || !people->is_array()) return bad(R"(the body must be {"people": [...]})");
  if (people->as_array().size() > limits::caseload_lines)
    return bad(fmt::format("at most {} people at a time", limits::caseload_lines));
  std::vector<app::Caseload> list;
  list.reserve(people->as_array().size());
  Problems problems;
  for (std::size_t i = 0; i < people->as_array().size(); ++i)
    list.push_back(LineReader(people->as_array()[i], i, problems).read());
  refuse_twice(list, problems);
  if (!problems.empty())
    return std::unexpected(app::Refusal{
        Error(Errc::bad_request,
              fmt::format("{} problems in the list; nothing of it was taken", problems.size())),
        std::move(problems)});
  return list;
}

}  // namespace gatepost::api
