#include "gateway/web/areas/delivery_log.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "gateway/web/pages/delivery_log.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
using identity::Action;
using pages::LogFilterValues;

namespace {

constexpr std::size_t entries_a_page = 50;

std::optional<std::uint64_t> index_of(const std::string& text) {
  std::uint64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return index;
}

std::string trimmed(const FieldSet& fields, std::string_view name) { return fields.text(name); }

LogFilterValues typed(const FieldSet& fields) {
  return {trimmed(fields, "message"), trimmed(fields, "team"),
          trimmed(fields, "actor"),   trimmed(fields, "verb"),
          trimmed(fields, "event"),   trimmed(fields, "from"),
          trimmed(fields, "until"),   {}};
}

// "2 4 2026", "2/4/2026 14:30" or "2026-04-02", in London. A day's end for `until`.
enum class Edge { from, until };
std::optional<Instant> instant_of(const std::string& text, Edge edge,
                                  const config::Calendar& calendar) {
  std::string plain = text;
  for (char& c : plain)
    if (c == '/' || c == '-' || c == '.' || c == ':' || c == 'T') c = ' ';
  std::istringstream words(plain);
  int parts[5] = {0, 0, 0, -1, 0};
  int count = 0;
  while (count < 5 && words >> parts[count]) ++count;
  if (!words.eof() || (count != 3 && count != 5)) return std::nullopt;
  int day = parts[0];
  int year = parts[2];
  if (day > 999) std::swap(day, year);
  if (day < 1 || day > 31 || parts[1] < 1 || parts[1] > 12 || parts[3] > 23 || parts[4] < 0 ||
      parts[4] > 59)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(parts[1])},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || year < 2000 || year > 2200) return std::nullopt;
  if (count == 5)
    return calendar.local_instant(date, std::chrono::minutes(parts[3] * 60 + parts[4]));
  const auto start =
      edge == Edge::from
          ? date
          : std::chrono::year_month_day{std::chrono::sys_days(date) + std::chrono::days(1)};
  return calendar.local_instant(start, std::chrono::minutes(0));
}

// A part that cannot be is a problem beside its field, so that an empty list never means that
// something was mistyped.
audit::EntryFilter filter_of(LogFilterValues& values, const config::Calendar& calendar) {
  audit::EntryFilter filter;
  const auto given = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  filter.message = given(values.message);
  if (filter.message) {
    const std::string& text = *filter.message;
    const auto slash = text.find('/');
    const bool well =
        MessageId::parse(slash == std::string::npos ? text : text.substr(slash + 1)) &&
        (slash == std::string::npos || TeamCode::parse(text.substr(0, slash)));
    if (!well)
      values.problems.push_back({"Message reference", "message", "it is not one",
                                 "an id of 36 characters, or a team’s code, a slash and the id"});
  }
  if (!values.team.empty()) {
    if (const auto team = TeamCode::parse(values.team))
      filter.team = team->str();
    else
      values.problems.push_back({"Team", "team", "it is not a team’s code",
                                 "capital letters, digits and hyphens, such as BXI-PSI"});
  }
  filter.actor = given(values.actor);
  filter.event = given(values.event);
  if (!values.verb.empty()) {
    filter.verb = audit::parse_verb(values.verb);
    if (!filter.verb)
      values.problems.push_back({"Kind", "verb", "there is no such kind", "one of the list"});
  }
  const auto instant = [&](const char* label, const char* name, const std::string& text,
                           Edge edge) -> std::optional<Instant> {
    if (text.empty()) return std::nullopt;
    const auto at = instant_of(text, edge, calendar);
    if (!at)
      values.problems.push_back({label, name, "there is no such day",
                                 "a day such as 2 4 2026, or a time such as 2 4 2026 14:30"});
    return at;
  };
  filter.from = instant("From", "from", values.from, Edge::from);
  filter.until = instant("To", "until", values.until, Edge::until);
  return filter;
}

pages::AdminFrame frame_of(const Call& call, const app::ConfigurationPtr& configuration) {
  return {call, *configuration, LocalTime(configuration->calendar, call.now)};
}

}  // namespace

void DeliveryLog::add_to(Router& router) {
  const Access see = Access::to(Action::see_delivery_log);
  router.get("/administration/log", see, [this](const Call& c) { return show(c); });
  // A download by POST: it stands in the log, so no prefetching browser may cause it.
  router.post("/administration/log/export", Access::to(Action::export_delivery_log),
              [this](const Call& c) { return download(c); });
  router.get("/administration/log/verification", see,
             [this](const Call& c) { return verification(c); });
  router.post("/administration/log/verification", Access::to(Action::read_audit_log),
              [this](const Call& c) { return verify(c); });
}

asio::awaitable<Reply> DeliveryLog::list(const Call& call, const FieldSet& fields,
                                         std::string export_problem) {
  const auto configuration = services_.gateway.configuration();
  pages::DeliveryLogValues values;
  values.filter = typed(fields);
  values.export_problem = std::move(export_problem);
  const auto filter = filter_of(values.filter, configuration->calendar);
  const auto before = index_of(fields.text("before"));
  values.is_first = !before;
  if (values.filter.problems.empty()) {
    GP_TRY_REPLY(values.page,
                 co_await administration_.log(person_of(call), {filter, before, entries_a_page}));
  } else {
    GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::see_delivery_log));
  }
  co_return pages::delivery_log(frame_of(call, configuration), values);
}

asio::awaitable<Reply> DeliveryLog::show(const Call& call) {
  co_return co_await list(call, call.query, {});
}

asio::awaitable<Reply> DeliveryLog::download(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  LogFilterValues values = typed(call.form);
  const auto filter = filter_of(values, configuration->calendar);
  if (!values.problems.empty()) co_return co_await list(call, call.form, {});
  auto csv = co_await administration_.export_log(person_of(call), filter);
  if (!csv && csv.error().error.is(app::Errc::too_much))
    co_return co_await list(call, call.form, csv.error().error.context());
  GP_TRY_REPLY(Bytes content, std::move(csv));
  const auto today = configuration->calendar.local_date(call.now);
  co_return Download{"delivery-log-" + format_date(today) + ".csv", "text/csv; charset=utf-8",
                     std::move(content)};
}

asio::awaitable<Reply> DeliveryLog::verification(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto last, co_await administration_.verification(person_of(call)));
  GP_TRY_REPLY(const auto health, co_await administration_.health(person_of(call)));
  co_return pages::verification(frame_of(call, configuration), last, health);
}

asio::awaitable<Reply> DeliveryLog::verify(const Call& call) {
  GP_CHECK_REPLY(co_await administration_.begin_verification(person_of(call)));
  co_return Redirect{"/administration/log/verification"};
}

}  // namespace gatepost::web
