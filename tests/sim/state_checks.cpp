// What the committed state says, against the log and against the policy.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gateway/exchange/steps.hpp"
#include "tests/sim/checks.hpp"

namespace gatepost::sim {

namespace steps = exchange::steps;
using exchange::Conversation;
using exchange::Deadline;
using exchange::MessageState;
using exchange::Rung;
using exchange::Task;

namespace {

// The loops run every minute, and a batch may fail a few times in a row.
constexpr milliseconds slack = std::chrono::minutes{10};
constexpr std::array all_rungs{Rung::accepted, Rung::delivered, Rung::acknowledged, Rung::confirmed,
                               Rung::answered, Rung::outcome,   Rung::followed_up,  Rung::engaged};

void require(bool holds, const std::string& rule) {
  if (!holds) throw Violation(rule);
}

const config::RungPolicy& policy_of(const MessageState& message, Rung rung, const World& world) {
  const config::Policy& policy = world.policy();
  const auto& rungs = config::is_aftercare(rung)
                          ? policy.aftercare_rungs
                          : exchange::rungs_for(message.type, message.urgent, policy);
  return *std::ranges::find(rungs, rung, &config::RungPolicy::rung);
}

bool has_inbox(const MessageState& message, const World& world) {
  const config::Team* team = message.to.empty() ? nullptr : world.directory().find(message.to);
  return team != nullptr && team->route != config::RouteKind::telephone;
}

}  // namespace

// Until when the claims about a message hold a step that would be due at `due`.
Instant Checks::held(Instant due, const MessageState& message) const {
  for (bool moved = true; moved;) {
    moved = false;
    for (const Instant claimed : shadow_.at(message.key.str()).claims) {
      if (claimed > due + slack) continue;
      const Instant until = world_.calendar().due(world_.policy().claim_hold, claimed).value();
      moved = moved || until > due;
      due = std::max(due, until);
    }
  }
  return due;
}

int Checks::steps_owed(const MessageState& message, const Deadline& deadline, Instant now) const {
  int owed = 0;
  Instant due = deadline.due;
  for (const config::Step& step : policy_of(message, deadline.rung, world_).steps) {
    due = held(world_.calendar().due(step.after, due).value(), message);
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
  // One try may meet an injected fault (seed 8); the round after it must do.
  const bool tried_again = gateway_.up_since() <= world_.now() - 2 * slack;
  const auto stuck = view->effects(world_.now() - 2 * slack, 1).value();
  require(stuck.empty() || !tried_again,
          "an effect is not carried out: " + (stuck.empty() ? "" : stuck[0].reference));
  std::erase_if(open_, [&](const ConversationId& id) {
    const Conversation conversation = view->conversation(id).value().value();
    for (const MessageState& message : conversation.messages)
      check_escalation(conversation, message);
    check_unclaimed(conversation);
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
    require(reached == shadow->second.rungs.contains(rung),
            fmt::format("the log does not explain {} of {}", config::to_string(rung), key));
    // A copy is accepted with its form; the signed Response is the evidence of aftercare.
    if (config::is_aftercare(rung) || (rung == Rung::accepted && message.copy_of)) continue;
    const bool receipted = std::ranges::count(receipts, rung, &exchange::ReceiptRecord::rung) == 1;
    require(reached == receipted,
            fmt::format("rung {} of {} and its receipt differ", config::to_string(rung), key));
  }
  for (const Deadline& deadline : message.deadlines) {
    require(deadline.met_at || &deadline == message.waiting_for(deadline.rung),
            fmt::format("two deadlines wait for {} of {}", config::to_string(deadline.rung), key));
    if (deadline.met_at) continue;
    const auto steps = shadow->second.steps.find(deadline.rung);
    require(deadline.steps_taken == (steps == shadow->second.steps.end() ? 0 : steps->second),
            "the log does not explain the steps of " + key);
  }
  require((message.standing == exchange::Standing::open) != shadow->second.ended,
          "the log does not explain the end of " + key);
  check_inbox(message, view);
  check_covered(conversation, message, view);
}

// What waits in an inbox is covered by what the person said last; what was acknowledged has
// arrived already. Reckoned here anew, from the team's kind and the word alone.
void Checks::check_covered(const Conversation& conversation, const MessageState& message,
                           exchange::View& view) {
  using Basis = exchange::Sharing::Basis;
  using config::TeamKind;
  using formats::forms::ConsentAgency;
  if (message.disclosure.ground != exchange::Disclosure::Ground::consent || message.delivered_at ||
      message.to.empty())
    return;
  const auto item = view.inbox_item(message.to, message.handle).value();
  if (!item || item->collected_at) return;
  const exchange::Sharing& word = conversation.sharing;
  const TeamKind kind = world_.directory().find(message.to)->kind;
  const auto named = [&](ConsentAgency agency) {
    return std::ranges::find(word.agencies, agency) != word.agencies.end();
  };
  const bool covered =
      (word.basis == Basis::refused && message.disclosure.content == exchange::Content::minimal) ||
      (word.basis == Basis::given && (kind != TeamKind::spoc || named(ConsentAgency::spoc)) &&
       (kind != TeamKind::probation || named(ConsentAgency::probation)));
  require(covered, "what the person agreed to does not cover what waits: " + message.key.str());
}

void Checks::check_inbox(const MessageState& message, exchange::View& view) {
  if (!has_inbox(message, world_)) return;  // then somebody must ring: check_tasks()
  const auto item = view.inbox_item(message.to, message.handle).value();
  if (message.standing == exchange::Standing::withdrawn && !message.delivered_at) {
    require(!item, "withdrawn, and still waiting to be collected: " + message.key.str());
    return;
  }
  if (message.standing == exchange::Standing::withdrawn && !item) return;  // acknowledged since
  require(item && item->payload == message.carried(),
          "accepted, but in no inbox: " + message.key.str());
}

void Checks::check_tasks(const Conversation& conversation) {
  for (const Task& task : conversation.tasks) check_task(conversation, task);
  for (const MessageState& message : conversation.messages) {
    const bool by_phone = exchange::has_ladder(message.type) && !has_inbox(message, world_);
    require(!by_phone || std::ranges::any_of(conversation.tasks,
                                             [&](const Task& task) {
                                               return task.about == message.key &&
                                                      (task.step == steps::no_route ||
                                                       task.step == steps::telephone_route);
                                             }),
            "nobody was asked to ring for " + message.key.str());
  }
}

void Checks::check_task(const Conversation& conversation, const Task& task) {
  const std::string id = task.id.str();
  const auto found = tasks_.find(id);
  require(found != tasks_.end(), "the log does not know task " + id);
  const ShadowTask& shadow = found->second;
  require(shadow.closed_at == task.closed_at && shadow.steps == task.steps_taken &&
              (task.closed_at || shadow.claimed == task.claimed_at.has_value()),
          "the log does not explain task " + id);
  if (task.closed_at) return;
  const MessageState* about = conversation.find(task.about);
  require(about != nullptr, "a task about nothing: " + id);
  if (task.ends == exchange::TaskEnds::rung)
    require(about->standing == exchange::Standing::open &&
                !shadow_.at(task.about.str()).met.contains(task.rung),
            "a task is open for a rung that is reached: " + id);
  // Somebody is reminded of it for as long as it is open.
  require(task.next_step_at ||
              std::ranges::any_of(about->deadlines,
                                  [](const Deadline& deadline) { return !deadline.met_at; }),
          "a task fell silent: " + id);
}

// No message stays unconfirmed without a named human knowing, or a voice that keeps rising exactly
// as the policy says.
void Checks::check_escalation(const Conversation& conversation, const MessageState& message) {
  const Instant now = world_.now();
  if (message.standing != exchange::Standing::open) return;
  for (const Deadline& deadline : message.deadlines) {
    if (deadline.met_at) continue;
    const std::string what =
        fmt::format("{} of {}", config::to_string(deadline.rung), message.key.str());
    require(deadline.passed_at || deadline.due > now - slack,
            "a missed deadline is not noticed: " + what);
    require(deadline.next_step_at.has_value(), "an escalation fell silent: " + what);
    require(*deadline.next_step_at > now - slack, "a step is overdue: " + what);
    check_pace(message, deadline);
    check_somebody_knows(conversation, message, deadline);
  }
}

void Checks::check_pace(const MessageState& message, const Deadline& deadline) {
  const Instant now = world_.now();
  const std::string what =
      fmt::format("{} of {}", config::to_string(deadline.rung), message.key.str());
  // A message that became urgent changes its pace from then on, not from when it was due.
  const auto& made_urgent = shadow_.at(message.key.str()).made_urgent;
  const bool changed_pace =
      made_urgent && deadline.passed_at && *deadline.passed_at <= *made_urgent;
  const int owed = changed_pace ? 0 : steps_owed(message, deadline, now - slack);
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
  else if (deadline.steps_taken >= static_cast<int>(steps.size()))  // daily from then on
    require(*deadline.next_step_at <= held(now + std::chrono::hours{24}, message),
            "the last step does not repeat daily: " + what);
}

// Once every step was taken, somebody has a task about it, or has only just said that it is done.
void Checks::check_somebody_knows(const Conversation& conversation, const MessageState& message,
                                  const Deadline& deadline) {
  const auto steps = policy_of(message, deadline.rung, world_).steps.size();
  if (deadline.steps_taken < static_cast<int>(steps)) return;
  const bool known = std::ranges::any_of(conversation.tasks, [&](const Task& task) {
    if (task.about != message.key || task.ends != exchange::TaskEnds::rung) return false;
    return !task.closed_at ||
           held(*task.closed_at + std::chrono::hours{24}, message) > world_.now() - slack;
  });
  require(known, fmt::format("nobody has the task of {} of {}", config::to_string(deadline.rung),
                             message.key.str()));
}

// A task that nobody claims goes from person to person.
void Checks::check_unclaimed(const Conversation& conversation) {
  for (const Task& task : conversation.tasks) {
    if (task.closed_at || !task.next_step_at) continue;
    const std::string id = task.id.str();
    require(*task.next_step_at > world_.now() - slack, "a task's step is overdue: " + id);
    if (!tasks_.at(id).undisturbed) continue;
    int owed = 0;
    Instant due = task.opened_at;
    for (const config::Step& step : world_.policy().task_steps) {
      due = world_.calendar().due(step.after, due).value();
      if (due > world_.now() - slack) break;
      ++owed;
    }
    require(task.steps_taken >= owed, "nobody was told of an unclaimed task: " + id);
  }
}

}  // namespace gatepost::sim
