// Identity: acting for a team: authority, consultation, forms and drafts.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/app/identity.hpp"
#include "gateway/app/person_forms.hpp"
#include "gateway/identity/drafts.hpp"
#include "gateway/identity/profile.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;
using identity::Change;
using identity::DraftRecord;
using identity::Person;

namespace {

constexpr std::array<std::pair<OpeningReason, std::string_view>, 4> reasons{
    {{OpeningReason::direct_care, "direct-care"},
     {OpeningReason::covering_for_colleagues, "covering-for-colleagues"},
     {OpeningReason::complaint_or_incident, "complaint-or-incident"},
     {OpeningReason::data_subject, "data-subject"}}};

// A party itself, or only of the same side: a colleague's team at the same prison.
bool is_own(const MessageView& message, const TeamCode& team) {
  return message.state.to == team || message.state.key.from == team ||
         message.state.holder() == team;
}

}  // namespace

std::string_view to_string(OpeningReason reason) {
  for (const auto& [each, name] : reasons)
    if (each == reason) return name;
  return "?";
}

std::optional<OpeningReason> parse_opening_reason(std::string_view text) {
  for (const auto& [each, name] : reasons)
    if (name == text) return each;
  return std::nullopt;
}

asio::awaitable<void> Identity::record_refusal(Person person, Error error, TeamCode team) {
  co_await gateway_.record_refusal(
      Caller{std::move(team), gateway_.configuration(), person.methods, person.id},
      std::move(error), std::nullopt);
}

asio::awaitable<Answer<Caller>> Identity::act_for(Person person, Action action, TeamCode team) {
  const std::array teams{team};
  auto allowed = identity::authorise(person, action, teams, gateway_.parts().clock.now());
  if (allowed) {
    // As on a machine's connection: a team that has ended reads and does nothing more.
    ConfigurationPtr configuration = gateway_.configuration();
    const auto today = configuration->calendar.local_date(gateway_.parts().clock.now());
    if (configuration->directory.find(*allowed, today) == nullptr)
      co_return refuse(Error(Errc::out_of_service,
                             fmt::format("team {} is not in service today", allowed->str())));
    co_return Caller{*allowed, std::move(configuration), person.methods, person.id};
  }
  if (allowed.error().is(identity::Errc::not_allowed))
    co_await record_refusal(person, allowed.error(), team);
  co_return refuse(std::move(allowed).error());
}

asio::awaitable<Answer<void>> Identity::may(Person person, Action action) {
  auto allowed = identity::authorise(person, action, {}, gateway_.parts().clock.now());
  if (allowed) co_return Answer<void>{};
  if (allowed.error().is(identity::Errc::not_allowed))
    co_await record_refusal(person, allowed.error());
  co_return refuse(std::move(allowed).error());
}

asio::awaitable<Answer<Caller>> Identity::act_on(Person person, Action action,
                                                 std::string message_id) {
  if (auto error = identity::unfinished(person.stage)) co_return refuse(std::move(*error));
  std::optional<TeamCode> beside;
  for (const TeamCode& team : identity::teams_for(person, action)) {
    const Caller caller{team, gateway_.configuration(), person.methods, person.id};
    auto found = co_await gateway_.message(caller, message_id);
    if (!found && found.error().error.is(Errc::not_found)) continue;
    if (!found) co_return std::unexpected(std::move(found).error());
    if (is_own(*found, team)) co_return co_await act_for(person, action, team);
    if (!beside) beside = team;
  }
  if (beside) co_return co_await act_for(person, action, *beside);
  // No such message, another team's, or none of the person's roles: to them it is all the same.
  Error error(Errc::not_found, "there is no such message for you");
  co_await record_refusal(person, error);
  co_return refuse(std::move(error));
}

asio::awaitable<Answer<Opened>> Identity::open_form(Person person, std::string message_id,
                                                    std::optional<OpeningReason> reason) {
  auto caller = co_await act_on(person, Action::open_form, message_id);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  auto message = co_await gateway_.message(*caller, message_id);
  if (!message) co_return std::unexpected(std::move(message).error());
  if (!reason && !is_own(*message, caller->team))
    co_return refuse(
        Error(identity::Errc::reason_wanted, "this is another team's: say why you open it"));
  auto opened = co_await gateway_.consult(
      *caller, *message, std::string(to_string(reason.value_or(OpeningReason::direct_care))));
  if (!opened) co_return std::unexpected(std::move(opened).error());
  co_return Opened{std::move(*message), std::move(*opened), caller->team};
}

asio::awaitable<Answer<Accepted>> Identity::send(Person person, TeamCode team, forms::Form form) {
  const auto action = identity::action_of_sending(forms::type_of(form));
  if (!action)
    co_return refuse(Error(Errc::not_for_senders, "receipts are made by the gateway alone"));
  auto caller = co_await act_for(person, *action, team);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  const Instant now = gateway_.parts().clock.now();
  auto bytes = co_await gateway_.parts().workers.run(
      [&] { return sign_as(*caller->configuration, person, team, std::move(form), now); });
  if (!bytes) co_return std::unexpected(std::move(bytes).error());
  Submission submission;
  submission.bytes = std::move(*bytes);
  co_return co_await gateway_.accept(*caller, std::move(submission));
}

asio::awaitable<Answer<DraftRecord>> Identity::save_draft(Person person, TeamCode team,
                                                          Draft draft) {
  auto caller = co_await act_for(person, Action::write_drafts, team);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  if (draft.content.size() > limits::draft_bytes)
    co_return refuse(Error(identity::Errc::too_many, "the draft is too large to keep"));
  if (!forms::type_from_root(draft.form))
    co_return refuse(Error(Errc::bad_request, "a draft is of a form that we know"));
  co_return co_await change<DraftRecord>(person.actor(), [&](Change& c) -> Result<DraftRecord> {
    DraftRecord record;
    record.team = team;
    record.created_at = c.now;
    if (draft.id) {
      GP_TRY(const auto before, c.rows.draft(*draft.id));
      if (!before || before->team != team)
        return fail(Errc::not_found, "this team has no such draft");
      record = *before;
    } else {
      GP_TRY(const std::size_t others, c.rows.draft_count(team));
      if (others >= limits::drafts_per_team)
        return fail(identity::Errc::too_many, "this team has as many drafts as it may keep");
      record.id = make_id<DraftId>(c.random);
    }
    record.user = person.id;
    record.conversation = draft.conversation;
    record.form = draft.form;
    record.version = draft.version_read + 1;
    record.changed_at = c.now;
    GP_TRY(record.content, identity::seal_draft(c.keys, c.random, record.id, draft.content));
    GP_CHECK(c.rows.put_draft(record));
    return record;
  });
}

// With its content and who changed it last, for people of its team.
static Answer<DraftView> draft_view(exchange::View& view, const Configuration& configuration,
                                    const DraftRecord& record) {
  DraftView made;
  made.record = record;
  GP_TRY_ANSWER(made.content, identity::unseal_draft(configuration.keys, record));
  GP_TRY_ANSWER(const auto user, view.people().user(record.user));
  if (!user) return made;
  GP_TRY_ANSWER(const auto profile, identity::unseal_profile(configuration.keys, *user));
  made.changed_by = profile.display_name;
  return made;
}

asio::awaitable<Answer<DraftView>> Identity::draft(Person person, DraftId id) {
  auto found = co_await gateway_.parts().workers.run([&]() -> Answer<DraftView> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(const auto record, view->people().draft(id));
    if (!record) return refuse(Error(Errc::not_found, "there is no such draft for you"));
    return draft_view(*view, *gateway_.configuration(), *record);
  });
  if (!found) co_return std::unexpected(std::move(found).error());
  auto caller = co_await act_for(person, Action::write_drafts, found->record.team);
  if (caller) co_return std::move(*found);
  if (!caller.error().error.is(identity::Errc::not_allowed))
    co_return std::unexpected(std::move(caller).error());
  co_return refuse(Error(Errc::not_found, "there is no such draft for you"));
}

asio::awaitable<Answer<std::vector<DraftView>>> Identity::drafts(Person person, TeamCode team) {
  auto caller = co_await act_for(person, Action::write_drafts, team);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  co_return co_await gateway_.parts().workers.run([&]() -> Answer<std::vector<DraftView>> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(const auto records, view->people().drafts_of(team, limits::drafts_per_team));
    std::vector<DraftView> list;
    for (const DraftRecord& record : records) {
      auto made = draft_view(*view, *caller->configuration, record);
      if (!made) return std::unexpected(std::move(made).error());
      list.push_back(std::move(*made));
    }
    return list;
  });
}

asio::awaitable<Answer<void>> Identity::discard_draft(Person person, DraftId id) {
  auto found = co_await draft(person, id);
  if (!found) co_return std::unexpected(std::move(found).error());
  co_return co_await submit(person.actor(), [&id](Change& c) { return c.rows.remove_draft(id); });
}

}  // namespace gatepost::app
