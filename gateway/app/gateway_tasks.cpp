// Gateway: what people do: with a task, with a form that is over, and with a prison's list of who
// comes and goes.
#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "certs/sealed_text.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/mailbox_keys.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::Command;

namespace {

Refusal refusal_for(Error error, std::string_view what) {
  if (error.library() != "store") return {std::move(error), {}};
  return {Error(Errc::unavailable, fmt::format("{} could not be stored; try again later", what)),
          {}};
}

// The command for what a person does, with their name sealed.
struct ToCommand {
  const Caller& caller;
  const TaskId& task;
  Random& random;

  Result<Command> operator()(const ClaimTask& act) const {
    GP_TRY(Bytes name, sealed(act.by));
    return exchange::ClaimCommand{task, caller.team, std::move(name)};
  }
  Result<Command> operator()(const HandTaskOver& act) const {
    if (act.to.empty()) return exchange::HandOverCommand{task, caller.team, {}};
    GP_TRY(Bytes name, sealed(act.to));
    return exchange::HandOverCommand{task, caller.team, std::move(name)};
  }
  Result<Command> operator()(const CompleteTask& act) const {
    return exchange::CompleteCommand{task, caller.team, act.outcome};
  }

 private:
  Result<Bytes> sealed(const std::string& name) const {
    return certs::seal_text(caller.configuration->keys, random, "task/" + task.str(), name);
  }
};

// A claim repeated because its answer was lost is the same claim. All else that people do is
// decided anew: handing a task back and forth is no repeat. The name stands in the key only as a
// keyed hash.
std::string key_of(const Caller& caller, const TaskId& task, const TaskAct& act, Instant now) {
  const auto* claim = std::get_if<ClaimTask>(&act);
  if (claim == nullptr) return {};
  const std::string when =
      std::to_string(to_unix_ms(std::chrono::floor<std::chrono::minutes>(now)));
  return fmt::format("claim/{}/{}/{}", task.str(),
                     caller.configuration->keys.blind_token("claim", claim->by).hex(),
                     claim->request.empty() ? when : claim->request);
}

std::string duty_words(std::string_view step, const std::string& number,
                       std::chrono::year_month_day of) {
  const std::string day = format_date(of);
  if (step == exchange::steps::lief_missing) return fmt::format("{}, due out on {}", number, day);
  if (step == exchange::steps::transfer_alert_missing)
    return fmt::format("{}, transferred on {}", number, day);
  if (step == exchange::steps::death_alert_missing)
    return fmt::format("{}, died on {}", number, day);
  return fmt::format("{}, released on {}", number, day);
}

bool is_prison(config::TeamKind kind) {
  using enum config::TeamKind;
  return kind == prison_psychosocial || kind == prison_clinical || kind == prison_court;
}

Result<std::vector<exchange::KnownForm>> known_forms(exchange::View& view,
                                                     const Configuration& configuration,
                                                     const TeamCode& asking, const Digest& person) {
  constexpr std::size_t most = 200;  // newest first: enough for one person's time in custody
  GP_TRY(const auto keys, view.search(std::string(exchange::person_key), person, most));
  std::vector<exchange::KnownForm> known;
  for (const exchange::MessageKey& key : keys) {
    GP_TRY(const auto form, view.form(key));
    if (!form) continue;
    // Only of conversations that the asking side has part in: a list of numbers must not show who
    // is referred elsewhere.
    GP_TRY(const auto conversation, view.conversation(form->conversation));
    const exchange::MessageState* message = conversation ? conversation->find(key) : nullptr;
    const auto asks = [&](const TeamCode& party) {
      return exchange::same_side(party, asking, configuration.directory);
    };
    if (message == nullptr || !std::ranges::any_of(conversation->parties, asks)) continue;
    using Side = exchange::KnownForm::Side;
    known.push_back({message->type, message->news,
                     asks(key.from) || asks(message->holder()) ? Side::own : Side::other,
                     message->standing, configuration.calendar.local_date(form->accepted_at),
                     form->conversation});
  }
  return known;
}

// One person's missing forms: what to say to whoever asked, and the command that opens the tasks.
struct PersonDuties {
  ConversationId conversation;
  exchange::RaiseDutiesCommand command;
  std::vector<Finding> findings;
};

Result<std::optional<PersonDuties>> duties_for(exchange::View& view, const Caller& caller,
                                               const Caseload& person, std::size_t line,
                                               Instant now, Random& random) {
  const Configuration& configuration = *caller.configuration;
  const Digest token =
      configuration.keys.blind_token(std::string(exchange::person_key), person.prisoner_number);
  GP_TRY(const auto known, known_forms(view, configuration, caller.team, token));
  const auto today = configuration.calendar.local_date(now);
  const auto missing = exchange::missing_forms(person.line, known, today);
  if (missing.empty()) return std::nullopt;
  const auto current = exchange::current_conversation(person.line, known, today);
  PersonDuties made;
  made.conversation = exchange::duties_of(token);
  made.command.team = caller.team;
  made.command.about = exchange::duty_subject(caller.team, made.conversation);
  GP_TRY(const auto before, view.conversation(made.conversation));
  for (const exchange::MissingForm& form : missing) {
    const TaskId id = exchange::duty_id(made.conversation, before ? &*before : nullptr, caller.team,
                                        form.step, form.of);
    const bool is_known =
        before && std::ranges::find(before->tasks, id, &exchange::Task::id) != before->tasks.end();
    GP_TRY(Bytes detail, certs::seal_text(configuration.keys, random, "task-detail/" + id.str(),
                                          duty_words(form.step, person.prisoner_number, form.of)));
    made.command.duties.push_back({id, std::string(form.step), std::move(detail)});
    made.findings.push_back({line, std::string(form.step), form.of, id,
                             is_known ? Finding::Novelty::known : Finding::Novelty::opened_now,
                             current});
  }
  return made;
}

}  // namespace

asio::awaitable<Answer<TaskView>> Gateway::act_on_task(Caller caller, TaskId task, TaskAct act) {
  struct Found {
    ConversationId conversation;
    Command command;
  };
  auto found = co_await parts_.workers.run([this, &caller, &task, &act]() -> Answer<Found> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const auto row, view->task(task));
    if (!row || row->second.owner != caller.team)
      return refuse(Error(exchange::Errc::unknown_task, "this team has no such task"));
    GP_TRY_ANSWER(Command command, std::visit(ToCommand{caller, task, parts_.random}, act));
    return Found{row->first, std::move(command)};
  });
  if (!found) co_return std::unexpected(std::move(found).error());
  exchange::Work work;
  work.idempotency_key = key_of(caller, task, act, parts_.clock.now());
  work.run = [this, caller, now = parts_.clock.now(),
              what = *found](exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at = context(*caller.configuration, now);
    GP_CHECK(
        exchange::act_on(transaction, what.conversation, what.command, at, provenance(caller)));
    return std::string{"done"};
  };
  auto answer = co_await submit(std::move(work));
  if (!answer) co_return std::unexpected(refusal_for(std::move(answer).error(), "it"));
  parts_.log.info("task-acted-on", {{"team", caller.team}, {"task", task}});
  co_return co_await parts_.workers.run(
      [this, &caller, &task]() -> Answer<TaskView> { return find_task(caller, task); });
}

asio::awaitable<Answer<MessageView>> Gateway::close(Caller caller, std::string id,
                                                    CloseForm by_hand) {
  auto found =
      co_await parts_.workers.run([this, &caller, &id] { return find_message(caller, id); });
  if (!found) co_return std::unexpected(std::move(found).error());
  auto name = certs::seal_text(caller.configuration->keys, parts_.random,
                               closing_subject(found->record.key), by_hand.by);
  if (!name) co_return std::unexpected(refusal_for(std::move(name).error(), "the end"));
  exchange::Work work;
  work.run = [this, caller, now = parts_.clock.now(), conversation = found->conversation,
              command = exchange::CloseCommand{found->record.key, caller.team,
                                               std::move(by_hand.reason), std::move(*name)}](
                 exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at = context(*caller.configuration, now);
    GP_CHECK(exchange::act_on(transaction, conversation, command, at, provenance(caller)));
    return std::string{"closed"};
  };
  auto answer = co_await submit(std::move(work));
  if (!answer) co_return std::unexpected(refusal_for(std::move(answer).error(), "the end"));
  parts_.log.info("closed", {{"team", caller.team}, {"message", found->record.key.id}});
  co_return co_await parts_.workers.run([this, &caller, &id] { return find_message(caller, id); });
}

asio::awaitable<Answer<std::vector<Finding>>> Gateway::reconcile(Caller caller,
                                                                 std::vector<Caseload> list) {
  const config::Team* team = caller.configuration->directory.find(caller.team);
  if (team == nullptr || !is_prison(team->kind))
    co_return refuse(Error(Errc::bad_request, "only a prison's team has a caseload to reconcile"));
  if (list.size() > limits::caseload_lines)
    co_return refuse(Error(Errc::bad_request,
                           fmt::format("at most {} lines at a time", limits::caseload_lines)));
  const Instant now = parts_.clock.now();
  using All = std::vector<PersonDuties>;
  auto all = co_await parts_.workers.run([this, &caller, &list, now]() -> Answer<All> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    All found;
    for (std::size_t line = 0; line < list.size(); ++line) {
      GP_TRY_ANSWER(auto one, duties_for(*view, caller, list[line], line, now, parts_.random));
      if (one) found.push_back(std::move(*one));
    }
    return found;
  });
  if (!all) co_return std::unexpected(std::move(all).error());
  std::vector<Finding> findings;
  for (const PersonDuties& person : *all)
    findings.insert(findings.end(), person.findings.begin(), person.findings.end());
  // One work for the whole list: all of it, or nothing.
  exchange::Work work;
  work.run = [this, caller, now,
              duties = std::move(*all)](exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at = context(*caller.configuration, now);
    for (const PersonDuties& person : duties)
      GP_CHECK(exchange::act_on(transaction, person.conversation, person.command, at,
                                provenance(caller)));
    return std::string{"reconciled"};
  };
  auto answer = co_await submit(std::move(work));
  if (!answer) co_return std::unexpected(refusal_for(std::move(answer).error(), "the list"));
  parts_.log.info("reconciled", {{"team", caller.team}});
  co_return findings;
}

}  // namespace gatepost::app
