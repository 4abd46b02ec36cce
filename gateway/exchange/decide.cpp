// decide(): commands into events. One function per command; the ladder's rules are those of DESIGN
// sections 2 to 4. Accepting a form is in accept.cpp, tasks are in tasks.cpp.
#include "gateway/exchange/decide.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/escalation.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

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

bool was_reached_here(const Decision& decision, const MessageKey& key, Rung rung) {
  return std::ranges::any_of(decision.events, [&](const Event& event) {
    const auto* reached = std::get_if<RungReached>(&event);
    return reached != nullptr && reached->key == key && reached->rung == rung;
  });
}

// What was taken back is not handed out any more, also where the row of the inbox stays because it
// was collected before.
Result<Decision> decide_downloaded(const Conversation& conversation,
                                   const DownloadedCommand& command, const Context& context) {
  const MessageState* message = conversation.find_carried(command.key, command.by);
  if (message == nullptr) return fail(Errc::unknown_original, "no such form for this team");
  if (message->standing == Standing::withdrawn)
    return fail(Errc::message_ended, "the form was taken back");
  Decision decision;
  decision.events.emplace_back(FormDownloaded{message->key, command.by, context.now});
  return decision;
}

Result<Decision> decide_collected(const Conversation& conversation, const CollectedCommand& command,
                                  const Context& context) {
  const MessageState* message = conversation.find_carried(command.key, command.by);
  if (message == nullptr) return fail(Errc::unknown_original, "no such form for this team");
  Decision decision;
  Deciding deciding{&conversation, context, decision};
  reach(deciding, *message, Rung::delivered, ReachedHow::collected);
  return decision;
}

Result<Decision> decide_close(const Conversation& conversation, const CloseCommand& command,
                              const Context& context) {
  const MessageState* message = conversation.find(command.key);
  if (message == nullptr || !same_side(message->holder(), command.team, context.directory))
    return fail(Errc::not_sender, "only the sending side can close a form by hand");
  if (std::ranges::find(close_reasons(), command.reason) == close_reasons().end())
    return fail(Errc::unknown_reason,
                fmt::format("the reason must be one of: {}", fmt::join(close_reasons(), ", ")));
  if (command.closed_by.empty())
    return fail(Errc::unnamed, "whoever closes a form by hand must be named");
  if (message->standing != Standing::open)
    return fail(Errc::message_ended,
                fmt::format("the form is {} already", to_string(message->standing)));
  // That somebody died, or that a form is taken back, must have been heard; whoever says so cannot
  // end the asking.
  const auto unheard = std::ranges::find_if(conversation.tasks, [&](const Task& task) {
    return task.about == message->key && !task.closed_at && steps::is_others_word(task.step);
  });
  if (unheard != conversation.tasks.end())
    return fail(Errc::others_word,
                fmt::format("{} has still to confirm this form; ring them and record the call "
                            "(phone-confirm), and it ends by itself",
                            unheard->owner.str()));
  Decision decision;
  Deciding deciding{&conversation, context, decision};
  end_message(deciding, *message, {Standing::closed, command.reason, {}, command.closed_by});
  return decision;
}

// Nobody waits for this rung any more. A task that waits for a lower one too stays, for that one:
// nobody else would be asked.
void end_waiting(Deciding& deciding, const MessageState& message, Rung rung) {
  std::optional<Rung> lower;
  for (const Deadline& other : message.deadlines)
    if (other.rung < rung && other.passed_at && !other.met_at)
      lower = std::max(lower.value_or(other.rung), other.rung);
  for (const Task& task : deciding.conversation->tasks) {
    if (task.closed_at || task.ends != TaskEnds::rung || task.about != message.key ||
        task.rung != rung)
      continue;
    if (lower)
      deciding.happened(TaskLowered{task.id, message.key, *lower, deciding.context.now});
    else
      close_task(deciding, task, outcome_for(rung));
  }
}

}  // namespace

const std::vector<std::string>& close_reasons() {
  static const std::vector<std::string> reasons{"reached-otherwise", "referred-again", "not-needed",
                                                "died", "other"};
  return reasons;
}

void reach(Deciding& deciding, const MessageState& message, Rung rung, ReachedHow how) {
  if (message.reached(rung) || was_reached_here(deciding.decision, message.key, rung)) return;
  const Instant at = deciding.context.now;
  // By the rung's own deadline: an acknowledgement in good time is not late because the collection
  // was.
  const bool late = std::ranges::any_of(message.deadlines, [&](const Deadline& deadline) {
    return deadline.rung == rung && !deadline.met_at && (deadline.passed_at || deadline.due < at);
  });
  using Timing = RungReached::Timing;
  deciding.happened(RungReached{message.key, rung, how, at, late ? Timing::late : Timing::in_time});
  // Aftercare has no receipts: the signed Response itself is the evidence.
  if (!is_aftercare(rung)) deciding.decision.receipts.push_back({message.key, rung});
  close_tasks(deciding, outcome_for(rung), [&](const Task& task) {
    return task.ends == TaskEnds::rung && task.about == message.key && task.rung <= rung;
  });
}

void end_message(Deciding& deciding, const MessageState& message, Ending ending) {
  if (message.standing != Standing::open) return;
  deciding.happened(MessageEnded{message.key, ending.standing, deciding.context.now,
                                 std::move(ending.reason), std::move(ending.with),
                                 std::move(ending.by)});
  const TaskOutcome outcome =
      ending.standing == Standing::withdrawn ? TaskOutcome::withdrawn : TaskOutcome::closed_by_hand;
  close_tasks(deciding, outcome, [&](const Task& task) { return task.about == message.key; });
}

void open_deadline(Deciding& deciding, const MessageState& message, Deadline deadline) {
  end_waiting(deciding, message, deadline.rung);
  deciding.happened(DeadlineOpened{message.key, std::move(deadline), deciding.context.now});
}

void waive_deadline(Deciding& deciding, const MessageState& message, Rung rung) {
  if (message.waiting_for(rung) == nullptr) return;
  end_waiting(deciding, message, rung);
  deciding.happened(DeadlineWaived{message.key, rung, deciding.context.now});
}

bool same_side(const TeamCode& a, const TeamCode& b, const config::Directory& directory) {
  if (a == b) return true;
  const config::Team* one = directory.find(a);
  const config::Team* other = directory.find(b);
  return one != nullptr && other != nullptr && !one->prison.empty() && one->prison == other->prison;
}

Result<Decision> decide(const std::optional<Conversation>& conversation, const Command& command,
                        const Context& context) {
  if (const auto* accept = std::get_if<AcceptCommand>(&command))
    return decide_accept(conversation, *accept, context);
  if (const auto* duties = std::get_if<RaiseDutiesCommand>(&command))
    return decide_raise_duties(conversation, *duties, context);
  if (!conversation) return fail(Errc::unknown_original, "no such conversation");
  if (const auto* downloaded = std::get_if<DownloadedCommand>(&command))
    return decide_downloaded(*conversation, *downloaded, context);
  if (const auto* collected = std::get_if<CollectedCommand>(&command))
    return decide_collected(*conversation, *collected, context);
  if (const auto* claim = std::get_if<ClaimCommand>(&command))
    return decide_claim(*conversation, *claim, context);
  if (const auto* over = std::get_if<HandOverCommand>(&command))
    return decide_hand_over(*conversation, *over, context);
  if (const auto* complete = std::get_if<CompleteCommand>(&command))
    return decide_complete(*conversation, *complete, context);
  if (const auto* close = std::get_if<CloseCommand>(&command))
    return decide_close(*conversation, *close, context);
  if (const auto* met = std::get_if<MeetDutiesCommand>(&command))
    return decide_meet_duties(*conversation, *met, context);
  return escalate(*conversation, context);
}

}  // namespace gatepost::exchange
