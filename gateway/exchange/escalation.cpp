#include "gateway/exchange/escalation.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

// Nobody of a team that is not in service can act. Then another team of its prison does, or, of a
// message, its other side: somebody must know. The team itself when there is nobody: then
// role_told() turns to whoever answers for it.
TeamCode standing_in(const TeamCode& team, const MessageState* message, const Context& context) {
  using enum config::TeamKind;
  if (serving(team, context) != nullptr) return team;
  const auto today = context.calendar.local_date(context.now);
  if (const config::Team* former = context.directory.find(team))
    for (const auto kind : {prison_psychosocial, prison_clinical, prison_court})
      if (const auto* colleagues = context.directory.team_at(former->prison, kind, today))
        return colleagues->code;
  if (message == nullptr) return team;  // a duty: about a form that was never sent
  for (const TeamCode& other : {message->holder(), message->key.from, message->to})
    if (!other.empty() && serving(other, context) != nullptr) return other;
  return team;
}

TeamCode named_for(StepRole role, const MessageState& message, const Context& context) {
  const bool no_recipient = message.to.empty();
  switch (role) {
    case StepRole::sender:
    case StepRole::operator_:
    case StepRole::owner:  // of a task's own steps only
    case StepRole::owner_service_manager:
      return message.holder();
    case StepRole::recipient_fallback: {
      if (no_recipient) return message.holder();
      const config::Team* recipient = context.directory.find(message.to);
      return recipient != nullptr && recipient->fallback_team ? *recipient->fallback_team
                                                              : message.to;
    }
    case StepRole::recipient:
    case StepRole::recipient_service_manager:
    case StepRole::oversight:
      return no_recipient ? message.holder() : message.to;
  }
  return message.holder();
}

Instant after(const config::DueRule& rule, Instant from, const Context& context) {
  return due_or_a_day(context, rule, from);
}

// After the last step it repeats from now on, not once per missed day.
Instant next_repeat(Instant due, const Context& context) {
  return std::max(after(context.policy.repeat, std::max(due, context.now), context),
                  context.now + std::chrono::milliseconds{1});
}

// A REPORT into the role's mailbox, where there is one.
void tell(const MessageState& message, Rung rung, const std::string& step, int number,
          StepRole role, const Context& context, Decision& decision) {
  Effect report = step_effect(Effect::Kind::report, message, rung, step, number, role, context);
  const config::Team* team = context.directory.find(report.team);
  if (team != nullptr && team->mailbox) decision.effects.push_back(std::move(report));
}

// A message has one open task a role, however many of its rungs are late: a person who is asked to
// ring once need not be asked three times. The task then waits for the highest of these rungs.
bool raise_open_task(const Conversation& conversation, const MessageState& message, Rung rung,
                     StepRole role, const Context& context, Decision& decision) {
  const auto same = [&](const Task& task) {
    return task.about == message.key && !task.closed_at && task.role == role &&
           task.ends == TaskEnds::rung;
  };
  for (Event& event : decision.events) {
    auto* opened = std::get_if<TaskOpened>(&event);
    if (opened == nullptr || !same(opened->task)) continue;
    opened->task.rung = std::max(opened->task.rung, rung);
    return true;
  }
  const auto task = std::ranges::find_if(conversation.tasks, same);
  if (task == conversation.tasks.end()) return false;
  if (task->rung < rung)
    decision.events.push_back(TaskRaised{task->id, message.key, rung, context.now});
  // Its team has left the directory: nobody there can claim it.
  const TeamCode owner = team_for_role(role, message, context);
  if (task->owner != owner && serving(task->owner, context) == nullptr)
    move_task(*task, owner, context, decision);
  return true;
}

void ask_somebody(const Conversation& conversation, const MessageState& message, Rung rung,
                  const config::Step& step, const Context& context, Decision& decision) {
  if (raise_open_task(conversation, message, rung, step.role, context, decision)) return;
  Task task;
  task.id = make_id<TaskId>(context.random);
  task.about = message.key;
  task.rung = rung;
  task.step = step.name;
  task.role = step.role;
  task.owner = team_for_role(step.role, message, context);
  task.opened_at = context.now;
  decision.events.push_back(TaskOpened{std::move(task)});
}

// Whoever was asked has said that it is done, or is gone, and still the rung is missing: somebody
// is asked again, so that no message waits with nobody's task.
void ask_again(const Conversation& conversation, const MessageState& message, Rung rung,
               const config::RungPolicy& policy, const Context& context, Decision& decision) {
  const bool asked = std::ranges::any_of(conversation.tasks, [&](const Task& task) {
    return task.about == message.key && !task.closed_at && task.ends == TaskEnds::rung &&
           task.rung >= rung && serving(task.owner, context) != nullptr;
  });
  const auto step = std::ranges::find(policy.steps, StepAction::task, &config::Step::action);
  if (!asked && step != policy.steps.end())
    ask_somebody(conversation, message, rung, *step, context, decision);
}

void take_step(const Conversation& conversation, const MessageState& message, Rung rung,
               const config::Step& step, int number, Instant next, const Context& context,
               Decision& decision) {
  decision.events.push_back(
      StepTaken{message.key, rung, step.name, step.role, step.action, context.now, next, number});
  tell(message, rung, step.name, number, step.role, context, decision);
  decision.effects.push_back(
      step_effect(Effect::Kind::notify, message, rung, step.name, number, step.role, context));
  if (step.action == StepAction::task)
    ask_somebody(conversation, message, rung, step, context, decision);
}

// That nobody has seen it matters more than that nobody has answered it; aftercare speaks for
// itself.
int loudness(Rung rung) {
  constexpr std::array order{Rung::delivered, Rung::acknowledged, Rung::answered, Rung::confirmed};
  const auto at = std::ranges::find(order, rung);
  return at == order.end() ? -1 : static_cast<int>(at - order.begin());
}

// A rung whose steps are all taken repeats its last one daily. Of several such rungs of one message
// only the loudest does: overseers are told of a referral once a day, not once for each rung.
bool is_spoken_for(const MessageState& message, const Deadline& deadline, const Context& context) {
  if (loudness(deadline.rung) < 0) return false;
  return std::ranges::any_of(message.deadlines, [&](const Deadline& other) {
    if (loudness(other.rung) <= loudness(deadline.rung) || other.met_at || !other.passed_at ||
        !other.next_step_at)
      return false;
    const config::RungPolicy* policy = rung_policy(message, other.rung, context.policy);
    return policy != nullptr && other.steps_taken >= static_cast<int>(policy->steps.size());
  });
}

void escalate_deadline(const Conversation& conversation, const MessageState& message,
                       const Deadline& deadline, const Context& context, Decision& decision) {
  if (!deadline.passed_at && deadline.due <= context.now) {
    decision.events.push_back(DeadlinePassed{message.key, deadline.rung, context.now});
    // The sender hears of every missed deadline, whatever the steps say. Steps count from 1, so 0
    // is never a step's reference.
    tell(message, deadline.rung, std::string(steps::overdue), 0, StepRole::sender, context,
         decision);
  }
  const config::RungPolicy* policy = rung_policy(message, deadline.rung, context.policy);
  if (policy == nullptr || !deadline.next_step_at) return;
  int number = deadline.steps_taken;
  Instant due = *deadline.next_step_at;
  const int last = static_cast<int>(policy->steps.size()) - 1;
  while (due <= context.now) {
    if (number > last && is_spoken_for(message, deadline, context)) {
      decision.events.push_back(StepsHeld{message.key, deadline.rung, next_repeat(due, context)});
      return;
    }
    const config::Step& step = policy->steps[static_cast<std::size_t>(std::min(number, last))];
    ++number;
    const Instant next =
        number <= last ? after(policy->steps[static_cast<std::size_t>(number)].after, due, context)
                       : next_repeat(due, context);
    take_step(conversation, message, deadline.rung, step, number, next, context, decision);
    if (number > last && step.action != StepAction::task)
      ask_again(conversation, message, deadline.rung, *policy, context, decision);
    // From the first repeat on, the sender hears each time as well: a task claimed and forgotten
    // must not end the story.
    if (number > last + 1 && deadline.rung == Rung::confirmed)
      tell(message, deadline.rung, std::string(steps::overdue), number, StepRole::sender, context,
           decision);
    due = next;
  }
}

// The owner, or whoever stands in for a team that has left the directory.
TeamCode owner_now(const Conversation& conversation, const Task& task, const Context& context) {
  return standing_in(task.owner, conversation.find(task.about), context);
}

bool is_moved_by(const Decision& decision, const TaskId& task) {
  return std::ranges::any_of(decision.events, [&](const Event& event) {
    const auto* moved = std::get_if<TaskMoved>(&event);
    return moved != nullptr && moved->id == task;
  });
}

// A task of a rung has no steps of its own: it follows its owner when its message takes one.
void follow_owner(const Conversation& conversation, const Task& task, const Context& context,
                  Decision& decision) {
  if (task.closed_at || task.next_step_at || is_moved_by(decision, task.id)) return;
  const TeamCode owner = owner_now(conversation, task, context);
  if (owner != task.owner) move_task(task, owner, context, decision);
}

// A task of its own that waits for somebody: its owner hears again, then whoever answers for them.
void escalate_task(const Conversation& conversation, const Task& task, const Context& context,
                   Decision& decision) {
  const auto& steps = context.policy.task_steps;
  if (task.closed_at || !task.next_step_at || steps.empty() || *task.next_step_at > context.now)
    return;
  const TeamCode owner = owner_now(conversation, task, context);
  if (owner != task.owner)
    decision.events.emplace_back(TaskMoved{task.id, task.about, owner, context.now});
  const MessageState* message = conversation.find(task.about);
  int number = task.steps_taken;
  Instant due = *task.next_step_at;
  const int last = static_cast<int>(steps.size()) - 1;
  while (due <= context.now) {
    const config::Step& step = steps[static_cast<std::size_t>(std::min(number, last))];
    ++number;
    const Instant next = number <= last
                             ? task_step_at(static_cast<std::size_t>(number), due, message, context)
                             : next_repeat(due, context);
    decision.events.emplace_back(
        TaskStepTaken{task.id, task.about, step.name, number, context.now, next});
    tell_of_task(task, {step.name, step.role, owner, std::to_string(number)}, context, decision);
    due = next;
  }
}

}  // namespace

const config::RungPolicy* rung_policy(const MessageState& message, Rung rung,
                                      const config::Policy& policy) {
  const auto& rungs =
      is_aftercare(rung) ? policy.aftercare_rungs : rungs_for(message.type, message.urgent, policy);
  auto at = std::ranges::find(rungs, rung, &config::RungPolicy::rung);
  if (at != rungs.end()) return &*at;
  // A reload may have dropped the rung's policy; the confirmed rung's steps then stand in, so that
  // nothing falls silent.
  const auto& whole = message.urgent ? policy.urgent_rungs : policy.rungs;
  at = std::ranges::find(whole, Rung::confirmed, &config::RungPolicy::rung);
  return at == whole.end() ? nullptr : &*at;
}

StepRole role_told(StepRole role, const TeamCode& team, const Context& context) {
  if (serving(team, context) != nullptr) return role;
  const config::Team* former = context.directory.find(team);
  return former != nullptr && !former->oversight.email.empty() ? StepRole::oversight
                                                               : StepRole::operator_;
}

Effect step_effect(Effect::Kind kind, const MessageState& message, Rung rung,
                   const std::string& step, int number, StepRole role, const Context& context) {
  Effect made;
  made.kind = kind;
  made.about = message.key;
  made.team = team_for_role(role, message, context);
  made.role = role_told(role, made.team, context);
  made.rung = rung;
  made.step = step;
  made.due_at = context.now;
  made.reference = fmt::format("{}{}/{}/{}", reference_stem(message, rung), step, number,
                               kind == Effect::Kind::report ? "report" : "notify");
  return made;
}

TeamCode team_for_role(StepRole role, const MessageState& message, const Context& context) {
  return standing_in(named_for(role, message, context), &message, context);
}

std::string reference_stem(const MessageState& message, Rung rung) {
  const auto openings = std::ranges::count(message.deadlines, rung, &Deadline::rung);
  const std::string stem = fmt::format("{}/{}", message.key.str(), config::to_string(rung));
  return openings <= 1 ? stem + "/" : fmt::format("{}-{}/", stem, openings);
}

Instant first_step_at(const MessageState& message, Rung rung, Instant due, const Context& context) {
  const config::RungPolicy* policy = rung_policy(message, rung, context.policy);
  return policy == nullptr ? due : after(policy->steps.front().after, due, context);
}

Decision escalate(const Conversation& conversation, const Context& context) {
  Decision decision;
  for (const MessageState& message : conversation.messages) {
    if (message.standing != Standing::open) continue;
    for (const Deadline& deadline : message.deadlines)
      if (!deadline.met_at) escalate_deadline(conversation, message, deadline, context, decision);
  }
  for (const Task& task : conversation.tasks) {
    follow_owner(conversation, task, context, decision);
    escalate_task(conversation, task, context, decision);
  }
  return decision;
}

}  // namespace gatepost::exchange
