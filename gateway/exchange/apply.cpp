// apply(): events into state.
#include <algorithm>
#include <cassert>

#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

namespace {

Task& task_of(Conversation& conversation, const TaskId& id) {
  auto at = std::ranges::find(conversation.tasks, id, &Task::id);
  assert(at != conversation.tasks.end());
  return *at;
}

struct Applier {
  Conversation& conversation;

  MessageState& message(const MessageKey& key) const {
    MessageState* found = conversation.find(key);
    assert(found != nullptr);
    return *found;
  }

  void add_party(const TeamCode& team) const {
    auto at = std::ranges::lower_bound(conversation.parties, team);
    if (at == conversation.parties.end() || *at != team) conversation.parties.insert(at, team);
  }

  void operator()(const MessageAccepted& event) const {
    for (const TeamCode& team : event.parties) add_party(team);
    conversation.messages.push_back(event.message);
  }

  void operator()(const FormDownloaded& event) const {
    MessageState& state = message(event.key);
    if (!state.downloaded_at) state.downloaded_at = event.at;
  }

  void operator()(const RungReached& event) const {
    MessageState& state = message(event.key);
    state.set_reached(event.rung, event.at);
    if (event.rung == Rung::confirmed) state.confirmed_how = event.how;
    if (event.timing == RungReached::Timing::late) state.late = true;
    // A higher rung makes the lower ones needless: who has confirmed has received.
    for (Deadline& deadline : state.deadlines) {
      if (deadline.rung > event.rung || deadline.met_at) continue;
      deadline.met_at = event.at;
      deadline.next_step_at.reset();
    }
  }

  void operator()(const DeadlinePassed& event) const {
    if (Deadline* deadline = message(event.key).waiting_for(event.rung))
      deadline->passed_at = event.at;
  }

  void operator()(const DeadlinePulled& event) const {
    if (Deadline* deadline = message(event.key).waiting_for(event.rung)) {
      deadline->due = event.due;
      deadline->rule = event.rule;
      deadline->next_step_at = event.next_step_at;
    }
  }

  void operator()(const DeadlineOpened& event) const {
    MessageState& state = message(event.key);
    if (Deadline* earlier = state.waiting_for(event.deadline.rung)) {
      earlier->met_at = event.at;  // made needless: another appointment took its place
      earlier->next_step_at.reset();
    }
    // It waits anew: another appointment has an outcome of its own.
    if (is_aftercare(event.deadline.rung)) state.set_reached(event.deadline.rung, std::nullopt);
    state.deadlines.push_back(event.deadline);
  }

  void operator()(const MadeUrgent& event) const { message(event.key).urgent = true; }

  void operator()(const DeadlineWaived& event) const {
    if (Deadline* deadline = message(event.key).waiting_for(event.rung)) {
      deadline->met_at = event.at;
      deadline->next_step_at.reset();
    }
  }

  void operator()(const MessageEnded& event) const {
    MessageState& state = message(event.key);
    state.standing = event.standing;
    state.ended_why = event.reason;
    state.ended_by = event.by;
    state.ended_with = event.with;
  }

  void operator()(const MessageReopened& event) const {
    MessageState& state = message(event.key);
    state.standing = Standing::open;
    state.ended_why.clear();
    state.ended_by.clear();
    state.ended_with.reset();
  }

  void operator()(const ReleaseStated& event) const { conversation.release_at = event.release_at; }

  void operator()(const SharingStated& event) const { conversation.sharing = event.sharing; }

  void operator()(const CaretakerChanged& event) const {
    message(event.key).caretaker = event.caretaker;
    add_party(event.caretaker);
  }

  void operator()(const StepTaken& event) const {
    if (Deadline* deadline = message(event.key).waiting_for(event.rung)) {
      deadline->steps_taken = event.number;
      deadline->next_step_at = event.next_step_at;
    }
  }

  void operator()(const StepsHeld& event) const {
    if (Deadline* deadline = message(event.key).waiting_for(event.rung))
      deadline->next_step_at = event.until;
  }

  void operator()(const TaskOpened& event) const { conversation.tasks.push_back(event.task); }

  void operator()(const TaskRaised& event) const {
    Task& task = task_of(conversation, event.id);
    task.rung = std::max(task.rung, event.rung);
  }

  void operator()(const TaskLowered& event) const {
    task_of(conversation, event.id).rung = event.rung;
  }

  void operator()(const TaskHastened& event) const {
    task_of(conversation, event.id).next_step_at = event.next_step_at;
  }

  void operator()(const TaskMoved& event) const {
    Task& task = task_of(conversation, event.id);
    task.owner = event.to;
    unclaim(task);
    if (task.next_step_at) task.next_step_at = event.next_step_at;
  }

  void operator()(const TaskStepTaken& event) const {
    Task& task = task_of(conversation, event.id);
    task.steps_taken = event.number;
    task.next_step_at = event.next_step_at;
  }

  void operator()(const TaskClaimed& event) const {
    Task& task = task_of(conversation, event.id);
    task.next_step_at = event.next_step_at;
    if (event.claimed_by.empty()) return unclaim(task);
    task.claimed_at = event.at;
    task.claimed_by = event.claimed_by;
  }

  void operator()(const TaskClosed& event) const {
    Task& task = task_of(conversation, event.id);
    task.closed_at = event.at;
    task.outcome = event.outcome;
    task.next_step_at.reset();
  }

  static void unclaim(Task& task) {
    task.claimed_at.reset();
    task.claimed_by.clear();
  }
};

}  // namespace

void apply(std::optional<Conversation>& conversation, const ConversationId& id,
           const Event& event) {
  if (!conversation)
    conversation = Conversation{
        .id = id, .parties = {}, .messages = {}, .tasks = {}, .sharing = {}, .release_at = {}};
  std::visit(Applier{*conversation}, event);
}

}  // namespace gatepost::exchange
