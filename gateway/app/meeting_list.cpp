#include "gateway/app/meeting_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/person_in_conversation.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/exchange/journal.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::MeetingRow;
using identity::Person;

namespace {

constexpr std::size_t people_in_a_file = 1000;

bool is_of_a_prison(const config::Team& team) { return !team.prison.empty(); }

std::vector<TeamCode> teams_of(const std::string& prison, const config::Directory& directory) {
  std::vector<TeamCode> teams;
  for (const config::Team& team : directory.teams())
    if (team.prison == prison) teams.push_back(team.code);
  return teams;
}

exchange::MeetingScope scope_of(const MeetingQuery& wanted, const config::Directory& directory,
                                Instant now) {
  exchange::MeetingScope scope;
  scope.since = now - MeetingList::looks_back;
  if (!wanted.prison.empty()) scope.one_side = teams_of(wanted.prison, directory);
  std::vector<TeamCode> spoc;
  if (!wanted.spoc.empty()) spoc.push_back(wanted.spoc);
  (wanted.prison.empty() ? scope.one_side : scope.other_side) = std::move(spoc);
  return scope;
}

Answer<std::optional<MeetingPerson>> entry_of(exchange::View& view, const Caller& caller,
                                              const MeetingRow& row) {
  GP_TRY_ANSWER(const auto conversation, view.conversation(row.conversation));
  if (!conversation) return std::nullopt;
  auto standing =
      exchange::standing_of(*conversation, caller.team, caller.configuration->directory);
  if (!standing) return std::nullopt;
  // Whether they may be spoken of is decided by then.
  const auto any = [](const exchange::MessageState&) { return true; };
  return MeetingPerson{row.conversation,
                       person_in_conversation(view, *caller.configuration, *conversation, any),
                       row.release_at, std::move(*standing)};
}

}  // namespace

std::optional<MeetingQuery> MeetingList::scoped(MeetingQuery wanted,
                                                const config::Directory& directory) {
  const config::Team* team = directory.find(wanted.team);
  if (team == nullptr) return std::nullopt;
  if (is_of_a_prison(*team)) wanted.prison = team->prison;
  if (team->kind == config::TeamKind::spoc) wanted.spoc = team->code;
  return wanted;
}

Answer<MeetingPage> MeetingList::read(const Caller& caller, const MeetingQuery& wanted,
                                      Means means) const {
  const config::Directory& directory = caller.configuration->directory;
  GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
  GP_TRY_ANSWER(auto rows, view->overview().people_of(
                               scope_of(wanted, directory, gateway_.parts().clock.now()),
                               limits::meeting_people + 1));
  // Fewer than there are, and without a word, would be a list that is not true.
  if (rows.size() > limits::meeting_people)
    return refuse(Error(Errc::too_much,
                        "there are more people than one list may hold: choose a "
                        "prison or a borough"));
  MeetingPage page;
  page.not_agreed = std::erase_if(rows, [&](const MeetingRow& row) {
    return !exchange::may_speak_of(row, caller.team, directory);
  });
  page.total = rows.size();
  if (means == Means::file && page.total > people_in_a_file)
    return refuse(Error(Errc::too_much, fmt::format("there are more than {} people: choose a "
                                                    "prison or a borough",
                                                    people_in_a_file)));
  const std::size_t first =
      means == Means::file ? 0 : std::min((wanted.page - 1) * wanted.page_size, rows.size());
  const std::size_t last =
      means == Means::file ? rows.size() : std::min(first + wanted.page_size, rows.size());
  for (std::size_t i = first; i < last; ++i) {
    auto entry = entry_of(*view, caller, rows[i]);
    if (!entry) return std::unexpected(std::move(entry).error());
    if (*entry) page.people.push_back(std::move(**entry));
  }
  return page;
}

asio::awaitable<Answer<MeetingPage>> MeetingList::answer(Person person, MeetingQuery wanted,
                                                         Means means) {
  auto caller = co_await identity_.act_for(person, identity::Action::see_meeting_list, wanted.team);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  const auto scope = scoped(std::move(wanted), caller->configuration->directory);
  if (!scope || (scope->prison.empty() && scope->spoc.empty()))
    co_return refuse(Error(Errc::bad_request, "choose a prison or a borough"));
  // It stands in the log: so it is a code that we know, or nothing.
  if (!scope->prison.empty() && teams_of(scope->prison, caller->configuration->directory).empty())
    co_return refuse(Error(Errc::bad_request, "there is no such prison in the directory"));
  auto page = co_await gateway_.parts().workers.run([&] { return read(*caller, *scope, means); });
  if (!page) co_return page;
  audit::Entry entry =
      exchange::base_entry(gateway_.provenance(*caller), gateway_.parts().clock.now());
  entry.verb = audit::Verb::consultation;
  entry.event = means == Means::file ? "meeting-list-exported" : "meeting-list-opened";
  entry.recipient = caller->team.str();
  entry.reason = fmt::format("people:{} prison:{} spoc:{}", page->people.size(), scope->prison,
                             scope->spoc.str());
  exchange::Work work;
  work.run = [&entry](exchange::Transaction& transaction) -> Result<std::string> {
    transaction.append_audit(entry);
    return std::string{};
  };
  if (auto noted = co_await gateway_.submit(std::move(work)); !noted)
    co_return refuse(
        Error(Errc::unavailable, "the consultation could not be logged; try again later"));
  co_return page;
}

asio::awaitable<Answer<MeetingPage>> MeetingList::page(Person person, MeetingQuery wanted) {
  co_return co_await answer(std::move(person), std::move(wanted), Means::page);
}

asio::awaitable<Answer<MeetingPage>> MeetingList::whole(Person person, MeetingQuery wanted) {
  co_return co_await answer(std::move(person), std::move(wanted), Means::file);
}

}  // namespace gatepost::app
