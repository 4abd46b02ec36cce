// Administration: a new directory: what it would change, and putting it in place.
#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "gateway/app/administration.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using identity::Action;
using identity::Person;

namespace {

constexpr std::string_view pasted = "the new list";  // the file's name in problems

// The list in use, as its file says now. Somebody may have changed it by hand since it was loaded.
Answer<config::Directory> list_in_use(const Configuration& configuration) {
  const auto& file = configuration.settings.directory;
  GP_TRY_ANSWER(const Bytes bytes, posix::read_file(file, limits::directory_bytes));
  auto list = config::Directory::from_csv(as_text(bytes), file.filename().string());
  if (!list)
    return refuse(Error(Errc::unavailable,
                        "the list in use was changed on the server and does not hold together: "
                        "whoever runs the gateway must mend it first (gatepost directory check)"));
  return std::move(*list);
}

Answer<DirectoryProposal> propose(exchange::View& view, const config::Directory& before,
                                  const config::Directory& after,
                                  std::chrono::year_month_day today) {
  DirectoryProposal made;
  made.fresh_digest = after.digest_hex();
  made.current_digest = before.digest_hex();
  made.teams = after.teams().size();
  std::map<TeamCode, std::size_t> waiting;
  for (config::DirectoryChange& change : config::difference(before, after)) {
    if (change.kind != config::DirectoryChange::Kind::added && !waiting.contains(change.team)) {
      GP_TRY_ANSWER(waiting[change.team], view.waiting_on(change.team));
    }
    const auto known = waiting.find(change.team);
    const std::size_t count = known == waiting.end() ? 0 : known->second;
    made.changes.push_back({std::move(change), count});
  }
  made.remarks = config::review(after, pasted, today);
  return made;
}

// "directory.csv.20261124-084500", in UTC, as `gatepost directory import` keeps them.
std::filesystem::path kept_as(const std::filesystem::path& file, Instant now) {
  std::string stamp;
  for (const char c : to_rfc3339(std::chrono::floor<std::chrono::seconds>(now)))
    if (c == 'T')
      stamp += '-';
    else if (c >= '0' && c <= '9')
      stamp += c;
  return file.string() + "." + stamp;
}

Error changed_meanwhile() {
  return {identity::Errc::changed_meanwhile,
          "the directory was changed since this list was looked at: look at it again"};
}

// What a gateway with this list would be refused for: the list is written beside the one in use
// under another name, and everything is loaded with it.
Result<Problems> tried_out(const Configuration& configuration, std::string_view csv, Instant now) {
  config::GatewaySettings settings = configuration.settings;
  settings.directory += ".proposed";
  GP_CHECK(posix::write_file_durably(settings.directory, as_bytes(csv), posix::Mode::shared));
  const auto loaded = load_configuration(settings, now);
  std::error_code ignored;
  std::filesystem::remove(settings.directory, ignored);
  return loaded ? Problems{} : loaded.error();
}

}  // namespace

asio::awaitable<Answer<DirectoryProposal>> Administration::propose_directory(Person person,
                                                                             std::string csv) {
  auto allowed = co_await identity_.may(person, Action::change_directory);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  const ConfigurationPtr configuration = gateway_.configuration();
  const auto today = configuration->calendar.local_date(gateway_.parts().clock.now());
  auto made = co_await gateway_.parts().workers.run([&]() -> Answer<DirectoryProposal> {
    if (csv.size() > limits::directory_bytes)
      return DirectoryProposal{
          .problems = {{"List", "csv", "it is longer than a directory may be",
                        fmt::format("at most {} KiB", limits::directory_bytes >> 10U)}}};
    const auto fresh = config::Directory::from_csv(csv, pasted);
    if (!fresh) return DirectoryProposal{.problems = fresh.error()};
    auto before = list_in_use(*configuration);
    if (!before) return std::unexpected(std::move(before).error());
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    return propose(*view, *before, *fresh, today);
  });
  if (!made || !made->problems.empty()) co_return made;
  std::erase_if(proposals_, [&](const Kept& kept) { return kept.person == person.id; });
  if (proposals_.size() == limits::directory_proposals) proposals_.erase(proposals_.begin());
  proposals_.push_back({person.id, std::move(csv), made->fresh_digest});
  co_return made;
}

// 1. Everything is tried out with the new list; what is wrong is answered, and nothing was changed.
// 2. Whoever imports stands in the log: a crash from here on leaves an entry without a change,
// which
//    the next "configuration-loaded" shows, never a change without an entry.
// 3. The list in use stays beside it, durably, so that an import can be taken back.
// 4. The new one takes its place by rename, and is taken up as by SIGHUP.
asio::awaitable<Answer<void>> Administration::take_directory(Person person, TakeDirectory which) {
  auto allowed = co_await identity_.may(person, Action::change_directory);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  const auto kept = std::ranges::find_if(proposals_, [&](const Kept& each) {
    return each.person == person.id && each.digest == which.fresh_digest;
  });
  if (kept == proposals_.end())
    co_return refuse(Error(Errc::bad_request,
                           "this list is not kept here any more, or was taken up already: see the "
                           "directory's history, or paste the list again"));
  if (importing_ == Importing::yes) co_return refuse(changed_meanwhile());
  importing_ = Importing::yes;
  struct Done {
    Importing& importing;
    ~Done() { importing = Importing::no; }
  } const done{importing_};
  const std::string csv = kept->csv;
  const ConfigurationPtr configuration = gateway_.configuration();
  const Instant now = gateway_.parts().clock.now();
  auto tried = co_await gateway_.parts().workers.run([&]() -> Answer<Problems> {
    auto in_use = list_in_use(*configuration);
    if (!in_use) return std::unexpected(std::move(in_use).error());
    if (in_use->digest_hex() != which.current_digest) return refuse(changed_meanwhile());
    GP_TRY_ANSWER(auto problems, tried_out(*configuration, csv, now));
    return problems;
  });
  if (!tried) co_return std::unexpected(std::move(tried).error());
  if (!tried->empty())
    co_return std::unexpected(Refusal{
        Error(Errc::bad_request, "the gateway would not start with this list"), std::move(*tried)});
  const auto file = configuration->settings.directory;
  auto noted =
      co_await note(person, "directory-imported",
                    fmt::format("directory:{} before:{}", which.fresh_digest, which.current_digest),
                    audit::Verb::system);
  if (!noted) co_return std::unexpected(std::move(noted).error());
  auto placed = co_await gateway_.parts().workers.run([&]() -> Result<void> {
    // Read once more: a hand's edit since the try-out must not be lost.
    GP_TRY(const Bytes before, posix::read_file(file, limits::directory_bytes));
    GP_CHECK(posix::write_file_durably(kept_as(file, now), before, posix::Mode::shared));
    return posix::write_file_durably(file, as_bytes(csv), posix::Mode::shared);
  });
  if (!placed) co_return refuse(std::move(placed).error());
  std::erase_if(proposals_, [&](const Kept& each) { return each.person == person.id; });
  if (Problems problems = co_await process_.reload(); !problems.empty())
    co_return std::unexpected(
        Refusal{Error(Errc::unavailable, "the list is in place, and was not taken up"),
                std::move(problems)});
  co_return Answer<void>{};
}

}  // namespace gatepost::app
