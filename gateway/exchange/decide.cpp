// decide(): commands into events. One function per command; the ladder's rules are those of DESIGN
// sections 2 to 4.
#include "gateway/exchange/decide.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "gateway/base/limits.hpp"
#include "gateway/exchange/escalation.hpp"

namespace gatepost::exchange {

namespace {

Task phone_task(const MessageState& message, const Context& context) {
  Task task;
  task.id = make_id<TaskId>(context.random);
  task.about = message.key;
  task.rung = Rung::confirmed;
  task.step = message.to.empty() ? "no-route" : "telephone-route";
  task.role = StepRole::sender;
  task.owner = message.key.from;
  task.opened_at = context.now;
  return task;
}

// How long a claim holds the steps of an urgent message.
constexpr std::chrono::hours urgent_claim_hold{1};

TaskOutcome outcome_for(Rung rung) {
  switch (rung) {
    case Rung::accepted:
    case Rung::delivered:
      return TaskOutcome::delivered;
    case Rung::acknowledged:
      return TaskOutcome::acknowledged;
    case Rung::confirmed:
      return TaskOutcome::confirmed;
    case Rung::answered:
    case Rung::outcome:
    case Rung::followed_up:
    case Rung::engaged:
      return TaskOutcome::answered;
  }
  return TaskOutcome::closed_by_hand;
}

// A reply can reach several rungs at once; only the first of them closes a task.
bool is_closed_by(const Decision& decision, const TaskId& task) {
  return std::ranges::any_of(decision.events, [&](const Event& event) {
    const auto* closed = std::get_if<TaskClosed>(&event);
    return closed != nullptr && closed->id == task;
  });
}

// The message reaches one rung: the event, its receipt, and the end of every task that waited for
// it.
void reach(const Conversation& conversation, const MessageState& message, Rung rung, ReachedHow how,
           Instant at, Decision& decision) {
  if (message.reached(rung)) return;  // never twice, never contradicted
  // By the rung's own deadline: an acknowledgement in good time is not late because the collection
  // was.
  const bool late = std::ranges::any_of(message.deadlines, [&](const Deadline& deadline) {
    return deadline.rung == rung && !deadline.met_at && (deadline.passed_at || deadline.due < at);
  });
  using Timing = RungReached::Timing;
  decision.events.push_back(
      RungReached{message.key, rung, how, at, late ? Timing::late : Timing::in_time});
  decision.receipts.push_back({message.key, rung});
  for (const Task& task : conversation.tasks)
    if (task.about == message.key && !task.closed_at && task.rung <= rung &&
        !is_closed_by(decision, task.id))
      decision.events.push_back(TaskClosed{task.id, message.key, outcome_for(rung), at});
}

// The team a reply of this type goes to; empty when the original could not be routed.
const TeamCode& other_side(const MessageState& original, FormType reply) {
  return reply == FormType::phone_confirmation ? original.to : original.key.from;
}

// What a reply must be to count: about a form of this conversation, quoting its digest, from the
// right side to the right side.
Result<const MessageState*> original_of(const Conversation& conversation,
                                        const AcceptCommand& command) {
  const AcceptCommand::About& about = *command.about;
  const MessageState* original = conversation.find(about.key);
  if (original == nullptr || !has_ladder(original->type))
    return fail(Errc::unknown_original,
                fmt::format("this conversation has no form {} to answer", about.key.str()));
  if (original->digest != about.digest)
    return fail(Errc::wrong_digest, fmt::format("form {} has digest {}, not the one quoted",
                                                about.key.str(), original->digest.hex()));
  const bool by_phone = command.type == FormType::phone_confirmation;
  // Who may answer, and to whom.
  if (by_phone && original->key.from != command.key.from)
    return fail(Errc::not_sender,
                fmt::format("only {}, which sent the form, can confirm it by telephone",
                            original->key.from.str()));
  if (!by_phone && original->to != command.key.from)
    return fail(Errc::not_recipient, "only the team the form was sent to can acknowledge it");
  const TeamCode& side = other_side(*original, command.type);
  if (command.to_team && !side.empty() && *command.to_team != side)
    return fail(Errc::wrong_destination, fmt::format("this reply must go to {}", side.str()));
  return original;
}

// A reply goes to the other side of its original and to nobody else, whatever the directory says
// about the area today: an area that changed hands since must not make a confirmation impossible,
// nor show it to a team that has no part in the conversation.
Result<Destination> route_reply(const AcceptCommand& command, const MessageState& original,
                                const Context& context) {
  const TeamCode& side = other_side(original, command.type);
  if (side.empty()) return Destination{};
  if (!command.to_team && command.to_area != original.area) {
    GP_TRY(const Destination addressed, route(command, context));
    if (addressed.team != nullptr && addressed.team->code != side)
      return fail(Errc::wrong_destination, fmt::format("this reply must go to {}", side.str()));
  }
  AcceptCommand to_side = command;
  to_side.to_team = side;
  to_side.to_area.reset();
  return route(to_side, context);
}

void reach_by_reply(const Conversation& conversation, const MessageState& original, ReachedHow how,
                    const Context& context, Decision& decision) {
  // A telephone call proves that somebody knows, not that a system received.
  if (how != ReachedHow::telephone) {
    reach(conversation, original, Rung::delivered, how, context.now, decision);
    reach(conversation, original, Rung::acknowledged, how, context.now, decision);
  }
  if (how != ReachedHow::automatic)
    reach(conversation, original, Rung::confirmed, how, context.now, decision);
}

MessageState new_message(const AcceptCommand& command, const Destination& destination,
                         const Context& context) {
  MessageState message;
  message.key = command.key;
  message.type = command.type;
  if (destination.team != nullptr) message.to = destination.team->code;
  message.area = command.to_area;
  message.digest = command.digest;
  message.handle = command.handle;
  message.urgent = has_ladder(command.type) && is_urgent(command, context);
  message.accepted_at = context.now;
  message.deadlines = deadlines_for(message, command.release_at, context);
  // Where the telephone is the only way, nothing can be collected or acknowledged by a system: only
  // the call counts.
  if (destination.delivery == Destination::Delivery::telephone)
    std::erase_if(message.deadlines,
                  [](const Deadline& deadline) { return deadline.rung < Rung::confirmed; });
  return message;
}

// A sooner release pulls the open deadlines of the sender's earlier forms forward; a later one
// never postpones (DESIGN rule 9).
void pull_forward(const Conversation& conversation, const MessageState& fresh,
                  const AcceptCommand& command, const Context& context, Decision& decision) {
  if (!has_ladder(fresh.type) || !command.release_at) return;
  for (const MessageState& earlier : conversation.messages) {
    if (earlier.key.from != fresh.key.from || earlier.to != fresh.to) continue;
    for (const Deadline& deadline : earlier.deadlines) {
      if (deadline.met_at || deadline.passed_at) continue;
      auto sooner = std::ranges::find(fresh.deadlines, deadline.rung, &Deadline::rung);
      if (sooner == fresh.deadlines.end() || sooner->due >= deadline.due) continue;
      decision.events.push_back(
          DeadlinePulled{earlier.key, deadline.rung, sooner->due, sooner->rule,
                         first_step_at(earlier, deadline.rung, sooner->due, context)});
    }
  }
}

Result<Decision> decide_accept(const std::optional<Conversation>& conversation,
                               const AcceptCommand& command, const Context& context) {
  if (context.directory.find(command.key.from) == nullptr)
    return fail(Errc::unknown_sender,
                fmt::format("team {} is not in the directory", command.key.from.str()));
  if (conversation && !conversation->has_party(command.key.from))
    return fail(Errc::not_a_party,
                fmt::format("team {} has no part in this conversation", command.key.from.str()));
  // One conversation is loaded and decided whole: nobody may make it so long that it slows
  // everybody down.
  const std::size_t most =
      has_ladder(command.type) ? limits::conversation_referrals : limits::conversation_messages;
  if (conversation && conversation->messages.size() >= most)
    return fail(Errc::conversation_full,
                fmt::format("this conversation holds {} forms already; begin another with a new "
                            "ConversationId",
                            conversation->messages.size()));
  Decision decision;
  const MessageState* original = nullptr;
  if (!has_ladder(command.type)) {
    if (!conversation || !command.about)
      return fail(Errc::unknown_original, "there is no conversation with the form this answers");
    GP_TRY(original, original_of(*conversation, command));
  }
  GP_TRY(const Destination destination,
         original == nullptr ? route(command, context) : route_reply(command, *original, context));
  const MessageState message = new_message(command, destination, context);

  std::vector<TeamCode> parties{message.key.from};
  if (!message.to.empty()) parties.push_back(message.to);
  decision.events.push_back(MessageAccepted{message, std::move(parties)});
  decision.receipts.push_back({message.key, Rung::accepted});
  if (destination.delivery == Destination::Delivery::inbox)
    decision.deliveries.push_back({message.key, message.to});
  else if (has_ladder(message.type))
    decision.events.push_back(TaskOpened{phone_task(message, context)});
  if (conversation) {
    pull_forward(*conversation, message, command, context, decision);
    if (original != nullptr)
      reach_by_reply(*conversation, *original, command.about->how, context, decision);
  }
  return decision;
}

Result<Decision> decide_collected(const Conversation& conversation, const CollectedCommand& command,
                                  const Context& context) {
  const MessageState* message = conversation.find(command.key);
  if (message == nullptr || message->to != command.by)
    return fail(Errc::unknown_original, "no such form for this team");
  Decision decision;
  reach(conversation, *message, Rung::delivered, ReachedHow::collected, context.now, decision);
  return decision;
}

Result<Decision> decide_claim(const Conversation& conversation, const ClaimCommand& command,
                              const Context& context) {
  auto task = std::ranges::find(conversation.tasks, command.task, &Task::id);
  if (task == conversation.tasks.end() || task->owner != command.team)
    return fail(Errc::unknown_task, "this team has no such task");
  if (task->closed_at)
    return fail(Errc::task_closed,
                fmt::format("the task was closed at {} ({})", to_rfc3339(*task->closed_at),
                            to_string(*task->outcome)));
  if (task->claimed_at)
    return fail(Errc::already_claimed,
                fmt::format("the task was claimed at {}", to_rfc3339(*task->claimed_at)));
  Decision decision;
  decision.events.push_back(
      TaskClaimed{task->id, task->about, command.team, command.claimed_by, context.now});
  // A named human knows now. The ladder waits for that person, but not for ever.
  const auto hold = context.calendar.due(context.policy.claim_hold, context.now);
  const MessageState* message = conversation.find(task->about);
  Instant until = hold ? *hold : context.now + std::chrono::hours{24};
  // Nights and weekends pass inside working hours; a person released meanwhile cannot wait for
  // Monday.
  if (message->urgent) until = std::min(until, context.now + urgent_claim_hold);
  for (const Deadline& deadline : message->deadlines)
    if (!deadline.met_at && deadline.next_step_at && *deadline.next_step_at < until)
      decision.events.push_back(StepsHeld{message->key, deadline.rung, until});
  return decision;
}

}  // namespace

Result<Decision> decide(const std::optional<Conversation>& conversation, const Command& command,
                        const Context& context) {
  if (const auto* accept = std::get_if<AcceptCommand>(&command))
    return decide_accept(conversation, *accept, context);
  if (!conversation) return fail(Errc::unknown_original, "no such conversation");
  if (const auto* collected = std::get_if<CollectedCommand>(&command))
    return decide_collected(*conversation, *collected, context);
  if (const auto* claim = std::get_if<ClaimCommand>(&command))
    return decide_claim(*conversation, *claim, context);
  return escalate(*conversation, context);
}

}  // namespace gatepost::exchange
