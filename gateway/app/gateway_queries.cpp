// Gateway: what is known: ladders, receipts and tasks, scoped to the caller's team; and claiming a
// task.
#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "gateway/app/gateway.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::FormRecord;
using exchange::MessageKey;
using exchange::Task;

namespace {

constexpr std::size_t lookup_limit = 1000;  // forms of a team searched for a bare uuid

// Not found and not yours are the same answer.
Error no_such_message() {
  return Error(Errc::not_found, "this team sent or was sent no such message");
}

std::optional<MessageKey> parse_key(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  auto team = TeamCode::parse(text.substr(0, slash));
  auto id = MessageId::parse(text.substr(slash + 1));
  if (!team || !id) return std::nullopt;
  return MessageKey{*team, *id};
}

Result<std::optional<FormRecord>> find_record(exchange::View& view, const TeamCode& team,
                                              const std::string& id) {
  if (auto key = parse_key(id)) return view.form(*key);
  if (auto uuid = MessageId::parse(id)) {
    GP_TRY(auto own, view.form({team, *uuid}));
    if (own) return own;
    GP_TRY(const auto known, view.forms_of(team, lookup_limit, std::nullopt));
    auto at =
        std::ranges::find_if(known, [&](const FormRecord& form) { return form.key.id == *uuid; });
    if (at != known.end()) return std::optional<FormRecord>(*at);
    return std::optional<FormRecord>{};
  }
  if (auto handle = Handle::parse(id)) return view.form_by_handle(*handle);
  return std::optional<FormRecord>{};
}

Answer<MessageView> view_of(exchange::View& view, const FormRecord& record) {
  GP_TRY_ANSWER(const auto conversation, view.conversation(record.conversation));
  const exchange::MessageState* state = conversation ? conversation->find(record.key) : nullptr;
  if (state == nullptr) return refuse(no_such_message());
  GP_TRY_ANSWER(auto receipts, view.receipts(record.key));
  MessageView found{record, record.conversation, *state, std::move(receipts), {}};
  for (const Task& task : conversation->tasks)
    if (task.about == record.key) found.tasks.push_back(task);
  return found;
}

}  // namespace

Answer<MessageView> Gateway::find_message(const Caller& caller, const std::string& id) const {
  GP_TRY_ANSWER(auto view, parts_.store.view());
  GP_TRY_ANSWER(const auto record, find_record(*view, caller.team, id));
  if (!record || (record->key.from != caller.team && record->to != caller.team))
    return refuse(no_such_message());
  return view_of(*view, *record);
}

asio::awaitable<Answer<MessageView>> Gateway::message(Caller caller, std::string id) {
  co_return co_await parts_.workers.run([this, &caller, &id] { return find_message(caller, id); });
}

asio::awaitable<Answer<std::vector<MessageView>>> Gateway::messages(Caller caller,
                                                                    std::size_t limit) {
  co_return co_await parts_.workers.run(
      [this, &caller, limit]() -> Answer<std::vector<MessageView>> {
        GP_TRY_ANSWER(auto view, parts_.store.view());
        GP_TRY_ANSWER(const auto records, view->forms_of(caller.team, limit, std::nullopt));
        std::vector<MessageView> found;
        for (const FormRecord& record : records) {
          auto one = view_of(*view, record);
          if (!one) return std::unexpected(std::move(one).error());
          found.push_back(std::move(*one));
        }
        return found;
      });
}

asio::awaitable<Answer<std::string>> Gateway::receipt_xml(Caller caller, std::string id,
                                                          exchange::Rung rung) {
  co_return co_await parts_.workers.run([this, &caller, &id, rung]() -> Answer<std::string> {
    auto found = find_message(caller, id);
    if (!found) return std::unexpected(std::move(found).error());
    // Receipts prove a form's way to its sender; the recipient has the form itself.
    if (found->record.key.from != caller.team) return refuse(no_such_message());
    return stored_receipt(*caller.configuration, found->record.key, rung);
  });
}

Answer<TaskView> Gateway::task_view(const Configuration& configuration, exchange::View& view,
                                    const ConversationId& id, const Task& task) const {
  GP_TRY_ANSWER(const auto conversation, view.conversation(id));
  const exchange::MessageState* message = conversation ? conversation->find(task.about) : nullptr;
  if (message == nullptr) return refuse(no_such_message());
  TaskView made{task, id, *message, {}, {}, {}};
  if (!task.claimed_by.empty()) {
    // One name that cannot be read must not hide the team's whole list.
    auto name = unseal_text(configuration.keys, "task/" + task.id.str(), task.claimed_by);
    if (!name) parts_.log.error("name-unreadable", {{"task", task.id}, {"error", name.error()}});
    made.claimed_by = name ? std::move(*name) : "(name unreadable)";
  }
  if (const config::Team* team = configuration.directory.find(message->to)) {
    made.telephone = team->telephone;
    made.team_name = team->name;
  }
  return made;
}

asio::awaitable<Answer<std::vector<TaskView>>> Gateway::tasks(Caller caller,
                                                              exchange::View::TaskFilter filter) {
  co_return co_await parts_.workers.run([this, &caller, filter]() -> Answer<std::vector<TaskView>> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const auto rows, view->tasks_of(caller.team, filter, lookup_limit));
    std::vector<TaskView> found;
    for (const auto& [conversation, task] : rows) {
      auto one = task_view(*caller.configuration, *view, conversation, task);
      if (!one) return std::unexpected(std::move(one).error());
      found.push_back(std::move(*one));
    }
    return found;
  });
}

asio::awaitable<Answer<TaskView>> Gateway::claim(Caller caller, TaskId task, std::string by) {
  struct Found {
    ConversationId conversation;
    Bytes sealed_name;
  };
  auto found = co_await parts_.workers.run([this, &caller, &task, &by]() -> Answer<Found> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const auto row, view->task(task));
    if (!row || row->second.owner != caller.team)
      return refuse(Error(exchange::Errc::unknown_task, "this team has no such task"));
    GP_TRY_ANSWER(Bytes sealed,
                  seal_text(caller.configuration->keys, parts_.random, "task/" + task.str(), by));
    return Found{row->first, std::move(sealed)};
  });
  if (!found) co_return std::unexpected(std::move(found).error());
  exchange::Work work;
  // The same person asking twice gets the same answer; the name stands in the key only as a keyed
  // hash.
  work.idempotency_key = fmt::format("claim/{}/{}", task.str(),
                                     caller.configuration->keys.blind_token("claim", by).hex());
  work.run = [this, caller, conversation = found->conversation, task, now = parts_.clock.now(),
              sealed =
                  found->sealed_name](exchange::Transaction& transaction) -> Result<std::string> {
    const Configuration& configuration = *caller.configuration;
    exchange::Context at{now, configuration.policy, configuration.calendar, configuration.directory,
                         parts_.random};
    GP_CHECK(exchange::act_on(transaction, conversation, exchange::ClaimCommand{task, caller.team, sealed}, at,
                             provenance(configuration, caller.actor())));
    return std::string{"claimed"};
  };
  auto answer = co_await submit(std::move(work));
  if (!answer) {
    if (answer.error().library() == "store")
      co_return refuse(Error(Errc::unavailable, "the claim could not be stored; try again later"));
    co_return refuse(std::move(answer).error());
  }
  parts_.log.info("task-claimed", {{"team", caller.team}, {"task", task}});
  co_return co_await parts_.workers.run([this, &caller, &task]() -> Answer<TaskView> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const auto row, view->task(task));
    if (!row) return refuse(Error(exchange::Errc::unknown_task, "this team has no such task"));
    return task_view(*caller.configuration, *view, row->first, row->second);
  });
}

}  // namespace gatepost::app
