// Administration: the delivery log: looking through it, exporting it, recomputing it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/app/administration.hpp"
#include "gateway/app/log_keeping.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using audit::Entry;
using audit::EntryFilter;
using identity::Action;
using identity::Person;

namespace {

constexpr std::chrono::milliseconds verification_awaited_every{200};
// Entries are in the order of their commits, which is that of their instants but for works that
// waited for one another.
constexpr std::chrono::minutes out_of_order{10};
constexpr std::size_t read_at_once = 5000;

Result<std::optional<Instant>> instant_at(exchange::View& view, std::uint64_t index) {
  GP_TRY(const auto rows, view.audit_rows(index, 1));
  const auto parsed = rows.empty() ? std::nullopt : audit::parse_canonical(rows.front().bytes);
  return parsed ? std::optional(parsed->first.at) : std::nullopt;
}

// The first index whose entry is of this instant or later.
Result<std::uint64_t> first_since(exchange::View& view, Instant since, std::uint64_t size) {
  std::uint64_t low = 0;
  std::uint64_t high = size;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    // A damaged entry says nothing: the next one that can be read is asked. When none is before
    // `high`, nothing is left out.
    std::uint64_t asked = middle;
    std::optional<Instant> at;
    for (; asked < high && !at; ++asked) {
      GP_TRY(at, instant_at(view, asked));
    }
    if (at && *at < since)
      low = asked;
    else
      high = middle;
  }
  return low;
}

// The part of the log that can hold what the filter admits.
struct Range {
  std::uint64_t first = 0, end = 0;
};
Result<Range> range_of(exchange::View& view, const EntryFilter& filter, std::uint64_t size) {
  Range range{0, size};
  if (filter.from) {
    GP_TRY(range.first, first_since(view, *filter.from - out_of_order, size));
  }
  if (filter.until) {
    GP_TRY(range.end, first_since(view, *filter.until + out_of_order, size));
  }
  return range;
}

// Takes rows, the newest first, until the page is full.
void take(const std::vector<audit::Row>& rows, const EntryFilter& filter, std::size_t limit,
          LogPage& page) {
  for (const audit::Row& row : rows) {
    const auto parsed = audit::parse_canonical(row.bytes);
    if (!parsed) ++page.damaged;
    if (!parsed || !filter.admits(parsed->first)) continue;
    if (page.lines.size() == limit) {
      page.next = page.lines.back().index;
      return;
    }
    page.lines.push_back({row.index, parsed->first});
  }
}

Result<LogPage> search_once(exchange::View& view, const LogQuery& wanted) {
  LogPage page;
  GP_TRY(const audit::Head head, view.audit_head());
  page.size = head.size;
  GP_TRY(Range range, range_of(view, wanted.filter, head.size));
  if (wanted.before) range.end = std::min(range.end, *wanted.before);
  std::uint64_t end = range.end;
  const std::uint64_t lowest = end - std::min<std::uint64_t>(end, limits::log_searched_at_once);
  const std::uint64_t first = std::max(range.first, lowest);
  while (end > first && !page.next) {
    // A page's worth and one, which shows whether there are more.
    GP_TRY(const auto rows,
           view.overview().search_log({wanted.filter.texts(), first, end}, wanted.limit + 1));
    take(rows, wanted.filter, wanted.limit, page);
    end = rows.size() > wanted.limit ? rows.back().index : first;
  }
  if (!page.next && first > range.first) {
    page.next = first;
    GP_TRY(page.searched_to, instant_at(view, first));
  }
  return page;
}

// Display names of the people among the actors.
void add_names(exchange::View& view, const Configuration& configuration, LogPage& page) {
  constexpr std::string_view prefix = "user:";
  for (const LogLine& line : page.lines) {
    const std::string& actor = line.entry.actor;
    if (!actor.starts_with(prefix) || page.names.contains(actor)) continue;
    const auto id = UserId::parse(std::string_view(actor).substr(prefix.size()));
    auto user = id ? view.people().user(*id) : std::nullopt;
    if (!user || !*user) continue;
    if (auto profile = identity::unseal_profile(configuration.keys, **user))
      page.names[actor] = profile->display_name;
  }
}

std::string in_codes(const EntryFilter& filter) {
  std::string text;
  const auto add = [&text](std::string_view name, const std::optional<std::string>& value) {
    if (value) text += fmt::format(" {}:{}", name, *value);
  };
  add("message", filter.message);
  add("team", filter.team);
  add("actor", filter.actor);
  if (filter.verb) add("verb", std::string(audit::to_string(*filter.verb)));
  add("event", filter.event);
  if (filter.from) add("from", to_rfc3339(*filter.from));
  if (filter.until) add("until", to_rfc3339(*filter.until));
  return text;
}

}  // namespace

asio::awaitable<Answer<LogPage>> Administration::search(LogQuery wanted) {
  co_return co_await gateway_.parts().workers.run([this, &wanted]() -> Answer<LogPage> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(LogPage page, search_once(*view, wanted));
    add_names(*view, *gateway_.configuration(), page);
    return page;
  });
}

asio::awaitable<Answer<LogPage>> Administration::log(Person person, LogQuery wanted) {
  auto allowed = co_await identity_.may(std::move(person), Action::see_delivery_log);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  co_return co_await search(std::move(wanted));
}

asio::awaitable<Answer<Bytes>> Administration::export_log(Person person, EntryFilter filter) {
  auto allowed = co_await identity_.may(person, Action::export_delivery_log);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  // Each answer is a piece of its own in the pool, so that nobody waits for a whole log.
  std::vector<LogLine> lines;
  std::uint64_t damaged = 0;
  LogQuery piece{filter, std::nullopt, read_at_once};
  do {
    auto page = co_await search(piece);
    if (!page) co_return std::unexpected(std::move(page).error());
    std::ranges::move(page->lines, std::back_inserter(lines));
    damaged += page->damaged;
    if (lines.size() > limits::log_exported)
      co_return refuse(Error(
          Errc::too_much, fmt::format("there are more than {} entries: name a shorter time, or a "
                                      "team; gatepost audit export writes any number",
                                      limits::log_exported)));
    piece.before = page->next;
  } while (piece.before);
  if (damaged > 0)
    co_return refuse(Error(Errc::too_much,
                           fmt::format("{} entries of this part of the log cannot be read, and a "
                                       "file without them would not be the log: verify it first",
                                       damaged)));
  // What was typed stands in the log only when some entry has it: then it is a code of ours. What
  // matched nothing may be anything, also a name.
  const std::string of = lines.empty() ? " of:nothing" : in_codes(filter);
  auto noted = co_await note(person, "log-exported", fmt::format("entries:{}{}", lines.size(), of),
                             audit::Verb::system);
  if (!noted) co_return std::unexpected(std::move(noted).error());
  co_return co_await gateway_.parts().workers.run([&lines]() -> Answer<Bytes> {
    std::string csv = audit::export_header(audit::ExportFormat::csv);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
      csv += audit::export_line(audit::ExportFormat::csv, line->entry, line->index, {});
    return to_bytes(csv);
  });
}

asio::awaitable<Answer<LogPage>> Administration::directory_history(Person person) {
  auto allowed = co_await identity_.may(person, Action::see_directory);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  constexpr std::size_t each = 30;
  LogPage both;
  for (const char* event : {"configuration-loaded", "directory-imported"}) {
    LogQuery wanted;
    wanted.filter.event = event;
    wanted.limit = each;
    auto page = co_await search(std::move(wanted));
    if (!page) co_return std::unexpected(std::move(page).error());
    std::ranges::move(page->lines, std::back_inserter(both.lines));
    both.names.merge(page->names);
    if (page->searched_to) both.searched_to = page->searched_to;
  }
  std::ranges::sort(both.lines, std::greater{}, &LogLine::index);
  // Who sees the delivery log sees names there too; the others see that somebody did it.
  if (!identity::authorise(person, Action::see_delivery_log, {}, gateway_.parts().clock.now()))
    both.names.clear();
  co_return both;
}

asio::awaitable<Answer<void>> Administration::begin_verification(Person person) {
  auto allowed = co_await identity_.may(person, Action::read_audit_log);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  if (verification_.state == LogVerification::State::running) co_return Answer<void>{};
  verification_ = {};
  verification_.state = LogVerification::State::running;
  verification_.started_at = gateway_.parts().clock.now();
  verification_asked_by_ = person;
  co_return Answer<void>{};
}

asio::awaitable<Answer<LogVerification>> Administration::verification(Person person) {
  auto allowed = co_await identity_.may(std::move(person), Action::see_delivery_log);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  co_return verification_;
}

asio::awaitable<void> Administration::verify_for_ever() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!stopping_) {
    timer.expires_after(verification_awaited_every);
    co_await timer.async_wait(asio::use_awaitable);
    if (!verification_asked_by_ || stopping_) continue;
    const Person asked_by = *std::exchange(verification_asked_by_, std::nullopt);
    co_await verify_once();
    const auto state = verification_.state;
    const bool sound = state == LogVerification::State::sound;
    // One that did not come to its end says nothing about the log.
    const char* event = sound                                      ? "log-verified"
                        : state == LogVerification::State::damaged ? "log-not-verified"
                                                                   : "log-verification-unfinished";
    auto noted = co_await note(
        asked_by, event,
        fmt::format("entries:{} root:{}", verification_.checked, verification_.root.hex()),
        audit::Verb::system);
    if (!noted)
      gateway_.parts().log.error("verification-not-recorded", {{"error", noted.error().error}});
    if (state == LogVerification::State::damaged)
      gateway_.parts().log.error("log-not-verified", {{"checked", verification_.checked}});
  }
}

// Against the head as it is now, a piece of the log at a time: each piece has a view of its own, so
// that none holds the store's write-ahead log for long, and others' work comes in between. What is
// appended meanwhile lies behind the head and is not looked at.
asio::awaitable<void> Administration::verify_once() {
  using State = LogVerification::State;
  std::optional<audit::Verifier> verifier;
  std::uint64_t next = 0;
  std::uint64_t size = 0;
  Digest root;
  // True while there is more to look at. In the pool: what pages read is set between the pieces.
  const auto piece = [&]() -> Result<bool> {
    GP_TRY(auto view, gateway_.parts().store.view());
    if (!verifier) {
      GP_TRY(const audit::Head head, view->audit_head());
      size = head.size;
      root = head.root;
      verifier.emplace(head);
    }
    GP_TRY(const auto rows, view->audit_rows(next, std::min<std::uint64_t>(
                                                       limits::log_verified_at_once, size - next)));
    for (const audit::Row& row : rows)
      if (!verifier->add(row)) return false;
    GP_TRY(const bool kept, verifier->check_kept(hashes_of(*view)));
    if (!kept || rows.empty() || rows.back().columns != audit::Row::Columns::sound) return false;
    next = rows.back().index + 1;
    return next < size;
  };
  for (;;) {
    auto more = co_await gateway_.parts().workers.run(piece);
    verification_.root = root;
    verification_.size = size;
    verification_.checked = next;
    if (!more) {
      verification_.state =
          more.error().is(exchange::StoreErrc::corrupt) ? State::damaged : State::failed;
      verification_.wrong = verification_.state == State::damaged
                                ? "the log's head cannot be read"
                                : "the store did not answer to the end";
      break;
    }
    if (*more && !stopping_) continue;
    const audit::Verification found = verifier->finish();
    verification_.state = found.wrong.empty() ? State::sound : State::damaged;
    verification_.wrong = found.wrong;
    verification_.checked = found.checked;
    if (stopping_ && *more) verification_.state = State::failed;
    break;
  }
  verification_.ended_at = gateway_.parts().clock.now();
}

}  // namespace gatepost::app
