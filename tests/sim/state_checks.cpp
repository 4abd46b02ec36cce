// What the committed state says, against the log and against the policy.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tests/sim/checks.hpp"

namespace gatepost::sim {

using exchange::Conversation;
using exchange::Deadline;
using exchange::MessageState;
using exchange::Rung;
using exchange::Task;

namespace {

// The loops run every minute, and a batch may fail a few times in a row.
constexpr milliseconds slack = std::chrono::minutes{10};
constexpr std::array all_rungs{Rung::accepted, Rung::delivered, Rung::acknowledged, Rung::confirmed,
                               Rung::answered};

void require(bool holds, const std::string& rule) {
  if (!holds) throw Violation(rule);
}

const config::RungPolicy& policy_of(const MessageState& message, Rung rung, const World& world) {
  const auto& rungs = message.urgent ? world.policy().urgent_rungs : world.policy().rungs;
  return *std::ranges::find(rungs, rung, &config::RungPolicy::rung);
}

bool has_inbox(const MessageState& message, const World& world) {
  const config::Team* team = message.to.empty() ? nullptr : world.directory().find(message.to);
  return team != nullptr && team->route != config::RouteKind::telephone;
}

// Until when the claims about a message hold a step that would be due at `due`.
Instant held(Instant due, const Conversation& conversation, const MessageState& message,
             const World& world) {
  for (bool moved = true; moved;) {
    moved = false;
    for (const Task& task : conversation.tasks) {
      if (task.about != message.key || !task.claimed_at || *task.claimed_at > due + slack) continue;
      const Instant until =
          world.calendar().due(world.policy().claim_hold, *task.claimed_at).value();
      moved = moved || until > due;
      due = std::max(due, until);
    }
  }
  return due;
}

}  // namespace

int steps_owed(const Conversation& conversation, const MessageState& message,
               const Deadline& deadline, Instant now, const World& world) {
  int owed = 0;
  Instant due = deadline.due;
  for (const config::Step& step : policy_of(message, deadline.rung, world).steps) {
    due = held(world.calendar().due(step.after, due).value(), conversation, message, world);
    if (due > now) break;
    ++owed;
  }
  return owed;
}

void Checks::look() {
  read_log();
  for (const ConversationId& id : std::exchange(touched_, {})) {
    check_conversation(id);
    open_.insert(id);
  }
  // A gateway that has only just come back may still be catching up.
  if (!gateway_.up() || gateway_.up_since() > world_.now() - slack) return;
  const auto view = gateway_.view();
  const auto stuck = view->effects(world_.now() - slack, 1).value();
  require(stuck.empty(),
          "an effect is not carried out: " + (stuck.empty() ? "" : stuck[0].reference));
  std::erase_if(open_, [&](const ConversationId& id) {
    const Conversation conversation = view->conversation(id).value().value();
    for (const MessageState& message : conversation.messages)
      check_escalation(conversation, message);
    return !conversation.wake_at();
  });
}

void Checks::check_conversation(const ConversationId& id) {
  const auto view = gateway_.view();
  const auto conversation = view->conversation(id).value();
  require(conversation.has_value(), "the log speaks of an unknown conversation: " + id.str());
  for (const MessageState& message : conversation->messages)
    check_message(*conversation, message, *view);
  check_tasks(*conversation);
}

void Checks::check_message(const Conversation& conversation, const MessageState& message,
                           exchange::View& view) {
  const std::string key = message.key.str();
  const auto shadow = shadow_.find(key);
  require(shadow != shadow_.end() && shadow->second.conversation == conversation.id,
          "a message without an entry in the log: " + key);
  const auto receipts = view.receipts(message.key).value();
  for (const Rung rung : all_rungs) {
    const bool reached = message.reached(rung).has_value();
    const bool logged = shadow->second.rungs.contains(rung);
    const bool receipted = std::ranges::count(receipts, rung, &exchange::ReceiptRecord::rung) == 1;
    require(reached == logged,
            fmt::format("the log does not explain {} of {}", config::to_string(rung), key));
    require(reached == receipted,
            fmt::format("rung {} of {} and its receipt differ", config::to_string(rung), key));
  }
  for (const Deadline& deadline : message.deadlines) {
    const auto steps = shadow->second.steps.find(deadline.rung);
    require(deadline.steps_taken == (steps == shadow->second.steps.end() ? 0 : steps->second),
            "the log does not explain the steps of " + key);
  }
  check_inbox(message, view);
}

void Checks::check_inbox(const MessageState& message, exchange::View& view) {
  if (!has_inbox(message, world_)) return;  // then somebody must ring: check_tasks()
  const auto item = view.inbox_item(message.to, message.handle).value();
  require(item && item->payload == message.key, "accepted, but in no inbox: " + message.key.str());
}

void Checks::check_tasks(const Conversation& conversation) {
  for (const Task& task : conversation.tasks) {
    const auto shadow = tasks_.find(task.id.str());
    require(shadow != tasks_.end() && shadow->second.closed == task.closed_at.has_value() &&
                shadow->second.claimed == task.claimed_at.has_value(),
            "the log does not explain task " + task.id.str());
    const MessageState* about = conversation.find(task.about);
    require(task.closed_at.has_value() == (about->highest() >= task.rung),
            "a task is open for a reached rung, or closed without it: " + task.id.str());
  }
  for (const MessageState& message : conversation.messages) {
    const bool by_phone = exchange::has_ladder(message.type) && !has_inbox(message, world_);
    require(!by_phone || std::ranges::any_of(conversation.tasks,
                                             [&](const Task& task) {
                                               return task.about == message.key &&
                                                      task.owner == message.key.from;
                                             }),
            "nobody was asked to ring for " + message.key.str());
  }
}

// No message stays unconfirmed without a named human knowing, or a voice that keeps rising exactly
// as the policy says.
void Checks::check_escalation(const Conversation& conversation, const MessageState& message) {
  const Instant now = world_.now();
  for (const Deadline& deadline : message.deadlines) {
    if (deadline.met_at) continue;
    const std::string what =
        fmt::format("{} of {}", config::to_string(deadline.rung), message.key.str());
    require(deadline.passed_at || deadline.due > now - slack,
            "a missed deadline is not noticed: " + what);
    require(deadline.next_step_at.has_value(), "an escalation fell silent: " + what);
    require(*deadline.next_step_at > now - slack, "a step is overdue: " + what);
    const int owed = steps_owed(conversation, message, deadline, now - slack, world_);
    require(deadline.steps_taken >= owed,
            fmt::format("{} steps taken of {} owed: {}", deadline.steps_taken, owed, what));
    // A second opinion without any claim: nothing may come early.
    Instant earliest = deadline.due;
    int most = 0;
    const auto& steps = policy_of(message, deadline.rung, world_).steps;
    for (const config::Step& step : steps) {
      earliest = world_.calendar().due(step.after, earliest).value();
      if (earliest > now) break;
      ++most;
    }
    if (most < static_cast<int>(steps.size()))
      require(deadline.steps_taken <= most, "a step came early: " + what);
    else  // daily from then on
      require(*deadline.next_step_at <=
                      held(now + std::chrono::hours{24}, conversation, message, world_) ||
                  deadline.steps_taken < static_cast<int>(steps.size()),
              "the last step does not repeat daily: " + what);
  }
}

}  // namespace gatepost::sim
