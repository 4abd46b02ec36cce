// Gateway: what is known: ladders, receipts and tasks, scoped to the caller's team.
#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "certs/sealed_text.hpp"
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

// A form that went to several teams is, for each further one, a message of its own (copy_key); they
// ask for it by the form's id, which is what they hold.
Result<std::optional<FormRecord>> find_by_key(exchange::View& view, const TeamCode& team,
                                              const MessageKey& key) {
  GP_TRY(auto copy, view.form(exchange::copy_key(key, team)));
  if (copy) return copy;
  return view.form(key);
}

// What a task of the team is about, though another team sent it: the clinical team's part, the
// messages taken over after a transfer.
Result<std::optional<FormRecord>> find_by_tasks(exchange::View& view, const TeamCode& team,
                                                const MessageId& id) {
  GP_TRY(const auto about, view.subject_of_task(team, id));
  return about ? view.form(*about) : std::optional<FormRecord>{};
}

Result<std::optional<FormRecord>> find_record(exchange::View& view, const TeamCode& team,
                                              const std::string& id) {
  if (auto key = parse_key(id)) return find_by_key(view, team, *key);
  if (auto uuid = MessageId::parse(id)) {
    GP_TRY(auto own, view.form({team, *uuid}));
    if (own) return own;
    GP_TRY(const auto known, view.forms_of(team, lookup_limit, std::nullopt));
    auto at = std::ranges::find_if(known, [&](const FormRecord& form) {
      return form.key.id == *uuid || form.key == exchange::copy_key({form.key.from, *uuid}, team);
    });
    if (at != known.end()) return std::optional<FormRecord>(*at);
    return find_by_tasks(view, team, *uuid);
  }
  if (auto handle = Handle::parse(id)) return view.form_by_handle(*handle);
  return std::optional<FormRecord>{};
}

// Whoever else has an open task about it sees what the task is about, as long as it is theirs: the
// referral that was declined before somebody moved to their prison. Nobody else.
bool may_see(const TeamCode& team, const MessageView& found, const config::Directory& directory) {
  return app::may_see(team, found.state, directory) ||
         std::ranges::any_of(
             found.tasks, [&](const Task& task) { return !task.closed_at && task.owner == team; });
}

// Sealed text for people. One that cannot be read must not hide the team's whole list.
std::string readable(const Gateway::Parts& parts, const Configuration& configuration,
                     const std::string& subject, const Bytes& sealed, const LogField& of) {
  if (sealed.empty()) return {};
  auto text = certs::unseal_text(configuration.keys, subject, sealed);
  if (!text) parts.log.error("text-unreadable", {of, {"error", text.error()}});
  return text ? std::move(*text) : "(unreadable)";
}

Answer<MessageView> view_of(const Gateway::Parts& parts, const Configuration& configuration,
                            exchange::View& view, const FormRecord& record) {
  GP_TRY_ANSWER(const auto conversation, view.conversation(record.conversation));
  const exchange::MessageState* state = conversation ? conversation->find(record.key) : nullptr;
  if (state == nullptr) return refuse(no_such_message());
  GP_TRY_ANSWER(auto receipts, view.receipts(record.key));
  MessageView found{record,
                    record.conversation,
                    *state,
                    std::move(receipts),
                    {},
                    readable(parts, configuration, closing_subject(record.key), state->ended_by,
                             {"message", record.key.id})};
  for (const Task& task : conversation->tasks)
    if (task.about == record.key) found.tasks.push_back(task);
  return found;
}

}  // namespace

bool may_see(const TeamCode& team, const exchange::MessageState& message,
             const config::Directory& directory) {
  return message.to == team || exchange::same_side(message.key.from, team, directory) ||
         exchange::same_side(message.holder(), team, directory);
}

Answer<MessageView> Gateway::find_message(const Caller& caller, const std::string& id) const {
  GP_TRY_ANSWER(auto view, parts_.store.view());
  GP_TRY_ANSWER(const auto record, find_record(*view, caller.team, id));
  if (!record) return refuse(no_such_message());
  auto found = view_of(parts_, *caller.configuration, *view, *record);
  if (found && !may_see(caller.team, *found, caller.configuration->directory))
    return refuse(no_such_message());
  return found;
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
          auto one = view_of(parts_, *caller.configuration, *view, record);
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
    if (found->record.to == caller.team) return refuse(no_such_message());
    return stored_receipt(*caller.configuration, found->record.key, rung);
  });
}

Answer<TaskView> Gateway::task_view(const Configuration& configuration, exchange::View& view,
                                    const ConversationId& id, const Task& task) const {
  GP_TRY_ANSWER(const auto conversation, view.conversation(id));
  if (!conversation) return refuse(no_such_message());
  TaskView made;
  made.task = task;
  made.conversation = id;
  made.claimed_by =
      readable(parts_, configuration, "task/" + task.id.str(), task.claimed_by, {"task", task.id});
  made.detail = readable(parts_, configuration, "task-detail/" + task.id.str(), task.detail,
                         {"task", task.id});
  const exchange::MessageState* message = conversation->find(task.about);
  if (message == nullptr) return made;
  made.message = *message;
  if (const config::Team* team = configuration.directory.find(message->to)) {
    made.telephone = team->telephone;
    made.team_name = team->name;
  }
  return made;
}

asio::awaitable<Answer<TaskPage>> Gateway::tasks(Caller caller, TaskQuery wanted) {
  co_return co_await parts_.workers.run([this, &caller, &wanted]() -> Answer<TaskPage> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    // One more than wanted shows whether there are more.
    GP_TRY_ANSWER(auto rows,
                  view->tasks_of(caller.team, wanted.filter, wanted.limit + 1, wanted.after));
    TaskPage page;
    if (rows.size() > wanted.limit) {
      rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(wanted.limit), rows.end());
      page.next = rows.back().place;
    }
    for (const auto& [conversation, task, place] : rows) {
      auto one = task_view(*caller.configuration, *view, conversation, task);
      if (!one) return std::unexpected(std::move(one).error());
      page.tasks.push_back(std::move(*one));
    }
    return page;
  });
}

Answer<TaskView> Gateway::find_task(const Caller& caller, const TaskId& task) const {
  GP_TRY_ANSWER(auto view, parts_.store.view());
  GP_TRY_ANSWER(const auto row, view->task(task));
  if (!row || row->second.owner != caller.team)
    return refuse(Error(exchange::Errc::unknown_task, "this team has no such task"));
  return task_view(*caller.configuration, *view, row->first, row->second);
}

asio::awaitable<Answer<TaskView>> Gateway::task(Caller caller, TaskId id) {
  co_return co_await parts_.workers.run([this, &caller, &id] { return find_task(caller, id); });
}

}  // namespace gatepost::app
