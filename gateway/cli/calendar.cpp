// gatepost calendar: by when something is due, under a rule of the policy files.
#include <fmt/format.h>

#include "config/calendar.hpp"
#include "config/samples.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

namespace {

constexpr std::size_t holidays_limit = std::size_t{1} << 20;

Exit refuse(const std::string& what, const Problem& problem, Style style) {
  if (style == Style::json)
    print_json(boost::json::object{{"valid", false}, {"problems", problems_json({problem})}});
  else
    print_problems(what, {problem});
  return Exit::usage;
}

Result<std::string> holidays(const std::optional<Path>& file) {
  if (!file) return std::string(config::bank_holidays_json());
  GP_TRY(const Bytes bytes, posix::read_file(*file, holidays_limit));
  return std::string(as_text(bytes));
}

}  // namespace

Exit calendar_due(const CalendarDueOptions& options) {
  const auto rule = config::DueRule::parse(options.rule);
  if (!rule)
    return refuse("calendar due:",
                  {"Rule", "RULE", "it is not a rule", std::string(config::DueRule::spellings)},
                  options.style);
  const auto at = from_rfc3339(options.at);
  if (!at)
    return refuse("calendar due:",
                  {"Instant", "--at", "it is not an instant",
                   "RFC 3339 with an offset, such as 2026-04-02T12:00:00+01:00"},
                  options.style);
  const auto text = holidays(options.bank_holidays);
  if (!text) return give_up("calendar", text.error());
  const auto calendar = config::Calendar::from_bank_holidays_json(*text);
  if (!calendar) return refuse("calendar due:", calendar.error().front(), options.style);
  const auto due = calendar->due(*rule, *at);
  if (!due)
    return refuse(
        "calendar due:",
        {"Bank holidays", options.bank_holidays ? options.bank_holidays->string() : "built in",
         due.error().context(),
         fmt::format("an instant before {}, or --bank-holidays with a newer file from "
                     "https://www.gov.uk/bank-holidays.json",
                     format_date(calendar->horizon()))},
        options.style);
  if (options.style == Style::json)
    print_json(boost::json::object{{"rule", rule->spelling()},
                                   {"at", to_rfc3339(*at)},
                                   {"due", to_rfc3339(*due)},
                                   {"due_local", calendar->local_rfc3339(*due)},
                                   {"in_words", calendar->local_in_words(*due)}});
  else
    say(fmt::format("{}: due {}\n  local {}\n  UTC   {}", rule->in_words(),
                    calendar->local_in_words(*due), calendar->local_rfc3339(*due),
                    to_rfc3339(*due)));
  return Exit::yes;
}

}  // namespace gatepost::cli
