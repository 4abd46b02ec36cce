#include "gateway/api/views.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/api/task_words.hpp"

namespace gatepost::api {

namespace json = boost::json;
using exchange::Deadline;
using exchange::Rung;

namespace {

constexpr std::array ladder{Rung::accepted, Rung::delivered, Rung::acknowledged, Rung::confirmed,
                            Rung::answered, Rung::outcome,   Rung::followed_up,  Rung::engaged};

json::object deadline_json(const Deadline& deadline, const config::Calendar& calendar) {
  json::object made{{"rung", config::to_string(deadline.rung)},
                    {"due", to_rfc3339(deadline.due)},
                    {"due_local", calendar.local_rfc3339(deadline.due)},
                    {"due_in_words", calendar.local_in_words(deadline.due)},
                    {"rule", deadline.rule},
                    {"steps_taken", deadline.steps_taken}};
  made["state"] = deadline.met_at ? "met" : deadline.passed_at ? "overdue" : "open";
  if (deadline.next_step_at) made["next_step_at"] = to_rfc3339(*deadline.next_step_at);
  return made;
}

json::array rungs_json(const app::MessageView& message) {
  json::array rungs;
  for (Rung rung : ladder) {
    // Aftercare stands there once it is asked for or has come.
    const bool asked = std::ranges::any_of(
        message.state.deadlines, [&](const Deadline& deadline) { return deadline.rung == rung; });
    if (config::is_aftercare(rung) && !asked && !message.state.reached(rung)) continue;
    json::object made{
        {"rung", config::to_string(rung)}, {"reached_at", nullptr}, {"receipt_id", nullptr}};
    if (const auto at = message.state.reached(rung)) made["reached_at"] = to_rfc3339(*at);
    for (const auto& receipt : message.receipts)
      if (receipt.rung == rung) made["receipt_id"] = receipt.key.id.str();
    rungs.push_back(std::move(made));
  }
  return rungs;
}

std::string_view state_of(const exchange::Task& task) {
  if (task.closed_at) return "closed";
  return task.claimed_at ? "claimed" : "open";
}

}  // namespace

json::object message_json(const app::MessageView& message,
                          const app::Configuration& configuration) {
  const auto& state = message.state;
  const config::Team* recipient = configuration.directory.find(state.to);
  json::array deadlines;
  for (const Deadline& deadline : state.deadlines)
    deadlines.push_back(deadline_json(deadline, configuration.calendar));
  json::array tasks;
  for (const auto& task : message.tasks)
    tasks.push_back(
        json::object{{"task_id", task.id.str()}, {"state", state_of(task)}, {"step", task.step}});
  json::object made{{"message_id", state.key.id.str()},
                    {"from", state.key.from.str()},
                    {"to", state.to.empty() ? json::value(nullptr) : json::value(state.to.str())},
                    {"to_name", recipient == nullptr ? "" : recipient->name},
                    {"telephone", recipient == nullptr ? "" : recipient->telephone},
                    {"form", formats::forms::root_name(state.type)},
                    {"form_id", state.carried().id.str()},
                    {"conversation_id", message.conversation.str()},
                    {"handle", state.handle.str()},
                    {"digest", state.digest.hex()},
                    {"rung", config::to_string(state.highest())},
                    {"standing", exchange::to_string(state.standing)},
                    {"urgent", state.urgent},
                    {"late", state.late},
                    {"accepted_at", to_rfc3339(state.accepted_at)},
                    {"ladder", rungs_json(message)},
                    {"deadlines", deadlines},
                    {"tasks", tasks}};
  if (state.area) made["area"] = state.area->str();
  if (!state.caretaker.empty()) made["caretaker"] = state.caretaker.str();
  if (state.copy_of) made["copy_of"] = state.copy_of->str();
  if (!state.ended_why.empty()) made["ended_why"] = state.ended_why;
  if (!message.closed_by.empty()) made["closed_by"] = message.closed_by;
  if (state.confirmed_how) made["confirmed_how"] = exchange::to_string(*state.confirmed_how);
  return made;
}

json::object task_json(const app::TaskView& view, const app::Configuration& configuration,
                       Instant now) {
  const exchange::Task& task = view.task;
  json::object made{{"task_id", task.id.str()},
                    {"state", state_of(task)},
                    {"step", task.step},
                    {"role", config::to_string(task.role)},
                    {"to_name", view.team_name},
                    {"telephone", view.telephone},
                    {"rung", config::to_string(task.rung)},
                    {"opened_at", to_rfc3339(task.opened_at)},
                    {"opened_local", configuration.calendar.local_rfc3339(task.opened_at)},
                    {"what", task_words(view, configuration, now)}};
  // A duty is about a form that was never sent: there is no message to ask for.
  if (view.message) {
    made["message_id"] = task.about.id.str();
    made["from"] = task.about.from.str();
    made["form"] = formats::forms::root_name(view.message->type);
  }
  if (!view.detail.empty()) made["about"] = view.detail;
  if (task.claimed_at) {
    made["claimed_at"] = to_rfc3339(*task.claimed_at);
    made["claimed_by"] = view.claimed_by;
  }
  if (task.closed_at) {
    made["closed_at"] = to_rfc3339(*task.closed_at);
    if (task.outcome) made["outcome"] = exchange::to_string(*task.outcome);
  }
  return made;
}

}  // namespace gatepost::api
