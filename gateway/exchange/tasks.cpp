// Tasks: opening them, and what people do with them. A named human knows when a named user has
// claimed the task (DESIGN section 2); a task that nobody claims goes on to the next person.
#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/duties.hpp"
#include "gateway/exchange/escalation.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

// How long anything may hold the steps of an urgent message: nights and weekends pass inside
// working hours, and a person released meanwhile cannot wait for Monday.
constexpr std::chrono::hours urgent_hold{1};

// A reply can reach several rungs at once; only the first of them closes a task.
bool is_closed_by(const Decision& decision, const TaskId& task) {
  return std::ranges::any_of(decision.events, [&](const Event& event) {
    const auto* closed = std::get_if<TaskClosed>(&event);
    return closed != nullptr && closed->id == task;
  });
}

bool is_opened_by(const Decision& decision, const TaskId& task) {
  return std::ranges::any_of(decision.events, [&](const Event& event) {
    const auto* opened = std::get_if<TaskOpened>(&event);
    return opened != nullptr && opened->task.id == task;
  });
}

Result<const Task*> open_task_of(const Conversation& conversation, const TaskId& id,
                                 const TeamCode& team) {
  auto task = std::ranges::find(conversation.tasks, id, &Task::id);
  if (task == conversation.tasks.end() || task->owner != team)
    return fail(Errc::unknown_task, "this team has no such task");
  if (task->closed_at)
    return fail(Errc::task_closed,
                fmt::format("the task was closed at {} ({})", to_rfc3339(*task->closed_at),
                            to_string(*task->outcome)));
  return &*task;
}

Result<const Task*> claimed_task_of(const Conversation& conversation, const TaskId& id,
                                    const TeamCode& team) {
  GP_TRY(const Task* task, open_task_of(conversation, id, team));
  if (!task->claimed_at)
    return fail(Errc::not_claimed,
                "nobody has claimed the task yet; claim it first, so that it is known who acts");
  return task;
}

// The team's people know of it now; the task's own steps and the ladder wait for them, but not for
// ever.
void hold_steps(const Conversation& conversation, const Task& task, Bytes name,
                const Context& context, Decision& decision) {
  const MessageState* message = conversation.find(task.about);
  const Instant until = claim_held_until(message, context.now, context);
  std::optional<Instant> next = task.next_step_at;
  if (next) next = std::max(*next, until);
  decision.events.emplace_back(
      TaskClaimed{task.id, task.about, task.owner, std::move(name), context.now, next});
  if (message == nullptr || task.ends != TaskEnds::rung) return;
  for (const Deadline& deadline : message->deadlines)
    if (!deadline.met_at && deadline.next_step_at && *deadline.next_step_at < until)
      decision.events.emplace_back(StepsHeld{message->key, deadline.rung, until});
}

// When the next step would come if no claim had ever held one: never earlier than the policy says.
Instant unheld_step_at(const MessageState& message, const Deadline& deadline,
                       const Context& context) {
  const config::RungPolicy* policy = rung_policy(message, deadline.rung, context.policy);
  const auto taken = static_cast<std::size_t>(deadline.steps_taken);
  if (policy == nullptr || taken >= policy->steps.size()) return *deadline.next_step_at;
  Instant at = deadline.due;
  for (std::size_t i = 0; i <= taken; ++i) at = due_or_a_day(context, policy->steps[i].after, at);
  return at;
}

// Nobody knows of it now: what the claim alone held goes on at once.
void release_steps(const Conversation& conversation, const Task& task, const Context& context,
                   Decision& decision) {
  std::optional<Instant> next;
  if (task.next_step_at) next = context.now;
  decision.events.emplace_back(
      TaskClaimed{task.id, task.about, task.owner, Bytes{}, context.now, next});
  const MessageState* message = conversation.find(task.about);
  if (message == nullptr || task.ends != TaskEnds::rung) return;
  const Instant held = claim_held_until(message, *task.claimed_at, context);
  for (const Deadline& deadline : message->deadlines) {
    if (deadline.met_at || deadline.next_step_at != held || held <= context.now) continue;
    const Instant free = std::max(context.now, unheld_step_at(*message, deadline, context));
    if (free < held) decision.events.emplace_back(StepsHeld{message->key, deadline.rung, free});
  }
}

bool is_met_by(const Task& duty, const MeetDutiesCommand& form, const Context& context) {
  return duty.ends == TaskEnds::sending && makes_up_for(duty.step, form.by, form.news) &&
         same_side(duty.owner, form.from, context.directory);
}

}  // namespace

Instant due_or_a_day(const Context& context, const config::DueRule& rule, Instant from) {
  auto due = context.calendar.due(rule, from);
  return due ? *due : from + std::chrono::hours{24};
}

Instant claim_held_until(const MessageState* message, Instant claimed_at, const Context& context) {
  const Instant until = due_or_a_day(context, context.policy.claim_hold, claimed_at);
  if (message != nullptr && message->urgent) return std::min(until, claimed_at + urgent_hold);
  return until;
}

void open_task(Deciding& deciding, NewTask wanted) {
  const Context& context = deciding.context;
  Task task;
  task.id = wanted.id ? *wanted.id : make_id<TaskId>(context.random);
  task.about = std::move(wanted.about);
  task.rung = wanted.rung;
  task.step = std::string(wanted.step);
  task.ends = wanted.ends;
  task.role = wanted.role;
  task.owner = std::move(wanted.owner);
  task.opened_at = context.now;
  task.detail = std::move(wanted.detail);
  if (!context.policy.task_steps.empty())
    task.next_step_at = task_step_at(0, context.now, message_in(deciding, task.about), context);
  // Whoever sends a list is shown what it lacks: no mail for each person on it.
  if (task.ends != TaskEnds::sending)
    tell_of_task(task, {steps::opened, task.role, task.owner, "0"}, context, deciding.decision);
  deciding.happened(TaskOpened{std::move(task)});
}

void move_task(const Task& task, const TeamCode& to, const Context& context, Decision& decision) {
  decision.events.emplace_back(TaskMoved{task.id, task.about, to, context.now});
  // It can come back and go again: the instant keeps each reference its own.
  tell_of_task(task, {steps::moved, StepRole::owner, to, std::to_string(to_unix_ms(context.now))},
               context, decision);
}

void tell_of_task(const Task& task, const TaskWord& word, const Context& context,
                  Decision& decision) {
  Effect told;
  told.kind = Effect::Kind::notify;
  told.about = task.about;
  told.task = task.id;
  told.role = role_told(word.role, word.team, context);
  told.team = word.team;
  told.rung = task.rung;
  told.step = std::string(word.step);
  told.due_at = context.now;
  const std::string stem = fmt::format("task/{}/{}/{}/", task.id.str(), word.step, word.number);
  told.reference = stem + "notify";
  decision.effects.push_back(told);
  const config::Team* team = context.directory.find(word.team);
  if (team == nullptr || !team->mailbox) return;
  told.kind = Effect::Kind::report;
  told.reference = stem + "report";
  decision.effects.push_back(std::move(told));
}

Instant task_step_at(std::size_t step, Instant from, const MessageState* message,
                     const Context& context) {
  const Instant at = due_or_a_day(context, context.policy.task_steps[step].after, from);
  return message != nullptr && message->urgent ? std::min(at, from + urgent_hold) : at;
}

const MessageState* message_in(const Deciding& deciding, const MessageKey& key) {
  if (deciding.conversation != nullptr)
    if (const MessageState* known = deciding.conversation->find(key)) return known;
  for (const Event& event : deciding.decision.events) {
    const auto* accepted = std::get_if<MessageAccepted>(&event);
    if (accepted != nullptr && accepted->message.key == key) return &accepted->message;
  }
  return nullptr;
}

void close_task(Deciding& deciding, const Task& task, TaskOutcome outcome) {
  if (task.closed_at || is_closed_by(deciding.decision, task.id)) return;
  deciding.happened(TaskClosed{task.id, task.about, outcome, deciding.context.now});
}

Result<Decision> decide_claim(const Conversation& conversation, const ClaimCommand& command,
                              const Context& context) {
  GP_TRY(const Task* task, open_task_of(conversation, command.task, command.team));
  if (task->claimed_at)
    return fail(Errc::already_claimed,
                fmt::format("the task was claimed at {}; whoever takes it over is named with "
                            "hand-over",
                            to_rfc3339(*task->claimed_at)));
  Decision decision;
  hold_steps(conversation, *task, command.claimed_by, context, decision);
  return decision;
}

Result<Decision> decide_hand_over(const Conversation& conversation, const HandOverCommand& command,
                                  const Context& context) {
  GP_TRY(const Task* task, claimed_task_of(conversation, command.task, command.team));
  Decision decision;
  if (!command.to.empty()) {
    hold_steps(conversation, *task, command.to, context, decision);
    return decision;
  }
  release_steps(conversation, *task, context, decision);
  return decision;
}

Result<Decision> decide_complete(const Conversation& conversation, const CompleteCommand& command,
                                 const Context& context) {
  using enum TaskOutcome;
  if (command.outcome != done && command.outcome != not_reached && command.outcome != not_needed)
    return fail(Errc::unknown_reason, "the outcome must be one of: done, not-reached, not-needed");
  GP_TRY(const Task* task, claimed_task_of(conversation, command.task, command.team));
  Decision decision;
  Deciding deciding{&conversation, context, decision};
  // A rung's deadline is not met by it: its steps go on, and ask the next person.
  close_task(deciding, *task, command.outcome);
  return decision;
}

Decision decide_raise_duties(const std::optional<Conversation>& conversation,
                             const RaiseDutiesCommand& command, const Context& context) {
  Decision decision;
  Deciding deciding{conversation ? &*conversation : nullptr, context, decision};
  for (const RaiseDutiesCommand::Duty& duty : command.duties) {
    // The same line, of tomorrow's list or twice in today's, is the same duty, also when it was
    // done or found needless.
    if (conversation &&
        std::ranges::find(conversation->tasks, duty.id, &Task::id) != conversation->tasks.end())
      continue;
    if (is_opened_by(decision, duty.id)) continue;
    open_task(deciding, {.about = command.about,
                         .step = duty.step,
                         .owner = command.team,
                         .role = StepRole::owner,
                         .rung = Rung::accepted,
                         .ends = TaskEnds::sending,
                         .detail = duty.detail,
                         .id = duty.id});
  }
  return decision;
}

Decision decide_meet_duties(const Conversation& conversation, const MeetDutiesCommand& command,
                            const Context& context) {
  Decision decision;
  Deciding deciding{&conversation, context, decision};
  close_tasks(deciding, TaskOutcome::sent,
              [&](const Task& task) { return is_met_by(task, command, context); });
  return decision;
}

}  // namespace gatepost::exchange
